"""The tables beside the network: materials, their other names, and published values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import cast

from celca.errors import FileFault, UnknownName
from celca.inventory.names import UNSPECIFIED, folded
from celca.inventory.records import (
    CLASSES,
    Alias,
    Process,
    Published,
    Source,
    Variant,
    VariantName,
)
from celca.inventory.table import Row, rows
from celca.units import factor

__all__ = ["aliases", "columns_of", "published", "sources", "variants"]

_VARIANTS = ("virgin", "recycled", "bio_based")


def columns_of(record: type, *drop: str) -> list[str]:
    """Return the columns that a table of such records must have."""
    return [f.name for f in fields(record) if f.name not in drop]


def sources(folder: Path) -> tuple[Source, ...]:
    """Read sources.csv."""
    columns = columns_of(Source)
    lines = rows(folder / "sources.csv", ["id", "citation"], required=False)
    return tuple(Source(**{c: r.text(c) for c in columns}) for r in lines)


def variants(folder: Path, processes: Mapping[str, Process]) -> tuple[Variant, ...]:
    """Read materials.csv; every process named there must exist, and `class` may be missing."""
    out, seen, classes = [], set(), dict[str, Row]()
    columns = columns_of(Variant, "material_class")
    for r in rows(folder / "materials.csv", columns, required=False):
        for column in ("process", "landfill", "incineration", "incineration_energy"):
            target = r.need(column) if column == "process" else r.text(column)
            if target and target not in processes:
                raise UnknownName("process", target, processes, f"{r.where}, column {column!r}")
        factor(processes[r.text("process")].unit, "kg", r.where)
        variant = cast("VariantName", r.choice("variant", _VARIANTS))
        if (r.need("material"), variant) in seen:
            raise FileFault(r.where, f"{r.text('material')!r} has two {variant} variants.")
        seen.add((r.text("material"), variant))
        _check_class(r, classes.setdefault(r.text("material"), r))
        out.append(_variant(r, variant))
    return tuple(out)


def _check_class(r: Row, first: Row) -> None:
    """Refuse a class that there is not, and another than the first row of the material has."""
    if r.text("class"):
        r.choice("class", CLASSES)
    if r.text("class") != first.text("class"):
        raise FileFault(
            r.where,
            f"{r.text('material')!r} is of class {r.text('class')!r} here, but of"
            f" {first.text('class')!r} on line {first.line}.",
            "Give all variants of a material the same class.",
        )


def _variant(r: Row, variant: VariantName) -> Variant:
    mass_ratio, bio_based = r.optional("mass_ratio"), r.optional("bio_based") or 0.0
    if not 0 <= bio_based <= 1:
        raise FileFault(r.where, f"column 'bio_based' holds {bio_based}, but a share is 0 to 1.")
    if mass_ratio is not None and mass_ratio <= 0:
        raise FileFault(r.where, f"column 'mass_ratio' holds {mass_ratio}, but must be above 0.")
    return Variant(
        material=r.text("material"),
        name=r.text("name") or r.text("material"),
        name_ja=r.text("name_ja"),
        variant=variant,
        process=r.text("process"),
        mass_ratio=1.0 if mass_ratio is None else mass_ratio,
        bio_based=bio_based,
        fossil_carbon=r.optional("fossil_carbon"),
        biogenic_carbon=r.optional("biogenic_carbon"),
        lhv=r.optional("lhv"),
        quality_ratio=r.optional("quality_ratio"),
        allocation_factor=r.optional("allocation_factor"),
        landfill=r.text("landfill"),
        incineration=r.text("incineration"),
        incineration_energy=r.text("incineration_energy"),
        source=r.text("source"),
        comment=r.text("comment"),
        material_class=r.text("class"),
    )


def aliases(folder: Path, processes: Mapping[str, Process]) -> tuple[Alias, ...]:
    """Read aliases.csv and, of its names that only come near, assumed.csv.

    A name that means two things is refused, and one that is assumed and no alias.
    """
    known = {UNSPECIFIED, *processes}
    known.update(r.text("material") for r in rows(folder / "materials.csv", [], required=False))
    assumed = rows(folder / "assumed.csv", ["alias", "reason"], required=False)
    out, seen = [], dict[str, Row]()
    for r in rows(folder / "aliases.csv", columns_of(Alias, "assumed"), required=False):
        alias = Alias(r.need("alias"), r.text("language"), r.need("material"))
        if alias.material not in known:
            raise UnknownName("material or process", alias.material, known, r.where)
        first = seen.setdefault(folded(alias.alias), r)
        if first.text("material") != alias.material:
            raise FileFault(
                r.where,
                f"{alias.alias!r} means {alias.material!r} here, but"
                f" {first.text('material')!r} on line {first.line}.",
            )
        out.append(alias)
    reasons = {folded(r.need("alias")): r for r in assumed}
    for key, r in reasons.items():
        if key not in seen:
            raise UnknownName("alias", r.text("alias"), seen, r.where, "Add it to aliases.csv.")
    return tuple(_with_reason(alias, reasons) for alias in out)


def _with_reason(alias: Alias, reasons: Mapping[str, Row]) -> Alias:
    row = reasons.get(folded(alias.alias))
    return alias if row is None else replace(alias, assumed=row.need("reason"))


def published(folder: Path, processes: Mapping[str, Process]) -> tuple[Published, ...]:
    """Read published.csv; values are converted to the unit of their process."""
    out = []
    for r in rows(folder / "published.csv", columns_of(Published), required=False):
        process = r.need("process")
        if process not in processes:
            raise UnknownName("process", process, processes, r.where)
        unit = r.need("unit").removeprefix("kg CO2e/")
        out.append(
            Published(
                process=process,
                measure=r.choice("measure", ("total", "total_excluding_uptake", "fossil")),
                published=r.number("published") / factor(unit, processes[process].unit, r.where),
                unit=processes[process].unit,
                tolerance=r.number("tolerance"),
                source=r.need("source"),
                comment=r.text("comment"),
            )
        )
    return tuple(out)
