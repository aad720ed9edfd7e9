"""Read a declared value: a number with its unit, or a file in one of the common formats."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from celca.declaration.catenax import catenax_to_pact3, is_catenax
from celca.declaration.epd import is_ilcd, is_lcax, read_ilcd, read_lcax
from celca.declaration.naming import names_in, renamed
from celca.declaration.openlca import is_openlca, read_openlca
from celca.declaration.ouranos import (
    is_ouranos,
    is_ouranos_structure,
    read_ouranos,
    read_ouranos_structure,
)
from celca.declaration.pact2 import is_pact2, pact2_to_pact3
from celca.declaration.pact_form import PACT2, check_form, decimal
from celca.declaration.pact_rules import check_rules, half_place
from celca.declaration.record import Check, Declaration
from celca.declaration.value import read_value
from celca.errors import DeclarationError, FileFault

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
_TOTALS = ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake")
_OF_FORM = ("pact_form", "pact_choice", "pact_range", "pact_missing")
_NOT_OF_PACT2 = ("pact_due", "pact_exempted", "pact_version")
_SHOWN = 20
_CONTENT = (
    "$ is a secondary material content of Catena-X, which states no footprint; make a bill of"
    " materials of it with 'celca export FILE.json -o bom.csv'."
)
_FORMS = (
    (is_lcax, read_lcax),
    (is_ilcd, read_ilcd),
    (is_openlca, read_openlca),
    (is_ouranos_structure, read_ouranos_structure),
)
# what a document raises in which something stands that is not of its format
_MISFITS = (AttributeError, TypeError, KeyError, IndexError, ValueError, ArithmeticError)


def read_declaration(declared: str) -> Declaration:
    """Read a declared value: `64.5`, `64.5 kg CO2e`, `840 g CO2e/piece`, or a JSON file.

    The file may be a PACT 3 or PACT 2 footprint, a Catena-X PCF, Ouranos cfp records, an lcax
    EPD, an ILCD+EPD data set or a result of openLCA. Raises DeclarationError or FileFault.
    """
    if declared.lower().endswith(".json") or Path(declared).is_file():
        return _from_file(Path(declared))
    return read_value(declared)


def read_json(path: Path) -> Any:  # noqa: ANN401
    """Return the content of a JSON file. Raises FileFault, naming the line.

    A name that stands twice in an object, NaN and Infinity are refused: two readers would
    understand them differently.
    """
    if not path.is_file():
        raise FileFault(str(path), "is a folder." if path.is_dir() else "does not exist.")
    try:
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise FileFault(path.name, "is not UTF-8 text.", "Save it as UTF-8.") from error
    except _Doubtful as error:
        raise FileFault(path.name, str(error)) from error
    except json.JSONDecodeError as error:
        raise FileFault(
            f"{path.name} line {error.lineno}", f"is not well-formed JSON: {error.msg}."
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileFault(path.name, "is JSON that cannot be read: too deep or too long.") from error


class _Doubtful(ValueError):
    """JSON that two readers would understand differently."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise _Doubtful(f"holds {twice!r} twice in one object: which of them is meant?")
    return found


def _no_number(name: str) -> None:
    raise _Doubtful(f"holds {name}, which is no number of JSON.")


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
            return document, "PACT 2", [*check_form(content, PACT2), *checks]
        if is_catenax(content):
            document, checks = catenax_to_pact3(content)
            return document, "Catena-X PCF", checks
        pcf = content.get("pcf")
        if isinstance(pcf, dict) and "pcfExcludingBiogenicUptake" in pcf:
            return content, "PACT 3", ()
    if isinstance(content, list) and len(content) > 1:
        raise DeclarationError(
            f"{name}: $ holds {len(content)} documents, which are checked one by one: write each"
            " into a file of its own. (Of Ouranos, several records are one footprint.)"
        )
    if isinstance(content, dict) and "secondaryMaterialContent" in content:
        raise DeclarationError(f"{name}: {_CONTENT}")
    raise DeclarationError(
        f"{name}: $.pcf.pcfExcludingBiogenicUptake is missing, so this is not a PACT v3"
        " product footprint; nor is it a PACT v2, Catena-X, Ouranos, lcax, ILCD+EPD or"
        " openLCA document."
    )


def from_pact3(
    document: Mapping[str, Any], name: str, form: str = "PACT 3", more: Sequence[Check] = ()
) -> Declaration:
    """Return what a PACT 3 footprint declares, with all that its form and its rules say.

    more  of the document that it was translated from: with findings on its form, that of the
          translation is not looked at again

    Raises DeclarationError, with all that is wrong with the form, where unit, amount or totals
    cannot be read: without them there is nothing to check.
    """
    pcf = document.get("pcf")
    if not isinstance(pcf, dict):
        told = "is missing" if pcf is None else "is no object"
        raise DeclarationError(f"{name}: $.pcf {told}: it holds the figures of the footprint.")
    lacks = form != "PACT 3" and pcf.get("pcfIncludingBiogenicUptake") is None
    checks = list(_checked(document, form, more))
    _refuse_unreadable(name, pcf, checks, form)
    key = "pcfExcludingBiogenicUptake" if lacks else "pcfIncludingBiogenicUptake"
    sets, packaging = pcf.get("ipccCharacterizationFactors"), pcf.get("packagingEmissionsIncluded")
    return Declaration(
        source=name,
        kg_co2e=decimal(pcf[key]) or 0.0,
        excluding_uptake=decimal(pcf["pcfExcludingBiogenicUptake"]),
        amount=decimal(pcf["declaredUnitAmount"]) or 1.0,
        unit=PACT_UNITS[pcf["declaredUnitOfMeasurement"]],
        gwp_sets=tuple(str(s) for s in sets) if isinstance(sets, list) else (),
        checks=tuple(checks),
        precision=half_place(pcf[key]),
        form=form,
        boundary="cradle-to-gate",
        packaging=packaging if isinstance(packaging, bool) else None,
        counts_uptake=not lacks,
        mass_kg=decimal(pcf.get("productMassPerDeclaredUnit")),
        name=str(document.get("productNameCompany") or ""),
        document=document,
    )


def _checked(document: Mapping[str, Any], form: str, more: Sequence[Check]) -> Iterator[Check]:
    """Yield all findings, each where it stands in the document that was read."""
    yield from more
    found = check_rules(document)
    if form == "PACT 2":  # its form was looked at before, and what is due differs
        found = [c for c in found if c.id not in _NOT_OF_PACT2]
    else:
        found = [*check_form(document), *found]
    names = names_in(form)
    yield from (renamed(c, names) for c in found) if names else found


def _refuse_unreadable(
    name: str, pcf: Mapping[str, Any], checks: Sequence[Check], form: str
) -> None:
    """Raise with every error of form, those that hinder the reading first."""
    amount = decimal(pcf.get("declaredUnitAmount"))
    totals = [k for k in _TOTALS if k == _TOTALS[0] or form == "PACT 3" or pcf.get(k) is not None]
    figures = all(decimal(pcf.get(key)) is not None for key in totals)
    unit = pcf.get("declaredUnitOfMeasurement")
    if figures and amount and amount > 0 and isinstance(unit, str) and unit in PACT_UNITS:
        return
    needed = ("declaredUnitOfMeasurement", "declaredUnitAmount", *totals)
    names = names_in(form)
    first = {names.get(path, path) for path in (f"$.pcf.{key}" for key in needed)}
    wrong = [c for c in checks if c.result == "error" and c.id in _OF_FORM]
    wrong.sort(key=lambda c: c.where not in first)
    lines = "\n  ".join(c.message for c in wrong[:_SHOWN])
    more = f"\n  and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    raise DeclarationError(f"{name}: {lines}{more}")
