"""Find the material or process that a written name means.

Only certain answers are found: the study's own decision, an id, a name, an alias. A grade
inside a longer text is offered as a guess, which whoever uses it has to tell; all else is
refused with the nearest names, or, where it is a thing that the database does not hold, with
proxies of its class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from celca.errors import UnknownName
from celca.inventory import UNSPECIFIED, Inventory, all_folded, folded
from celca.matching.grades import Grade, Names, grades_in, only_grade, without_colour
from celca.matching.kinds import Kind, kind_in, kind_of

__all__ = ["Candidate", "Match", "Matcher"]

How = Literal["matches.csv", "id", "name", "alias", "assumed", "grade", "similar", "proxy"]
_GUESSED = _NEAR = 0.9
_PROXY = 0.0  # a proxy is another thing than the name means, so it is no likeness
# So many times the wanted names are looked at, as processes and materials come mixed.
_LOOK = 8
# A name this short is like another only as a whole: `POM` is not in `polyester`; and below a
# likeness of these per cent a name is chance: `PE` is not `TPE`, nor `cork` like `connector`.
_SHORT, _SHORT_ALIKE, _ALIKE = 4, 85, 80


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means.

    target  id of a material, of a process, or `unspecified`
    how     by which table it was found
    score   1 for a certain match; below for a name that the material only comes near, which is
            an assumption, for a grade inside a longer text, which is a guess,
            and for a similar name, which is only a suggestion; 0 for a proxy [-]
    by      the grade inside the text, where it is one; why the material only comes near
    """

    target: str
    how: How
    score: float = 1.0
    by: str = ""


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
        inventory = self.inventory
        known = _process_names(inventory)
        means: list[tuple[str, str, How]] = [(i, i, "id") for i in inventory.process_by_id]
        means += [(a.alias, a.material, "alias") for a in inventory.aliases]
        virgin = [v for v in inventory.variants if v.variant == "virgin"]
        means += [(n, v.material, "name") for v in virgin for n in (v.name, v.name_ja) if n]
        means += [(i, i, "id") for i in (*inventory.materials, UNSPECIFIED)]
        means += [(name, target, "matches.csv") for name, target in self.decisions.items()]
        keys = all_folded([name for name, _, _ in means])
        known.update((k, Match(t, how)) for k, (_, t, how) in zip(keys, means, strict=True))
        for alias in inventory.aliases:
            if alias.assumed and known[key := folded(alias.alias)].how == "alias":
                known[key] = Match(alias.material, "assumed", _NEAR, alias.assumed)
        known.pop("", None)
        return known

    def find(self, name: str) -> Match | None:
        """Return what a name means for certain, or None."""
        return self._known.get(folded(name))

    @cached_property
    def _materials(self) -> Names:
        """The names that mean a material by themselves, not by a decision of the study."""
        target = {
            name: match.target
            for name, match in self._known.items()
            if match.target in self.inventory.materials and match.how != "matches.csv"
        }
        written = (a.alias for a in self.inventory.aliases if a.alias.isascii())
        capitals = (a for a in written if a.isalpha() and a.isupper() and 3 <= len(a) <= 5)
        return Names(target, frozenset(map(folded, capitals)))

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Grade without its gaps -> material, '' where two materials share it."""
        spellings: dict[str, str] = {}
        for name, target in self._materials.target.items():
            key = _without_gaps(name)
            same = spellings.get(key, target) == target
            spellings[key] = target if same else ""
        return spellings

    def guess(self, name: str) -> Match | None:
        """Return what a name that is not known most likely means, None where there is doubt.

        It means the material that it names beside a colour (`ABS樹脂（黒）`), of a grade that it
        spells otherwise (`PP+GF30`), or that stands in it (`SUS304 t1.0`). It is a guess:
        whoever uses it has to say so.
        """
        plain = without_colour(name)
        if plain in self._materials.target:
            return Match(self._materials.target[plain], "grade", _GUESSED, plain)
        key = _without_gaps(folded(name))
        target = self._spellings.get(key, "") if key.isascii() and not key.isalpha() else ""
        if target and not key.replace(".", "").isdigit():
            return Match(target, "grade", _GUESSED, name.strip())
        grade = only_grade(name, self._materials)
        return None if grade is None else Match(grade.target, "grade", _GUESSED, grade.text.upper())

    def match(self, name: str, where: str, kind: str = "material") -> Match:
        """Return what a name means. Raises UnknownName with the nearest names.

        kind  material or process: where a process is asked for, an id of one is that process,
              whatever material is called the same
        """
        found = self.find(name)
        decided = found is not None and found.how == "matches.csv"
        if kind == "process" and not decided and name in self.inventory.process_by_id:
            return Match(name, "id")
        if found is None:
            raise UnknownName(
                kind,
                name,
                (),
                where,
                "Write one of the names that 'celca materials' lists, or decide it in matches.csv.",
                near=self.nearest(name, kind=kind),
            )
        return found

    def nearest(self, name: str, count: int = 3, kind: str = "material") -> tuple[str, ...]:
        """Return the ids most likely meant, best first; proxies are not meant."""
        found = self.candidates(name, count, kind)
        return tuple(c.material for c in found if c.how != "proxy")

    def candidates(
        self, name: str, count: int = 3, kind: str = "material"
    ) -> tuple[Candidate, ...]:
        """Return what a name most likely means, of materials or of other processes.

        For a thing that the database does not hold these are proxies, and none looks alike.
        """
        known = (
            kind_of(without_colour(name)) if kind == "material" and not self.find(name) else None
        )
        if known is not None and (proxies := self._proxies(known)):
            return proxies[:count]
        fits = self._of_kind(kind)
        found = (c for c in self.search(name, _LOOK * count) if fits(c.material))
        best = tuple(islice(found, count))
        known = kind_in(name) if kind == "material" and not best else None
        return best if known is None else self._proxies(known)[:count]

    def _proxies(self, kind: Kind) -> tuple[Candidate, ...]:
        """Return the materials that may stand for a thing of a kind, which are of its class."""
        classes, materials = self.inventory.classes, self.inventory.materials
        ids = [m for m in kind.proxies if m in materials] or list(materials)
        same = (m for m in ids if classes.get(m) == kind.material_class)
        return tuple(self._candidate(Match(m, "proxy", _PROXY)) for m in same)

    def _of_kind(self, kind: str) -> Callable[[str], bool]:
        """Return what says whether an id may stand where a name of this kind is asked for."""
        materials, processes = self.inventory.materials, self.inventory.process_by_id
        if kind == "material":
            # a database from elsewhere has no materials: any of its processes may be one
            return (materials or processes).__contains__
        makes = {v.process for variants in materials.values() for v in variants.values()}
        return lambda id_: id_ in processes and id_ not in makes

    def search(self, query: str, count: int = 10) -> tuple[Candidate, ...]:
        """Return the materials and processes that a query may mean, best first.

        A query of no words lists every material, or the first processes where there is none.
        """
        if not query.strip():
            first = islice(self.inventory.process_by_id, count)
            listed = self.inventory.materials or first
            return tuple(self._candidate(Match(m, "id")) for m in listed)
        found = self.find(query)
        best: dict[str, Match] = {} if found is None else {found.target: found}
        guess = self.guess(query) if found is None else None
        if guess is not None:
            best[guess.target] = guess
        for grade in sorted(grades_in(query, self._materials), key=_importance):
            if found is None and grade.strong:
                best.setdefault(grade.target, Match(grade.target, "similar", _GUESSED))
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


def _importance(grade: Grade) -> int:
    return -len(grade.text)


def _without_gaps(name: str) -> str:
    return name.replace(" ", "").replace("+", "")


def _process_names(inventory: Inventory) -> dict[str, Match]:
    """Return the processes by name, without names that several processes share."""
    both = [(name, p.id) for p in inventory.processes for name in (p.name, p.name_ja) if name]
    named: dict[str, str] = {}
    for key, (_, id_) in zip(all_folded([name for name, _ in both]), both, strict=True):
        named[key] = id_ if named.get(key, id_) == id_ else ""
    return {name: Match(id_, "name") for name, id_ in named.items() if id_}


def _is_short(name: str) -> bool:
    """Say whether a name is like another only as a whole; one letter is, in any script."""
    return len(name) <= (_SHORT if name.isascii() else 1)


def _similar(query: str, known: Mapping[str, Match], count: int) -> list[Match]:
    """Return meanings of names like `query`, best first, scored 0 to 1."""
    from rapidfuzz import fuzz, process

    scorer, cut = (fuzz.ratio, _SHORT_ALIKE) if _is_short(query) else (fuzz.WRatio, _ALIKE)
    whole = process.extract(query, list(known), scorer=scorer, limit=count, score_cutoff=cut)
    scored = []
    for name, score, _ in whole:
        # a name that stands in the query as a word of its own beats one that merely looks alike
        inside = f" {name} " in f" {query} " or (
            len(name) > 1 and not name.isascii() and name in query
        )
        part = len(name) < _SHORT and name.isascii() and not inside
        if part and fuzz.ratio(query, name) < _SHORT_ALIKE:
            continue  # `pc` is no part of `spcc t1.6`
        bonus = 10 + len(name) if inside else 0
        scored.append((score + bonus, known[name].target, min(score, 99.0) / 100))
    scored.sort(key=lambda s: -s[0])
    return [Match(target, "similar", round(score, 3)) for _, target, score in scored]
