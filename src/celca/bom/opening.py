"""Open a file of any kind that holds a table, judged by its first bytes, not its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from celca.bom.decoding import decode
from celca.bom.delimited import read_rows
from celca.bom.words import comma_words, squeeze
from celca.bom.workbook import Sheet, is_workbook, read_workbook
from celca.errors import FileFault

__all__ = ["Opened", "open_file"]

_BOOKS = (".xlsx", ".xlsm", ".ods", ".xlsb")


@dataclass(frozen=True, slots=True)
class Opened:
    """The tables of a file.

    sheets     one for a text file
    encoding   of the text; empty for a workbook
    doubt      the encodings that it may be; empty where there is only one
    delimiter  of the text; empty for a workbook
    """

    sheets: Sequence[Sheet]
    encoding: str = ""
    doubt: tuple[str, ...] = ()
    delimiter: str = ""

    def habit(self, headers: Iterable[str]) -> str:
        """Return the decimal sign that goes with the delimiter and the language of headings."""
        headers = list(headers)
        if any("\u3040" <= letter <= "\u9fff" for h in headers for letter in h):
            return "."  # in Japanese and Chinese a comma stands between thousands
        comma = any(squeeze(h) in comma_words() for h in headers)
        return "," if self.delimiter == ";" and comma else ""


def open_file(path: Path) -> Opened:
    """Return the tables of a file; raise FileFault where there are none to read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileFault(str(path), "there is no such file.", "Check the path.") from None
    except OSError as fault:
        raise FileFault(str(path), f"the file cannot be read ({fault.strerror}).") from None
    if not data.strip():
        raise FileFault(
            path.name, "the file is empty.", "It needs a row of headings and one row per part."
        )
    if is_workbook(data[:8]):
        return Opened(read_workbook(path))
    _refuse_other(path.name, data[:2048])
    if path.suffix.lower() in _BOOKS:
        raise FileFault(
            path.name,
            f"the file is named {path.suffix}, but is no such workbook, which would be a zip file.",
            "Save it again from a spreadsheet program, or name it .csv if it is text.",
        )
    text, encoding, doubt = decode(data, path.name)
    rows, delimiter = read_rows(text, path.name)
    return Opened([Sheet("", rows)], encoding, doubt, delimiter)


def _refuse_other(name: str, head: bytes) -> None:
    """Refuse what is neither a workbook nor a table of text."""
    start = head.lstrip().lower()
    kinds = {b"%pdf": "a PDF", b"<!doctype html": "a web page", b"<html": "a web page"}
    kinds |= {b"<?xml": "XML", b"<table": "a web page", b"{": "JSON", b"\x89png": "a picture"}
    kinds |= {b"\x1f\x8b": "a compressed file", b"\xff\xd8\xff": "a picture"}
    for mark, kind in kinds.items():
        if start.startswith(mark):
            raise FileFault(
                name,
                f"the file is {kind}, not a table.",
                "Export the parts list as CSV or XLSX.",
            )
