"""What there is to look at when a standard's rows are gone through, and how an answer is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from celca.assess import Footprint
from celca.audit.rating import Quality
from celca.declaration import Declaration
from celca.errors import Value

__all__ = [
    "FORM_CHECKS",
    "Evidence",
    "Found",
    "Look",
    "either",
    "fact",
    "met",
    "of_footprint",
    "rules",
    "unknown",
]

# checks of single fields, not of what they say together
FORM_CHECKS = ("pact_form", "pact_missing", "pact_choice", "pact_range")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to look at; None where it is not there.

    Where a document is declared, it is what is judged: a study behind it answers only for what a
    document does not say.

    facts  what only people know, by name, in their words
    """

    result: Footprint | None = None
    declaration: Declaration | None = None
    quality: Quality | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> Mapping[str, Any]:
        """The declared document, empty where there is none."""
        return (self.declaration.document if self.declaration else None) or {}

    @property
    def pcf(self) -> Mapping[str, Any]:
        """The footprint in the declared document, empty where there is none."""
        return self.declaration.pcf if self.declaration else {}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: ok, not met, open or not applicable.

    message  one sentence
    values   what the sentence tells, by name, so that it can be said in another language
    """

    result: str
    looked: str
    message: str
    values: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def of(cls, result: str, looked: str, template: str, **values: Value) -> Found:
        """Return what was found, said by a template with its values filled in."""
        return cls(result, looked, template.format(**values), values)


Look = Callable[[Evidence, str], Found]


def met(ok: bool, looked: str, yes: str, no: str, **values: Value) -> Found:
    """Return ok with one sentence, or not met with the other; both are templates."""
    said = yes if ok else no
    told = {name: value for name, value in values.items() if f"{{{name}" in said}
    return Found.of("ok" if ok else "not met", looked, said, **told)


def unknown(looked: str, message: str) -> Found:
    """Return that a program cannot see it."""
    return Found("open", looked, message)


def of_footprint(look: Callable[[Footprint], Found]) -> Look:
    """Return a look at a footprint, open where there is a declaration alone."""

    def looked(e: Evidence, _: str) -> Found:
        if e.result is None:
            return unknown("document", "A declaration alone does not show it.")
        return look(e.result)

    return looked


def rules(e: Evidence, id_: str) -> Found:
    """Return what a rule between the figures of a document came to."""
    checks = [c for c in (e.declaration.checks if e.declaration else ()) if c.id == id_]
    if not checks:
        return Found.of("not applicable", id_, "There is nothing to compare.")
    bad = [c.message for c in checks if c.result != "ok"]
    told = " ".join(bad) if bad else checks[0].message
    return met(not bad, checks[0].where or id_, "{told}", "{told}", told=told)


def fact(e: Evidence, name: str) -> Found:
    """Return what people said of it, and that nobody did otherwise."""
    told = e.facts.get(name, "").strip()
    looked = f"facts: {name}"
    return Found("ok", looked, told) if told else unknown(looked, "Nobody has said.")


def either(e: Evidence, name: str, key: str) -> Found:
    """Return what a field of the document says, and else a fact."""
    told = e.pcf.get(key)
    return Found("ok", f"$.pcf.{key}", str(told)) if told else fact(e, name)
