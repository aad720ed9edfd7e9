"""What a reader is told of the lines of a bill of materials: guesses, gaps, what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from celca.errors import Finding, Names, OpenLines, Severity, Value
from celca.product.meanings import Meanings
from celca.product.record import Excluded, Line

__all__ = ["all_problems", "on_declared", "on_excluded", "on_inexact"]

_CUT_OFF = 0.05  # mass left out before a finding becomes a warning (Japan's CFP guideline)
_ADVICE = (
    "Correct the file, decide names in a matches.csv ('celca match BOM -o matches.csv' writes it,"
    " --matches matches.csv reads it; 'celca materials NAME' shows what may stand for it, per kg),"
    " or set such lines aside with --exclude-unknown."
)
_GUESSED = (
    "{name!r} is taken for {material!r}, after {word!r} in it: a guess. Decide it in matches.csv,"
    " which 'celca match' writes."
)
_ASSUMED = (
    "{name!r} is counted as {material!r}: it is {reason}. A better figure can be named in"
    " matches.csv or as the supplier's value."
)


def on_inexact(names: Mapping[str, str], meanings: Meanings) -> list[Finding]:
    """Return a finding for each name that was guessed or only comes near; name -> first place."""
    found = []
    for name, where in names.items():
        match = meanings[name].match
        if match is None:
            continue
        said = {"name": name, "material": match.target}
        if meanings[name].guessed:
            said["word"] = match.by
            found.append(Finding.of("warning", "material_guessed", _GUESSED, where, **said))
        else:
            said["reason"] = match.by
            found.append(Finding.of("info", "material_assumed", _ASSUMED, where, **said))
    return found


def on_declared(alone: Sequence[Line]) -> list[Finding]:
    """Return a finding where a supplier's value stands for parts of no known material, `alone`."""
    if not alone:
        return []
    message = (
        "No material is known of {parts:q}: the supplier's value is counted; recycled content and"
        " end of life are not."
    )
    where = ", ".join(line.where for line in alone[:8])
    parts = Names(line.part for line in alone)
    return [Finding.of("warning", "declared_alone", message, where, parts=parts)]


def all_problems(source: str, problems: Mapping[str, Sequence[int]], most: int = 8) -> OpenLines:
    """Return the error of a bill; `problems` is what is wrong -> the rows where it is."""
    told = [(f"{source} {_rows(rows)}", problem) for problem, rows in problems.items()]
    return OpenLines(told[:most], max(len(told) - most, 0), _ADVICE)


def _rows(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:8])) + (" …" if rows[8:] else "")
    return f"row{'s' if rows[1:] else ''} {shown}"


def on_excluded(excluded: Sequence[Excluded], lines: Sequence[Line]) -> list[Finding]:
    """Return what was left out beside the lines that count: a warning where it is not little."""
    if not excluded:
        return []
    left_out = fsum(x.mass or 0.0 for x in excluded)
    whole = left_out + fsum(line.mass for line in lines)
    share = left_out / whole if whole else 0.0
    unknown = sum(x.mass is None for x in excluded)
    called = ((x.where, x.material or x.description or x.part) for x in excluded[:8])
    where = ", ".join(f"{place} {name!r}" for place, name in called)
    values: dict[str, Value] = {"count": len(excluded), "share": share}
    if not unknown:
        message = "{count} lines are not in the footprint: {share:.1%} of the mass."
        severity: Severity = "warning" if share > _CUT_OFF else "info"
        return [Finding.of(severity, "excluded_lines", message, where, **values)]
    message = (
        "{count} lines are not in the footprint: {share:.1%} of the mass, and {unknown} of unknown"
        " mass."
    )
    return [Finding.of("warning", "excluded_lines", message, where, **values, unknown=unknown)]
