"""A declared value as it is typed: `64.5`, `64,5 kg CO2e`, `840 g CO2 eq per piece`.

A comma before three digits may be a decimal sign or group them: `1,234` is refused, `64,5`,
`0,149`, `1,234.5` and `1.234,5` leave no doubt.
"""

from __future__ import annotations

import re

from celca.declaration.pact_sums import half_place
from celca.declaration.record import Declaration
from celca.errors import DeclarationError
from celca.units import factor

__all__ = ["number_written", "read_value"]

_NUMBER = r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?"
_VALUE = re.compile(
    rf"\s*(?P<number>{_NUMBER})\s*(?:(?P<mass>kg|g|mg|t|lb)\s*-?\s*CO2\s*-?\s*(?:eq?\.?)?\s*"
    r"(?:(?:/|per\s)\s*(?P<amount>[\d.,]+)?\s*(?P<unit>\S+))?)?\s*"
)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_COMMA = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+),\d+")  # as the decimal sign
_UNCLEAR = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_WRITE = (
    "write a number of kg CO2e such as '64.5', one with its unit such as '840 g CO2e/piece',"
    " or name a PACT JSON file."
)


def read_value(declared: str) -> Declaration:
    """Return what a typed value declares. Raises DeclarationError."""
    match = _VALUE.fullmatch(declared.replace("₂", "2"))
    if match is None:
        raise DeclarationError(f"{declared!r} is not a declared value: {_WRITE}")
    number = _written(match["number"], declared)
    amount = _written(match["amount"] or "1", declared)
    if float(amount) <= 0:
        raise DeclarationError(f"{declared!r} is declared for {amount}: it must be above 0.")
    ratio = factor(match["mass"] or "kg", "kg")
    return Declaration(
        declared,
        float(number) * ratio,
        None,
        float(amount),
        match["unit"] or "",
        precision=half_place(number) * ratio if "e" not in number.lower() else 0.0,
    )


def number_written(text: str) -> str | None:
    """Return a number with a point as its decimal sign and nothing between its digits.

    None for what is none, and for what may be two.
    """
    if _UNCLEAR.fullmatch(text):
        return None
    if _PLAIN.fullmatch(text):
        return text
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    return text.replace(".", "").replace(",", ".") if _COMMA.fullmatch(text) else None


def _written(text: str, declared: str) -> str:
    found = number_written(text)
    if found is not None:
        return found
    if _UNCLEAR.fullmatch(text):
        point, whole = text.replace(",", "."), text.replace(",", "")
        raise DeclarationError(f"{declared!r} may mean {point} or {whole}: write one of them.")
    raise DeclarationError(f"{declared!r} is not a declared value: {text!r} is no number; {_WRITE}")
