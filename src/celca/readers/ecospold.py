"""Read EcoSpold 1: one file, a folder of files, or a zip of them."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from celca.errors import DataError, FileFault, Finding
from celca.inventory import Flow, Inventory, Process
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import FIXED, Draft, Spread, some
from celca.readers.providers import Maker, Providers
from celca.readers.substances import findings_on_origin, recognise
from celca.units import factor, same_dimension

__all__ = ["read_ecospold"]

_LAST = ("0", "2")  # output groups: reference product, co-product


@dataclass(frozen=True, slots=True)
class _Line:
    """One exchange of a dataset: what, in or out of which group, how much."""

    key: str
    name: str
    context: tuple[str, ...]
    unit: str
    side: str
    group: str
    amount: float
    spread: Spread


@dataclass
class _Dataset:
    number: str
    name: str
    location: str
    year: int | None
    category: str
    made: _Line
    lines: list[_Line] = field(default_factory=list)


def read_ecospold(
    path: Path, decided: Mapping[str, str] | None = None, *, average: bool = False
) -> Inventory:
    """Return the database in EcoSpold 1 files.

    decided  product -> process that is meant where several make it, by number or name
    average  take the mean of several makers where nothing tells which is meant

    Raises FileFault and DataError.
    """
    datasets = [d for name, content in _files(path) for d in _datasets(name, content)]
    if not datasets:
        raise FileFault(path.name, "holds no dataset of EcoSpold 1.")
    draft = Draft(
        {
            "name": path.stem,
            "version": "",
            "licence": "as its owner states",
            "geography": "",
            "description": f"EcoSpold 1, {path.name}",
        }
    )
    ids = _ids(datasets)
    makers: dict[str, list[Maker]] = {}
    for d, key in zip(datasets, ids, strict=True):
        made = Maker(d.number, key, d.name, d.location)
        makers.setdefault(d.made.key, []).append(made)
        draft.processes[key] = _process(d, key)
    names = {x.key: x.name for d in datasets for x in (d.made, *d.lines)}
    providers = Providers(makers, names, decided or {}, average)
    told: dict[str, tuple[Flow, bool]] = {}
    bare = [d.name for d in datasets if any(_is_co_product(x) for x in d.lines)]
    for d, key in zip(datasets, ids, strict=True):
        for line in d.lines:
            _add(draft, (d, key), line, (providers, told))
    providers.refuse()
    providers.add_mixes(draft)
    draft.findings += [*providers.findings(), *findings_on_origin(told.values())]
    if bare:
        message = (
            f"{len(bare)} datasets give co-products that are neither allocated nor credited: the"
            f" reference product bears everything: {some(bare)}."
        )
        draft.findings.append(Finding("warning", "no_allocation", message))
    return draft.inventory()


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in (".xml", ".spold"):
                yield file.name, file.read_bytes()
    elif path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as package:
                for name in sorted(package.namelist()):
                    if name.lower().endswith((".xml", ".spold")):
                        yield name, package.read(name)
        except (OSError, zipfile.BadZipFile) as error:
            raise FileFault(path.name, f"is not a zip that can be read: {error}.") from error
    else:
        yield path.name, path.read_bytes()


def _datasets(name: str, content: bytes) -> Iterator[_Dataset]:
    if b"<!ENTITY" in content[:4096]:
        raise FileFault(name, "defines entities, which EcoSpold does not, and is not read.")
    try:
        root = ET.fromstring(content)
    except ET.ParseError as error:
        raise FileFault(name, f"is not well-formed XML: {error}.") from error
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    if root.tag.removeprefix(space) != "ecoSpold":
        return
    if "EcoSpold02" in space:
        raise FileFault(name, "is EcoSpold 2.", "Import it into Brightway, then use bw:PROJECT/….")
    for element in root.iter(f"{space}dataset"):
        yield _dataset(element, space, name)


def _dataset(element: ET.Element, space: str, file: str) -> _Dataset:
    number = element.get("number", "")
    about = element.find(f".//{space}referenceFunction")
    place = element.find(f".//{space}geography")
    end = next((e for t in ("endYear", "endDate") for e in element.iter(f"{space}{t}")), None)
    year = (end.text or "")[:4] if end is not None else ""
    lines = [_line(x, space, f"{file}, dataset {number}") for x in element.iter(f"{space}exchange")]
    made = [x for x in lines if x.side == "out" and x.group == "0"]
    if about is None or len(made) != 1:
        raise DataError(
            f"{file}: dataset {number} has {len(made)} reference products, not 1:"
            " allocate it in the program that wrote it."
        )
    return _Dataset(
        number,
        about.get("name", "").strip(),
        place.get("location", "") if place is not None else "",
        int(year) if year.isdigit() else None,
        "/".join(filter(None, (about.get("category", ""), about.get("subCategory", "")))),
        made[0],
        [x for x in lines if x is not made[0]],
    )


def _line(element: ET.Element, space: str, where: str) -> _Line:
    groups = [(c.tag.removeprefix(space), (c.text or "").strip()) for c in element]
    side, group = next(((t, g) for t, g in groups if t in ("inputGroup", "outputGroup")), ("", ""))
    context = tuple(filter(None, (element.get("category", ""), element.get("subCategory", ""))))
    name, unit = element.get("name", "").strip(), element.get("unit", "")
    try:
        amount = float(element.get("meanValue", ""))
    except ValueError:
        amount = math.nan
    if not math.isfinite(amount) or not side:
        raise DataError(f"{where}: the exchange {name!r} has no amount or no group.")
    key = element.get("number", "") or "|".join((name, *context, element.get("location", "")))
    return _Line(
        key,
        name,
        context,
        unit,
        "in" if side == "inputGroup" else "out",
        group,
        amount,
        _spread(element),
    )


def _spread(element: ET.Element) -> Spread:
    def number(name: str) -> float:
        try:
            return float(element.get(name, ""))
        except ValueError:
            return math.nan

    kind, wide = element.get("uncertaintyType"), number("standardDeviation95")
    if kind == "1":  # the square of the geometric standard deviation
        return Spread("lognormal", math.log(wide) / 2 if wide > 1 else math.nan).sound()
    if kind == "2":
        return Spread("normal", wide / 2).sound()
    if kind in ("3", "4"):
        name = "triangular" if kind == "3" else "uniform"
        return Spread(name, minimum=number("minValue"), maximum=number("maxValue")).sound()
    return FIXED


def _ids(datasets: list[_Dataset]) -> list[str]:
    out: list[str] = []
    used: set[str] = set()
    for d in datasets:
        key = d.number or d.name
        while key in used:
            key += "'"
        used.add(key)
        out.append(key)
    return out


def _process(d: _Dataset, key: str) -> Process:
    return Process(
        id=key,
        name=d.name or d.made.name,
        name_ja="",
        product=d.made.name,
        unit=foreign_unit(d.made.unit),
        location=d.location,
        year=d.year,
        kind="unit",
        technology="",
        source="",
        comment=d.category,
        output=d.made.amount,
    )


def _is_co_product(line: _Line) -> bool:
    return line.side == "out" and line.group in _LAST


def _add(
    draft: Draft,
    owner: tuple[_Dataset, str],
    line: _Line,
    known: tuple[Providers, dict[str, tuple[Flow, bool]]],
) -> None:
    (dataset, key), (providers, told) = owner, known
    unit = foreign_unit(line.unit)
    where = f"dataset {dataset.number} ({dataset.name}), {line.name}"
    if line.group == "4":
        flow_key = line.key
        if flow_key in draft.flows and not same_dimension(unit, draft.flows[flow_key].unit):
            flow_key = f"{line.key} [{unit}]"  # the same name, measured in another way
        if flow_key not in draft.flows:
            what = recognise(line.name, line.context)
            flow = Flow(flow_key, line.name, what.compartment, unit, what.formula, what.origin)
            draft.flows[flow_key], told[flow_key] = flow, (flow, what.told)
        ratio = factor(unit, draft.flows[flow_key].unit, where)
        kind = "uptake" if line.side == "in" else "emission"
        draft.add(key, kind, flow_key, line.amount * ratio, line.spread.times(ratio))
    elif line.side == "in" or line.group == "3":  # used, or a waste that is treated
        maker = providers.find(line.key, "", dataset.location)
        if maker is None or not line.amount:
            return
        made = draft.processes.get(maker) or draft.processes[providers.mixed[line.key][0].column]
        if not same_dimension(unit, made.unit):
            providers.misfits.append(f"{where}: {unit} for {made.unit}")
            return
        ratio = factor(unit, made.unit, where)
        draft.add(key, "input", maker, line.amount * ratio, line.spread.times(ratio))
