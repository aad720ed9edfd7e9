"""Files made to hurt: refused in bounded time, or harmless."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import read_bom
from celca.errors import CelcaError, FileFault

Write = Callable[..., Path]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(70):
            member.write(b"0" * (1 << 24))
    with pytest.raises(FileFault, match="unpacks to more than 1024 MB"):
        read_bom(path)


def test_two_cells_in_far_corners_do_not_fill_the_memory(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Part")
        sheet.write(1048575, 16383, 1)
    with pytest.raises(FileFault, match="60,000,000 cells"):
        read_bom(path)


def test_ten_thousand_columns_are_refused(write: Write, workbook: Write) -> None:
    head = ["Part", "Mass (kg)", *(f"c{i}" for i in range(10_000))]
    with pytest.raises(FileFault, match="10002 columns, more than the 1000"):
        read_bom(write(",".join(head) + "\nA,1\n"))
    with pytest.raises(FileFault, match="10002 columns, more than the 1000"):
        read_bom(workbook({"A": [head, ["A", 1]]}))


def test_an_entity_in_a_workbook_opens_no_file(workbook: Write, tmp_path: Path) -> None:
    path = workbook({"A": [["Part", "Mass (kg)"], ["secret", 1]]})
    harmful = tmp_path / "xxe.xlsx"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(harmful, "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            if name.endswith("sharedStrings.xml"):
                entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst'
                data = data.replace(b"<sst", entity, 1).replace(b"secret", b"&e;")
            bad.writestr(name, data)
    try:
        text = str(read_bom(harmful))
    except CelcaError as fault:
        text = str(fault)
    assert "root:" not in text


def test_damaged_workbooks_give_a_sentence(workbook: Write, tmp_path: Path) -> None:
    data = workbook({"A": [["Part", "Mass (kg)"], ["A", 1], ["B", 2]]}).read_bytes()
    path = tmp_path / "damaged.xlsx"
    chance = random.Random(5)
    for _ in range(200):
        harmed = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            harmed[chance.randrange(len(harmed))] = chance.randrange(256)
        path.write_bytes(bytes(harmed[: chance.randint(1, len(harmed))]))
        try:
            mass = read_bom(path).mass
        except CelcaError as fault:
            assert str(fault).startswith("damaged.xlsx")  # noqa: PT017
        else:
            assert mass >= 0


def test_two_hundred_levels_and_fifty_thousand_uses_do_not_hurt(write: Write) -> None:
    rows = ["Level,Part,Qty,Mass (g)"]
    rows += [f"{n},A{n},1," for n in range(200)] + ["200,leaf,3,2"]
    bom = read_bom(write("\n".join(rows)))
    assert (bom.mass, len(bom.lines[0].path)) == (pytest.approx(0.006), 200)
    rows = ["Parent,Part,Qty,Mass (g)", ",top,1,", "kit,screw,2,1"]
    rows += [f"top,asm{n},1," for n in range(50_000)] + [f"asm{n},kit,1," for n in range(50_000)]
    bom = read_bom(write("\n".join(rows)))
    assert [(x.part, x.quantity) for x in bom.lines] == [("screw", 100_000.0)]
