"""Read a declared value: a number with its unit, or a file in one of the common formats."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from celca.declaration.catenax import catenax_to_pact3, is_catenax
from celca.declaration.epd import is_ilcd, is_lcax, read_ilcd, read_lcax
from celca.declaration.openlca import is_openlca, read_openlca
from celca.declaration.ouranos import (
    is_ouranos,
    is_ouranos_structure,
    read_ouranos,
    read_ouranos_structure,
)
from celca.declaration.pact2 import is_pact2, pact2_to_pact3
from celca.declaration.pact_form import check_form, decimal
from celca.declaration.pact_rules import check_rules, half_place
from celca.declaration.record import Check, Declaration
from celca.errors import DeclarationError, FileFault
from celca.units import factor

__all__ = ["PACT_UNITS", "from_pact3", "read_declaration", "read_json", "to_pact3"]

PACT_UNITS = {
    "liter": "l",
    "kilogram": "kg",
    "cubic meter": "m3",
    "kilowatt hour": "kWh",
    "megajoule": "MJ",
    "ton kilometer": "t*km",
    "square meter": "m2",
    "piece": "piece",
    "hour": "h",
    "megabit second": "megabit*second",
}
_FORMS = (
    (is_lcax, read_lcax),
    (is_ilcd, read_ilcd),
    (is_openlca, read_openlca),
    (is_ouranos_structure, read_ouranos_structure),
)
# what a document raises in which something stands that is not of its format
_MISFITS = (AttributeError, TypeError, KeyError, IndexError, ValueError, ArithmeticError)
_NUMBER = re.compile(
    r"\s*([+-]?\d[\d,]*\.?\d*(?:[eE][+-]?\d+)?)\s*"
    r"(?:(kg|g|t|mg)\s*-?\s*CO2-?(?:e|eq)?\s*(?:/\s*([\d.]+)?\s*(\S+))?)?\s*"
)


def read_declaration(declared: str) -> Declaration:
    """Read a declared value: `64.5`, `64.5 kg CO2e`, `840 g CO2e/piece`, or a JSON file.

    The file may be a PACT 3 or PACT 2 footprint, a Catena-X PCF, Ouranos cfp records, an lcax
    EPD, an ILCD+EPD data set or a result of openLCA. Raises DeclarationError or FileFault.
    """
    if declared.lower().endswith(".json") or Path(declared).is_file():
        return _from_file(Path(declared))
    match = _NUMBER.fullmatch(declared.replace("₂", "2"))
    if match is None:
        raise DeclarationError(
            f"{declared!r} is not a declared value: write a number of kg CO2e such as '64.5',"
            " one with its unit such as '840 g CO2e/piece', or name a PACT JSON file."
        )
    ratio = factor(match[2] or "kg", "kg")
    number = match[1].replace(",", "")
    return Declaration(
        declared,
        float(number) * ratio,
        None,
        float(match[3] or 1),
        match[4] or "",
        precision=half_place(number) * ratio if "e" not in number.lower() else 0.0,
    )


def read_json(path: Path) -> Any:  # noqa: ANN401
    """Return the content of a JSON file. Raises FileFault, naming the line."""
    if not path.is_file():
        raise FileFault(str(path), "does not exist.")
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileFault(path.name, "is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        raise FileFault(
            f"{path.name} line {error.lineno}", f"is not well-formed JSON: {error.msg}."
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileFault(path.name, "is JSON that cannot be read: too deep or too long.") from error


def _from_file(path: Path) -> Declaration:
    content = read_json(path)
    try:
        return _from_content(content, path)
    except _MISFITS as fault:
        raise _misfit(path.name, fault) from fault


def _from_content(content: Any, path: Path) -> Declaration:  # noqa: ANN401
    if isinstance(content, dict) and isinstance(content.get("data"), dict | list):
        content = content["data"]
    if is_ouranos(content):
        return read_ouranos(path.name, content)
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    for known, read in _FORMS if isinstance(content, dict) else ():
        if known(content):
            return read(path.name, content)
    document, form, checks = to_pact3(content, path.name)
    return from_pact3(document, path.name, form, checks)


def to_pact3(content: object, name: str) -> tuple[Mapping[str, Any], str, Sequence[Check]]:
    """Return (PACT 3 footprint, form it came in, findings of the translation).

    Raises DeclarationError for what is no footprint in PACT or Catena-X.
    """
    try:
        return _translated(content, name)
    except _MISFITS as fault:
        raise _misfit(name, fault) from fault


def _misfit(name: str, fault: Exception) -> DeclarationError:
    return DeclarationError(f"{name}: $ has another structure than its format ({fault!r}).")


def _translated(content: object, name: str) -> tuple[Mapping[str, Any], str, Sequence[Check]]:
    if isinstance(content, dict):
        if is_pact2(content):
            document, checks = pact2_to_pact3(content)
            return document, "PACT 2", checks
        if is_catenax(content):
            document, checks = catenax_to_pact3(content)
            return document, "Catena-X PCF", checks
        pcf = content.get("pcf")
        if isinstance(pcf, dict) and "pcfExcludingBiogenicUptake" in pcf:
            return content, "PACT 3", ()
    raise DeclarationError(
        f"{name}: $.pcf.pcfExcludingBiogenicUptake is missing, so this is not a PACT v3"
        " product footprint; nor is it a PACT v2, Catena-X, Ouranos, lcax, ILCD+EPD or"
        " openLCA document."
    )


def from_pact3(
    document: Mapping[str, Any], name: str, form: str = "PACT 3", more: Sequence[Check] = ()
) -> Declaration:
    """Return what a PACT 3 footprint declares, with all that its form and its rules say.

    Raises DeclarationError where unit, amount or totals cannot be read: without them there is
    nothing to check.
    """
    pcf = document.get("pcf")
    if not isinstance(pcf, dict):
        told = "is missing" if pcf is None else "is no object"
        raise DeclarationError(f"{name}: $.pcf {told}: it holds the figures of the footprint.")
    amount, unit = _declared_unit(name, pcf)
    excluding = _needed(name, pcf, "pcfExcludingBiogenicUptake")
    lacks = form != "PACT 3" and pcf.get("pcfIncludingBiogenicUptake") is None
    including = excluding if lacks else _needed(name, pcf, "pcfIncludingBiogenicUptake")
    sets, packaging = pcf.get("ipccCharacterizationFactors"), pcf.get("packagingEmissionsIncluded")
    key = "pcfExcludingBiogenicUptake" if lacks else "pcfIncludingBiogenicUptake"
    return Declaration(
        source=name,
        kg_co2e=including,
        excluding_uptake=excluding,
        amount=amount,
        unit=unit,
        gwp_sets=tuple(str(s) for s in sets) if isinstance(sets, list) else (),
        checks=(*more, *check_form(document), *check_rules(document)),
        precision=half_place(pcf[key]),
        form=form,
        boundary="cradle-to-gate",
        packaging=packaging if isinstance(packaging, bool) else None,
        counts_uptake=not lacks,
        mass_kg=decimal(pcf.get("productMassPerDeclaredUnit")),
        name=str(document.get("productNameCompany") or ""),
        document=document,
    )


def _declared_unit(name: str, pcf: Mapping[str, Any]) -> tuple[float, str]:
    """Return the amount and our name of the unit that a footprint is declared for."""
    unit = pcf.get("declaredUnitOfMeasurement")
    if not isinstance(unit, str) or unit not in PACT_UNITS:
        raise DeclarationError(
            f"{name}: $.pcf.declaredUnitOfMeasurement is {unit!r}, but must be one of"
            f" {', '.join(PACT_UNITS)}."
        )
    amount = _needed(name, pcf, "declaredUnitAmount")
    if amount <= 0:
        raise DeclarationError(f"{name}: $.pcf.declaredUnitAmount is {amount:g}, must be above 0.")
    return amount, PACT_UNITS[unit]


def _needed(name: str, pcf: Mapping[str, Any], key: str) -> float:
    number = decimal(pcf.get(key))
    if number is None:
        raise DeclarationError(
            f"{name}: $.pcf.{key} is {pcf.get(key)!r}, but must be a decimal number in quotes."
        )
    return number
