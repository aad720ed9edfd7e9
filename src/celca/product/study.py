"""Read a study: a bill of materials alone, or a product.toml that tells the rest of the life."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from celca.bom import read_bom
from celca.circular import METHODS
from celca.errors import FileFault, Finding
from celca.inventory import Inventory
from celca.matching import Matcher, read_decisions
from celca.product.ends import read_delay, read_ends
from celca.product.life import read_service, read_upkeep, with_life
from celca.product.lines import Reading, read_lines
from celca.product.origins import read_inputs, with_origins
from celca.product.record import CircularSettings, DeclaredUnit, Line, Product
from celca.product.steps import read_activities, with_scrap
from celca.product.suppliers import with_supplier_values
from celca.product.toml import Table, read_toml
from celca.units import canonical

__all__ = ["ReadingOptions", "locate_bom", "read_product"]

_KEYS = (
    *("name", "bom", "description", "reference", "declared_unit", "life", "inputs", "packaging"),
    *("production", "distribution", "use", "end_of_life", "supplier_value", "allocation"),
    *("boundary", "period", "circularity", "delayed_emissions"),
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
    inputs = read_inputs(top, matcher)
    bom = _bom_of(top, about)
    reading = _read_bom(bom, matcher, {k: x.shares for k, x in inputs.items()}, options)
    service, uses = read_service(top)
    activities = (*read_activities(top, matcher), *read_upkeep(top, matcher))
    lines = (*reading.lines, *_packaging(top, matcher))
    lines = with_scrap(lines, activities, reading.scrap_stated)
    lines, declared = with_supplier_values(top, lines, about.parent)
    lines = with_origins(lines, inputs)
    end_of_life, recovery = read_ends(top, matcher)
    product = Product(
        name=top.text("name"),
        declared_unit=_declared_unit(top),
        lines=with_life(top, lines, service, uses),
        activities=activities,
        end_of_life=end_of_life,
        uses=uses,
        allocation=_choice(top, "allocation", METHODS),
        circularity=_circularity(top, matcher),
        period=top.text("period", ""),
        excluded=tuple(reading.excluded),
        findings=tuple(reading.findings),
        inputs=_hashes([about, bom, *([matches] if matches else []), *declared]),
        reading=reading.report,
        service=service,
        recovery=recovery,
        delayed=read_delay(top),
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
