"""Which of the rows belong: one product of several, fitted parts, not the alternates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from celca.bom.tables import Table
from celca.bom.words import fold, squeeze, word_set
from celca.errors import FileFault, UnknownName

__all__ = ["choose_rows"]

Rows = tuple[list[list[Any]], list[int], list[tuple[int, str]]]
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
    if not table.columns.keys() & {"product", "fitted", "alternate"}:
        return rows, numbers, skipped
    product = _product(table, rows, given)
    kept, kept_numbers = [], []
    dropped = list(skipped)
    for row, number in zip(rows, numbers, strict=True):
        why = product(row) or _unfitted(table, row) or _alternate(table, row)
        if why:
            dropped.append((number, why))
        else:
            kept.append(row)
            kept_numbers.append(number)
    return kept, kept_numbers, sorted(dropped)


def _product(table: Table, rows: Sequence[list[Any]], given: Mapping[str, str]) -> Any:  # noqa: ANN401
    """Return a function that says why a row is of another product."""
    column = table.columns.get("product")
    if column is None or "parent" in table.columns:
        return lambda row: ""
    names = {fold(str(row[column.index])): str(row[column.index]).strip() for row in rows}
    wanted = given.get("product")
    if wanted is None:
        own_names = len(names) == len(rows) and "part" not in table.columns
        if len(names) > 1 and not own_names:
            shown = ", ".join(map(repr, list(names.values())[:5]))
            raise FileFault(
                f"{table.where}, column {column.header!r}",
                f"the file holds {len(names)} products: {shown}{' …' if len(names) > 5 else ''}.",
                f"Name one: --column product={next(iter(names.values()))!r}.",
            )
        return lambda row: ""
    if fold(wanted) not in names:
        raise UnknownName("product", wanted, names.values(), table.where)
    return lambda row: (
        "" if fold(str(row[column.index])) == fold(wanted) else "part of another product"
    )


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
