"""A report as a Word document, made from its page: what stands on the one stands in the other.

Only the few tags that the templates use are read. A chart becomes a table with bars of text,
which starts at zero, prints, and can be read aloud.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celca.errors import MissingExtra
from celca.report.render import write_bytes
from celca.report.words import clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

__all__ = ["page_to_docx", "write_docx"]

_SKIPPED = ("script", "style", "head", "noscript", "button", "summary")
_BLOCKS = {"h1": 0, "h2": 1, "h3": 2}
_VOID = ("br", "meta", "link", "path", "rect", "img", "input")
_CELLS = 24  # letters that the longest bar is made of
_FONT, _ASIAN = "Calibri", "Yu Gothic"


def page_to_docx(page: str) -> bytes:
    """Return a page of this room as a Word document. Raises MissingExtra without python-docx."""
    try:
        import docx
    except ImportError as fault:
        raise MissingExtra("docx", "report", "A Word document") from fault
    document = docx.Document()
    _dress(document)
    _Writer(document, _figures(page)).feed(page)
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    document.core_properties.title = clean(title.group(1)) if title else ""
    document.core_properties.author = ""
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def write_docx(page: str, path: Path) -> None:
    """Write a page as a Word document; a file that is there is replaced whole or not at all.

    Raises FileFault where it cannot be written, and what `page_to_docx` raises.
    """
    write_bytes(path, page_to_docx(page))


def _figures(page: str) -> Mapping[str, Any]:
    found = re.search(r'id="figures">(.*?)</script>', page, re.S)
    return json.loads(found.group(1)) if found else {}


def _dress(document: Document) -> None:
    """Set A4, and letters that have Japanese."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            style.font.name = _FONT
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _ASIAN)
    document.styles["Normal"].font.size = Pt(10)


class _Writer(HTMLParser):
    """Write tag by tag into a document."""

    def __init__(self, document: Document, figures: Mapping[str, Any]) -> None:
        super().__init__(convert_charrefs=True)
        self.document, self.figures = document, figures
        self.skipped: list[str] = []
        self.block: Any = None  # the paragraph that text goes to
        self.rows: list[list[tuple[str, bool]]] | None = None  # of the table being read
        self.cell: list[str] | None = None
        self.span = 1
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a row or a cell, or leave out what is no text."""
        given = {name: value or "" for name, value in attrs}
        if self.skipped or tag in _SKIPPED or "undrawn-note" in given.get("class", ""):
            if tag not in _VOID:
                self.skipped.append(tag)
            return
        if tag not in _VOID:
            self.open.append("open" if given.get("class") == "open" else tag)
        if "data-figure" in given:
            self._chart(given["data-figure"], given.get("aria-label", ""))
        elif tag == "table":
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("td", "th", "caption"):
            self.cell = []
            self.span = int(given.get("colspan", "1"))
        elif tag in ("br", "small"):
            self.handle_data("\n" if tag == "br" else ": ")
        elif self.cell is None:
            self._begin(tag)

    def _begin(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.block = self.document.add_heading("", _BLOCKS[tag])
        elif tag in ("p", "dt", "pre", "text"):
            self.block = self.document.add_paragraph()
        elif tag == "dd":
            self.block = self.document.add_paragraph()
            self.block.paragraph_format.left_indent = _millimetres(8)
        elif tag == "li":
            self.block = self.document.add_paragraph(style="List Bullet")

    def handle_endtag(self, tag: str) -> None:
        """End what the tag began."""
        if self.skipped:
            if tag == self.skipped[-1]:
                self.skipped.pop()
            return
        if self.open:
            self.open.pop()
        if tag in ("td", "th") and self.cell is not None and self.rows:
            text = " ".join("".join(self.cell).split(" "))
            self.rows[-1].append((_tidy(text), tag == "th"))
            self.rows[-1].extend([("", False)] * (self.span - 1))
            self.cell = None
        elif tag == "caption" and self.cell is not None:
            self._paragraph(_tidy("".join(self.cell)), bold=True)
            self.cell = None
        elif tag == "table" and self.rows is not None:
            self._table([row for row in self.rows if row])
            self.rows = None
        elif tag in (*_BLOCKS, "p", "dt", "dd", "li", "pre", "text"):
            self.block = None

    def handle_data(self, data: str) -> None:
        """Write text where the tags around it say."""
        if self.skipped:
            return
        if self.cell is not None:
            self.cell.append(data)
        elif self.block is not None:
            text = data if "pre" in self.open else re.sub(r"\s+", " ", data)
            if text.strip() or self.block.runs:
                run = self.block.add_run(_plain(text if self.block.runs else text.lstrip()))
                run.bold = "b" in self.open or "dt" in self.open or None
                _mark(run, "open" in self.open)

    def _paragraph(self, text: str, *, bold: bool = False) -> None:
        if text:
            self.document.add_paragraph().add_run(_plain(text)).bold = bold

    def _table(self, rows: list[list[tuple[str, bool]]]) -> None:
        if not rows:
            return
        width = max(map(len, rows))
        table: Table = self.document.add_table(rows=len(rows), cols=width)
        table.style = "Table Grid"
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, (text, head) in zip(row.cells, cells, strict=False):
                cell.text = _plain(text)
                for paragraph in cell.paragraphs:
                    paragraph.style = "Normal"
                    for run in paragraph.runs:
                        run.font.size = _points(8)
                        run.bold = head and row is table.rows[0] or None
        self.document.add_paragraph()

    def _chart(self, name: str, said: str) -> None:
        """Write a chart as bars of text, or as the words for those who hear it."""
        figure = self.figures.get(name, {})
        bars = _bars(figure)
        if bars:
            self._table([[(part, False) for part in bar] for bar in bars])
        else:
            self._paragraph(said)


def _bars(figure: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return name, bar and figure of each bar of a chart; none where it is no bar chart."""
    traces, notes = figure.get("data", ()), figure.get("layout", {}).get("annotations", ())
    if len(traces) != 1 or traces[0].get("type") not in ("bar", "waterfall"):
        return []
    values = traces[0]["x"]
    longest = max(map(abs, values), default=0.0) or 1.0
    texts = [unescape(note["text"]) for note in notes]
    out = []
    for value, name, text in zip(values, texts[::2], texts[1::2], strict=True):
        bar = "█" * round(_CELLS * abs(value) / longest)
        out.append((name, f"−{bar}" if value < 0 and bar else bar, text))
    return out


def _tidy(text: str) -> str:
    return re.sub(r"[ \t]*\n[ \t\n]*", "\n", text).strip()


def _plain(text: str) -> str:
    """Return text without what turns it around or no document may hold; line ends stay."""
    return "\n".join(clean(f"|{line}|")[1:-1] for line in text.split("\n"))


def _mark(run: Any, is_open: bool) -> None:  # noqa: ANN401
    if is_open:
        from docx.enum.text import WD_COLOR_INDEX

        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _points(size: int) -> Any:  # noqa: ANN401
    from docx.shared import Pt

    return Pt(size)


def _millimetres(size: int) -> Any:  # noqa: ANN401
    from docx.shared import Mm

    return Mm(size)
