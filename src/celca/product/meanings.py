"""What the names on one bill of materials mean, each looked up once."""

from __future__ import annotations

from dataclasses import dataclass

from celca.inventory import UNSPECIFIED
from celca.matching import Match, Matcher
from celca.units import same_dimension

__all__ = ["Meaning", "Meanings"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one name means.

    match    None where it means nothing that can be used
    problem  why not, as a clause: `no material is called 'x'`
    """

    match: Match | None
    problem: str = ""

    @property
    def guessed(self) -> bool:
        """Whether the match is a guess that a reader has to be told of."""
        return self.match is not None and self.match.how == "grade"


class Meanings(dict[str, Meaning]):
    """Name -> meaning, for names of materials or, with `kind`, of manufacturing processes."""

    def __init__(self, matcher: Matcher, kind: str = "material") -> None:
        super().__init__()
        self.matcher, self.kind = matcher, kind

    def __missing__(self, name: str) -> Meaning:
        self[name] = meaning = self._find(name)
        return meaning

    def _find(self, name: str) -> Meaning:
        forming = self.kind == "process"
        match = self.matcher.find(name) or (None if forming else self.matcher.guess(name))
        if match is None:
            near = self.matcher.nearest(name)
            hint = f" (did you mean {' or '.join(map(repr, near))}?)" if near else ""
            return Meaning(None, f"no {self.kind} is called {name!r}{hint}")
        process = self.matcher.inventory.process_by_id.get(match.target)
        if forming and (process is None or not same_dimension(process.unit, "kg")):
            return Meaning(None, f"{name!r} is no manufacturing process, priced per kg")
        if process is not None and not same_dimension(process.unit, "kg"):
            return Meaning(None, f"{match.target!r} is bought by {process.unit}, not by mass")
        return Meaning(match)

    def target(self, name: str) -> str:
        """Return the id that a name means, '' where there is none or it is set aside."""
        match = self[name].match
        return "" if match is None or match.target == UNSPECIFIED else match.target
