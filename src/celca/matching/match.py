"""Find the material or process that a written name means.

Only certain answers are given: the study's own decision, an id, a name, an alias. All else
is refused with the nearest names; a guess is never used in the reader's stead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from celca.errors import UnknownName
from celca.inventory import UNSPECIFIED, Inventory, folded

__all__ = ["Candidate", "Match", "Matcher"]

How = Literal["matches.csv", "id", "name", "alias", "similar"]


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means.

    target  id of a material, of a process, or `unspecified`
    how     by which table it was found
    score   1 for a certain match; below for a similar name, which is only a suggestion [-]
    """

    target: str
    how: How
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer to a query, for people to choose from.

    process  makes the material; its virgin variant where there are several
    """

    material: str
    process: str
    name: str
    how: How
    score: float


@dataclass(frozen=True)
class Matcher:
    """The names of one database, and the decisions of one study.

    decisions  name as written -> id, from the study's matches.csv
    """

    inventory: Inventory
    decisions: Mapping[str, str]

    @cached_property
    def _known(self) -> dict[str, Match]:
        """Folded name -> meaning; the most specific table wins, so it is filled last."""
        known: dict[str, Match] = {}
        inventory = self.inventory
        for process in inventory.processes:
            known[folded(process.name)] = Match(process.id, "name")
        for alias in inventory.aliases:
            known[folded(alias.alias)] = Match(alias.material, "alias")
        for variant in inventory.variants:
            for name in (variant.name, variant.name_ja):
                if name and variant.variant == "virgin":
                    known[folded(name)] = Match(variant.material, "name")
        for id_ in (*inventory.process_by_id, *inventory.materials, UNSPECIFIED):
            known[folded(id_)] = Match(id_, "id")
        for name, target in self.decisions.items():
            known[folded(name)] = Match(target, "matches.csv")
        known.pop("", None)
        return known

    def find(self, name: str) -> Match | None:
        """Return what a name means for certain, or None."""
        return self._known.get(folded(name))

    def match(self, name: str, where: str, kind: str = "material") -> Match:
        """Return what a name means. Raises UnknownName with the nearest names."""
        found = self.find(name)
        if found is None:
            raise UnknownName(
                kind,
                name,
                (),
                where,
                "Write one of the names that 'celca materials' lists, or decide it in matches.csv.",
                near=self.nearest(name),
            )
        return found

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """Return the ids most likely meant, best first."""
        return tuple(c.material for c in self.search(name, count))

    def search(self, query: str, count: int = 10) -> tuple[Candidate, ...]:
        """Return the materials and processes that a query may mean, best first.

        A query of no words lists every material.
        """
        if not query.strip():
            return tuple(self._candidate(Match(m, "id")) for m in self.inventory.materials)
        found = self.find(query)
        best: dict[str, Match] = {} if found is None else {found.target: found}
        for match in _similar(folded(query), self._known, 20 * count):
            best.setdefault(match.target, match)
        best.pop(UNSPECIFIED, None)
        return tuple(map(self._candidate, list(best.values())[:count]))

    def _candidate(self, match: Match) -> Candidate:
        variants = self.inventory.materials.get(match.target)
        if variants is None:
            process = self.inventory.process_by_id[match.target]
            return Candidate(process.id, process.id, process.name, match.how, match.score)
        first = variants.get("virgin") or next(iter(variants.values()))
        return Candidate(match.target, first.process, first.name, match.how, match.score)


def _similar(query: str, known: Mapping[str, Match], count: int) -> list[Match]:
    """Return meanings of names like `query`, best first, scored 0 to 1."""
    from rapidfuzz import fuzz, process

    whole = process.extract(query, list(known), scorer=fuzz.WRatio, limit=count)
    scored = []
    for name, score, _ in whole:
        # a name that stands in the query as a word of its own beats one that merely looks alike
        inside = f" {name} " in f" {query} " or (
            len(name) > 1 and not name.isascii() and name in query
        )
        bonus = 10 + len(name) if inside else 0
        scored.append((score + bonus, known[name].target, min(score, 99.0) / 100))
    scored.sort(key=lambda s: -s[0])
    return [Match(target, "similar", round(score, 3)) for _, target, score in scored]
