"""The flows of an ILCD package, and what their amounts are measured in."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from celca.errors import FileFault
from celca.readers import xml_files
from celca.readers.ilcd_records import FlowRecord
from celca.readers.xml_files import child, number, words

__all__ = ["COMMON", "OPENLCA", "Flows", "in_language", "latest", "path_of", "read_flows"]

COMMON = "{http://lca.jrc.it/ILCD/Common}"
OPENLCA = "{http://openlca.org/ilcd-extensions}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_Found = TypeVar("_Found")
_Read = Callable[[ET.Element, str], _Found]


@dataclass(frozen=True)
class Flows:
    """The flows of a package, by id.

    units  id of a unit as openLCA calls it -> reference units of its group in it
    parts  flow -> property -> amount of it in one unit of the flow's reference property
    """

    records: Mapping[str, FlowRecord]
    units: Mapping[str, float]
    parts: Mapping[str, Mapping[str, float]]


def latest(path: Path, folder: str, root: str, read: _Read[_Found]) -> tuple[list[_Found], int]:
    """Return what is read of the latest version of each data set, and how many are older.

    folder, root  where the data sets stand, and the tag of such a file
    """
    found: dict[str, tuple[tuple[int, ...], _Found]] = {}
    count = 0
    for file, element, space in xml_files.roots(path, (".xml",), folder):
        if element.tag.removeprefix(space) != root:
            continue
        key = next((e.text or "" for e in element.iter(f"{COMMON}UUID")), "").strip()
        if not key:
            raise FileFault(file, "is an ILCD data set without a UUID.")
        text = next((e.text or "" for e in element.iter(f"{COMMON}dataSetVersion")), "")
        version = tuple(int(part) for part in text.split(".") if part.strip().isdigit())
        count += 1
        if key not in found or version > found[key][0]:
            found[key] = version, read(element, space)
    return [what for _, what in found.values()], count - len(found)


def in_language(element: ET.Element, tags: Iterable[str], wanted: str = "") -> str:
    """Return a name of several parts, in a language, or in English and else in any there is."""
    found = []
    for tag in tags:
        said = {
            e.get(_LANGUAGE, "en"): " ".join((e.text or "").split()) for e in element.findall(tag)
        }
        text = said.get(wanted) if wanted else said.get("en") or next(iter(said.values()), "")
        found.append(text or "")
    return "; ".join(filter(None, found)) if found[0] else ""


def path_of(element: ET.Element) -> tuple[str, ...]:
    """Return the first category or class of a data set, coarsest first."""
    for group, level in (("elementaryFlowCategorization", "category"), ("classification", "class")):
        for found in element.iter(f"{COMMON}{group}"):
            levels = sorted(found.findall(f"{COMMON}{level}"), key=lambda e: e.get("level", ""))
            return tuple((e.text or "").strip() for e in levels)
    return ()


def read_flows(path: Path) -> Flows:
    """Return the flows of a package, a zip or folder. Raises FileFault."""
    groups, _ = latest(path, "unitgroups", "unitGroupDataSet", _group)
    properties, _ = latest(path, "flowproperties", "flowPropertyDataSet", _property)
    units = {key: name for key, name, _ in groups}
    measured = {key: units.get(group, "") for key, group in properties}
    flows, _ = latest(path, "flows", "flowDataSet", lambda e, s: _flow(e, s, measured))
    return Flows(
        {record.key: record for record, _ in flows},
        {unit: ratio for _, _, ratios in groups for unit, ratio in ratios.items()},
        {record.key: parts for record, parts in flows},
    )


def _group(root: ET.Element, space: str) -> tuple[str, str, dict[str, float]]:
    """Return (id, reference unit, openLCA's id of a unit -> reference units in it)."""
    about = child(root, f"{space}unitGroupInformation")
    key = words(child(about, f"{space}dataSetInformation"), f"{COMMON}UUID")
    asked = words(child(about, f"{space}quantitativeReference"), f"{space}referenceToReferenceUnit")
    units = child(root, f"{space}units").findall(f"{space}unit")
    names = {e.get("dataSetInternalID"): words(e, f"{space}name") for e in units}
    ratios = {
        e.get(f"{OPENLCA}unitId", ""): number(e.findtext(f"{space}meanValue"), 1.0) for e in units
    }
    return key, names.get(asked, ""), {k: v for k, v in ratios.items() if k}


def _property(root: ET.Element, space: str) -> tuple[str, str]:
    """Return (id, id of its unit group)."""
    about = child(root, f"{space}flowPropertiesInformation")
    key = words(child(about, f"{space}dataSetInformation"), f"{COMMON}UUID")
    group = child(about, f"{space}quantitativeReference", f"{space}referenceToReferenceUnitGroup")
    return key, group.get("refObjectId", "")


def _flow(
    root: ET.Element, space: str, measured: Mapping[str, str]
) -> tuple[FlowRecord, dict[str, float]]:
    """Return a flow, and the amounts of its properties in one unit of the first of them.

    measured  property -> unit
    """
    about = child(root, f"{space}flowInformation")
    info = child(about, f"{space}dataSetInformation")
    key = words(info, f"{COMMON}UUID")
    tags = ("baseName", "treatmentStandardsRoutes", "mixAndLocationTypes", "flowProperties")
    name = in_language(child(info, f"{space}name"), [f"{space}{tag}" for tag in tags])
    method = child(root, f"{space}modellingAndValidation", f"{space}LCIMethod")
    asked = words(
        child(about, f"{space}quantitativeReference"), f"{space}referenceToReferenceFlowProperty"
    )
    parts: dict[str, float] = {}
    reference, whole = "", 1.0
    for e in child(root, f"{space}flowProperties").findall(f"{space}flowProperty"):
        of = child(e, f"{space}referenceToFlowPropertyDataSet").get("refObjectId", "")
        parts[of] = number(e.findtext(f"{space}meanValue"), 1.0)
        if e.get("dataSetInternalID") == asked:
            reference, whole = of, parts[of] or 1.0
    kind, cas = words(method, f"{space}typeOfDataSet"), words(info, f"{space}CASNumber")
    unit = measured.get(reference, "")
    record = FlowRecord(key, name or key, kind, cas, path_of(info), unit)
    return record, {of: amount / whole for of, amount in parts.items()}
