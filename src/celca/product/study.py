"""Read a study: a bill of materials alone, or a product.toml that tells the rest of the life."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from celca.bom import read_bom
from celca.circular import METHODS
from celca.errors import DataError, FileFault, Finding
from celca.inventory import Inventory
from celca.matching import Match, Matcher, read_decisions
from celca.product.lines import Reading, read_lines
from celca.product.record import (
    TREATMENTS,
    Activity,
    CircularSettings,
    DeclaredUnit,
    Line,
    Product,
    Stage,
)
from celca.product.toml import Table, read_toml
from celca.units import canonical, factor

__all__ = ["ReadingOptions", "locate_bom", "read_product", "treatment_shares"]

_KEYS = (
    *("name", "bom", "description", "reference", "declared_unit", "life", "inputs", "packaging"),
    *("production", "distribution", "use", "end_of_life", "supplier_value", "allocation"),
    *("boundary", "period", "circularity"),
)
_BOM_ALONE = (
    "Cradle to gate of the materials: the file is a bill of materials alone, so forming,"
    " transport, use and end of life are not included. A product.toml adds them."
)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How the files of a study are to be read.

    sheet            of a workbook
    columns          meaning -> heading, where the reader should not decide for itself
    matches          a matches.csv for a bill of materials that stands alone
    exclude_unknown  set lines without a known material or mass aside instead of refusing
    """

    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    matches: Path | None = None
    exclude_unknown: bool = False


def read_product(path: Path, inventory: Inventory, options: ReadingOptions) -> Product:
    """Read a bill of materials, a product.toml or a folder that holds one.

    Raises DataError, naming file and place.
    """
    if not path.exists():
        raise FileFault(str(path), "does not exist.")
    about = path / "product.toml" if path.is_dir() else path
    if about.suffix == ".toml":
        return _read_study(about, inventory, options)
    matcher = Matcher(inventory, _decisions(options.matches, inventory))
    reading = _read_bom(path, matcher, {}, options)
    files = [path, *([options.matches] if options.matches else [])]
    return Product(
        name=path.stem,
        declared_unit=DeclaredUnit(),
        lines=tuple(reading.lines),
        excluded=tuple(reading.excluded),
        findings=(*reading.findings, Finding("info", "bom_alone", _BOM_ALONE, path.name)),
        inputs=_hashes(files),
        reading=reading.report,
    )


def locate_bom(path: Path, options: ReadingOptions) -> tuple[Path, Path | None]:
    """Return (the bill of materials, the matches.csv) of a study or of a bill that stands alone.

    Raises DataError where there is none.
    """
    if not path.exists():
        raise FileFault(str(path), "does not exist.")
    about = path / "product.toml" if path.is_dir() else path
    if about.suffix != ".toml":
        return path, options.matches
    return _bom_of(read_toml(about, _KEYS), about), options.matches or _beside(about, "matches.csv")


def _bom_of(top: Table, about: Path) -> Path:
    bom = about.parent / top.text("bom")
    if not bom.is_file():
        raise FileFault(f"{top.where} 'bom'", f"{bom.name!r} does not exist in {about.parent}.")
    return bom


def _read_study(about: Path, inventory: Inventory, options: ReadingOptions) -> Product:
    top = read_toml(about, _KEYS)
    matches = options.matches or _beside(about, "matches.csv")
    matcher = Matcher(inventory, _decisions(matches, inventory))
    bom = _bom_of(top, about)
    reading = _read_bom(bom, matcher, _shares(top, matcher), options)
    activities = tuple(_activities(top, matcher))
    lines = (*reading.lines, *_packaging(top, matcher))
    lines = _with_scrap(lines, activities, reading.scrap_stated)
    product = Product(
        name=top.text("name"),
        declared_unit=_declared_unit(top),
        lines=_with_supplier_values(top, lines),
        activities=activities,
        end_of_life=_end_of_life(top, matcher),
        uses=_uses(top),
        allocation=_choice(top, "allocation", METHODS),
        circularity=_circularity(top, matcher),
        period=top.text("period", ""),
        excluded=tuple(reading.excluded),
        findings=tuple(reading.findings),
        inputs=_hashes([about, bom, *([matches] if matches else [])]),
        reading=reading.report,
    )
    return replace(product, boundary=_boundary(top, product))


def _read_bom(
    path: Path,
    matcher: Matcher,
    shares: Mapping[str, tuple[float | None, float | None]],
    options: ReadingOptions,
) -> Reading:
    bom = read_bom(path, sheet=options.sheet, columns=options.columns or None)
    return read_lines(bom, matcher, shares, exclude_unknown=options.exclude_unknown)


def _beside(path: Path, name: str) -> Path | None:
    other = path.parent / name
    return other if other.is_file() else None


def _decisions(path: Path | None, inventory: Inventory) -> dict[str, str]:
    return read_decisions(path, inventory) if path else {}


def _hashes(paths: list[Path]) -> tuple[tuple[str, str], ...]:
    return tuple((p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in paths)


def _choice(top: Table, key: str, allowed: tuple[str, ...]) -> str:
    value = top.text(key, allowed[0])
    if value not in allowed:
        raise FileFault(top.where, f"{key!r} is {value!r}, but must be {' or '.join(allowed)}.")
    return value


def _circularity(top: Table, matcher: Matcher) -> CircularSettings:
    numbers = ("allocation_factor", "quality_ratio", "heat_efficiency", "electricity_efficiency")
    table = top.table("circularity", (*numbers, "energy_allocation", "heat", "electricity"))
    names = {
        key: matcher.match(table.text(key), table.where, "process").target
        for key in ("heat", "electricity")
        if table.has(key)
    }
    return CircularSettings(
        **{key: table.share(key) for key in numbers},
        energy_allocation=table.share("energy_allocation") or 0.0,
        heat=names.get("heat", ""),
        electricity=names.get("electricity", ""),
    )


def _declared_unit(top: Table) -> DeclaredUnit:
    table = top.table("declared_unit", ("amount", "unit", "description"))
    amount = table.number("amount", 1.0)
    if amount == 0:
        raise FileFault(table.where, "'amount' is 0, but a declared unit is an amount above 0.")
    unit = canonical(table.text("unit", "piece"))
    return DeclaredUnit(amount, unit, table.text("description", ""))


def _uses(top: Table) -> float:
    """Return the declared units one product fulfils: the smaller of life and technical limit."""
    table = top.table("life", ("uses", "technical_maximum_uses", "service_life", "uses_per_year"))
    uses = table.number("uses", 1.0)
    if table.has("uses_per_year"):
        if table.has("uses"):
            raise FileFault(table.where, "give 'uses' or 'uses_per_year', not both.")
        uses = table.amount("service_life", "year") * table.number("uses_per_year")
    if table.has("technical_maximum_uses"):
        uses = min(uses, table.number("technical_maximum_uses"))
    if uses <= 0:
        raise FileFault(table.where, f"the product fulfils {uses:g} uses, but must fulfil some.")
    return uses


def _shares(top: Table, matcher: Matcher) -> dict[str, tuple[float | None, float | None]]:
    out: dict[str, tuple[float | None, float | None]] = {}
    inputs = top.open_table("inputs")
    for name in inputs.values:
        table = inputs.table(name, ("recycled", "bio_based"))
        target = matcher.match(name, table.where).target
        out[target] = (table.share("recycled"), table.share("bio_based"))
    return out


def _packaging(top: Table, matcher: Matcher) -> tuple[Line, ...]:
    keys = ("material", "mass", "recycled", "bio_based", "description")
    return tuple(
        Line(
            part=f"packaging {i}",
            description=table.text("description", "packaging"),
            material=table.text("material"),
            match=matcher.match(table.text("material"), table.where),
            mass=table.amount("mass", "kg"),
            recycled=table.share("recycled") or 0.0,
            bio_based=table.share("bio_based") or 0.0,
            packaging=True,
            where=table.where,
        )
        for i, table in enumerate(top.tables("packaging", keys), start=1)
    )


def _activities(top: Table, matcher: Matcher) -> list[Activity]:
    keys = ("process", "amount", "distance", "material", "scrap", "description")
    out = []
    stages: tuple[Stage, ...] = ("production", "distribution", "use")
    for stage in stages:
        for table in top.tables(stage, keys):
            out.append(_activity(stage, table, matcher))
    return out


def _activity(stage: Stage, table: Table, matcher: Matcher) -> Activity:
    """Read what is done: an amount, a distance (times mass), or a step for all of a material."""
    target: Match = matcher.match(table.text("process"), table.where, "process")
    process = matcher.inventory.process_by_id.get(target.target)
    if process is None:
        raise FileFault(table.where, f"{target.target!r} is a material, but a process is needed.")
    note = table.text("description", process.name)
    if table.has("distance"):
        per_kg = table.amount("distance", "km") * factor("kg*km", process.unit, table.where)
        return Activity(stage, process.id, None, per_kg, note=note)
    if table.has("material"):
        material = matcher.match(table.text("material"), table.where).target
        per_kg = factor("kg", process.unit, table.where)
        return Activity(stage, process.id, None, per_kg, material, note, table.number("scrap", 0))
    if table.has("scrap"):
        raise FileFault(table.where, "'scrap' needs a 'material' that is lost.")
    return Activity(stage, process.id, table.amount("amount", process.unit), note=note)


def _end_of_life(top: Table, matcher: Matcher) -> dict[str, dict[str, float]]:
    out = {}
    tables = top.open_table("end_of_life")
    for name in tables.values:
        table = tables.table(name, TREATMENTS)
        target = "" if name == "default" else matcher.match(name, table.where).target
        shares = treatment_shares(table)
        out[target] = shares
    return out


def treatment_shares(table: Table) -> dict[str, float]:
    """Return the share of each treatment in a table; they must add up to 1."""
    shares = {t: table.share(t) or 0.0 for t in TREATMENTS}
    if abs(sum(shares.values()) - 1) > 1e-6:
        raise FileFault(table.where, f"the shares add up to {sum(shares.values()):g}, not 1.")
    return shares


def _with_scrap(
    lines: tuple[Line, ...], activities: tuple[Activity, ...], stated: Set[str]
) -> tuple[Line, ...]:
    """Return the lines with what the steps for their material cut away and lose.

    stated  places of the lines for which the bill itself says it; these stay as they are
    """
    scrap = {a.material: 0.0 for a in activities if a.material}
    for a in activities:
        if a.material:
            scrap[a.material] = (1 + scrap[a.material]) * (1 + a.scrap) - 1
    return tuple(
        x if x.where in stated else replace(x, scrap=scrap.get(x.match.target, x.scrap))
        for x in lines
    )


def _with_supplier_values(top: Table, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    by_part = {line.part: i for i, line in enumerate(lines)}
    out = list(lines)
    for table in top.tables("supplier_value", ("part", "kg_co2e", "source")):
        part = table.text("part")
        if part not in by_part:
            raise DataError(f"{table.where}: the bill of materials has no part {part!r}.")
        table.text("source")
        i = by_part[part]
        out[i] = replace(out[i], supplier_value=table.number("kg_co2e"))
    return tuple(out)


def _boundary(top: Table, product: Product) -> str:
    whole = "cradle-to-grave" if product.end_of_life else "cradle-to-gate"
    stated = top.text("boundary", whole)
    if stated not in ("cradle-to-gate", "cradle-to-grave"):
        raise FileFault(
            top.where, f"'boundary' is {stated!r}, but must be cradle-to-gate or cradle-to-grave."
        )
    if stated != whole:
        there = "is given" if product.end_of_life else "is missing"
        raise FileFault(top.where, f"'boundary' is {stated}, but [end_of_life] {there}.")
    return stated
