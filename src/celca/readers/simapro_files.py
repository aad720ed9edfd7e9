"""The blocks of a SimaPro CSV: a heading and the rows below it, and numbers in its own writing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from celca.bom.decoding import decode
from celca.errors import DataError, FileFault
from celca.readers.formulas import evaluate

__all__ = ["Block", "Export", "Row", "is_simapro", "read_export"]

_SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t"}
_MARKS = (b"{SimaPro", b"{CSV separator", b"{CSV Format version")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file.

    line  as an editor counts it
    """

    line: int
    cells: Sequence[str]

    def cell(self, place: int) -> str:
        """Return a cell, empty where the line is shorter."""
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, and the rows until the next blank line."""

    heading: str
    rows: Sequence[Row]

    def text(self) -> str:
        """Return what stands below a heading that has one value."""
        return self.rows[0].cell(0) if self.rows else ""


@dataclass(frozen=True)
class Export:
    """A file as it was written: its header and its blocks in order.

    project  that it was exported from, '' where the header does not say
    decimal  the decimal sign
    """

    file: str
    project: str
    decimal: str
    blocks: Sequence[Block]

    def number(self, text: str, names: Mapping[str, float], where: str) -> float:
        """Return an amount, be it a number, a percentage or a formula of parameters.

        Raises FileFault.
        """
        plain = text.replace(",", ".") if self.decimal == "," else text
        try:
            return float(plain)
        except ValueError:
            percent = plain.endswith("%")
        try:
            return evaluate(plain.removesuffix("%"), names) / (100 if percent else 1)
        except DataError as error:
            raise FileFault(where, f"an amount cannot be read: {error}") from error

    def is_number(self, text: str) -> bool:
        """Say whether a cell is a number as it stands."""
        try:
            float(text.replace(",", ".") if self.decimal == "," else text)
        except ValueError:
            return False
        return True

    def place(self, row: Row) -> str:
        """Return where a row is, for messages."""
        return f"{self.file} line {row.line}"


def is_simapro(path: Path) -> bool:
    """Say whether a file begins like an export of SimaPro."""
    with path.open("rb") as file:
        head = file.read(200).replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b'\xff\xfe"')
    return head.startswith(_MARKS)


def read_export(path: Path) -> Export:
    """Return the blocks of a file, in whichever encoding it is. Raises FileFault."""
    # a delete character stands for a line break inside a comment
    text, _, _ = decode(path.read_bytes().replace(b"\x7f", b" "), path.name)
    header = dict(_header(text))
    stated = header.get("csv separator", "semicolon").casefold()
    separator = _SEPARATORS.get(stated)
    if separator is None:
        raise FileFault(path.name, f"has the CSV separator {stated!r}.", "Export with semicolons.")
    csv.field_size_limit(2**30)
    try:
        blocks = list(_blocks(text, separator))
    except csv.Error as error:
        raise FileFault(path.name, f"is not a well-formed CSV: {error}.") from error
    project = header.get("project") or header.get("projet") or ""
    return Export(path.name, project, header.get("decimal separator", "."), blocks)


def _header(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        plain = line.strip().strip('"').rstrip(";")
        if not plain.startswith("{"):
            return
        key, _, value = plain.strip("{}").partition(":")
        yield key.strip().casefold(), value.strip()


def _blocks(text: str, separator: str) -> Iterator[Block]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    heading, rows = "", list[Row]()
    for raw in lines:
        cells = [cell.strip() for cell in raw]
        if not any(cells):
            if heading:
                yield Block(heading, rows)
            heading, rows = "", []
        elif heading:
            rows.append(Row(lines.line_num, cells))
        elif not cells[0].startswith("{"):
            heading, rows = cells[0], []
    if heading:
        yield Block(heading, rows)
