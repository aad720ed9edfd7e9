"""What is found while a list of factors is read, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass, field

from celca.errors import Finding, UnitError
from celca.readers.draft import Draft, findings_where, some
from celca.units import dimension

__all__ = ["Notes", "list_findings"]


@dataclass
class Notes:
    """Rows of a list, by what is to be said of them.

    blank   without a factor
    odd     with one that is no number
    marked  with a note behind the number
    bare    of carbon dioxide alone
    parts   of a total that is listed too
    other   of no greenhouse gas
    money   what spend-based ones are per
    columns further columns that look like factors
    """

    blank: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    money: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


def list_findings(draft: Draft, notes: Notes, left: list[str]) -> list[Finding]:
    """Return what a user should know of a list; `left` names its sheets that were not read."""
    return [*_on_reading(notes, left), *_on_factors(draft, notes)]


def _on_reading(notes: Notes, left: list[str]) -> list[Finding]:
    """Return what is not in the database: columns, rows, notes and sheets."""
    columns = (
        f"{len(notes.columns)} further columns look like factors and are not read:"
        f" {some(notes.columns)}."
    )
    no_factor = f"{len(notes.blank)} rows have no factor and are left out: {some(notes.blank)}."
    no_number = f"{len(notes.odd)} rows have a factor that is no number: {some(notes.odd)}."
    marked = (
        f"{len(notes.marked)} factors have a note behind the number, which is not read:"
        f" {some(notes.marked)}."
    )
    other = (
        f"{len(notes.other)} rows give no greenhouse gas that celca recognises, and are left out:"
        f" {some(notes.other)}."
    )
    sheets = f"{len(left)} sheets have no heading of a list and are left out: {some(left)}."
    return findings_where(
        (notes.columns, "warning", "column_left_out", columns),
        (notes.blank, "warning", "no_factor_given", no_factor),
        (notes.odd, "warning", "factor_not_a_number", no_number),
        (notes.marked, "info", "factor_with_a_note", marked),
        (notes.other, "info", "no_greenhouse_gas", other),
        (left, "info", "sheet_left_out", sheets),
    )


def _on_factors(draft: Draft, notes: Notes) -> list[Finding]:
    """Return what the factors that were read do not say, or say in an unusual way."""
    unknown, money = _unknown_units(draft), sorted(set(notes.money))
    bare = (
        f"{len(notes.bare)} factors are in CO2, not CO2 equivalents, and count as they are:"
        f" {some(notes.bare)}."
    )
    spent = (
        f"{len(notes.money)} factors are spend-based, per {some(money)}: averages before inflation;"
        " a price in another money or year has to be brought to it."
    )
    not_told = "The list does not say which GWP set (AR4, AR5, AR6) its factors come from."
    no_unit = f"{len(unknown)} factors are per a unit that celca does not know: {some(unknown)}."
    return findings_where(
        (notes.bare, "warning", "co2_alone", bare),
        (money, "info", "spend_based", spent),
        ("co2e" in draft.flows, "warning", "gwp_set_not_told", not_told),
        (unknown, "warning", "unknown_unit", no_unit),
    )


def _unknown_units(draft: Draft) -> list[str]:
    unknown = []
    for p in draft.processes.values():
        try:
            dimension(p.unit)
        except UnitError:
            if not p.comment.startswith("spend-based"):
                unknown.append(f"{p.id} ({p.unit})")
    return unknown
