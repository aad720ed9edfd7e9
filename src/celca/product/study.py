"""Read a study: a bill of materials alone, or a product.toml that tells the rest of the life."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from celca.bom import read_bom, write_settings
from celca.errors import FileFault, Finding
from celca.inventory import Inventory
from celca.matching import Matcher, read_decisions
from celca.product.ends import read_delay, read_stored
from celca.product.forming import FORMING
from celca.product.life_told import live
from celca.product.lines import LineRules, Reading, read_lines
from celca.product.origins import read_inputs
from celca.product.paths import study_file
from celca.product.record import DeclaredUnit, Input, Product
from celca.product.spend import read_money, read_spend, told_of_spend
from celca.product.steps import read_activities
from celca.product.suppliers import declared_parts, with_stated_quality, with_supplier_values
from celca.product.toml import Table, choice, read_toml
from celca.product.unmet import told_of_unmet
from celca.units import canonical

__all__ = ["ReadingOptions", "locate_bom", "read_product", "save_reading"]

_KEYS = (
    *("name", "bom", "description", "reference", "declared_unit", "life", "inputs", "packaging"),
    *("production", "distribution", "use", "end_of_life", "supplier_value", "allocation"),
    *("data_quality", "boundary", "period", "circularity", "delayed_emissions", "stored_carbon"),
    *("money", "spend", "forming"),
)
_BOM_ALONE = (
    "Cradle to gate: the file is a bill of materials alone, so forming is what it states or what"
    " is guessed from the material; transport, use and end of life are not included. A"
    " product.toml adds them."
)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How the files of a study are to be read.

    sheet            of a workbook
    columns          meaning -> heading, where the reader should not decide for itself
    matches          a matches.csv for a bill of materials that stands alone
    exclude_unknown  set lines without a known material or mass aside instead of refusing
    forming          `guess` the process that shapes a part from its material, or take only what
                     is `stated`; '' guesses for a bill that stands alone, and for a study as its
                     product.toml says
    """

    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    matches: Path | None = None
    exclude_unknown: bool = False
    forming: str = ""


def read_product(path: Path, inventory: Inventory, options: ReadingOptions) -> Product:
    """Read a bill of materials, a product.toml or a folder that holds one.

    Raises DataError, naming file and place.
    """
    about = study_file(path)
    if about.suffix == ".toml":
        return _read_study(about, inventory, options)
    matcher = Matcher(inventory, _decisions(options.matches, inventory))
    options = replace(options, forming=options.forming or "guess")
    reading = _read_bom(path, matcher, LineRules(), options)
    reading.findings += told_of_spend(reading.lines)
    if options.exclude_unknown and not reading.lines:
        raise FileFault(
            path.name,
            f"all {len(reading.excluded)} lines are set aside, so nothing is left to count.",
            "Decide what their names mean: 'celca match' writes them into a matches.csv.",
        )
    files = [path, *([options.matches] if options.matches else [])]
    return Product(
        name=path.stem,
        declared_unit=DeclaredUnit(),
        lines=tuple(reading.lines),
        excluded=tuple(reading.excluded),
        findings=(*reading.findings, Finding.of("info", "bom_alone", _BOM_ALONE, path.name)),
        inputs=_hashes(files),
        reading=reading.report,
    )


def locate_bom(path: Path, options: ReadingOptions) -> tuple[Path, Path | None]:
    """Return (the bill of materials, the matches.csv) of a study or of a bill that stands alone.

    Raises DataError where there is none.
    """
    about = study_file(path)
    if about.suffix != ".toml":
        return path, options.matches
    return _bom_of(read_toml(about, _KEYS), about), options.matches or _beside(about, "matches.csv")


def save_reading(path: Path, options: ReadingOptions) -> None:
    """Keep how a bill was read in a bom.toml beside it, for the next export of the same system."""
    bom, _ = locate_bom(path, options)
    named = {**options.columns, **({"sheet": options.sheet} if options.sheet else {})}
    if not named:
        raise FileFault(bom.name, "there is nothing to keep.", "Name a --column or a --sheet.")
    write_settings(bom, named)


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
    options = replace(options, forming=options.forming or choice(top, "forming", FORMING[::-1]))
    rules = _rules(top, matcher, inputs)
    reading = _read_bom(bom, matcher, rules, options)
    reading.lines += read_spend(top, matcher, rules.money)
    reading.findings += told_of_spend(reading.lines)
    lived = live(top, tuple(reading.lines), matcher, reading.scrap_stated)
    lines, declared = with_supplier_values(top, lived.lines, about.parent)
    return replace(
        lived,
        name=top.text("name"),
        declared_unit=_declared_unit(top),
        lines=with_stated_quality(top, lines),
        period=top.text("period", ""),
        excluded=tuple(reading.excluded),
        findings=(*reading.findings, *told_of_unmet(top, lived, matcher)),
        inputs=_hashes([about, bom, *([matches] if matches else []), *declared]),
        reading=reading.report,
        delayed=read_delay(top),
        stored=read_stored(top),
    )


def _rules(top: Table, matcher: Matcher, inputs: Mapping[str, Input]) -> LineRules:
    """Return how the lines of a study are to be read."""
    steps = (a for a in read_activities(top, matcher) if a.stage == "production")
    return LineRules(
        {material: given.shares for material, given in inputs.items()},
        formed=frozenset(a.material for a in steps),
        declared=declared_parts(top),
        money=read_money(top),
    )


def _read_bom(
    path: Path,
    matcher: Matcher,
    rules: LineRules,
    options: ReadingOptions,
) -> Reading:
    bom = read_bom(path, sheet=options.sheet, columns=options.columns or None)
    guess, unknown = options.forming == "guess", options.exclude_unknown
    return read_lines(bom, matcher, replace(rules, guess_forming=guess, exclude_unknown=unknown))


def _beside(path: Path, name: str) -> Path | None:
    other = path.parent / name
    return other if other.is_file() else None


def _decisions(path: Path | None, inventory: Inventory) -> dict[str, str]:
    return read_decisions(path, inventory) if path else {}


def _hashes(paths: list[Path]) -> tuple[tuple[str, str], ...]:
    return tuple((p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in paths)


def _declared_unit(top: Table) -> DeclaredUnit:
    table = top.table("declared_unit", ("amount", "unit", "description"))
    amount = table.number("amount", 1.0)
    if amount == 0:
        raise FileFault(table.where, "'amount' is 0, but a declared unit is an amount above 0.")
    unit = canonical(table.text("unit", "piece"))
    return DeclaredUnit(amount, unit, table.text("description", ""))
