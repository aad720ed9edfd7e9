"""A dataset as EcoSpold 1 writes it: numbers for products, groups for what an exchange is."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from celca.errors import DataError
from celca.readers.draft import Spread, spread_95
from celca.readers.ecospold_files import Dataset, Line
from celca.readers.xml_files import number

__all__ = ["datasets"]

_SHAPES = {"1": "lognormal", "2": "normal", "3": "triangular", "4": "uniform"}


def datasets(root: ET.Element, space: str, file: str) -> Iterator[Dataset]:
    """Yield the datasets of a file. Raises DataError for one that has not 1 reference product."""
    for element in root.iter(f"{space}dataset"):
        yield _dataset(element, space, file)


def _dataset(element: ET.Element, space: str, file: str) -> Dataset:
    key = element.get("number", "")
    about = element.find(f".//{space}referenceFunction")
    place = element.find(f".//{space}geography")
    end = next((e for t in ("endYear", "endDate") for e in element.iter(f"{space}{t}")), None)
    year = (end.text or "")[:4] if end is not None else ""
    lines = [_line(x, space, f"{file}, dataset {key}") for x in element.iter(f"{space}exchange")]
    made = [x for x in lines if x.side == "out" and x.group == "0"]
    if about is None or len(made) != 1:
        raise DataError(
            f"{file}: dataset {key} has {len(made)} reference products, not 1:"
            " allocate it in the program that wrote it."
        )
    name = about.get("name", "").strip()
    return Dataset(
        key or name,
        key,
        name or made[0].name,
        place.get("location", "") if place is not None else "",
        int(year) if year.isdigit() else None,
        "/".join(filter(None, (about.get("category", ""), about.get("subCategory", "")))),
        made[0],
        [x for x in lines if x is not made[0]],
    )


def _line(element: ET.Element, space: str, where: str) -> Line:
    groups = [(c.tag.removeprefix(space), (c.text or "").strip()) for c in element]
    side, group = next(((t, g) for t, g in groups if t in ("inputGroup", "outputGroup")), ("", ""))
    context = tuple(filter(None, (element.get("category", ""), element.get("subCategory", ""))))
    name, unit = element.get("name", "").strip(), element.get("unit", "")
    amount = number(element.get("meanValue"))
    if not math.isfinite(amount) or not side:
        raise DataError(f"{where}: the exchange {name!r} has no amount or no group.")
    key = element.get("number", "") or "|".join((name, *context, element.get("location", "")))
    way = "in" if side == "inputGroup" else "out"
    cas = element.get("CASNumber", "")
    return Line(key, name, context, unit, way, group, amount, _spread(element), cas=cas)


def _spread(element: ET.Element) -> Spread:
    shape = _SHAPES.get(element.get("uncertaintyType", ""), "")
    low, high = number(element.get("minValue")), number(element.get("maxValue"))
    return spread_95(shape, number(element.get("standardDeviation95")), low, high)
