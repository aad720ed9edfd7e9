"""The sheets of a workbook for what stands beside a footprint: rules, swaps, checks, sources."""

from __future__ import annotations

from collections.abc import Sequence

from celca.report.beside import Beside
from celca.report.book import Book, Cell, Formula, Sheet
from celca.report.decisions import swap_data
from celca.report.page import checked_items

__all__ = ["allocation_sheet", "checklist_sheet", "improve_sheet", "source_sheet"]


def allocation_sheet(book: Book, beside: Beside) -> Sheet:
    """Return the product under every allocation rule; no rows where nobody asked."""
    t = book.words
    heads = [t("code"), t("rule"), t("kg"), t("all_virgin_head"), t("all_recycled_head")]
    heads += [t("beyond_head"), t("reason")]
    rows: list[Sequence[Cell]] = [
        [
            row.allocation,
            t.name("allocation", row.allocation),
            row.total_kg_co2e,
            row.variants.get("all_virgin"),
            row.variants.get("all_recycled"),
            row.beyond_boundary_kg_co2e,
            book.say(row.refused),
        ]
        for row in beside.allocations
    ]
    return Sheet("allocations", heads, rows, (18, 44, 16, 16, 16, 20, 60))


def improve_sheet(book: Book, beside: Beside) -> Sheet:
    """Return every swap of one part; what it saves is a formula."""
    t = book.words
    heads = [t("part"), t("description"), t("material"), t("variant"), t("now"), t("then")]
    heads += [t("saved"), t("content_change"), t("mci_change"), t("data")]
    rows: list[Sequence[Cell]] = [
        [
            *(s.part, s.description, s.material, t.name("input", s.variant)),
            *(s.now_kg_co2e, s.then_kg_co2e, Formula(f"E{n}-F{n}", s.saved_kg_co2e)),
            *(s.recycled_content_change, s.mci_change, swap_data(s, t)),
        ]
        for n, s in enumerate(beside.swaps, start=2)
    ]
    return Sheet("improve", heads, rows, (14, 28, 24, 14, 14, 14, 14, 18, 12, 30))


def checklist_sheet(book: Book, beside: Beside) -> Sheet:
    """Return the checklist of ISO 14067, looked at."""
    t = book.words
    heads = [t("code"), t("clause"), t("asks"), t("result"), t("looked"), t("found")]
    rows: list[Sequence[Cell]] = [
        [
            *(item.id, item.clause.replace("Annex ", t("annex"))),
            *(t.name("check", item.id), t.name("check_result", item.result)),
            *(book.say(item.looked), book.say(item.found, item.values)),
        ]
        for item in checked_items(book.result, beside)
    ]
    return Sheet("checklist", heads, rows, (8, 22, 60, 22, 30, 90))


def source_sheet(book: Book) -> Sheet:
    """Return the sources of the processes that the product itself calls on."""
    t = book.words
    heads = [t("source"), t("citation"), t("year"), t("licence"), "URL"]
    rows: list[Sequence[Cell]] = [
        [s["id"], s["citation"], s["year"], s["licence"], s["url"]] for s in book.result.sources
    ]
    return Sheet("sources", heads, rows, (22, 70, 10, 26, 60))
