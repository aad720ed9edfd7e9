"""A footprint as a workbook for auditors, with its formulas alive.

Every footprint in it is amount x factor, every stage the sum of its lines, and the total the
sum of the stages: opening the file recalculates the number, and changing an amount changes it.
Text is always written as text, so that a part called `=cmd|...` stays a name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from celca.assess import Footprint, ResultLine
from celca.errors import MissingExtra
from celca.report.render import write_bytes
from celca.report.words import Words, clean, load_words

__all__ = ["Factor", "factors_of", "workbook", "write_workbook"]

_LONGEST = 32_000
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Factor:
    """What one unit of a process costs.

    value  [kg CO2e/unit]
    """

    process: str
    unit: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that Excel calculates.

    text   the formula
    value  what it gives, for readers that do not calculate
    """

    text: str
    value: float | str


def workbook(result: Footprint, *, lang: str = "en") -> bytes:
    """Return an XLSX file that recalculates a footprint.

    Raises UnknownName for a language that is not there, MissingExtra without xlsxwriter.
    """
    try:
        import xlsxwriter
    except ImportError as fault:
        raise MissingExtra("xlsxwriter", "report", "A workbook") from fault

    words, content = load_words(lang), BytesIO()
    # None of Excel's guesses: what is text stays text.
    guesses = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    book = xlsxwriter.Workbook(content, {"in_memory": True, **dict.fromkeys(guesses, False)})
    book.set_properties({"title": clean(result.product), "created": datetime(2000, 1, 1)})
    book.set_calc_mode("auto")
    sheets = _Sheets(book, words, result)
    factors, places = factors_of(result.lines)
    for name in _ORDER:
        book.add_worksheet(words(f"sheet.{name}"))
    _summary(sheets)
    _lines(sheets, places)
    _factors(sheets, factors)
    _stages(sheets)
    _categories(sheets)
    _variants(sheets)
    _notes(sheets)
    _repeat(sheets)
    book.close()
    return content.getvalue()


def write_workbook(result: Footprint, path: Path, *, lang: str = "en") -> None:
    """Write the workbook of a footprint; a file that is there is replaced whole or not at all.

    Raises FileFault where it cannot be written, and what `workbook` raises.
    """
    write_bytes(path, workbook(result, lang=lang))


def factors_of(lines: Sequence[ResultLine]) -> tuple[list[Factor], list[int]]:
    """Return the factors that lines were multiplied with, and for each line which one."""
    factors: list[Factor] = []
    known: dict[str, list[int]] = {}
    places = []
    for line in lines:
        value = line.kg_co2e / line.amount if line.amount else 0.0
        same = known.setdefault(line.process, [])
        place = next((i for i in same if math.isclose(factors[i].value, value, rel_tol=_SAME)), -1)
        if place < 0:
            place = len(factors)
            factors.append(Factor(line.process, line.unit, value, line.source))
            same.append(place)
        places.append(place)
    return factors, places


_ORDER = (
    *("summary", "lines", "factors", "stages", "categories"),
    *("variants", "excluded", "findings", "repeat"),
)
Cell = str | float | Formula | None


class _Sheets:
    """The sheets of one workbook, written a table at a time."""

    def __init__(self, book: Any, words: Words, result: Footprint) -> None:  # noqa: ANN401
        self.book, self.words, self.result = book, words, result
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"valign": "top"})
        self.given = book.add_format({"font_color": "#1f4fbf", "num_format": "General"})
        self.made = book.add_format({"num_format": "General"})

    def at(self, name: str, cell: str) -> str:
        """Return a reference to a cell of another sheet."""
        return f"'{self.words(f'sheet.{name}')}'!{cell}"

    def table(
        self, name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int]
    ) -> None:
        """Write a table from the first cell of a sheet on."""
        sheet = self.book.get_worksheet_by_name(self.words(f"sheet.{name}"))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.head)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                self._write(sheet, number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:  # noqa: ANN401
        if isinstance(cell, Formula):
            sheet.write_formula(row, column, f"={cell.text}", self.made, cell.value)
        elif isinstance(cell, str):
            sheet.write_string(row, column, clean(cell)[:_LONGEST], self.text)
        elif cell is not None and math.isfinite(cell):
            sheet.write_number(row, column, cell, self.given)


def _summary(sheets: _Sheets) -> None:
    t, result = sheets.words, sheets.result
    unit = result.declared_unit
    total = len(result.by_stage) + 2
    live = Formula(sheets.at("stages", f"$C${total}"), result.total_kg_co2e)
    check = f'IF(ABS(B10)<={_SAME}*MAX(1,ABS(B9)),"{t("book_agrees")}","{t("book_differs")}")'
    rows: list[Sequence[Cell]] = [
        [t("declared_unit"), unit.amount, unit.unit, unit.description],
        [t("boundary"), t.name("boundary", result.boundary)],
        [t("method"), result.method],
        [t("allocation"), t.name("allocation", result.allocation)],
        [t("database"), f"{result.database['name']} {result.database['version']}"],
        [t("mass"), result.mass_kg, "kg"],
        [t("book_total"), live, t("kg")],
        [t("book_stated"), result.total_kg_co2e, t("kg")],
        [t("book_difference"), Formula("B8-B9", 0.0), t("kg")],
        [t("book_check"), Formula(check, t("book_agrees"))],
        [t("total_without"), result.total_excluding_uptake_kg_co2e, t("kg")],
        [t("recycled_content"), result.circularity.recycled_content, "kg/kg"],
        [t("bio_based_content"), result.circularity.bio_based_content, "kg/kg"],
        [t("mci"), result.circularity.mci],
        [t("book_note")],
    ]
    sheets.table("summary", [t("product"), clean(result.product)], rows, (38, 26, 12, 40))


def _lines(sheets: _Sheets, places: Sequence[int]) -> None:
    t, result = sheets.words, sheets.result
    heads = [
        *(t("part"), t("description"), t("code"), t("stage"), t("process"), t("input")),
        *(t("amount"), t("unit"), t("factor_unit"), t("kg"), t("share"), t("matched")),
    ]
    total = sheets.at("stages", f"$C${len(result.by_stage) + 2}")
    rows: list[Sequence[Cell]] = []
    for number, (line, place) in enumerate(zip(result.lines, places, strict=True), start=2):
        factor = line.kg_co2e / line.amount if line.amount else 0.0
        rows.append(
            [
                line.part,
                t.name("treatment", line.description),
                line.stage,
                t.name("stage", line.stage),
                line.process or t("supplier"),
                t.name("input", line.variant) if line.variant else "",
                line.amount,
                line.unit,
                Formula(sheets.at("factors", f"$C${place + 2}"), factor),
                Formula(f"G{number}*I{number}", line.kg_co2e),
                Formula(f'IF({total}=0,"",J{number}/{total})', line.share),
                str(line.match.get("how", "")),
            ]
        )
    sheets.table("lines", heads, rows, (14, 28, 14, 18, 30, 12, 14, 10, 16, 16, 12, 12))


def _factors(sheets: _Sheets, factors: Sequence[Factor]) -> None:
    t = sheets.words
    heads = [t("process"), t("unit"), t("factor_unit"), t("source")]
    rows = [[f.process or t("supplier"), f.unit, f.value, f.source] for f in factors]
    sheets.table("factors", heads, rows, (36, 12, 20, 60))


def _stages(sheets: _Sheets) -> None:
    t, result = sheets.words, sheets.result
    last = len(result.lines) + 1
    codes, values = (sheets.at("lines", f"${c}$2:${c}${last}") for c in "CJ")
    end = len(result.by_stage) + 1
    rows: list[Sequence[Cell]] = []
    for number, (stage, value) in enumerate(result.by_stage.items(), start=2):
        summed = Formula(f"SUMIFS({values},{codes},A{number})", value)
        share = value / result.total_kg_co2e if result.total_kg_co2e else 0.0
        shared = Formula(f'IF($C${end + 1}=0,"",C{number}/$C${end + 1})', share)
        rows.append([stage, t.name("stage", stage), summed, shared])
    rows.append(["", t("total"), Formula(f"SUM(C2:C{end})", result.total_kg_co2e)])
    sheets.table("stages", [t("code"), t("stage"), t("kg"), t("share")], rows, (18, 26, 20, 12))


def _categories(sheets: _Sheets) -> None:
    t, result = sheets.words, sheets.result
    rows: list[Sequence[Cell]] = [
        [name, t.name("category", name), value] for name, value in result.by_category.items()
    ]
    end = len(rows) + 1
    uptake = 2 + list(result.by_category).index("biogenic_uptake")
    rows.append(["", t("total_with"), Formula(f"SUM(C2:C{end})", result.total_kg_co2e)])
    without = Formula(f"C{end + 1}-C{uptake}", result.total_excluding_uptake_kg_co2e)
    rows.append(["", t("total_without"), without])
    sheets.table("categories", [t("code"), t("category"), t("kg")], rows, (22, 28, 20))


def _variants(sheets: _Sheets) -> None:
    t, result = sheets.words, sheets.result
    heads = [t("variant"), t("kg"), f"{t('change')} (%)"]
    heads += [t("recycled_content"), t("bio_based_content"), t("total_without")]
    rows: list[Sequence[Cell]] = []
    for number, v in enumerate(result.variants, start=2):
        change = "" if v.change_percent is None else v.change_percent
        formula = f'IF($B$2=0,"",100*(B{number}-$B$2)/ABS($B$2))'
        rows.append(
            [
                t.name("variant", v.name),
                v.total_kg_co2e,
                Formula(formula, change),
                v.recycled_content,
                v.bio_based_content,
                v.total_excluding_uptake_kg_co2e,
            ]
        )
    sheets.table("variants", heads, rows, (28, 18, 14, 18, 18, 22))


def _notes(sheets: _Sheets) -> None:
    t, result = sheets.words, sheets.result
    heads = [t("part"), t("description"), t("material"), "kg", t("reason"), t("place")]
    keys = ("part", "description", "material", "mass_kg", "reason", "where")
    left = [[x[key] for key in keys] for x in result.excluded.lines]
    sheets.table("excluded", heads, left, (14, 28, 24, 10, 50, 24))
    heads = [t("severity"), t("code"), t("message"), t("place")]
    found = [[t(f"severity.{f.severity}"), f.code, f.message, f.where] for f in result.findings]
    sheets.table("findings", heads, found, (16, 24, 100, 30))


def _repeat(sheets: _Sheets) -> None:
    t, result = sheets.words, sheets.result
    method = result.provenance.get("method", {})
    name = f"{result.database['name']} {result.database['version']}"
    rows: list[Sequence[Cell]] = [
        ["celca", str(result.provenance.get("celca", "")), ""],
        [t("database"), name, result.database["hash"]],
        [t("method"), str(method.get("id", result.method)), str(method.get("hash", ""))],
        *(
            [t("file"), str(file["file"]), str(file["sha256"])]
            for file in result.provenance.get("inputs", [])
        ),
    ]
    sheets.table("repeat", ["", t("version"), t("hash")], rows, (16, 30, 72))
