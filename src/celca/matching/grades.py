"""A grade inside a longer text: `SUS304 t1.0`, `A5052-H34`, `Nylon 66, natural`.

What comes out is a guess, to be told with the result. It is only made where a grade, not a
mere word, stands in the text on its own, no second material does, and nothing else in the
text could make another material of it: a filler (`PP-GF35`), a coating, a foam.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from celca.inventory import folded

__all__ = ["Grade", "Names", "grades_in", "only_grade", "without_colour"]

_HARMLESS = re.compile(
    r"[tdφøwl]?\d+(?:\.\d+)?(?:mm|cm|m|µm|μm|um|t|in)?"  # t1.0, φ10, 2mm
    r"|(?:m|φ|ø)?\d+(?:\.\d+)?(?:x\d+(?:\.\d+)?)+(?:mm)?"  # 20x30x2, m6x20
    r"|h\d{1,3}|t\d{1,4}|[fow]"  # tempers of aluminium
    r"|2b|2d|ba|hl|v0|v2|hb|sd|jr|j0|j2"  # finishes, fire classes, qualities
)
_BLOCKING = frozenset(
    (
        *("without", "no", "non", "not", "free", "for", "or", "like", "ohne", "frei", "für"),
        *("oder", "statt", "gf", "cf", "gb", "md", "td", "gr", "frp", "filled", "reinforced"),
        *("foam", "foamed", "film", "fibre", "fiber", "wool", "coated", "coating", "plated"),
        *("plating", "clad", "laminate", "blend", "compound", "composite", "alloy", "mix"),
        *("recycled", "bio", "schaum", "faser", "gefüllt", "verstärkt", "beschichtet"),
        *("verzinkt", "mischung", "adhesive", "glue", "tape"),
    )
)
_BLOCKING_SIGNS = re.compile(
    r"%|以外|用|なし|無|代替|発泡|強化|めっき|メッキ|鍍|复合|複合|無し|泡沫"
)
_COLOURS = frozenset(
    folded(word)
    for word in (
        *("black", "white", "grey", "gray", "red", "blue", "green", "yellow", "orange", "brown"),
        *("natural", "clear", "transparent", "translucent", "colourless", "colorless"),
        *("schwarz", "weiß", "grau", "rot", "blau", "grün", "gelb", "braun", "natur"),
        *("黒", "白", "赤", "青", "緑", "黄", "灰", "茶", "黒色", "白色", "赤色", "青色", "灰色"),
        *("透明", "半透明", "乳白", "乳白色", "無色", "自然色", "ナチュラル", "ブラック"),
        *("ホワイト", "グレー", "レッド", "ブルー", "クリア"),
        *("黑", "黑色", "红色", "蓝色", "绿色", "本色"),
    )
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Grade:
    """A known name that stands in a text.

    start, end  of it in the folded text
    strong      whether it is a grade: letters with digits, or an acronym in capitals
    """

    text: str
    target: str
    start: int
    end: int
    strong: bool


@dataclass(frozen=True, slots=True)
class Names:
    """The names of materials.

    target    folded name -> id of a material
    acronyms  those of them that are written in capitals, such as `abs` and `spcc`
    """

    target: Mapping[str, str]
    acronyms: frozenset[str]


def grades_in(name: str, known: Names) -> list[Grade]:
    """Return the known names that stand in a text as words of their own, longest first taken."""
    text = folded(name)
    written = unicodedata.normalize("NFKC", name)
    found = []
    position = 0
    while position < len(text):
        end = _longest(text, position, known.target) if _starts(text, position) else 0
        if end:
            key = text[position:end]
            strong = _is_grade(key) or (key in known.acronyms and key.upper() in written)
            found.append(Grade(key, known.target[key], position, end, strong))
        position = end or position + 1
    return found


def only_grade(name: str, known: Names) -> Grade | None:
    """Return the one grade that a text means, None where there is any doubt."""
    found = grades_in(name, known)
    strong = [g for g in found if g.strong]
    numbers = [g for g in found if g.text.replace(".", "").isdigit()]
    if len({g.target for g in found}) != 1 or not (strong or (numbers and len(found) > 1)):
        return None
    text = folded(name)
    if _BLOCKING_SIGNS.search(text) or not all(map(_may_stand, _left_over(text, found))):
        return None
    return (strong or numbers)[0]


def without_colour(name: str) -> str:
    """Return a name, folded, without its colour and the word resin: `PP樹脂（黒）` is `pp`."""
    words = map(folded, re.split(r"[\s,;:()\[\]]+", unicodedata.normalize("NFKC", name)))
    kept = (w.removesuffix("樹脂") for w in words if w not in _COLOURS and w != "resin")
    return " ".join(filter(None, kept))


def _starts(text: str, at: int) -> bool:
    return text[at].isalnum() and (at == 0 or not _joined(text[at - 1], text[at]))


def _joined(one: str, two: str) -> bool:
    """Say whether two letters belong to one word; Japanese and Chinese know no such thing."""
    return one.isascii() and two.isascii() and _in_word(one) and _in_word(two)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "."


def _longest(text: str, start: int, known: Mapping[str, str]) -> int:
    for end in range(min(len(text), start + _LONGEST), start, -1):
        ends = end == len(text) or not _joined(text[end - 1], text[end])
        if ends and text[start:end] in known:
            return end
    return 0


def _is_grade(key: str) -> bool:
    """Say whether a known name is letters with digits, or a number such as 1.4301."""
    letters = key.isascii() and any(map(str.isalpha, key))
    return (letters and any(map(str.isdigit, key))) or bool(re.fullmatch(r"\d\.\d{4}", key))


def _left_over(text: str, found: list[Grade]) -> Iterator[str]:
    """Yield the words beside the grades; one that is tied to its neighbour keeps its tie."""
    start = 0
    for end, after in [*((g.start, g.end) for g in found), (len(text), len(text))]:
        yield from re.findall(r"[+/&]?[^\s,;:()\[\]+/&]+|[+/&](?=$|\s)", text[start:end])
        start = after


def _may_stand(word: str) -> bool:
    """Say whether a word beside a grade leaves the material what it is."""
    plain = word.strip(".'\"")
    if word[:1] in "+/&" or plain in _BLOCKING:
        return False
    if _HARMLESS.fullmatch(plain):
        return True
    return not any(map(str.isdigit, plain)) or not plain.isascii()
