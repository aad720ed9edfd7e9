"""A dataset as EcoSpold 2 writes it: one activity a file, linked by ids, already allocated.

Brightway's extractor of this format sets the compartments of flows aside and needs a database
of flows to find them again; here they are read with the rest. Amounts are believed as they
stand: the formulas beside them describe the dataset before it was allocated, and are only
compared.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from celca.errors import DataError
from celca.readers.draft import FIXED, Spread
from celca.readers.ecospold_files import Dataset, Line
from celca.readers.formulas import evaluate
from celca.readers.xml_files import child, number, words

__all__ = ["datasets"]

_SCORES = (
    *("reliability", "completeness", "temporalCorrelation"),
    *("geographicalCorrelation", "furtherTechnologyCorrelation"),
)
_RESULT = "2"  # type of an activity whose inputs are calculated away


def datasets(root: ET.Element, space: str, file: str) -> Iterator[Dataset]:
    """Yield the activities of a file.

    Raises DataError for one without a reference product, or with several that bear no burden
    of their own yet.
    """
    for tag in ("activityDataset", "childActivityDataset"):
        for element in root.iter(f"{space}{tag}"):
            yield _dataset(element, space, file)


def _dataset(element: ET.Element, space: str, file: str) -> Dataset:
    about = child(element, f"{space}activityDescription")
    activity = child(about, f"{space}activity")
    key, name = activity.get("id", ""), words(activity, f"{space}activityName")
    data = child(element, f"{space}flowData")
    lines = [
        _line(x, space, f"{file}, {name!r}")
        for tag in ("intermediateExchange", "elementaryExchange")
        for x in data.iter(f"{space}{tag}")
    ]
    made = _reference(lines, f"{file}: {name!r}")
    end = child(about, f"{space}timePeriod").get("endDate", "")[:4]
    classes = about.iter(f"{space}classification")
    return Dataset(
        f"{key}_{made.key}",
        key,
        name or made.name,
        words(child(about, f"{space}geography"), f"{space}shortname"),
        int(end) if end.isdigit() else None,
        next((words(c, f"{space}classificationValue") for c in classes), ""),
        made,
        [x for x in lines if x is not made],
        activity.get("type") == _RESULT,
        tuple(_unlike(data, space)),
    )


def _reference(lines: list[Line], where: str) -> Line:
    given = [x for x in lines if x.side == "out" and x.group in ("0", "2") and x.amount]
    if len(given) > 1:
        names = ", ".join(x.name for x in given[:4])
        raise DataError(
            f"{where} gives {len(given)} products ({names}) and is not allocated: take the"
            " release of an allocated system model (cut-off, APOS, consequential)."
        )
    if not given or given[0].group != "0":
        raise DataError(f"{where} has no reference product with an amount.")
    return given[0]


def _line(element: ET.Element, space: str, where: str) -> Line:
    elementary = element.tag.endswith("elementaryExchange")
    key = element.get("elementaryExchangeId" if elementary else "intermediateExchangeId", "")
    name, unit = words(element, f"{space}name"), words(element, f"{space}unitName")
    side, group = "", ""
    for way in ("input", "output"):
        if text := words(element, f"{space}{way}Group"):
            side, group = way.removesuffix("put"), text
    amount = number(element.get("amount"))
    lacking = {"amount": math.isfinite(amount), "group": side, "unit": unit, "id": key}
    if missing := [what for what, there in lacking.items() if not there]:
        raise DataError(f"{where}: the exchange {name!r} has no {' and no '.join(missing)}.")
    if elementary != (group == "4"):
        raise DataError(f"{where}: the exchange {name!r} is in the group {group}, which is wrong.")
    place = child(element, f"{space}compartment")
    parts = (words(place, f"{space}{tag}") for tag in ("compartment", "subcompartment"))
    context = tuple(p for p in parts if p and p != "unspecified")
    doubt = child(element, f"{space}uncertainty")
    spread, pedigree = _spread(doubt, space), _pedigree(doubt, space)
    link, cas = element.get("activityLinkId", ""), element.get("casNumber", "")
    return Line(key, name, context, unit, side, group, amount, spread, link, pedigree, cas)


def _spread(doubt: ET.Element, space: str) -> Spread:
    for form in doubt:
        shape = form.tag.removeprefix(space)
        if shape in ("lognormal", "normal"):
            variance = number(form.get("varianceWithPedigreeUncertainty"))
            return Spread(shape, math.sqrt(variance) if variance > 0 else math.nan).sound()
        if shape in ("triangular", "uniform"):
            low, high = number(form.get("minValue")), number(form.get("maxValue"))
            return Spread(shape, minimum=low, maximum=high).sound()
    return FIXED


def _pedigree(doubt: ET.Element, space: str) -> str:
    matrix = child(doubt, f"{space}pedigreeMatrix")
    scores = [matrix.get(name, "") for name in _SCORES]
    return f"({';'.join(scores)})" if all(s in ("1", "2", "3", "4", "5") for s in scores) else ""


def _unlike(data: ET.Element, space: str) -> Iterator[str]:
    """Yield the exchanges whose formula gives another amount than is stored beside it."""
    formulas = [(x, x.get("mathematicalRelation", "")) for x in data if x.get("amount")]
    if not any(formula for _, formula in formulas):
        return
    names = _variables(data)
    for x, formula in formulas:
        if not formula:
            continue
        try:
            value = evaluate(formula, names)
        except DataError:
            continue  # refers to other datasets, or uses functions of its editor
        stored = number(x.get("amount"))
        if abs(value - stored) > 1e-6 * max(abs(value), abs(stored)):
            yield f"{words(x, f'{space}name')}: {stored:g} by its formula {value:g}"


def _variables(data: ET.Element) -> Mapping[str, float]:
    """Return the amounts of parameters, exchanges and properties that have a name in formulas."""
    named = (x for x in data.iter() if x.get("variableName"))
    return {x.get("variableName", "").casefold(): number(x.get("amount")) for x in named}
