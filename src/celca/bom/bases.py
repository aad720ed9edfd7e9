"""Quantities for a hundred products and not for one: the base quantity of ERP systems.

It stands in a column (`Per series`, 底数), or once above the headings (`Basismenge  100,000  ST`).
"""

from __future__ import annotations

from collections.abc import Iterator

from celca.bom.headings import read_heading
from celca.bom.numerals import parse_number
from celca.bom.view import View
from celca.errors import FileFault, Finding

__all__ = ["per_product"]


def per_product(
    view: View, quantity: list[float], meaning: str, findings: list[Finding]
) -> list[float]:
    """Return the quantities for one product, and tell where they were for more.

    meaning  of the column of quantities; its decimal sign is that of a base above the headings
    """
    bases = _in_column(view) if view.has("base_quantity") else []
    if not bases:
        base, row = _above(view, meaning)
        bases = [base] * len(quantity)
        where, column = f"{view.table.where} row {row}", ""
    else:
        where, column = view.table.where, _heading(view, "base_quantity")
    if all(base == 1 for base in set(bases)):
        return quantity
    if view.has("line_mass"):
        raise FileFault(
            where,
            f"the quantities are for {max(bases):g} products, and {_heading(view, 'line_mass')!r}"
            " may be for one or for all of them.",
            "Keep the mass of one piece alone, or write the quantities for one product.",
        )
    message = "The quantities are for {base:g} of the product; each is divided by it."
    if column:
        message = "Each quantity is divided by the number of products it is for, under {column!r}."
    findings.append(
        Finding.of("info", "base_quantity", message, where, base=max(bases), column=column)
    )
    return [q / base for q, base in zip(quantity, bases, strict=True)]


def _heading(view: View, meaning: str) -> str:
    return view.table.columns[meaning].header


def _in_column(view: View) -> list[float]:
    """Return the base of each row; an empty cell says 1."""
    numbers, _ = view.amounts("base_quantity")
    bases = [1.0 if number is None else number for number in numbers]
    for index, base in enumerate(bases):
        if base <= 0:
            raise _no_base(view.where("base_quantity", index), base)
    return bases


def _above(view: View, meaning: str) -> tuple[float, int]:
    """Return (base quantity that is stated above the headings, its row), 1 where there is none."""
    for row, label, cell in _labelled(view):
        heading = read_heading(label)
        if heading is not None and heading.meaning == "base_quantity":
            where = f"{view.table.where} row {row}"
            base = parse_number(cell, where, view.decimal.get(meaning, ""))
            if base <= 0:
                raise _no_base(where, base)
            return base, row
    return 1.0, 0


def _labelled(view: View) -> Iterator[tuple[int, str, str | float]]:
    """Yield (row, text, cell after it) of what stands above the headings."""
    for row, cells in enumerate(view.table.sheet.rows[: view.table.header_row - 1], 1):
        filled = [c.strip() if isinstance(c, str) else c for c in cells if c != ""]
        for label, cell in zip(filled, filled[1:], strict=False):
            if isinstance(label, str) and any(map(str.isdigit, str(cell))):
                yield row, label.rstrip(":： "), cell


def _no_base(where: str, base: float) -> FileFault:
    return FileFault(
        where,
        f"the quantities are said to be for {base:g} products.",
        "Write for how many products they are, 1 or more.",
    )
