"""Export a study in the format that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celca.assess import Footprint, Options, footprint_of, open_prices, open_product
from celca.audit import quality
from celca.declaration import read_json, to_pact3
from celca.errors import FileFault, Finding, UnknownName
from celca.exchange.alca import alca_csv, write_alca
from celca.exchange.bills import bill_of, is_bill
from celca.exchange.catenax import catenax_pcf
from celca.exchange.company import Company, read_company
from celca.exchange.material_content import material_content
from celca.exchange.openlca import openlca_result
from celca.exchange.others import battery_footprint, lcax_epd
from celca.exchange.ouranos import ouranos_parts, ouranos_records
from celca.exchange.pact import Exported, pact_footprint, pact_text
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD
from celca.product import Product
from celca.system import Intensities

__all__ = ["FORMATS", "Request", "convert", "export", "write_export"]

FORMATS = (
    *("pact", "catena-x", "material-content", "ouranos", "ouranos-parts", "alca", "lcax"),
    *("openlca", "battery"),
)


_PLAIN = {"lcax": lcax_epd, "battery": battery_footprint, "openlca": openlca_result}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be written.

    company  TOML of what only the company knows
    created  moment it was made, now unless given
    """

    format: str = "pact"
    company: Path | None = None
    created: str = ""
    database: str | Path = DEFAULT
    method: str = DEFAULT_METHOD


def export(study: str | Path, request: Request, options: Options | None = None) -> Exported:
    """Return the footprint of a study in a format for machines.

    Raises UnknownName for a format that there is not, and what `footprint` raises.
    """
    if request.format not in FORMATS:
        raise UnknownName("format", request.format, FORMATS, advice=f"Use {', '.join(FORMATS)}.")
    company = read_company(request.company)
    prices = open_prices(request.database, request.method)
    product = open_product(study, prices, options)
    if request.format == "material-content":
        inventory = prices.system.inventory
        return material_content(product, inventory, company.materials, company.order_number)
    return _of_footprint(product, footprint_of(product, prices, options), prices, company, request)


def _of_footprint(
    product: Product, result: Footprint, prices: Intensities, company: Company, request: Request
) -> Exported:
    if request.format in _PLAIN:
        return _PLAIN[request.format](result)
    if request.format == "alca":
        table, notes = alca_csv(product, result, company.alca, prices.system.inventory.classes)
        return Exported({}, notes, table)
    if request.format == "ouranos":
        return ouranos_records(result, prices)
    if request.format == "ouranos-parts":
        return ouranos_parts(product, result, prices, company.ouranos)
    pact = pact_footprint(result, quality(result, prices), company, request.created)
    return pact if request.format == "pact" else _catenax(pact, company)


def _catenax(pact: Exported, company: Company) -> Exported:
    return catenax_pcf(pact, company.region, company.mass_balancing)


def convert(path: Path) -> Exported:
    """Return a file of another firm as celca passes it on, and what is lost. Raises DataError.

    A PACT 2 footprint or a Catena-X PCF becomes PACT 3; a partsStructure of Ouranos or a secondary
    material content of Catena-X becomes a bill of materials.
    """
    content = read_json(path)
    if isinstance(content, dict) and isinstance(content.get("data"), dict):
        content = content["data"]
    if is_bill(content):
        return bill_of(content, path.name)
    document, _, checks = to_pact3(content, path.name)
    found = tuple(
        Finding("info" if c.result == "ok" else "warning", c.id, c.message, c.where) for c in checks
    )
    return Exported(document, found)


def write_export(exported: Exported, path: Path) -> None:
    """Write a document as JSON, or as the CSV that it is. Raises FileFault."""
    if exported.table:
        write_alca(exported.table, path)
        return
    document: Mapping[str, Any] | list[Any] = exported.document
    if set(exported.document) == {"cfp"}:
        document = exported.document["cfp"]
    try:
        path.write_text(pact_text(document), encoding="utf-8")  # type: ignore[arg-type]
    except OSError as fault:
        raise FileFault(str(path), f"cannot be written: {fault.strerror}.") from fault
