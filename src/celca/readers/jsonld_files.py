"""The files of an openLCA JSON-LD package (schema 1.x and 2.x), as plain dictionaries."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from celca.errors import DataError, FileFault, UnitError
from celca.readers.brightway_units import foreign_unit
from celca.readers.damage import DAMAGE, damaged
from celca.units import factor

__all__ = ["Package", "first", "kept", "open_package", "said"]

Entity = Mapping[str, Any]
_KINDS = (
    *("processes", "flows", "flow_properties", "unit_groups"),
    *("categories", "locations", "parameters"),
)
_HEADS = ("openlca.json", "olca-schema.json")  # what says which libraries a package rests on
_MAC = "__MACOSX"  # what a Mac puts beside the files of a zip


def first(entity: Entity, *names: str, default: Any = None) -> Any:  # noqa: ANN401
    """Return what stands under the first of several names: those of schema 2, then of 1."""
    for name in names:
        if entity.get(name) is not None:
            return entity[name]
    return default


def kept(entity: Entity, count: int) -> list[str]:
    """Return what celca left in an entity that it wrote, its id first; nothing otherwise."""
    more: Mapping[str, Any] = entity.get("otherProperties") or {}
    own = more.get("celca")
    return [str(x) for x in own] if isinstance(own, list) and len(own) == count else []


def said(entity: Entity, *names: str) -> bool:
    """Return a truth value, which some packages write as a text."""
    value = first(entity, *names, default=False)
    return value.casefold() == "true" if isinstance(value, str) else bool(value)


@dataclass
class Package:
    """What a package holds: kind -> id -> entity.

    libraries   names of libraries that it rests on and does not hold
    repeated    ids that it holds in several versions, of which the newest is taken
    parameters  values and failures of its global parameters, once they are known
    """

    name: str
    entities: dict[str, dict[str, Entity]] = field(default_factory=dict)
    libraries: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    parameters: list[tuple[dict[str, float], dict[str, str]]] = field(default_factory=list)
    _units: dict[str, tuple[str, float]] = field(default_factory=dict)
    _reference: dict[str, str] = field(default_factory=dict)
    _met: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for group in self.entities.get("unit_groups", {}).values():
            units = group.get("units") or []
            reference = next((u for u in units if said(u, "isRefUnit", "referenceUnit")), None)
            if reference is None:
                continue
            name = str(reference.get("name") or "")
            self._reference[str(group["@id"])] = name
            for unit in units:
                ratio = float(unit.get("conversionFactor") or 1.0)
                self._units[str(unit.get("@id"))] = (name, ratio)

    def path(self, category: object) -> tuple[str, ...]:
        """Return the path of a category: a text in schema 2, a reference in schema 1."""
        if isinstance(category, str):
            return tuple(p for p in category.split("/") if p)
        names: list[str] = []
        while isinstance(category, Mapping) and len(names) < 20:
            whole = self.entities.get("categories", {}).get(str(category.get("@id")), category)
            names.insert(0, str(whole.get("name") or category.get("name") or ""))
            path = category.get("categoryPath")
            if whole is category and isinstance(path, list):
                return (*map(str, path), *names)
            category = whole.get("category")
        return tuple(n for n in names if n)

    def unit_of(self, flow: Entity, exchange: Entity | None = None) -> str:
        """Return the unit that amounts of a flow are brought to, as the package calls it.

        That of its unit group; where the package has none, the one it was first met in.
        """
        for f in self._factors(flow):
            if said(f, "isRefFlowProperty", "referenceFlowProperty"):
                unit = self._unit_of_property(str(f["flowProperty"].get("@id")))
                if unit:
                    return unit
        unit = str(flow.get("refUnit") or ((exchange or {}).get("unit") or {}).get("name") or "")
        return self._met.setdefault(str(flow.get("@id")), unit)

    def _factors(self, flow: Entity) -> list[Entity]:
        whole = self.entities.get("flows", {}).get(str(flow.get("@id")), flow)
        return list(whole.get("flowProperties") or [])

    def _unit_of_property(self, key: str) -> str:
        found = self.entities.get("flow_properties", {}).get(key, {})
        group = (found.get("unitGroup") or {}).get("@id")
        return self._reference.get(str(group), "")

    def ratio(self, exchange: Entity, unit: str, where: str) -> float:
        """Return what an exchange's amount is multiplied by to be in `unit` of its flow."""
        given = exchange.get("unit") or {}
        written, known = str(given.get("name") or ""), self._units.get(str(given.get("@id")))
        in_property = known[1] if known else None
        share = self._share(exchange, unit, where)
        if in_property is not None:
            return in_property / share
        if not written or written == unit:
            return 1.0
        try:
            return factor(foreign_unit(written), foreign_unit(unit), where) / share
        except UnitError as error:
            raise UnitError(f"{error} The package has no unit group for it.") from error

    def _share(self, exchange: Entity, unit: str, where: str) -> float:
        """Return how much of an exchange's flow property one unit of its flow has."""
        key = str((exchange.get("flowProperty") or {}).get("@id"))
        factors = self._factors(exchange["flow"])
        for f in factors:
            if str(f["flowProperty"].get("@id")) == key:
                return float(f.get("conversionFactor") or 1.0)
        measured = self._unit_of_property(key)
        if factors and measured not in ("", unit):
            name = str(exchange["flow"].get("name"))
            message = f"{where}: {name!r} is given in {measured}, and counted in {unit} without a"
            raise UnitError(f"{message} factor between them.")
        return 1.0


def open_package(path: Path) -> Package:
    """Return a package: a zip, or a folder of what is in one. Raises FileFault."""
    package = Package(path.stem, {kind: {} for kind in _KINDS})
    for name, content in _files(path):
        try:
            entity = json.loads(content)
        except ValueError as error:
            raise FileFault(f"{path.name}: {name}", f"is not JSON: {error}.") from error
        kind = name.replace("\\", "/").split("/")[-2] if "/" in name else ""
        if kind not in _KINDS:
            rests_on = (entity.get("libraries") or []) if isinstance(entity, dict) else []
            names = (x.get("id") if isinstance(x, dict) else x for x in rests_on)
            package.libraries += map(str, names)
            continue
        if not isinstance(entity, dict) or "@id" not in entity:
            raise DataError(f"{path.name}: {name} is no entity of openLCA: it has no @id.")
        _keep(package, kind, entity)
    if not package.entities["processes"]:
        raise FileFault(path.name, "holds no processes of openLCA.")
    _complete(package, path.name)
    return replace(package)  # with its units


def _keep(package: Package, kind: str, entity: Entity) -> None:
    """Hold an entity; of several versions of one the newest."""
    held, key = package.entities[kind], str(entity["@id"])
    before = held.get(key)
    if before is not None and before != entity:
        package.repeated.append(str(entity.get("name") or key))
        if _age(entity) < _age(before):
            return
    held[key] = entity


def _age(entity: Entity) -> tuple[str, str]:
    return str(entity.get("version") or ""), str(entity.get("lastChange") or "")


def _complete(package: Package, name: str) -> None:
    """Give every exchange the type of its flow, which some programs write with the flow alone."""
    flows = package.entities["flows"]
    for process in package.entities["processes"].values():
        for x in process.get("exchanges") or []:
            if not isinstance(x.get("flow"), dict) or "@id" not in x["flow"]:
                what = f"{process.get('name')!r} ({process['@id']})"
                raise DataError(f"{name}: an exchange of {what} names no flow.")
            whole = flows.get(str(x["flow"]["@id"]), {})
            x["flow"].setdefault("name", whole.get("name"))
            if not x["flow"].get("flowType"):
                x["flow"]["flowType"] = whole.get("flowType") or "PRODUCT_FLOW"


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in (path / name for name in _HEADS):
            if file.is_file():
                yield file.name, file.read_bytes()
        for kind in _KINDS:
            for file in sorted((path / kind).glob("*.json")):
                yield f"{kind}/{file.name}", file.read_bytes()
        return
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                parts = name.replace("\\", "/").split("/")
                if parts[0] == _MAC or not name.endswith(".json"):
                    continue
                if (len(parts) > 1 and parts[-2] in _KINDS) or parts[-1] in _HEADS:
                    yield name, package.read(name)
    except DAMAGE as error:
        raise damaged(path.name, error) from error
