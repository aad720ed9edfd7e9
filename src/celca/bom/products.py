"""A file that holds several products, and the one that is wanted.

They may stand as values of a column, as several tops of a list of parents, or as columns
of quantities side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from celca.bom.columns import Column
from celca.bom.tables import Table
from celca.bom.words import fold, squeeze
from celca.errors import FileFault, UnknownName

__all__ = ["of_another_product", "product_column"]

Reason = Callable[[Sequence[Any]], str]
_OTHER = "part of another product"


def product_column(table: Table, given: Mapping[str, str]) -> Table:
    """Let the column that is headed by the wanted product be the quantity.

    given  `product` names the product that is wanted
    """
    wanted = given.get("product")
    if wanted is None or "product" in table.columns:
        return table
    for index, header in enumerate(table.headers):
        if header and squeeze(header) == squeeze(wanted):
            column = Column(index, header, "quantity", "", 0)
            others = {m: c for m, c in table.columns.items() if c.index != index}
            return replace(table, columns={**others, "quantity": column})
    if "parent" in table.columns:
        return table
    known = [h for h in table.headers if h]
    raise UnknownName("product", wanted, known, table.where, "The file has no column of products.")


def of_another_product(
    table: Table, rows: Sequence[Sequence[Any]], given: Mapping[str, str]
) -> Reason:
    """Return a function that says why a row is not of the wanted product, '' where it is."""
    wanted = given.get("product")
    quantity = table.columns.get("quantity")
    if wanted is not None and quantity is not None and squeeze(quantity.header) == squeeze(wanted):
        return lambda row: f"not in {wanted!r}" if str(row[quantity.index]).strip() in _NONE else ""
    if "parent" in table.columns:
        return _below(table, rows, wanted) if wanted is not None else lambda row: ""
    if "product" in table.columns:
        return _valued(table, rows, wanted)
    return lambda row: ""


_NONE = ("", "0", "0.0", "-", "–", "—")


def _valued(table: Table, rows: Sequence[Sequence[Any]], wanted: str | None) -> Reason:
    column = table.columns["product"]
    names = {fold(str(row[column.index])): str(row[column.index]).strip() for row in rows}
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
    return lambda row: "" if fold(str(row[column.index])) == fold(wanted) else _OTHER


def _below(table: Table, rows: Sequence[Sequence[Any]], wanted: str) -> Reason:
    """Keep the rows that hang below the wanted product, and its own row."""
    above = table.columns["parent"].index
    own = (table.columns.get("part") or table.columns["description"]).index
    below: dict[str, list[str]] = {}
    for row in rows:
        below.setdefault(fold(str(row[above])), []).append(fold(str(row[own])))
    if fold(wanted) not in below:
        names = {str(row[above]).strip() for row in rows} - {""}
        raise UnknownName("product", wanted, names, table.where)
    inside, waiting = {fold(wanted)}, [fold(wanted)]
    while waiting:
        for child in below.get(waiting.pop(), ()):
            if child not in inside:
                inside.add(child)
                waiting.append(child)

    def reason(row: Sequence[Any]) -> str:
        parent, part = fold(str(row[above])), fold(str(row[own]))
        return "" if parent in inside or (part == fold(wanted) and not parent) else _OTHER

    return reason
