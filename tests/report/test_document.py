"""A report as a Word document: what stands on its page stands in it, and nothing else acts."""

from __future__ import annotations

import builtins
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from celca.assess import Footprint
from celca.errors import MissingExtra
from celca.report import calculation_report, page_to_docx, report_page, study_report

docx = pytest.importorskip("docx")

if TYPE_CHECKING:
    from docx.document import Document


def _read(page: str) -> Document:
    return docx.Document(BytesIO(page_to_docx(page)))


def _cells(document: Document) -> list[str]:
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_headings_of_the_page_are_headings_of_the_document(lamp: Footprint) -> None:
    page = study_report(lamp)
    document = _read(page)
    heads = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    wanted = re.findall(r"<h[123]>(.*?)</h[123]>", page)
    assert heads == wanted


def test_every_row_of_every_table_is_there(lamp: Footprint) -> None:
    page = study_report(lamp)
    document = _read(page)
    charts = page.count("data-figure=")
    assert len(document.tables) == page.count("<table>") + charts
    text = _cells(document)
    for line in lamp.lines:
        assert any(line.part in cell for cell in text), line.part
    assert "20.00" in text


@pytest.mark.parametrize("report", [calculation_report, study_report])
def test_open_items_are_marked_and_counted(
    lamp: Footprint, report: Callable[[Footprint], str]
) -> None:
    document = _read(report(lamp))
    marked = [
        run.text
        for p in document.paragraphs
        for run in p.runs
        if run.font.highlight_color is not None
    ]
    assert len(marked) > 20
    assert set(marked) <= {"open item", "未記入"}


def test_a_chart_becomes_bars_of_text_from_zero(lamp: Footprint) -> None:
    document = _read(calculation_report(lamp))
    bars = {row.cells[0].text: row.cells[1].text for t in document.tables for row in t.rows
            if len(row.cells) == 3 and "█" in row.cells[1].text}  # fmt: skip
    assert len(bars["原材料調達"]) == round(24 * 14 / 20) or len(bars["原材料調達"]) == 24
    assert len(bars["生産"]) < len(bars["原材料調達"])


def test_hostile_names_stay_text(lamp: Footprint) -> None:
    bad = "<script>alert(1)</script> =cmd|x **md** \u202eexe.txt"
    line = replace(lamp.lines[0], part=bad, description="{ INCLUDETEXT x }")
    content = page_to_docx(report_page(replace(lamp, product=bad, lines=(line,))))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        body = parts.read("word/document.xml").decode()
        outside = parts.read("word/_rels/document.xml.rels").decode()
    assert "fldSimple" not in body
    assert "instrText" not in body
    assert "\u202e" not in body
    assert "&lt;script&gt;alert(1)" in body
    assert 'TargetMode="External"' not in outside


def test_letters_that_no_document_may_hold_are_left_out(lamp: Footprint) -> None:
    document = _read(report_page(replace(lamp, product="lamp\x00\x0b\x1b[31m")))
    assert document.paragraphs[1].text == "lamp[31m"


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    lamp: Footprint, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if name == "docx":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match=r"docx.*celca\[report\]"):
        page_to_docx(report_page(lamp))
