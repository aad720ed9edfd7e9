"""The columns of a catalogue that say how a product lives, by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from celca.errors import FileFault, UnknownName

__all__ = ["MEANINGS", "life_columns"]

# heading of each column, in any case, with spaces, hyphens or underscores
_HEADINGS = {
    "life_cycle": ("life cycle", "ライフサイクル", "lebenszyklus", "生命周期"),
    "allocation": ("allocation", "allocation method", "配分", "allokation", "分配方法"),
    "country": ("country", "country of production", "生産国", "produktionsland", "生产国"),
    "scenario": ("scenario", "シナリオ", "szenario", "情景"),
    "end_of_life": ("end of life", "廃棄", "lebensende", "报废处理"),
    "service_life": ("service life", "耐用年数", "nutzungsdauer", "使用寿命"),
}
MEANINGS = tuple(_HEADINGS)


def life_columns(headings: Sequence[str], named: Mapping[str, str], where: str) -> dict[str, int]:
    """Return the place of each column that says how a product lives.

    named  meaning -> heading, where the user says it
    Raises UnknownName for a heading that is not there, FileFault for two columns of a meaning.
    """
    found: dict[str, int] = {}
    for i, heading in enumerate(headings):
        plain = re.sub(r"[\s_-]+", " ", re.sub(r"[(\[（].*", "", heading)).strip().casefold()
        for meaning, known in _HEADINGS.items():
            if meaning in named or plain not in known:
                continue
            if meaning in found:
                both = f"{headings[found[meaning]]!r} and {heading!r}"
                raise FileFault(where, f"two columns are the {meaning}: {both}.", "Keep one.")
            found[meaning] = i
    for meaning in set(named) & set(MEANINGS):
        if named[meaning] not in headings:
            raise UnknownName("column", named[meaning], headings, where)
        found[meaning] = list(headings).index(named[meaning])
    return found
