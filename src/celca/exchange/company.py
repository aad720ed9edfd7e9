"""What only the company knows about a footprint that it passes on: a TOML file.

[company]
name = "Example Ltd"
ids = ["urn:lei:5493001KJTIIGC8Y1R12"]

[product]
ids = ["urn:gtin:4712345060507"]

[footprint]
geography = "JP"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celca.declaration import fields
from celca.errors import FileFault
from celca.product.toml import Table, read_toml

__all__ = ["Company", "read_company"]

_TEXTS = (
    *("geography", "period_start", "period_end", "boundary", "comment", "valid_until"),
    *("exempted_description", "rule_operator", "region"),
)
_FOOTPRINT = (
    *_TEXTS,
    *("exempted_percent", "primary_data_share", "standards", "rules", "preceding_ids"),
    *("fossil_carbon", "biogenic_carbon", "mass_balancing"),
)
_MATERIAL = ("class", "standard", "standard_id", "name", "bio_class", "automotive")


@dataclass(frozen=True, slots=True)
class Company:
    """What is said about a product beside its footprint; '' and () where nothing is.

    ids, product_ids, classifications  URNs
    geography                          country, subdivision or region of the UN; '' for the world
    region                             of the UN, Global or Several, for Catena-X
    period_start, period_end           of the data, days or moments
    exempted_percent                   left out by the cut-off [%], None to take the mass left out
    primary_data_share                 [%], None to take what suppliers declared
    fossil_carbon, biogenic_carbon     in the product, where the database does not know it
                                       [kg C per declared unit of the study], None to leave it
    rules, rule_operator               product category rules and who issued them
    mass_balancing                     whether it is used, for Catena-X; None where nobody says
    alca, ouranos                      what these formats tell beside the figures
    materials                          class and standard name of each, for Catena-X
    """

    name: str = ""
    ids: tuple[str, ...] = ()
    product_name: str = ""
    product_description: str = ""
    product_ids: tuple[str, ...] = ()
    classifications: tuple[str, ...] = ()
    geography: str = ""
    region: str = ""
    period_start: str = ""
    period_end: str = ""
    boundary: str = ""
    comment: str = ""
    exempted_percent: float | None = None
    exempted_description: str = ""
    primary_data_share: float | None = None
    standards: tuple[str, ...] = ("ISO14067",)
    rules: tuple[str, ...] = ()
    rule_operator: str = ""
    valid_until: str = ""
    preceding_ids: tuple[str, ...] = ()
    fossil_carbon: float | None = None
    biogenic_carbon: float | None = None
    mass_balancing: bool | None = None
    alca: Mapping[str, str] = field(default_factory=dict)
    ouranos: Mapping[str, str] = field(default_factory=dict)
    materials: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    order_number: str = ""

    def place(self) -> dict[str, str]:
        """Return the geography under the one name of the three that it is. Raises FileFault."""
        if not self.geography:
            return {}
        if re.fullmatch(r"[A-Z]{2}", self.geography):
            return {"geographyCountry": self.geography}
        if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", self.geography):
            return {"geographyCountrySubdivision": self.geography}
        regions = fields()["pcf"]["geographyRegionOrSubregion"].kind.partition(":")[2].split("|")
        if self.geography in regions:
            return {"geographyRegionOrSubregion": self.geography}
        raise FileFault(
            "[footprint] geography",
            f"{self.geography!r} is no country (JP), subdivision (JP-13) or region of the UN.",
            f"Regions: {', '.join(regions)}.",
        )


def read_company(path: Path | None) -> Company:
    """Read the TOML of a company; without one nothing is known. Raises FileFault, UnknownName."""
    if path is None:
        return Company()
    top = read_toml(path, ("company", "product", "footprint", "alca", "ouranos", "materials"))
    materials = top.open_table("materials")
    company = top.table("company", ("name", "ids"))
    product = top.table(
        "product", ("name", "description", "ids", "classifications", "order_number")
    )
    about = top.table("footprint", _FOOTPRINT)
    found = Company(
        name=company.text("name", ""),
        ids=_texts(company, "ids"),
        product_name=product.text("name", ""),
        product_description=product.text("description", ""),
        product_ids=_texts(product, "ids"),
        classifications=_texts(product, "classifications"),
        order_number=product.text("order_number", ""),
        alca=_words(top.open_table("alca")),
        ouranos=_words(top.table("ouranos", ("operator_id", "plant_id"))),
        materials={key: dict(materials.table(key, _MATERIAL).values) for key in materials.values},
        **_footprint(about),
    )
    found.place()
    return found


def _footprint(about: Table) -> dict[str, Any]:
    """Return the fields that the table [footprint] tells."""
    return {
        "exempted_percent": _percent(about, "exempted_percent"),
        "primary_data_share": _percent(about, "primary_data_share"),
        "standards": _texts(about, "standards") or Company().standards,
        "rules": _texts(about, "rules"),
        "preceding_ids": _texts(about, "preceding_ids"),
        "fossil_carbon": _number(about, "fossil_carbon"),
        "biogenic_carbon": _number(about, "biogenic_carbon"),
        "mass_balancing": _truth(about, "mass_balancing"),
        **{key: about.text(key, "") for key in _TEXTS},
    }


def _words(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.values}


def _texts(table: Table, key: str) -> tuple[str, ...]:
    value = table.values.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise FileFault(table.where, f"{key!r} is {value!r}, but a list of texts is needed.")
    return tuple(value)


def _number(table: Table, key: str) -> float | None:
    return table.number(key) if table.has(key) else None


def _truth(table: Table, key: str) -> bool | None:
    value = table.values.get(key)
    if value is not None and not isinstance(value, bool):
        raise FileFault(table.where, f"{key!r} is {value!r}, but must be true or false.")
    return value


def _percent(table: Table, key: str) -> float | None:
    if not table.has(key):
        return None
    value = table.number(key)
    if value > 100:
        raise FileFault(table.where, f"{key!r} is {value:g}, but a percentage is 0 to 100.")
    return value
