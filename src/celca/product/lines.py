"""Turn the lines of a bill of materials into parts of a known material."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import fsum
from typing import Any

from celca.bom import Bom, BomLine
from celca.circular import check_shares
from celca.errors import DataError, Finding
from celca.inventory import UNSPECIFIED, Variant, VariantName
from celca.matching import Match, Matcher
from celca.product.compositions import split_mixtures
from celca.product.densities import with_masses_of_volumes
from celca.product.forming import guess_forming, stated_forming
from celca.product.lines_told import all_problems, on_declared, on_excluded, on_inexact
from celca.product.meanings import Meanings, material_name
from celca.product.record import Excluded, Line
from celca.product.report import reading_report
from celca.product.spend import Money, bought_lines

__all__ = ["LineRules", "Reading", "read_lines", "settle"]

_NO_MATERIAL = Match(UNSPECIFIED, "id")


@dataclass(slots=True)
class Reading:
    """What a bill of materials came to.

    scrap_stated  places of the lines whose scrap the bill itself gives
    report        how it was read, as plain data
    """

    lines: list[Line] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    scrap_stated: set[str] = field(default_factory=set)
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineRules:
    """How lines are to be turned into parts.

    shares           recycled and bio-based share by material, where the bill is silent
    exclude_unknown  list a line without a known material or mass as excluded, not as an error
    guess_forming    shape a part as its material usually is, where the bill names no process
    formed           materials that a step of the study shapes, so that nothing is guessed
    declared         parts that the study has a supplier's value for, whatever they are made of
    money            what is said of prices, for lines that a sector in money makes
    """

    shares: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    exclude_unknown: bool = False
    guess_forming: bool = False
    formed: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    money: Money = Money()


def read_lines(bom: Bom, matcher: Matcher, rules: LineRules) -> Reading:
    """Return the lines of a bill of materials, each matched to the database.

    Raises DataError that names every line without a known material or a mass.
    """
    meanings, inexact = Meanings(matcher), dict[str, str]()
    weighed, bought = bought_lines(bom, matcher, rules.money)
    settled = settle(weighed, meanings)
    reading, problems = Reading(findings=list(settled.findings)), dict[str, list[int]]()
    for line in settled.lines:
        where = f"{bom.source} row {line.row}"
        name = material_name(line)
        match = meanings[name].match if name else None
        declared = line.supplier_value is not None or line.part in rules.declared
        problem = _problem(line, meanings, declared)
        if problem:
            problems.setdefault(problem, []).append(line.row)
        if problem or (match is not None and match.target == UNSPECIFIED):
            reading.excluded.append(_excluded(line, where, problem))
            continue
        if match is None:
            line = replace(line, recycled=None, bio_based=None)  # shares of nothing known
        reading.lines.append(_line(line, match or _NO_MATERIAL, matcher, rules.shares, where))
        if meanings[name].guessed or meanings[name].assumed:
            inexact.setdefault(name, where)
    if problems and not rules.exclude_unknown:
        raise all_problems(bom.source, problems)
    if rules.guess_forming:
        reading.lines, told = guess_forming(reading.lines, matcher.inventory, rules.formed)
        reading.findings += told
    reading.lines += bought
    _tell(reading, settled, on_inexact(inexact, meanings))
    return reading


def settle(bom: Bom, meanings: Meanings) -> Bom:
    """Return a bill in which volumes have become masses, and mixtures their materials."""
    return split_mixtures(with_masses_of_volumes(bom, meanings), meanings)


def _tell(reading: Reading, bom: Bom, guesses: list[Finding]) -> None:
    reading.scrap_stated = {f"{bom.source} row {x.row}" for x in bom.lines if x.scrap is not None}
    alone = [line for line in reading.lines if line.match is _NO_MATERIAL]
    told = (*on_declared(alone), *on_excluded(reading.excluded, reading.lines))
    reading.findings += [*guesses, *told]
    known = (line.mass for line in reading.lines if line.match is not _NO_MATERIAL)
    reading.report = reading_report(bom, fsum(known))


def _problem(line: BomLine, meanings: Meanings, declared: bool) -> str:
    """Return why a line cannot be counted, '' where it can.

    declared  whether a supplier says its footprint, so that its material need not be known
    """
    name = material_name(line)
    match = meanings[name].match if name else None
    if match is None and not declared:
        return meanings[name].problem if name else f"part {line.part!r} names no material"
    if line.mass is None and (match is None or match.target != UNSPECIFIED):
        return f"part {line.part!r} has no mass"
    return ""


def _excluded(line: BomLine, where: str, problem: str) -> Excluded:
    reason = problem or "the material is not specified"
    return Excluded(line.part, line.description, line.material, line.mass, reason, where)


def _line(
    line: BomLine,
    match: Match,
    matcher: Matcher,
    shares: Mapping[str, tuple[float | None, float | None]],
    where: str,
) -> Line:
    variants = matcher.inventory.materials.get(match.target, {})
    default = shares.get(match.target, (None, None))
    recycled, bio_based = _shares(line, match.target, variants, default, where)
    return Line(
        part=line.part,
        description=line.description,
        material=line.material,
        match=match,
        mass=line.mass or 0.0,
        recycled=recycled,
        bio_based=bio_based,
        forming=stated_forming(line.process, matcher, where),
        supplier_value=line.supplier_value,
        scrap=line.scrap or 0.0,
        where=where,
    )


def _shares(
    line: BomLine,
    target: str,
    variants: Mapping[VariantName, Variant],
    default: tuple[float | None, float | None],
    where: str,
) -> tuple[float, float]:
    """Return the recycled and the bio-based share of a line [kg/kg]."""
    default_recycled, default_bio = default
    recycled = _first(line.recycled, default_recycled)
    bio_based = _first(line.bio_based, default_bio)
    grown = max((v.bio_based for v in variants.values() if v.variant == "virgin"), default=0.0)
    if "bio_based" not in variants and bio_based <= grown:
        bio_based = 0.0  # wood, paper: grown in every variant, so there is nothing to replace
    if not variants and (recycled or bio_based):
        raise DataError(
            f"{where}: {target!r} is a process without variants, so it can have no recycled"
            " or bio-based share. Name a material, or leave the share out."
        )
    check_shares(recycled, bio_based, where)
    return recycled, bio_based


def _first(*values: float | None) -> float:
    return next((v for v in values if v is not None), 0.0)
