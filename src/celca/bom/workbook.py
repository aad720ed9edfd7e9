"""A spreadsheet file to sheets of cells: XLSX, XLSM, XLS and ODS, through calamine.

A workbook is an archive, and an archive can be made to burst. Its size when unpacked is
measured before anything is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celca.bom.hidden import hidden_rows
from celca.errors import FileFault

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

__all__ = ["Sheet", "is_workbook", "read_workbook"]

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNPACKED = 1 << 30
_CELLS = 60_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of cells, as it stands in a file.

    name     of the sheet; empty for a text file
    rows     of cells, from the first row of the sheet; numbers are floats
    visible  whether the sheet is shown
    merged   ranges of merged cells: first row, first column, last row, last column, from 0
    hidden   rows that are not shown, 1 = first; None where the kind of file does not tell
    """

    name: str
    rows: Sequence[list[Any]]
    visible: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: frozenset[int] | None = frozenset()


def is_workbook(head: bytes) -> bool:
    """Say whether a file that begins like this is a spreadsheet rather than text."""
    return head.startswith((_ZIP, _OLE))


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook.

    Raises FileFault for a file that is damaged, locked with a password, or too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    _measure(path)
    hidden = hidden_rows(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            shown = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
            sheets = [_sheet(book.get_sheet_by_name(m.name), str(m.visible), path) for m in shown]
    except PasswordError:
        raise FileFault(
            path.name, "the workbook is locked with a password.", "Save it without one."
        ) from None
    except (CalamineError, OSError, ValueError) as fault:
        raise _unreadable(path, fault) from None
    except BaseException as fault:
        # where calamine's Rust code panics, the exception is below BaseException alone, and
        # its class cannot be imported: it is known by its name, and all else goes on its way
        if type(fault).__name__ != "PanicException":
            raise
        raise _unreadable(path, fault) from None
    return [
        replace(s, hidden=None if hidden is None else hidden.get(s.name, frozenset()))
        for s in sheets
    ]


def _unreadable(path: Path, fault: BaseException) -> FileFault:
    return FileFault(
        path.name,
        f"the workbook cannot be read ({' '.join(str(fault).split())}).",
        "Open it in a spreadsheet program and save it again as .xlsx.",
    )


def _sheet(sheet: Any, visible: str, path: Path) -> Sheet:  # noqa: ANN401  calamine's own type
    if sheet.total_height * sheet.total_width > _CELLS:
        raise FileFault(
            f"{path.name} sheet {sheet.name!r}",
            f"the sheet is {sheet.total_height} rows by {sheet.total_width} columns.",
            "Delete the empty rows and columns beyond the table, or save the table as CSV.",
        )
    rows = [[_cell(c) for c in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Sheet(sheet.name, rows, visible.endswith("Visible"), merged)


def _cell(value: object) -> object:
    """Return text as text and a number as a float; dates and the like become text."""
    if isinstance(value, str | float):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    return float(value) if isinstance(value, int) else str(value)


def _measure(path: Path) -> None:
    """Refuse an archive that unpacks to more than celca is ready to read."""
    import zipfile
    import zlib

    with path.open("rb") as file:
        if not file.read(4).startswith(_ZIP):
            return
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_documents(path.name, archive.namelist())
            if sum(member.file_size for member in archive.infolist()) > _UNPACKED:
                raise _too_large(path)
            for member in archive.infolist():
                if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise zipfile.BadZipFile(f"{member.filename} is packed in an unusual way")
                extent = _Extent(member.filename)
                sheet = "worksheets/" in member.filename or extent.repeats
                for chunk in _chunks(archive, member):  # fails where a stated size is a lie
                    if sheet:
                        extent.see(chunk)
                    if extent.cells > _CELLS:
                        raise _too_large(path)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, OSError) as fault:
        raise FileFault(
            path.name,
            f"the workbook is damaged ({fault}).",
            "Open it in a spreadsheet program and save it again as .xlsx.",
        ) from None


def _refuse_documents(name: str, members: Sequence[str]) -> None:
    for folder, kind in (("word/", "a Word document"), ("ppt/", "a presentation")):
        if any(member.startswith(folder) for member in members):
            problem = f"the file is {kind}, not a table."
            raise FileFault(name, problem, "Export the parts list as CSV or XLSX.")


class _Extent:
    """How many cells a sheet would fill, judged as its text streams by."""

    def __init__(self, name: str) -> None:
        import re

        self.repeats = name == "content.xml"
        self.cells = 0
        self.rows, self.columns = 0, 0
        self.letters = re.compile(rb'\br="([A-Z]+)[0-9]')
        self.far = re.compile(rb'\br="[A-Z]*(?:[2-9][0-9]{4}|[0-9]{6,})"')
        self.row = re.compile(rb'\br="[A-Z]*([0-9]{4,})"')
        self.repeated = re.compile(
            rb'<table:table-row[^>]*number-rows-repeated="[0-9]{5,}"'
            rb"(?:(?!</table:table-row>).)*?office:value"
            rb'|<table:table-cell(?=[^>]*office:value)[^>]*number-columns-repeated="[0-9]{4,}"',
            re.DOTALL,
        )

    def see(self, chunk: bytes) -> None:
        """Take in the next piece of the text."""
        if self.repeats:
            self.cells = _CELLS + 1 if self.repeated.search(chunk) else self.cells
            return
        rows = 20_000 if self.row.search(chunk) else 1000
        if self.far.search(chunk):
            rows = max(map(int, self.row.findall(chunk)))
        names = set(self.letters.findall(chunk))
        self.rows = max(self.rows, rows)
        self.columns = max(self.columns, max(map(_column, names), default=0))
        self.cells = max(self.cells, self.rows * self.columns)


def _column(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _too_large(path: Path) -> FileFault:
    return FileFault(
        path.name,
        f"the workbook unpacks to more than {_UNPACKED >> 20} MB or {_CELLS:,} cells.",
        "Save only the sheet with the parts list, as CSV.",
    )


def _chunks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while chunk := stream.read(1 << 20):
            yield chunk
