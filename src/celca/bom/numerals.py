"""Numbers as people write them: `7,136`, `1.234,5`, `1 234.5`, `１２`, `3.2e-4`.

Whether `7,136` is seven or seven thousand cannot be seen in one cell. It is decided for
a whole column by the cells that leave no doubt, then by the rest of the file, and refused
where nothing decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from celca.errors import FileFault

__all__ = ["column_decimal", "file_decimal", "number_and_unit", "parse_number", "parse_numbers"]

Where = Callable[[int], str]

_WITH_UNIT = re.compile(r"([+\-\u2212]?[0-9][0-9.,' \u00a0\u202f’]*?)\s*([^0-9.,'\s+/~–−-].*)")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]+")

_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_GAPS = re.compile(r"(?<=[0-9])[ '’](?=[0-9]{3}(?:[^0-9]|$))")
_GROUPS = {
    ",": re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?"),
    ".": re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?"),
}
_UNCLEAR = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")


def parse_number(text: str | float, where: str, decimal: str = "") -> float:
    """Return the number that a cell holds; `decimal` is its decimal sign where known.

    Raises FileFault for text that is no number, and for `7,136` when `decimal` is not known.
    """
    if isinstance(text, float):
        return _finite(text, where)
    if _PLAIN.fullmatch(text) and decimal != ",":
        return _finite(float(text), where)
    clean = _clean(text)
    hint = decimal or _evidence(clean)
    if hint == ",?":
        raise FileFault(
            where,
            f"{text!r} may be {clean.replace(',', '.')} or {clean.replace(',', '')}.",
            "Say which sign is the decimal sign, such as --column decimal='.'",
        )
    number = _plain(clean, "," if hint == "," else ".")
    if number is None:
        raise FileFault(where, f"{text!r} is not a number.", "Write one number, such as 0.25.")
    return _finite(float(number), where)


def parse_numbers(cells: Sequence[str | float], decimal: str, where: Where) -> list[float | None]:
    """Return the number in each cell, None for an empty one; equal cells are read once."""
    known: dict[str | float, float | None] = {"": None}
    numbers: list[float | None] = []
    for index, cell in enumerate(cells):
        try:
            numbers.append(known[cell])
        except KeyError:
            known[cell] = number = parse_number(cell, where(index), decimal)
            numbers.append(number)
    return numbers


def number_and_unit(text: str) -> tuple[str, str]:
    """Return (`146`, `g`) for `146 g`; a plain number or a plain text has no unit."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    match = _WITH_UNIT.fullmatch(text)
    if match is None or _EXPONENT.fullmatch(match[2]):
        return text, ""
    return match[1], match[2].strip()


def column_decimal(cells: Iterable[str | float], where: str) -> str:
    """Return the decimal sign that a column's cells show.

    '.' or ','  some cell leaves no doubt     '.?' or ',?'  only cells such as 1.234
    ''          whole numbers only
    Raises FileFault when cells contradict each other.
    """
    seen: dict[str, str] = {}
    for cell in dict.fromkeys(cells):  # in their order, so that the same two are named each time
        if isinstance(cell, str) and ("," in cell or "." in cell):
            seen.setdefault(_evidence(_clean(cell)), cell)
    seen.pop("", None)
    clear = [sign for sign in (".", ",") if sign in seen]
    if len(clear) == 2 or (not clear and len(seen) == 2):
        first, second = list(seen.values())[:2] if not clear else (seen["."], seen[","])
        raise FileFault(
            where,
            f"{first!r} and {second!r} do not use one decimal sign.",
            "Write every number of the column in one way.",
        )
    return clear[0] if clear else next(iter(seen), "")


def file_decimal(own: str, others: Iterable[str], habit: str) -> str:
    """Return the decimal sign of a column, '' where nothing decides.

    own     what its own cells show, from `column_decimal`
    others  what the cells of the other columns show
    habit   the sign that goes with the file's delimiter and language, '' where unknown
    """
    if own in (".", ",", ""):
        return own or "."
    clear = {sign for sign in others if sign in (".", ",")}
    if len(clear) == 1:
        return clear.pop()
    if own == ".?":
        return "." if habit != "," and not clear else ""
    return habit if not clear else ""


def _clean(text: str) -> str:
    """Return the text with plain digits and signs, and without gaps between thousands."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    return _GAPS.sub("", text.strip())


def _evidence(text: str) -> str:
    """Return the decimal sign that one number shows; see `column_decimal`."""
    commas, points = text.count(","), text.count(".")
    if commas and points:
        return "." if text.rfind(".") > text.rfind(",") else ","
    if commas > 1 or points > 1:
        return "." if commas else ","
    if not commas and not points:
        return ""
    sign = "," if commas else "."
    return sign + "?" if _UNCLEAR.fullmatch(text) else sign


def _plain(text: str, decimal: str) -> str | None:
    """Return the number as Python writes it, None when it is none."""
    thousands = "," if decimal == "." else "."
    if thousands in text:
        if not _GROUPS[thousands].fullmatch(text):
            return None
        text = text.replace(thousands, "")
    text = text.replace(",", ".")
    return text if _PLAIN.fullmatch(text) else None


def _finite(number: float, where: str) -> float:
    if number - number != 0:
        raise FileFault(where, f"{number} is not a finite number.", "Write a finite number.")
    return number
