"""What the names on one bill of materials mean, each looked up once."""

from __future__ import annotations

from dataclasses import dataclass

from celca.bom import BomLine
from celca.inventory import UNSPECIFIED
from celca.matching import Match, Matcher, names_of
from celca.money import split_money
from celca.units import same_dimension

__all__ = ["Meaning", "Meanings", "material_name"]


def material_name(line: BomLine) -> str:
    """Return what says the material: its own column, else the description; may be empty."""
    return (line.material or line.description).strip()


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

    @property
    def assumed(self) -> bool:
        """Whether the material only comes near what is named, which a reader has to be told."""
        return self.match is not None and self.match.how == "assumed"


class Meanings(dict[str, Meaning]):
    """Name -> meaning, for names of materials or, with `kind`, of manufacturing processes.

    priced  take a sector that is bought by money for a meaning too
    """

    def __init__(self, matcher: Matcher, kind: str = "material", *, priced: bool = False) -> None:
        super().__init__()
        self.matcher, self.kind, self.priced = matcher, kind, priced

    def __missing__(self, name: str) -> Meaning:
        self[name] = meaning = self._find(name)
        return meaning

    def _find(self, name: str) -> Meaning:
        forming = self.kind == "process"
        match = self.matcher.find(name) or (None if forming else self.matcher.guess(name))
        if match is None:
            if several := self._several(name):
                return Meaning(None, several)
            return Meaning(None, f"no {self.kind} is called {name!r}{self._hint(name)}")
        process = self.matcher.inventory.process_by_id.get(match.target)
        if forming and (process is None or not same_dimension(process.unit, "kg")):
            return Meaning(None, f"{name!r} is no manufacturing process, priced per kg")
        money = process is not None and split_money(process.unit) is not None
        if process is not None and money and not self.priced:
            return Meaning(
                None,
                f"{match.target!r} is bought by {process.unit}, and the line has no price that says"
                f" its currency, in a column such as 'Unit price ({process.unit})'",
            )
        if process is not None and not money and not same_dimension(process.unit, "kg"):
            return Meaning(None, f"{match.target!r} is bought by {process.unit}, not by mass")
        return Meaning(match)

    def _hint(self, name: str) -> str:
        """Return what a name that is not known may mean, or what could stand for it."""
        found = self.matcher.candidates(name, kind=self.kind)
        near = " or ".join(repr(c.material) for c in found)
        if found and found[0].how == "proxy":
            kind = self.matcher.inventory.classes[found[0].material]
            return f" (of class {kind}; a proxy may be {near})"
        return f" (did you mean {near}?)" if near else ""

    def _several(self, name: str) -> str:
        """Return what is wrong with a name such as `PC/ABS`: two materials, and no shares."""
        names = names_of(name) if self.kind == "material" else ()
        if not names or not all(map(self.matcher.find, names)):
            return ""
        each = " and ".join(map(repr, names))
        form = " + ".join(f"{n} ...%" for n in names)
        return f"{name!r} names {each} without their shares (write them as {form!r})"

    def target(self, name: str) -> str:
        """Return the id that a name means, '' where there is none or it is set aside."""
        match = self[name].match
        return "" if match is None or match.target == UNSPECIFIED else match.target
