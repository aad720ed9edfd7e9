"""A small label for a product page: the number, its unit, what it covers and where it is from.

A number alone misleads, so the label always bears its unit, the stages it covers, whether
anybody has verified it, and enough to find the result behind it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from unicodedata import east_asian_width

from celca.assess import Footprint
from celca.report.figures import Figures, decimals_for
from celca.report.printing import svg_to_png
from celca.report.render import write_bytes, write_text
from celca.report.view import unit_text
from celca.report.words import Words, clean, load_words

__all__ = ["label_svg", "result_id", "write_label"]

_WIDTH, _HEIGHT = 360, 240
_FONT = "system-ui, 'Segoe UI', Roboto, 'Hiragino Sans', Meiryo, 'Noto Sans CJK JP', sans-serif"
_ROOM, _CELL, _NAME = 320, 0.54, 42
_INK, _SOFT = "#1c2833", "#56636f"


def label_svg(
    result: Footprint, *, lang: str = "en", facts: Mapping[str, str] | None = None
) -> str:
    """Return a label as an SVG picture without scripts, fonts or anything else from outside.

    facts  what only people know: `verification` says who has verified the result, and
           `report_url` where its report is; without them the label says that nobody has, and
           gives the mark to ask for the report by

    Raises UnknownName for a language that is not there.
    """
    given = {name: clean(text) for name, text in (facts or {}).items()}
    words = load_words(lang)
    figures = Figures(lang, decimals_for([result.total_kg_co2e]))
    number = figures.kg(result.total_kg_co2e)
    unit = unit_text(result, words)
    per = words("under_number", kg=words("kg"), per=words("per", unit=unit))
    about = f"{result.method} · {result.database['name']} {result.database['version']}"
    mark = result_id(result)
    where = given.get("report_url")
    report = words("report_at", where=where) if where else words("report_ask", id=mark)
    lines = [
        (30, 13, _SOFT, words("eyebrow")),
        (50, 15, _INK, _cut(clean(result.product), _NAME)),
        (104, 56, _INK, number),
        (126, 15, _INK, per),
        (148, 12, _INK, words.name("boundary", result.boundary)),
        (166, 12, _INK, _contents(result, words, figures)),
        (184, 10, _SOFT, given.get("verification") or words("unverified")),
        (198, 10, _SOFT, report),
        (212, 10, _SOFT, words("label_rule")),
        (226, 10, _SOFT, f"{about} · {mark}"),
    ]
    title = f"{words('title', product=clean(result.product))}: {number} {per}"
    return _svg(title, lines, lang)


def write_label(
    result: Footprint, path: Path, *, lang: str = "en", facts: Mapping[str, str] | None = None
) -> None:
    """Write a label as SVG or, where the path ends so, as PNG, whole or not at all.

    Raises FileFault, and UsageError for a PNG where no browser is installed to draw it.
    """
    svg = label_svg(result, lang=lang, facts=facts)
    if path.suffix.lower() == ".png":
        write_bytes(path, svg_to_png(svg, _WIDTH, _HEIGHT))
    else:
        write_text(path, svg)


def result_id(result: Footprint) -> str:
    """Return twelve letters that stand for one result: any other figure gives others."""
    return hashlib.sha256(result.json().encode()).hexdigest()[:12]


def _contents(result: Footprint, words: Words, figures: Figures) -> str:
    held = result.circularity
    text = f"{words('recycled_content')} {figures.percent(held.recycled_content)}"
    if held.bio_based_content:
        text += f" · {words('bio_based_content')} {figures.percent(held.bio_based_content)}"
    return text


def _svg(title: str, lines: Sequence[tuple[int, float, str, str]], lang: str) -> str:
    texts = "\n".join(
        f'<text x="20" y="{y}" fill="{colour}" font-size="{_fitting(size, text):.4g}"'
        f' font-weight="{700 if size > 20 else 400}">{escape(text)}</text>'
        for y, size, colour, text in lines
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" \
width="{_WIDTH}" height="{_HEIGHT}" role="img" lang="{lang}" font-family="{escape(_FONT)}">
<title>{escape(title)}</title>
<rect x="1" y="1" width="{_WIDTH - 2}" height="{_HEIGHT - 2}" rx="12" fill="#ffffff" \
stroke="#1f5f99" stroke-width="2"/>
{texts}
</svg>
"""


def _widths(text: str) -> list[int]:
    return [2 if east_asian_width(letter) in "WF" else 1 for letter in text]


def _fitting(size: float, text: str) -> float:
    """Return the size of letters, smaller where the text would not fit on its line."""
    return min(size, _ROOM / (_CELL * max(1, sum(_widths(text)))))


def _cut(text: str, cells: int) -> str:
    """Return text of at most so many cells, a wide letter being two."""
    widths = _widths(text)
    if sum(widths) <= cells:
        return text
    room, kept = cells - 1, 0
    while room >= widths[kept]:
        room -= widths[kept]
        kept += 1
    return text[:kept].rstrip() + "…"
