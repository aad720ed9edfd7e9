"""The sheets of an auditor's workbook, as plain tables of texts, numbers and formulas.

Every footprint is amount x factor, every stage the sum of its lines, and the total the sum of
the stages. This module knows no file format.
"""

from __future__ import annotations

from collections.abc import Sequence

from celca.assess import Footprint
from celca.report.beside import ALONE, Beside
from celca.report.book import Book, Cell, Formula, Sheet
from celca.report.factors import Factor, factors_of
from celca.report.sheets_beside import (
    allocation_sheet,
    checklist_sheet,
    improve_sheet,
    source_sheet,
)
from celca.report.view import process_title, step_title
from celca.report.words import Words, clean

__all__ = ["sheets_of"]

_SAME = 1e-9


def sheets_of(result: Footprint, words: Words, beside: Beside = ALONE) -> list[Sheet]:
    """Return the sheets in order, the summary first; what nobody asked for has none."""
    book = Book(words, result, beside.sayings(words))
    factors, places = factors_of(result.lines, words.lang)
    more = [
        sheet
        for sheet in (allocation_sheet(book, beside), improve_sheet(book, beside))
        if sheet.rows
    ]
    return [
        _summary(book),
        _lines(book, places),
        _factors(book, factors),
        _stages(book),
        _categories(book),
        _variants(book),
        *more,
        checklist_sheet(book, beside),
        _excluded(book),
        _findings(book),
        source_sheet(book),
        _repeat(book),
    ]


def _summary(book: Book) -> Sheet:
    t, result = book.words, book.result
    unit = result.declared_unit
    total = len(result.by_stage) + 2
    live = Formula(book.at("stages", f"$C${total}"), result.total_kg_co2e)
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
    return Sheet("summary", [t("product"), clean(result.product)], rows, (38, 26, 12, 40))


def _lines(book: Book, places: Sequence[int]) -> Sheet:
    t, result = book.words, book.result
    heads = [
        *(t("part"), t("description"), t("code"), t("stage"), t("process"), t("input")),
        *(t("amount"), t("unit"), t("factor_unit"), t("kg"), t("share"), t("matched")),
    ]
    total = book.at("stages", f"$C${len(result.by_stage) + 2}")
    rows: list[Sequence[Cell]] = []
    for number, (line, place) in enumerate(zip(result.lines, places, strict=True), start=2):
        factor = line.kg_co2e / line.amount if line.amount else 0.0
        rows.append(
            [
                line.part,
                step_title(line, t, book.say),
                line.stage,
                t.name("stage", line.stage),
                process_title(line, t),
                t.name("input", line.variant) if line.variant else "",
                line.amount,
                line.unit,
                Formula(book.at("factors", f"$C${place + 2}"), factor),
                Formula(f"G{number}*I{number}", line.kg_co2e),
                Formula(f'IF({total}=0,"",J{number}/{total})', line.share),
                str(line.match.get("how", "")),
            ]
        )
    return Sheet("lines", heads, rows, (14, 28, 14, 18, 30, 12, 14, 10, 16, 16, 12, 12))


def _factors(book: Book, factors: Sequence[Factor]) -> Sheet:
    t = book.words
    heads = [t("process"), t("unit"), t("factor_unit"), t("source"), t("code")]
    rows: list[Sequence[Cell]] = [
        [f.title or t("supplier"), f.unit, f.value, book.say(f.source), f.process] for f in factors
    ]
    return Sheet("factors", heads, rows, (44, 12, 20, 40, 30))


def _stages(book: Book) -> Sheet:
    t, result = book.words, book.result
    last = len(result.lines) + 1
    codes, values = (book.at("lines", f"${c}$2:${c}${last}") for c in "CJ")
    end = len(result.by_stage) + 1
    rows: list[Sequence[Cell]] = []
    for number, (stage, value) in enumerate(result.by_stage.items(), start=2):
        summed = Formula(f"SUMIFS({values},{codes},A{number})", value)
        share = value / result.total_kg_co2e if result.total_kg_co2e else 0.0
        shared = Formula(f'IF($C${end + 1}=0,"",C{number}/$C${end + 1})', share)
        rows.append([stage, t.name("stage", stage), summed, shared])
    rows.append(["", t("total"), Formula(f"SUM(C2:C{end})", result.total_kg_co2e)])
    return Sheet("stages", [t("code"), t("stage"), t("kg"), t("share")], rows, (18, 26, 20, 12))


def _categories(book: Book) -> Sheet:
    t, result = book.words, book.result
    rows: list[Sequence[Cell]] = [
        [name, t.name("category", name), value] for name, value in result.by_category.items()
    ]
    end = len(rows) + 1
    uptake = 2 + list(result.by_category).index("biogenic_uptake")
    rows.append(["", t("total_with"), Formula(f"SUM(C2:C{end})", result.total_kg_co2e)])
    without = Formula(f"C{end + 1}-C{uptake}", result.total_excluding_uptake_kg_co2e)
    rows.append(["", t("total_without"), without])
    return Sheet("categories", [t("code"), t("category"), t("kg")], rows, (22, 28, 20))


def _variants(book: Book) -> Sheet:
    t, result = book.words, book.result
    heads = [t("variant"), t("kg"), f"{t('change')} (%)"]
    heads += [t("recycled_content"), t("bio_based_content"), t("total_without")]
    heads += ["2.5 %", "97.5 %", t("below_head")] if result.uncertainty else []
    bands = {str(row["name"]): row for row in (result.uncertainty or {}).get("variants", ())}
    ends = ("p2_5", "p97_5", "probability_below_as_specified")
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
                *(bands.get(v.name, {}).get(end) for end in ends if bands),
            ]
        )
    return Sheet("variants", heads, rows, (28, 18, 14, 18, 18, 22, 12, 12, 18))


def _excluded(book: Book) -> Sheet:
    t = book.words
    heads = [t("part"), t("description"), t("material"), "kg", t("reason"), t("place")]
    rows: list[Sequence[Cell]] = [
        [
            str(x["part"]),
            str(x["description"]),
            str(x["material"]),
            x["mass_kg"],
            book.say(str(x["reason"])),
            book.say.place(str(x["where"])),
        ]
        for x in book.result.excluded.lines
    ]
    return Sheet("excluded", heads, rows, (14, 28, 24, 10, 50, 24))


def _findings(book: Book) -> Sheet:
    t = book.words
    heads = [t("severity"), t("code"), t("message"), t("place")]
    rows: list[Sequence[Cell]] = [
        [
            *(t(f"severity.{f.severity}"), f.code),
            *(book.say(f.message, f.values), book.say.place(f.where)),
        ]
        for f in book.result.findings
    ]
    return Sheet("findings", heads, rows, (16, 24, 100, 30))


def _repeat(book: Book) -> Sheet:
    t, result = book.words, book.result
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
    return Sheet("repeat", ["", t("version"), t("hash")], rows, (16, 30, 72))
