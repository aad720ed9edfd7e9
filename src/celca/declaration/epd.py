"""Construction declarations by module (EN 15804): lcax EPD and ILCD+EPD, both JSON.

Sources of the fields: lcax 3 (ocni-dtu, Apache-2.0) and the ILCD+EPD data format as the
soda4LCA services deliver it. Modules A to C are added; D lies beyond the boundary and is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import fsum
from typing import Any

from celca.declaration.record import Check, Declaration
from celca.errors import DeclarationError

__all__ = ["LCAX_UNITS", "is_ilcd", "is_lcax", "read_ilcd", "read_lcax"]

LCAX_UNITS = {
    "kg": "kg",
    "tones": "t",
    "pcs": "piece",
    "kwh": "kWh",
    "l": "l",
    "m": "m",
    "m2": "m2",
    "m3": "m3",
    "km": "km",
    "tones_km": "t*km",
}
_NOT_DECLARED = ("", "NONE", "ND", "MND", "MNR", "MNA", "NR", "INA", "-")
_HUGE = 1e300
_ROUNDING = 0.01
_LATER = ("a4", "a5", *(f"b{i}" for i in range(1, 9)), *(f"c{i}" for i in range(1, 5)))
_STAGES = {"a4": "distribution", "a5": "distribution", "b": "use", "c": "end_of_life"}
_ILCD_TOTALS = ("GWP-total", "Global Warming Potential - total", "GWP")
_ILCD_FOSSIL = ("GWP-fossil", "Global Warming Potential - fossil")
_ILCD_LAND = ("GWP-luluc", "Global Warming Potential - land use and land use change")


def is_lcax(document: Mapping[str, Any]) -> bool:
    """Say whether a document is an lcax EPD."""
    return "declaredUnit" in document and isinstance(document.get("impacts"), dict)


def is_ilcd(document: Mapping[str, Any]) -> bool:
    """Say whether a document is an ILCD+EPD data set."""
    return "LCIAResults" in document and "processInformation" in document


def read_lcax(name: str, document: Mapping[str, Any]) -> Declaration:
    """Return the footprint that an lcax EPD states. Raises DeclarationError."""
    unit = LCAX_UNITS.get(str(document["declaredUnit"]).lower())
    if unit is None:
        raise DeclarationError(
            f"{name}: $.declaredUnit is {document['declaredUnit']!r}, but must be one of"
            f" {', '.join(LCAX_UNITS)}."
        )
    _refuse_text(name, document["impacts"].get("gwp"))
    impacts = {
        k: {m: float(v) for m, v in modules.items() if isinstance(v, int | float)}
        for k, modules in document["impacts"].items()
        if isinstance(modules, dict)
    }
    title = str(document.get("name", ""))
    parts = {"total": impacts.get("gwp", {}), "fossil": impacts.get("gwp_fos", {})}
    parts["land"] = impacts.get("gwp_lul", {})
    return _declared((name, "lcax", title, unit, 1.0), parts, "$.impacts.gwp")


def _refuse_text(name: str, modules: object) -> None:
    for module, value in modules.items() if isinstance(modules, dict) else ():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise DeclarationError(
                f"{name}: $.impacts.gwp.{module} is {value!r}, but must be a number."
            )


def read_ilcd(name: str, document: Mapping[str, Any]) -> Declaration:
    """Return the footprint that an ILCD+EPD data set states. Raises DeclarationError."""
    entries = {
        "total": _ilcd_modules(name, document, _ILCD_TOTALS),
        "fossil": _ilcd_modules(name, document, _ILCD_FOSSIL),
        "land": _ilcd_modules(name, document, _ILCD_LAND),
    }
    parts = {what: dict(reversed(found)) for what, found in entries.items()}  # the first holds
    about = document["processInformation"].get("dataSetInformation", {})
    named = about.get("name", {}).get("baseName", [])
    title = str(named[0].get("value", "")) if named and isinstance(named[0], dict) else ""
    amount, unit = _ilcd_unit(document)
    found = _declared((name, "ILCD+EPD", title, unit, amount), parts, "$.LCIAResults")
    return replace(found, checks=(*found.checks, *_twice(entries["total"])))


def _twice(entries: list[tuple[str, float]]) -> Iterator[Check]:
    """Yield the modules that have more than one value: of scenarios, or by mistake."""
    for module in dict.fromkeys(m for m, _ in entries):
        values = [value for m, value in entries if m == module]
        if len(set(values)) > 1:
            told = f"Module {module.upper()} has {len(values)} values"
            told += f" ({', '.join(f'{v:g}' for v in values)}): the first was taken."
            yield Check("epd_twice", "warning", told, "$.LCIAResults")


def _declared(
    about: tuple[str, str, str, str, float], parts: Mapping[str, Mapping[str, float]], where: str
) -> Declaration:
    name, form, title, unit, amount = about
    total = parts["total"]
    gate = total.get("a1a3", fsum(total[m] for m in ("a1", "a2", "a3") if m in total))
    if not total or not ("a1a3" in total or "a1" in total):
        raise DeclarationError(f"{name}: {where} states no module A1-A3.")
    whole = [m for m in _LATER if m in total]
    grave = any(m.startswith("c") for m in whole)
    fossil, land = parts["fossil"].get("a1a3"), parts["land"].get("a1a3", 0.0)
    excluding = None if fossil is None or grave else fossil + land
    told = (
        f"Modules {', '.join(m.upper() for m in ['a1a3', *(whole if grave else [])])} were added."
    )
    return Declaration(
        source=name,
        kg_co2e=gate + (fsum(total[m] for m in whole) if grave else 0.0),
        excluding_uptake=excluding,
        amount=amount,
        unit=unit,
        checks=(Check("epd_modules", "ok", told, where), *_split(total, where)),
        form=form,
        boundary="cradle-to-grave" if grave else "cradle-to-gate",
        name=title,
        by_stage=_by_stage(gate, total) if grave else {},
    )


def _split(total: Mapping[str, float], where: str) -> Iterator[Check]:
    """Yield whether A1 to A3 add up to A1-A3, where both are stated."""
    each = [total[m] for m in ("a1", "a2", "a3") if m in total]
    if "a1a3" in total and len(each) == 3:
        whole, added = total["a1a3"], fsum(each)
        ok = abs(whole - added) <= _ROUNDING * max(abs(whole), abs(added))
        told = f"A1-A3 ({whole:g}) {'equals' if ok else 'does not equal'} A1 + A2 + A3 ({added:g})."
        yield Check("epd_sum", "ok" if ok else "error", told, where)


def _by_stage(gate: float, total: Mapping[str, float]) -> dict[str, float]:
    """Return the stages of the modules: A4 and A5 the way to the user, B the use, C the end."""
    stages = {"raw_materials+production": gate}
    for module in _LATER:
        if module in total:
            stage = _STAGES[module[0] if module[0] in "bc" else module]
            stages[stage] = stages.get(stage, 0.0) + total[module]
    return stages


def _ilcd_modules(
    name: str, document: Mapping[str, Any], names: tuple[str, ...]
) -> list[tuple[str, float]]:
    results = document["LCIAResults"].get("LCIAResult", [])
    for result in results if isinstance(results, list) else []:
        told = result.get("referenceToLCIAMethodDataSet", {}).get("shortDescription", [])
        texts = [t.get("value", "") for t in told if isinstance(t, dict)]
        if any(any(n.casefold() in str(t).casefold() for n in names) for t in texts):
            return list(_ilcd_entries(name, result))
    return []


def _ilcd_entries(name: str, result: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for entry in result.get("other", {}).get("anies", []):
        module, value = str(entry.get("module", "")), entry.get("value")
        if not module or str(value).strip().upper() in _NOT_DECLARED:
            continue
        try:
            number = float(str(value))
        except ValueError:
            number = math.nan
        if not abs(number) < _HUGE:
            raise DeclarationError(
                f"{name}: $.LCIAResults states {value!r} for module {module}, but it must be a"
                " number."
            )
        yield module.replace("-", "").lower(), number


def _ilcd_unit(document: Mapping[str, Any]) -> tuple[float, str]:
    """Return the amount and unit of the reference flow, ('' where they are not stated)."""
    for flow in document.get("exchanges", {}).get("exchange", []):
        if flow.get("referenceFlow"):
            for each in flow.get("flowProperties", []):
                if each.get("referenceFlowProperty"):
                    unit = LCAX_UNITS.get(str(each.get("referenceUnit", "")).lower(), "")
                    return float(each.get("meanValue") or 1.0), unit
    return 1.0, ""
