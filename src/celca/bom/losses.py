"""What is cut away and lost on the way to a part: yield and scrap columns.

Three ways to say it, told apart by the heading: a yield (`歩留まり`) is kept per kg that goes
in, a scrap rate lost per kg that goes in, a component scrap (as SAP has it) added per kg kept.
"""

from __future__ import annotations

from dataclasses import replace

from celca.bom.columns import Column
from celca.bom.tables import Table
from celca.bom.view import View
from celca.errors import FileFault, Finding

__all__ = ["LOSSES", "read_losses", "without_scrap_masses"]

LOSSES = ("yield", "scrap", "scrap_added")
_MOST = 100.0
_TELLING = 0.1
_SAID = {
    "yield": ("yield", "Write what is kept of what goes in, such as 0.85 or 85%."),
    "scrap": ("scrap rate", "Write what is lost of what goes in, such as 0.15 or 15%."),
    "scrap_added": ("component scrap", "Write what is added to what is kept, such as 5%."),
}


def without_scrap_masses(table: Table) -> Table:
    """Leave aside a column that gives scrap as a mass: it is no share."""
    columns = table.columns.items()
    kept = {m: c for m, c in columns if m not in LOSSES or c.unit in ("", "%")}
    return table if len(kept) == len(table.columns) else replace(table, columns=kept)


def read_losses(view: View) -> tuple[list[float | None], list[Finding]]:
    """Return what each row loses per kg kept [kg/kg], None where it is silent, and findings.

    Raises FileFault for a figure out of range, for two such columns in one file, and where the
    only mass is a gross one, which holds the loss already.
    """
    columns = [view.table.columns[m] for m in LOSSES if view.has(m)]
    if not columns:
        return [], []
    _refuse_twice(view, columns)
    column = columns[0]
    numbers = _fractions(view, column)
    losses = [None if n is None else _loss(view, column, i, n) for i, n in enumerate(numbers)]
    if not any(losses):
        return losses, []
    if "mass" in view.table.columns and view.table.columns["mass"].rank == 2:
        raise FileFault(
            f"{view.table.where} row {view.table.header_row}",
            f"{view.table.columns['mass'].header!r} is a gross mass, which holds what is lost"
            f" already, and {column.header!r} would count it again.",
            "Add a column with the mass in the finished product, 'Net mass (kg)'.",
        )
    return losses, _assumption(view, column, losses)


def _refuse_twice(view: View, columns: list[Column]) -> None:
    if len(columns) > 1:
        names = " and ".join(repr(c.header) for c in columns)
        raise FileFault(
            f"{view.table.where} row {view.table.header_row}",
            f"the columns {names} both say what is lost.",
            "Keep one of them.",
        )


def _fractions(view: View, column: Column) -> list[float | None]:
    """Return the figures as fractions: `5%`, or 5 under a heading with %, is 0.05."""
    numbers, units = view.amounts(column.meaning)
    plain = [n for n, u in zip(numbers, units, strict=True) if n is not None and not u]
    # a yield of 0.85 under a heading with % is a share; a scrap rate of 0.85 is per cent
    percent = column.unit == "%" and (column.meaning != "yield" or any(n > 1 for n in plain))
    out: list[float | None] = []
    for index, (number, unit) in enumerate(zip(numbers, units, strict=True)):
        if unit not in ("", "%"):
            raise _fault(view, column, index)
        out.append(number / 100 if number is not None and (unit or percent) else number)
    return out


def _loss(view: View, column: Column, index: int, number: float) -> float:
    """Return what is lost per kg kept [kg/kg]."""
    if column.meaning == "yield" and 0 < number <= 1:
        loss = 1 / number - 1
    elif column.meaning == "scrap" and 0 <= number < 1:
        loss = number / (1 - number)
    elif column.meaning == "scrap_added" and number >= 0:
        loss = number
    else:
        raise _fault(view, column, index)
    if loss > _MOST:
        raise _fault(view, column, index)
    return loss


def _fault(view: View, column: Column, index: int) -> FileFault:
    kind, advice = _SAID[column.meaning]
    cell = view.rows[index][column.index]
    return FileFault(view.where(column.meaning, index), f"{cell!r} is no {kind}.", advice)


def _assumption(view: View, column: Column, losses: list[float | None]) -> list[Finding]:
    """Say how a scrap rate was read: of what goes in; some systems mean of what is kept."""
    if column.meaning != "scrap":
        return []
    most = max(loss or 0.0 for loss in losses)
    return [
        Finding.of(
            "warning" if most > _TELLING else "info",
            "scrap_of_input",
            "{column!r} is taken as lost per kg that goes in; head it 'Component scrap' if it is"
            " added per kg kept.",
            view.table.where,
            column=column.header,
        )
    ]
