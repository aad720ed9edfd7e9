"""What a row costs, where a heading or a cell says in which currency.

A price alone decides nothing: it is used for lines that are bought from a sector of an
input-output table, and for those only. A column of prices that cannot be read is therefore no
error here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from celca.bom.columns import Column
from celca.bom.numerals import column_decimal, file_decimal, parse_numbers
from celca.bom.view import View
from celca.errors import FileFault
from celca.money import currency_in

__all__ = ["PRICES", "priced_columns", "row_prices"]

PRICES = ("unit_price", "line_price")
_WORDS = re.compile(r"(?<![a-zA-Z])[a-zA-Z]{3}(?![a-zA-Z])|[€£円₩₹]|[^\W\d_]+\$")
_CELL = re.compile(r"(?P<before>[^\d.,+-]*)(?P<amount>[\d.,'\s]*\d)(?P<after>.*)")

Price = tuple[float, str]


def priced_columns(view: View) -> list[str]:
    """Return the meanings of the columns of prices whose heading names a currency."""
    columns = view.table.columns
    return [m for m in PRICES if m in columns and _currency(columns[m])]


def row_prices(view: View, quantities: Sequence[float]) -> list[Price | None]:
    """Return (amount, currency) of each row's quantity, None where it is not told."""
    prices: list[Price | None] = [None] * len(view.rows)
    for meaning in PRICES:
        column = view.table.columns.get(meaning)
        if column is None:
            continue
        for i, found in enumerate(_read(view, column)):
            if found is not None:  # that of the whole line is the more certain
                times = quantities[i] if meaning == "unit_price" else 1.0
                prices[i] = (found[0] * times, found[1])
    return prices


def _currency(column: Column) -> str:
    found = {code for word in _WORDS.findall(column.header) if (code := currency_in(word))}
    return found.pop() if len(found) == 1 else ""


def _read(view: View, column: Column) -> list[Price | None]:
    heading, none = _currency(column), [None] * len(view.rows)
    amounts: list[str | float] = []
    currencies = []
    for cell in view.cells(column):
        match = _CELL.fullmatch(cell.strip()) if isinstance(cell, str) else None
        signs = f"{match['before']}{match['after']}".strip() if match else ""
        currency = currency_in(signs) if signs else heading
        written = match["amount"] if match and currency else ""
        amounts.append(written if isinstance(cell, str) else cell)
        currencies.append(currency)
    if not any(currencies):
        return list(none)
    try:
        texts = [a for a in amounts if isinstance(a, str)]
        own = column_decimal(texts, column.header)
        decimal = file_decimal(own, view.decimal.values(), "")
        if not decimal:
            return list(none)
        numbers = parse_numbers(amounts, decimal, lambda i: view.where(column.meaning, i))
    except FileFault:
        return list(none)
    return [
        (number, currency) if number is not None and currency and number >= 0 else None
        for number, currency in zip(numbers, currencies, strict=True)
    ]
