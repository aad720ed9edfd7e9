"""Which of the rows belong: one product of several, fitted parts, not the alternates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from celca.bom.headings import MASSES
from celca.bom.products import of_another_product
from celca.bom.tables import Table
from celca.bom.words import fold, squeeze, word_set

__all__ = ["Rows", "choose_rows"]

Rows = tuple[list[list[Any]], list[int], list[tuple[int, str]]]
_ON_BOARD = re.compile(r"(?:[^:]*:)?(?:mountinghole|fiducial|testpoint_pad|nettie|solderjumper)")
_UNFITTED = ("dnp", "dnf", "dni", "donotpopulate", "notfitted", "未実装")


def choose_rows(
    table: Table,
    rows: list[list[Any]],
    numbers: list[int],
    skipped: list[tuple[int, str]],
    given: Mapping[str, str],
) -> Rows:
    """Return the rows that belong to the product, their numbers, and the rows that do not.

    given  `product` names the one that is wanted, where the file holds several
    """
    told = table.columns.keys() & {"product", "fitted", "alternate", "item_type", "footprint"}
    if not told and "product" not in given:
        return rows, numbers, skipped
    product = of_another_product(table, rows, given)
    kept, kept_numbers = [], []
    dropped = list(skipped)
    for row, number in zip(rows, numbers, strict=True):
        why = product(row) or _no_part_of_it(table, row)
        if why:
            dropped.append((number, why))
        else:
            kept.append(row)
            kept_numbers.append(number)
    return kept, kept_numbers, sorted(dropped)


def _no_part_of_it(table: Table, row: Sequence[Any]) -> str:
    """Return why a row of the product is none of its parts, '' where it is one."""
    reasons = (_unfitted, _alternate, _paper, _of_the_board)
    return next(filter(None, (reason(table, row) for reason in reasons)), "")


def _unfitted(table: Table, row: Sequence[Any]) -> str:
    column = table.columns.get("fitted")
    if column is None:
        return ""
    cell = fold(str(row[column.index]))
    if squeeze(column.header) in _UNFITTED:
        out = cell not in ("", "0", "0.0", "no", "n", "false", "-")
    else:
        out = cell in word_set("not_fitted") or cell == "0.0"
    return "not fitted" if out else ""


def _alternate(table: Table, row: Sequence[Any]) -> str:
    column = table.columns.get("alternate")
    cell = fold(str(row[column.index])) if column else ""
    return "" if cell in ("", "0", "0.0", "no", "n", "false", "-", "main") else "an alternate"


def _paper(table: Table, row: Sequence[Any]) -> str:
    """Say that a row is a drawing, a document or software, unless it has a mass."""
    column = table.columns.get("item_type")
    kind = str(row[column.index]).strip() if column else ""
    if fold(kind) not in word_set("no_part") or _weighed(table, row):
        return ""
    return f"{kind!r} is no part"


def _of_the_board(table: Table, row: Sequence[Any]) -> str:
    """Say that a row is a hole or a mark of the bare board, unless it has a mass."""
    column = table.columns.get("footprint")
    found = _ON_BOARD.match(fold(str(row[column.index]))) if column else None
    if found is None or _weighed(table, row):
        return ""
    return "a hole or a mark of the bare board, no part"


def _weighed(table: Table, row: Sequence[Any]) -> bool:
    masses = [table.columns[m].index for m in MASSES if m in table.columns]
    return any(row[i] not in ("", 0.0) for i in masses)
