"""The climate metrics of the IPCC, split into the categories a CFP is reported in.

A method is two tables with a source in every row: `own_factors.csv` beside this module for
carbon dioxide and for methane by origin, and the package `globalwarmingpotentials` for all
other gases. This room knows flows by formula and origin only, never by id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from celca.errors import UnknownName
from celca.shipped import shipped_rows

__all__ = [
    "CATEGORIES",
    "DEFAULT_METHOD",
    "UPTAKE",
    "Category",
    "Characterisation",
    "Method",
    "category_of",
    "load_method",
    "method_names",
]

Category = Literal["fossil", "aircraft", "biogenic_emissions", "biogenic_uptake", "land_use_change"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
UPTAKE = CATEGORIES.index("biogenic_uptake")
DEFAULT_METHOD = "ipcc-ar6-gwp100"
_ORIGINS = ("fossil", "biogenic", "land")


@dataclass(frozen=True, slots=True)
class Characterisation:
    """What one kilogram of a flow counts.

    factor  [kg CO2e/kg]
    """

    category: Category
    factor: float
    source: str


@dataclass(frozen=True)
class Method:
    """An impact method: the rows of C.

    gwp_set  the assessment report its metrics come from: AR5, AR6
    factors  (formula, origin) -> (factor [kg CO2e/kg], source)
    hash     of the factors: the identity that every result carries
    by_flow  id of a flow -> what one unit of it counts [kg CO2e/unit, + emitted or − taken
             up as in B]; None where flows are told apart by formula and origin
    """

    id: str
    name: str
    gwp_set: str
    citation: str
    factors: Mapping[tuple[str, str], tuple[float, str]]
    hash: str
    by_flow: Mapping[str, Characterisation] | None = None

    def characterise(self, formula: str, origin: str, compartment: str) -> Characterisation | None:
        """Return what a flow counts, or None where the method has no factor for it."""
        found = self.factors.get((formula, origin))
        if found is None:
            return None
        return Characterisation(category_of(origin, compartment), *found)


def category_of(origin: str, compartment: str) -> Category:
    """Return the category that a flow of this origin is reported in."""
    if origin == "land":
        return "land_use_change"
    if origin == "biogenic":
        return "biogenic_uptake" if compartment == "resource" else "biogenic_emissions"
    return "aircraft" if compartment == "air/aircraft" else "fossil"


def _table(name: str) -> tuple[dict[str, str], ...]:
    return shipped_rows("celca.methods", name)


def method_names() -> dict[str, str]:
    """Return the ids and names of the methods there are."""
    return {row["id"]: row["name"] for row in _table("methods.csv")}


def load_method(name: str = DEFAULT_METHOD) -> Method:
    """Return a method by id. Raises UnknownName."""
    about = {row["id"]: row for row in _table("methods.csv")}
    if name not in about:
        raise UnknownName("method", name, about, advice=f"Use one of {', '.join(about)}.")
    row = about[name]
    factors = _package_factors(row["package_table"])
    for own in _table("own_factors.csv"):
        if own["method"] in ("*", name):
            factors[own["formula"], own["origin"]] = (float(own["factor"]), own["source"])
    text = "\n".join(f"{k} {v[0]!r}" for k, v in sorted(factors.items()))
    digest = hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()
    return Method(name, row["name"], row["gwp_set"], row["citation"], factors, digest)


def _package_factors(table: str) -> dict[tuple[str, str], tuple[float, str]]:
    import globalwarmingpotentials

    source = f"globalwarmingpotentials {globalwarmingpotentials.__version__}, {table}"
    values = cast("Mapping[str, float]", globalwarmingpotentials.data[table])
    return {
        (formula, origin): (float(factor), source)
        for formula, factor in values.items()
        if formula != "CH4"
        for origin in _ORIGINS
    }
