"""English for one of a thing: sentences are written for several, as `{count} lines are`.

The words are those that celca's own sentences use; what is not among them stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["in_number"]

_THINGS = (
    *("amount", "cell", "column", "component", "dataset", "data set", "decision", "designator"),
    *("distribution", "draw", "exchange", "factor", "figure", "finding", "flow", "formula"),
    *("indicator", "input", "line", "maker", "material", "method", "name", "other", "output"),
    *("part", "piece", "product", "reason", "result", "row", "scenario", "sector", "sheet"),
    *("source", "step", "swap", "total", "use", "variant", "waste", "year"),
)
_ONE = {
    "entities": "entity",
    "entries": "entry",
    "processes": "process",
    "assemblies": "assembly",
    **{f"{thing}s": thing for thing in _THINGS},
}
_VERBS = (
    *("allocate", "bear", "count", "deal", "give", "hold", "lie", "look", "make", "name"),
    *("say", "state", "take"),
)
_DOES = {
    **{"are": "is", "have": "has", "were": "was", "do": "does", "vary": "varies"},
    **{verb: f"{verb}s" for verb in _VERBS},
}
# not between a number and its things: `1 product has several makers` is right already
_OTHER = "|".join(sorted({"of", *_DOES, *_DOES.values(), *_ONE.values()}))
# behind these a number says which one, not how many: `row 1 names no material`
_PLACES = ("row", "rows", "line", "lines", "step", "sheet", "column", "part", "scope", "type")
_QUOTED = r"(?<!\w)'[^']*'|\"[^\"]*\""  # somebody's own words, which stay as they are


def in_number(sentence: str) -> str:
    """Return a sentence whose counts of 1 stand with the singular: `1 line is`, not `1 lines are`.

    A second verb after `and` follows the first.
    """
    return _clause().sub(_singular, sentence) if "1 " in sentence else sentence


@cache  # made when a sentence counts one of a thing: most commands never need it
def _clause() -> re.Pattern[str]:
    return re.compile(
        rf"{_QUOTED}|{''.join(f'(?<!{place} )' for place in _PLACES)}"
        rf"(?<![\w.,/-])1 (?P<which>(?:(?!(?:{_OTHER})\b)[a-z-]+ ){{0,4}}?)"
        rf"(?P<thing>{'|'.join(sorted(_ONE, key=len, reverse=True))})\b"
        r"(?P<where>(?: \([^)]*\)| of them)?)"
        rf"(?: (?P<does>{'|'.join(_DOES)})\b(?P<rest>(?:[^.;:,]*?,? and (?={'|'.join(_DOES)}\b))?)"
        rf"(?P<too>(?<=and )(?:{'|'.join(_DOES)})\b)?)?"
    )


def _singular(found: re.Match[str]) -> str:
    if found["thing"] is None:
        return found[0]
    said = f"1 {found['which']}{_ONE[found['thing']]}{found['where']}"
    if found["does"] is None:
        return said
    too = found["too"]
    return f"{said} {_DOES[found['does']]}{found['rest']}{_DOES[too] if too else ''}"
