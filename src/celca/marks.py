"""Text from files, made harmless where it is shown or handed on.

A part's name may hold marks that turn the text around it, commands to the terminal, or what a
spreadsheet program would calculate. This module knows where none of it stands.
"""

from __future__ import annotations

import re

__all__ = ["FORMULA", "HIDDEN", "NUMBER", "bare", "clean", "inert"]

# Marks that turn or hide text around them: a part's name must not rewrite the page.
_DANGEROUS = {
    *range(0x00, 0x20),
    *range(0x7F, 0xA0),
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
}
# for str.translate: what separates words becomes a space, the others nothing
HIDDEN = {code: " " if chr(code) in "\t\n\r\u2028\u2029" else None for code in _DANGEROUS}
# what a spreadsheet program takes for a formula, and what looks like one and is a number
FORMULA = r"^[=+\-@\t\r]"
NUMBER = r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?%?"


def clean(text: str) -> str:
    """Return text without control characters and marks that change the direction of writing."""
    return text.translate(HIDDEN).strip()


def inert(text: str) -> str:
    """Return a cell of a CSV that no spreadsheet program calculates.

    What begins like a formula and is no number gets an apostrophe, by which they know text.
    """
    formula = re.match(FORMULA, text) and not re.fullmatch(NUMBER, text)
    return f"'{text}" if formula else text


def bare(text: str) -> str:
    """Return what `inert` was given."""
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text
