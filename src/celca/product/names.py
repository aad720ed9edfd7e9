"""The names on a bill of materials, one by one: what each means, and how much hangs on it.

What is certain stands beside what is not; `write_matches` puts both into a matches.csv, in
which a person decides the rest once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from math import fsum
from pathlib import Path
from typing import Any

from celca.bom import Bom, read_bom
from celca.errors import Finding
from celca.inventory import Inventory
from celca.matching import Candidate, Matcher, read_decisions
from celca.product.lines import settle
from celca.product.meanings import Meanings, material_name
from celca.product.report import reading_report
from celca.product.study import ReadingOptions, locate_bom

__all__ = ["NameReview", "NamesReview", "review_names"]

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class NameReview:
    """One name, and what it means.

    kind        material or process
    decision    id in the database, '' where nothing is certain
    how         by which table it was decided; `grade` for a guess, '' where there is none
    score       1 where it is certain, else that of the best candidate [-]
    problem     why it is not decided
    candidates  the nearest, best first
    lines       on which it stands
    mass_kg     of these lines, in one product
    mass_share  of the known mass of the product [kg/kg]
    where       the first of the lines
    """

    name: str
    kind: str
    decision: str
    how: str
    score: float
    problem: str
    candidates: tuple[Candidate, ...]
    lines: int
    mass_kg: float
    mass_share: float
    where: str


@dataclass(frozen=True, slots=True)
class NamesReview:
    """All names of a bill of materials, the heaviest first, and how the bill was read."""

    source: str
    names: tuple[NameReview, ...]
    reading: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def undecided(self) -> tuple[NameReview, ...]:
        """The names that a person has to decide."""
        return tuple(n for n in self.names if not n.decision)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, with the keys that `--json` prints."""
        return {
            "source": self.source,
            "names": [asdict(n) for n in self.names],
            "decided": len(self.names) - len(self.undecided),
            "undecided": len(self.undecided),
            "reading": dict(self.reading),
            "findings": [asdict(f) for f in self.findings],
        }


@dataclass(slots=True)
class _Uses:
    """Where one name stands."""

    where: str
    lines: int = 0
    masses: list[float] = field(default_factory=list)


def review_names(
    path: Path, inventory: Inventory, options: ReadingOptions, more: Path | None = None
) -> NamesReview:
    """Return every distinct name on a bill of materials or a study's bill, and its meaning.

    more  a further matches.csv whose decisions hold, where it exists
    Raises DataError, naming file and place.
    """
    bom_path, matches = locate_bom(path, options)
    files = [p for p in (matches, more) if p is not None and (p == matches or p.is_file())]
    decisions: dict[str, str] = {}
    for file in files:
        decisions.update(read_decisions(file, inventory))
    matcher = Matcher(inventory, decisions)
    bom = read_bom(bom_path, sheet=options.sheet, columns=options.columns or None)
    bom = settle(bom, Meanings(matcher))
    names, nameless = _names(bom)
    reviewed = [_review(*key, uses, bom, matcher) for key, uses in names.items()]
    reviewed.sort(key=lambda n: (n.kind, -n.mass_kg))
    certain = {(n.name, n.kind) for n in reviewed if n.decision and n.decision != "unspecified"}
    matched = fsum(m for key in certain if key[1] == "material" for m in names[key].masses)
    report = reading_report(bom, matched)
    return NamesReview(bom.source, tuple(reviewed), report, (*bom.findings, *nameless))


def _names(bom: Bom) -> tuple[dict[tuple[str, str], _Uses], list[Finding]]:
    """Return where each (name, kind) stands, and what to say of lines that name nothing."""
    names: dict[tuple[str, str], _Uses] = {}
    nameless = []
    for line in bom.lines:
        where = f"{bom.source} row {line.row}"
        name = material_name(line)
        if not name:
            nameless.append(where)
        for key in ((name, "material"), (line.process.strip(), "process")):
            if key[0]:
                uses = names.setdefault(key, _Uses(where))
                uses.lines += 1
                uses.masses.append(line.mass or 0.0)
    if not nameless:
        return names, []
    message, where = "{count} lines name no material.", ", ".join(nameless[:8])
    return names, [Finding.of("warning", "no_material", message, where, count=len(nameless))]


def _review(name: str, kind: str, uses: _Uses, bom: Bom, matcher: Matcher) -> NameReview:
    meaning = Meanings(matcher, kind, priced=True)[name]
    match = None if meaning.guessed else meaning.match
    candidates = matcher.candidates(name, _NEAREST, kind)
    mass = fsum(uses.masses)
    plain = NameReview(
        name=name,
        kind=kind,
        decision="",
        how="",
        score=candidates[0].score if candidates else 0.0,
        problem=meaning.problem,
        candidates=candidates,
        lines=uses.lines,
        mass_kg=mass,
        mass_share=mass / bom.mass if bom.mass else 0.0,
        where=uses.where,
    )
    if match is not None:
        return replace(plain, decision=match.target, how=match.how, score=match.score)
    if meaning.match is not None:
        return replace(plain, how=meaning.match.how, problem=f"a guess, after {meaning.match.by!r}")
    return plain
