"""The processes of an ILCD package, as its XML files say them, openLCA's own notes included."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from celca.errors import FileFault, Finding
from celca.readers.draft import FIXED, Spread, findings_where, pedigree_in, some, spread_95
from celca.readers.formulas import evaluate_all
from celca.readers.ilcd_flows import (
    COMMON,
    OPENLCA,
    Flows,
    in_language,
    latest,
    path_of,
    read_flows,
)
from celca.readers.ilcd_records import DataSet, FlowRecord, Line, Package
from celca.readers.xml_files import child, number, words

__all__ = ["read_package"]

_NAME = (
    *("baseName", "treatmentStandardsRoutes", "mixAndLocationTypes"),
    "functionalUnitFlowProperties",
)
_SHAPES = {"log-normal": "lognormal"}


@dataclass
class _Notes:
    """What was found on the way: flows that are not there, amounts that do not fit together."""

    missing: dict[str, FlowRecord] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)
    reminders: int = 0


def read_package(path: Path) -> Package:
    """Return the processes and flows of a package: a zip, or a folder of what is in one.

    Raises FileFault for files that cannot be read, and where there is no process.
    """
    flows, notes = read_flows(path), _Notes()
    data_sets, older = latest(
        path, "processes", "processDataSet", lambda e, s: _data_set(e, s, flows, notes)
    )
    if not data_sets:
        raise FileFault(path.name, "holds no process of ILCD.")
    records = {**flows.records, **notes.missing}
    about = f"ILCD, {path.name}"
    return Package(path.stem, about, data_sets, records, _findings(notes, older, data_sets))


def _data_set(root: ET.Element, space: str, flows: Flows, notes: _Notes) -> DataSet:
    about = child(root, f"{space}processInformation")
    info, time = child(about, f"{space}dataSetInformation"), child(about, f"{space}time")
    name, tags = child(info, f"{space}name"), [f"{space}{tag}" for tag in _NAME]
    key = words(info, f"{COMMON}UUID")
    title = in_language(name, tags) or key
    valued = _variables(child(about, f"{space}mathematicalRelations"), space)
    place = f"{space}locationOfOperationSupplyOrProduction"
    method = child(root, f"{space}modellingAndValidation", f"{space}LCIMethodAndAllocation")
    until = words(time, f"{COMMON}dataSetValidUntil")
    year = words(time, f"{COMMON}referenceYear") or until
    lines = [
        _line(x, space, (flows, notes), (title, valued))
        for x in child(root, f"{space}exchanges").findall(f"{space}exchange")
        if not _reminds(x, space, notes)
    ]
    valid = f"valid until {until}" if until else ""
    comment = "; ".join(filter(None, (" / ".join(path_of(info)), valid)))
    return DataSet(
        key=key,
        name=title,
        name_ja=in_language(name, tags, "ja"),
        location=child(about, f"{space}geography", place).get("location", ""),
        year=int(year) if year.isdigit() else None,
        kind=words(method, f"{space}typeOfDataSet"),
        comment=comment,
        references=_references(about, space),
        lines=lines,
    )


def _references(about: ET.Element, space: str) -> list[str]:
    """Return the numbers of the exchanges that a process is there for."""
    reference = child(about, f"{space}quantitativeReference")
    return [(e.text or "").strip() for e in reference.findall(f"{space}referenceToReferenceFlow")]


def _reminds(x: ET.Element, space: str, notes: _Notes) -> bool:
    """Say whether an exchange is there to be known only: the others hold it already."""
    reminder = "reminder" in words(x, f"{space}functionType").casefold()
    notes.reminders += reminder
    return reminder


def _variables(relations: ET.Element, space: str) -> dict[str, float]:
    """Return the values of variables and parameters; those stated where a formula fails."""
    values: dict[str, float] = {}
    formulas: dict[str, str] = {}
    for e in relations.findall(f"{space}variableParameter"):
        name = e.get("name", "").casefold()
        if formula := words(e, f"{space}formula"):
            formulas[name] = formula
        values[name] = number(e.findtext(f"{space}meanValue"), math.nan)
    given = {k: v for k, v in values.items() if k not in formulas and math.isfinite(v)}
    return {**values, **evaluate_all(formulas, given)[0]}


def _line(
    x: ET.Element,
    space: str,
    known: tuple[Flows, _Notes],
    owner: tuple[str, Mapping[str, float]],
) -> Line:
    """Return an exchange, in the unit of its flow.

    owner  name of the process, and the values of its variables
    """
    flows, notes = known
    named = child(x, f"{space}referenceToFlowDataSet")
    flow = named.get("refObjectId", "")
    if flow not in flows.records:
        title = in_language(named, [f"{COMMON}shortDescription"]) or flow
        notes.missing[flow] = FlowRecord(flow, title, "")
    amount, ratio = _amount(x, space, known, owner)
    allocated = x.iter(f"{space}allocation")
    return Line(
        number=x.get("dataSetInternalID", ""),
        flow=flow,
        given=words(x, f"{space}exchangeDirection").casefold() != "input",  # EPDs do not say
        amount=amount,
        spread=_spread(x, space, amount / ratio).times(ratio) if amount else FIXED,
        maker=x.get(f"{OPENLCA}defaultProvider", ""),
        avoided=x.get(f"{OPENLCA}avoidedProduct", "").casefold() == "true",
        shares={
            e.get("internalReferenceToCoProduct", ""): number(e.get("allocatedFraction"), 0) / 100
            for e in allocated
        },
        pedigree=pedigree_in(x.get(f"{OPENLCA}pedigreeUncertainty", "")),
    )


def _amount(
    x: ET.Element,
    space: str,
    known: tuple[Flows, _Notes],
    owner: tuple[str, Mapping[str, float]],
) -> tuple[float, float]:
    """Return an amount in the unit of its flow, and how many of these its own unit is.

    openLCA notes the amount as it was entered, with unit and property; what it writes for others
    to read is wrong where a property is not the reference.
    """
    (flows, notes), (title, valued) = known, owner
    flow = child(x, f"{space}referenceToFlowDataSet").get("refObjectId", "")
    own = number(x.get(f"{OPENLCA}amount"), math.nan)
    unit = flows.units.get(x.get(f"{OPENLCA}unitId", ""))
    part = flows.parts.get(flow, {}).get(x.get(f"{OPENLCA}propertyId", ""))
    if math.isfinite(own) and unit and part:
        return own * unit / part, unit / part
    mean = number(x.findtext(f"{space}meanAmount"), 0.0)
    variable = words(x, f"{space}referenceToVariable").casefold()
    product = mean * valued.get(variable, math.nan) if variable else mean
    final = number(x.findtext(f"{space}resultingAmount"), math.nan)
    if not math.isfinite(final):
        return (product if math.isfinite(product) else mean), 1.0
    if variable and abs(product - final) > 1e-6 * max(abs(product), abs(final)):
        notes.differing.append(f"{title}, {variable}: {final:g} by its variable {product:g}")
    return final, 1.0


def _spread(x: ET.Element, space: str, amount: float) -> Spread:
    """Return how uncertain an amount is, in the unit that it was entered in."""
    shape = words(x, f"{space}uncertaintyDistributionType")
    shape = _SHAPES.get(shape, shape)
    wide = number(x.findtext(f"{space}relativeStandardDeviation95In"), math.nan)
    if x.get(f"{OPENLCA}amount"):  # openLCA writes the deviation itself, not what holds 95 %
        wide = wide**2 if shape == "lognormal" else 2 * wide
    low, high = (
        number(x.findtext(f"{space}{end}Amount"), math.nan) for end in ("minimum", "maximum")
    )
    if not low <= amount <= high and shape in ("triangular", "uniform"):
        return FIXED
    return spread_95(shape, wide, low, high)


def _findings(notes: _Notes, older: int, data_sets: list[DataSet]) -> list[Finding]:
    missing = (
        f"{len(notes.missing)} flows are named by processes and not among the files, so that"
        " emissions among them count nothing:"
        f" {some(f.name for f in notes.missing.values())}."
    )
    differing = (
        f"{len(notes.differing)} amounts are not what their variable gives, and are believed as"
        f" they stand: {some(notes.differing, 3)}."
    )
    versions = f"{older} processes are older versions of others, and are left out."
    reminders = (
        f"{notes.reminders} exchanges are reminders of what others hold already, and are left out."
    )
    declared = [d.name for d in data_sets if d.kind.upper() == "EPD"]
    results = (
        f"{len(declared)} data sets are environmental declarations: results without an inventory,"
        f" which count nothing here: {some(declared, 3)}."
    )
    return findings_where(
        (notes.missing, "warning", "flow_missing", missing),
        (notes.differing, "info", "formula_differs", differing),
        (older, "info", "older_versions", versions),
        (notes.reminders, "info", "reminder_flows", reminders),
        (declared, "warning", "declarations", results),
    )
