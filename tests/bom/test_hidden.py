"""Rows that a workbook hides are read and told, whatever kind of workbook it is."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from celca.bom.hidden import hidden_rows
from celca.bom.hidden_xls import hidden_rows_of_xls

ODS = (
    '<office:document-content><table:table table:name="Parts &amp; Co">'
    '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    '<table:table-row table:visibility="collapse"><table:table-cell/></table:table-row>'
    "<table:table-row/>"
    '<table:table-row table:number-rows-repeated="2" table:visibility="filter"/>'
    '<table:table-row table:number-rows-repeated="1048570" table:visibility="collapse"/>'
    '</table:table><table:table table:name="B"><table:table-row/></table:table>'
    "</office:document-content>"
)


def ods(path: Path, text: str = ODS) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
    return path


def test_hidden_and_filtered_rows_of_an_ods_are_counted_as_a_person_does(tmp_path: Path) -> None:
    """Row 3, and rows 5 and 6; the empty end of the sheet is not counted."""
    found = hidden_rows(ods(tmp_path / "a.ods"))
    assert found == {"Parts & Co": frozenset((3, 5, 6)), "B": frozenset()}


def test_a_workbook_of_a_kind_that_does_not_tell_says_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    assert hidden_rows(tmp_path / "a.xlsb") is None


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def biff(hidden: int, version: int = 0x0600) -> bytes:
    """Return the stream of a workbook with one sheet, `Teile`, and one hidden row."""
    start = record(0x0809, struct.pack("<HH", version, 5) + bytes(12))
    sheet = struct.pack("<IBBBB", 0, 0, 0, 5, 0) + b"Teile"
    at = len(start) + len(record(0x85, sheet)) + 4
    sheet = struct.pack("<I", at) + sheet[4:]
    rows = b"".join(
        record(0x0208, struct.pack("<HHHHHHHH", n, 0, 1, 255, 0, 0, 0x20 * (n + 1 == hidden), 0))
        for n in range(4)
    )
    top = record(0x0809, struct.pack("<HH", version, 0x10) + bytes(12))
    return start + record(0x85, sheet) + record(0x0A, b"") + top + rows + record(0x0A, b"")


def compound(stream: bytes) -> bytes:
    """Return a compound file that holds the stream: header, table, directory, sectors."""
    stream = stream.ljust(4096, b"\0")
    count = len(stream) // 512
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [table, end, *range(3, 2 + count), end]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)

    def entry(name: str, kind: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        return head + bytes(48) + struct.pack("<III", start, size, 0)

    directory = entry("Root Entry", 5, end, 0) + entry("Workbook", 2, 2, len(stream))
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    return header + fat + directory.ljust(512, b"\0") + stream


def test_a_hidden_row_of_an_xls_is_found_by_its_record(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(compound(biff(hidden=3)))
    assert hidden_rows(path) == {"": frozenset(), "Teile": frozenset({3})}


@pytest.mark.parametrize("cut", [8, 100, 511, 600, 1030, 1200])
def test_an_xls_that_is_cut_off_tells_nothing_and_raises_nothing(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(compound(biff(hidden=3))[:cut])
    assert not any((hidden_rows_of_xls(path) or {}).values())


def test_an_xls_whose_sectors_are_a_circle_ends(tmp_path: Path) -> None:
    data = bytearray(compound(biff(hidden=3)))
    data[512 + 4 * 3 : 512 + 4 * 4] = struct.pack("<I", 2)  # 2 -> 3 -> 2
    (tmp_path / "a.xls").write_bytes(bytes(data))
    assert hidden_rows_of_xls(tmp_path / "a.xls") is None


def test_an_xls_of_another_version_does_not_tell(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(compound(biff(hidden=3, version=0x0500)))
    assert hidden_rows_of_xls(tmp_path / "a.xls") is None
