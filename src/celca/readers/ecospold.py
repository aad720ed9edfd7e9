"""Read EcoSpold 1 and 2: one file, a folder of files, or a zip of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from celca.errors import DataError, FileFault, Finding
from celca.inventory import Flow, Inventory, Process
from celca.readers import ecospold1, ecospold2
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, draft_of, findings_where, some
from celca.readers.ecospold_files import Dataset, Line, roots
from celca.readers.providers import Maker, Providers
from celca.readers.substances import findings_on_origin, recognise, taken_up
from celca.units import factor, same_dimension

__all__ = ["read_ecospold"]

_LAST = ("0", "2")  # output groups: reference product, co-product


@dataclass
class _Reading:
    """What datasets are linked with, and what was found on the way.

    treated  keys of the processes whose reference is a waste that they take: amount below 0
    astray   inputs that name an activity which is not there
    """

    draft: Draft
    providers: Providers
    activities: set[str]
    treated: set[str]
    told: dict[str, tuple[Flow, bool]] = field(default_factory=dict)
    astray: list[str] = field(default_factory=list)


def read_ecospold(
    path: Path, decided: Mapping[str, str] | None = None, *, average: bool = False
) -> Inventory:
    """Return the database in EcoSpold files.

    decided  product -> process that is meant where several make it, by number or name
    average  take the mean of several makers where nothing tells which is meant

    Raises FileFault and DataError.
    """
    versions, datasets = _datasets(path)
    draft = draft_of(path.stem, f"EcoSpold {versions}, {path.name}")
    makers: dict[str, list[Maker]] = {}
    for d in datasets:
        makers.setdefault(d.made.key, []).append(Maker(d.number, d.key, d.name, d.location))
        draft.processes[d.key] = _process(d)
    names = {x.key: x.name for d in datasets for x in (d.made, *d.lines)}
    reading = _Reading(
        draft,
        Providers(makers, names, decided or {}, average),
        {d.number for d in datasets},
        {d.key for d in datasets if d.made.amount < 0},
    )
    for d in datasets:
        for line in d.lines:
            _add(reading, d, line)
    reading.providers.refuse()
    reading.providers.add_mixes(draft)
    draft.findings += [*reading.providers.findings(), *findings_on_origin(reading.told.values())]
    draft.findings += _findings(reading, datasets)
    return draft.inventory()


def _datasets(path: Path) -> tuple[str, list[Dataset]]:
    """Return the version, or both, and the datasets, each with a key of its own."""
    found: dict[str, Dataset] = {}
    versions = set()
    for file, root, space in roots(path):
        second = "EcoSpold02" in space
        versions.add("2" if second else "1")
        for d in (ecospold2 if second else ecospold1).datasets(root, space, file):
            if second and d.key in found:
                raise DataError(
                    f"{file}: the activity {d.name!r} ({d.location}) for {d.made.name!r} is there"
                    " twice: import one release at a time."
                )
            key = d.key
            while key in found:
                key += "'"
            found[key] = replace(d, key=key)
    if not found:
        raise FileFault(path.name, "holds no dataset of EcoSpold 1 or 2.")
    return " and ".join(sorted(versions)), list(found.values())


def _process(d: Dataset) -> Process:
    if not d.made.amount:
        raise DataError(f"{d.name!r} ({d.number}) makes 0 of its product {d.made.name!r}.")
    return Process(
        id=d.key,
        name=d.name,
        name_ja="",
        product=d.made.name,
        unit=foreign_unit(d.made.unit),
        location=d.location,
        year=d.year,
        kind="aggregated" if d.result else "unit",
        technology="",
        source="",
        comment=d.category,
        output=abs(d.made.amount),
    )


def _is_co_product(line: Line) -> bool:
    return line.side == "out" and line.group in _LAST and bool(line.amount)


def _add(reading: _Reading, dataset: Dataset, line: Line) -> None:
    unit = foreign_unit(line.unit)
    where = f"dataset {dataset.number} ({dataset.name}), {line.name}"
    if line.group == "4":
        _add_flow(reading, dataset, line, (unit, where))
        return
    if not line.amount or (line.side == "out" and line.group in _LAST):
        return
    if line.link and line.link not in reading.activities:
        reading.astray.append(where)
    # what is left is used, or a waste that another treats
    providers, draft = reading.providers, reading.draft
    maker = providers.find(line.key, line.link, dataset.location)
    if maker is None:
        return
    made = draft.processes.get(maker) or draft.processes[providers.mixed[line.key][0].column]
    if not same_dimension(unit, made.unit):
        providers.misfits.append(f"{where}: {unit} for {made.unit}")
        return
    ratio = factor(unit, made.unit, where) * (-1 if made.id in reading.treated else 1)
    note = (line.pedigree, "", "")
    draft.add(dataset.key, "input", maker, line.amount * ratio, line.spread.times(ratio), note)


def _add_flow(reading: _Reading, dataset: Dataset, line: Line, place: tuple[str, str]) -> None:
    (unit, where), draft = place, reading.draft
    key, what = line.key, recognise(line.name, line.context, line.cas, line.key)
    if line.side == "in" and (turned := taken_up(what)) != what:
        key, what = f"{line.key}:taken", turned
    if key in draft.flows and not same_dimension(unit, draft.flows[key].unit):
        key = f"{key} [{unit}]"  # the same name, measured in another way
    if key not in draft.flows:
        flow = Flow(key, line.name, what.compartment, unit, what.formula, what.origin)
        draft.flows[key], reading.told[key] = flow, (flow, what.told)
    ratio = factor(unit, draft.flows[key].unit, where)
    kind = "uptake" if line.side == "in" else "emission"
    note = (line.pedigree, "", "")
    draft.add(dataset.key, kind, key, line.amount * ratio, line.spread.times(ratio), note)


def _findings(reading: _Reading, datasets: list[Dataset]) -> list[Finding]:
    bare = [d.name for d in datasets if any(map(_is_co_product, d.lines))]
    formulas = [f"{d.name}, {text}" for d in datasets for text in d.formulas]
    treated = some(reading.draft.processes[key].name for key in reading.treated)
    unallocated = (
        f"{len(bare)} datasets give co-products that are neither allocated nor credited: the"
        f" reference product bears everything: {some(bare)}."
    )
    astray = (
        f"{len(reading.astray)} inputs name an activity that is not among the files, and are"
        f" linked by product or not at all: {some(reading.astray, 3)}."
    )
    services = (
        f"{len(reading.treated)} processes make less than 0 of a waste, which is to treat it:"
        f" here they are services, and 1 unit treated counts above 0: {treated}."
    )
    differing = (
        f"{len(formulas)} amounts are not what the formula beside them gives, and are believed"
        f" as they stand: {some(formulas, 3)}."
    )
    return findings_where(
        (bare, "warning", "no_allocation", unallocated),
        (reading.astray, "warning", "activity_missing", astray),
        (reading.treated, "info", "waste_treated", services),
        (formulas, "info", "formula_differs", differing),
    )
