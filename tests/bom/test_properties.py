"""One true product in any dressing gives one result; a mutilated file gives a sentence.

CELCA_EXAMPLES sets how many dressings are tried; the default keeps the tests quick.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celca.bom import Bom, read_bom
from celca.errors import CelcaError

EXAMPLES = int(os.environ.get("CELCA_EXAMPLES", "150"))
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)

HEADERS = {
    "en": {
        "part": ["Part No.", "Part Number", "Item Code", "P/N", "part_id"],
        "description": ["Description", "Part name", "Name", "Item description"],
        "material": ["Material", "MATERIAL", "Mat.", "Raw material"],
        "quantity": ["Qty", "QTY.", "Quantity", "Quantity per", "Qty. (assy)", "Count"],
        "mass": ["Mass", "Weight", "Unit mass", "Net weight", "mass", "Wt."],
        "unit": ["Unit", "UoM", "Unit of measure"],
        "level": ["Level", "BOM Level", "Lvl"],
        "parent": ["Parent", "Parent part number", "Parent item"],
        "index": ["Pos", "Index", "Item No."],
    },
    "ja": {
        "part": ["品番", "部品番号", "品番[必須]", "部品コード", "部品No"],
        "description": ["部品名", "品名", "部品名称", "品目名"],
        "material": ["材質", "材料", "素材", "材料名", "使用材料"],
        "quantity": ["数量", "員数", "個数", "使用数", "数　量"],
        "mass": ["質量", "重量", "単重", "単位質量", "部品質量"],
        "unit": ["単位", "数量単位"],
        "level": ["レベル", "構成品レベル", "ﾚﾍﾞﾙ", "階層"],
        "parent": ["親品番", "親部品番号", "親品目"],
        "index": ["項番", "構成番号", "No."],
    },
    "de": {
        "part": ["Teilenummer", "Sachnummer", "Artikelnummer", "Teile-Nr."],
        "description": ["Benennung", "Bezeichnung", "Teilebezeichnung"],
        "material": ["Werkstoff", "Material", "Werkstoffbezeichnung"],
        "quantity": ["Menge", "Anzahl", "Stückzahl", "Stück"],
        "mass": ["Masse", "Gewicht", "Stückgewicht", "Einzelgewicht", "Nettogewicht"],
        "unit": ["Einheit", "ME", "Mengeneinheit"],
        "level": ["Stufe", "Ebene", "Auflösungsstufe"],
        "parent": ["Oberteil", "Übergeordnet", "Elternteil"],
        "index": ["Pos", "Position", "Pos."],
    },
    "zh": {
        "part": ["零件号", "物料编码", "料号", "零件编号"],
        "description": ["零件名称", "物料名称", "部件名称"],
        "material": ["材质", "材料名称"],
        "quantity": ["数量", "用量", "单位用量", "件数"],
        "mass": ["重量", "质量", "单重", "单件重量", "净重"],
        "unit": ["单位", "计量单位"],
        "level": ["层级", "阶层", "层次"],
        "parent": ["父件编码", "上级物料", "父项"],
        "index": ["序号", "项次"],
    },
}
MATERIALS = {
    "en": ["steel", "PP-GF30", "Aluminum, 6061", 'wood "beech"', "PC/ABS"],
    "ja": ["鋼", "アルミ", "ポリプロピレン", "木材", "段ボール"],
    "de": ["Stahl", "Aluminium, rein", "Buche", "PÜR-Schaum", "Größe L"],
    "zh": ["钢", "铝合金", "聚丙烯", "木材", "纸板"],
}
PIECES = {"en": "ea", "ja": "個", "de": "Stk", "zh": "件"}
TOTALS = {"en": "Total", "ja": "合計", "de": "Summe", "zh": "总计"}
NOTES = {"en": "* without coating", "ja": "※塗装を除く", "de": "* ohne Lack", "zh": "※不含涂层"}
ENCODINGS = {
    "en": ["utf-8", "utf-8-sig", "utf-16", "ascii"],
    "ja": ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"],
    "de": ["utf-8", "utf-8-sig", "utf-16", "cp1252"],
    "zh": ["utf-8", "utf-8-sig", "utf-16", "gb18030"],
}
UNITS = {
    "g": 1.0,
    "kg": 1e-3,
    "ｋｇ": 1e-3,
    "mg": 1e3,
    "lb": 1 / 453.59237,
}


@dataclass(frozen=True)
class Leaf:
    """A part: its number, material by place in the list, count, and mass of one [g]."""

    part: str
    material: int
    count: int
    grams: float


@dataclass(frozen=True)
class Product:
    """Assemblies of leaves: (number, count, leaves), two levels below the product."""

    assemblies: tuple[tuple[str, int, tuple[Leaf, ...]], ...]


@st.composite
def products(draw: st.DrawFn) -> Product:
    """Return a product of 1 to 4 assemblies of 1 to 4 leaves."""
    names = (f"P-{n:03d}" for n in range(1, 100))
    assemblies = []
    for _ in range(draw(st.integers(1, 4))):
        number = next(names)
        leaves = tuple(
            Leaf(
                next(names),
                draw(st.integers(0, 4)),
                draw(st.integers(1, 12)),
                draw(st.integers(1, 5_000_000)) / 1000,
            )
            for _ in range(draw(st.integers(1, 4)))
        )
        assemblies.append((number, draw(st.integers(1, 5)), leaves))
    return Product(tuple(assemblies))


@dataclass(frozen=True)
class Dressing:
    """How the product is written down."""

    language: str
    encoding: str
    delimiter: str
    shape: str
    unit: str
    unit_place: str
    decimal: str
    headers: dict[str, str]
    order: list[str]
    title: int
    blanks: bool
    total: bool
    note: bool
    newline: str


@st.composite
def dressings(draw: st.DrawFn) -> Dressing:
    """Return a dressing that a person could still read without doubt."""
    language = draw(st.sampled_from(sorted(HEADERS)))
    shape = draw(st.sampled_from(["flat", "level", "parent", "index", "indent"]))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    decimal = draw(st.sampled_from([".", ",", "1,000.0", "1.000,0"]))
    unit_place = draw(st.sampled_from(["header", "bracket", "column", "cell"]))
    columns = ["part", "description", "material", "quantity", "mass"]
    columns += {"level": ["level"], "parent": ["parent"], "index": ["index"]}.get(shape, [])
    columns += ["unit"] if draw(st.booleans()) and unit_place != "column" else []
    return Dressing(
        language,
        draw(st.sampled_from(ENCODINGS[language])),
        delimiter,
        shape,
        draw(st.sampled_from(sorted(UNITS))),
        unit_place,
        decimal,
        {c: draw(st.sampled_from(HEADERS[language][c])) for c in columns},
        draw(st.permutations(columns)),
        draw(st.integers(0, 3)),
        draw(st.booleans()),
        draw(st.booleans()) and shape == "flat",
        draw(st.booleans()),
        draw(st.sampled_from(["\n", "\r\n"])),
    )


def number(value: float, decimal: str) -> str:
    """Write a number with twelve decimals, so that its decimal sign is in no doubt."""
    text = f"{value:,.12f}"
    if "000" not in decimal:
        text = text.replace(",", "")
    return text if decimal in (".", "1,000.0") else text.translate({44: ".", 46: ","})


def records(product: Product, how: Dressing) -> list[dict[str, Any]]:
    """Return one record per row, assemblies included where the shape has them."""
    rows: list[dict[str, Any]] = []
    tree = how.shape != "flat"
    if tree:
        rows.append({"part": "P-000", "quantity": 1, "level": 0, "index": "1", "parent": ""})
    for i, (name, count, leaves) in enumerate(product.assemblies, 1):
        if tree:
            above = {"level": 1, "index": f"1.{i}", "parent": "P-000"}
            rows.append({"part": name, "quantity": count, **above})
        for j, leaf in enumerate(leaves, 1):
            rows.append(
                {
                    "part": leaf.part,
                    "quantity": leaf.count if tree else leaf.count * count,
                    "material": MATERIALS[how.language][leaf.material],
                    "mass": leaf.grams * UNITS[how.unit],
                    "level": 2,
                    "index": f"1.{i}.{j}",
                    "parent": name,
                }
            )
    return rows


def cell(record: dict[str, Any], column: str, how: Dressing) -> str:
    """Return one cell as the dressing writes it."""
    if column == "mass" and "mass" in record:
        text = number(record["mass"], how.decimal)
        return f"{text} {how.unit}" if how.unit_place == "cell" else text
    if column == "unit":
        return PIECES[how.language]
    if column == "mass_unit":
        return how.unit if "mass" in record else ""
    if column == "description":
        indent = "  " * record["level"] if how.shape == "indent" else ""
        return f"{indent}{PIECES[how.language]} {record['part']}"
    if column == "part" and how.shape == "indent":
        return record["part"]
    return str(record.get(column, ""))


def table(product: Product, how: Dressing) -> list[list[str]]:
    """Return the whole sheet, title and total rows included."""
    order = list(how.order)
    headers = [how.headers[c] for c in order]
    place = order.index("mass")
    if how.unit_place == "header":
        headers[place] += f"（{how.unit}）" if how.language in ("ja", "zh") else f" ({how.unit})"
    elif how.unit_place == "bracket":
        headers[place] += f" [{how.unit}]"
    elif how.unit_place == "column":
        order.insert(place + 1, "mass_unit")
        headers.insert(place + 1, HEADERS[how.language]["unit"][0])
    rows = [["BOM 2026-03", "", "rev. B"], [], ["chair"]][: how.title]
    rows.append(headers)
    written = records(product, how)
    for record in written:
        rows.append([cell(record, column, how) for column in order])
        if how.blanks and how.shape == "flat":
            rows.append(["" for _ in order])
    if how.total:
        total = [""] * len(order)
        total[0 if order[0] != "mass" else 1] = TOTALS[how.language]
        rows.append(total)
    if how.note:
        rows += [[], [NOTES[how.language]]]
    return rows


def as_text(rows: list[list[str]], how: Dressing) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=how.delimiter, lineterminator=how.newline).writerows(rows)
    return out.getvalue()


def truth(product: Product, how: Dressing) -> list[tuple[str, str, float, float]]:
    """Return (part, material, quantity, mass) of each line, worked out without the reader."""
    return [
        (
            leaf.part,
            MATERIALS[how.language][leaf.material],
            float(leaf.count * count),
            leaf.count * count * leaf.grams / 1000,
        )
        for _, count, leaves in product.assemblies
        for leaf in leaves
    ]


def read(data: bytes, name: str = "bom.csv") -> Bom:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_bom(path)


def attempt(data: bytes) -> Bom | str:
    """Return what is read, or the sentence of the refusal."""
    try:
        return read(data)
    except CelcaError as fault:
        return str(fault)


def check(bom: Bom, product: Product, how: Dressing) -> None:
    expected = truth(product, how)
    assert [(x.part, x.material, x.quantity) for x in bom.lines] == [e[:3] for e in expected]
    assert [x.mass for x in bom.lines] == pytest.approx([e[3] for e in expected], rel=1e-6)


@many
@given(products(), dressings())
def test_every_row_has_an_account_in_any_dressing(product: Product, how: Dressing) -> None:
    """A line, an assembly, or left out with a reason; every heading used or listed as not used."""
    rows = table(product, how)
    try:
        bom = read(as_text(rows, how).encode(how.encoding))
    except UnicodeEncodeError:
        return
    told = [x.row for x in bom.lines] + [*bom.assemblies, *(row for row, _ in bom.rows_skipped)]
    below = enumerate(rows[bom.header_row :], bom.header_row + 1)
    assert sorted(told) == [number for number, row in below if any(row)]
    assert set(bom.columns.values()) | set(bom.not_used) == set(rows[bom.header_row - 1])


@many
@given(products(), dressings())
def test_one_product_in_any_dressing_gives_one_result(product: Product, how: Dressing) -> None:
    try:
        data = as_text(table(product, how), how).encode(how.encoding)
    except UnicodeEncodeError:
        return  # a full-width unit in an encoding without it
    check(read(data), product, how)


@settings(many, max_examples=max(20, EXAMPLES // 10))
@given(products(), dressings())
def test_a_workbook_gives_the_same_result(product: Product, how: Dressing) -> None:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("cover").write(0, 0, "chair")
        sheet = book.add_worksheet("BOM")
        for i, row in enumerate(table(product, how)):
            for j, text in enumerate(row):
                sheet.write_string(i, j, text)
    bom = read(out.getvalue(), "bom.xlsx")
    assert bom.sheet == "BOM"
    check(bom, product, how)


@st.composite
def mutilations(draw: st.DrawFn) -> tuple[str, int, int]:
    """Return (what is done, where, how much)."""
    kinds = ["cut", "drop", "byte", "row", "quote", "nul", "delimiter", "swap", "twice"]
    return draw(st.sampled_from(kinds)), draw(st.integers(0, 10_000)), draw(st.integers(0, 255))


def mutilate(data: bytes, kind: str, place: int, amount: int) -> bytes:
    at = place % max(1, len(data))
    lines = data.split(b"\n")
    row = place % len(lines)
    if kind == "cut":
        return data[:at]
    if kind == "drop":
        return data[:at] + data[at + amount :]
    if kind == "byte":
        return data[:at] + bytes([amount]) + data[at + 1 :]
    if kind == "row":
        return b"\n".join(lines[:row] + lines[row + 1 :])
    if kind == "swap":
        other = amount % len(lines)
        lines[row], lines[other] = lines[other], lines[row]
        return b"\n".join(lines)
    if kind == "twice":
        return b"\n".join([*lines[:row], lines[row], *lines[row:]])
    mark = {"quote": b'"', "nul": b"\0", "delimiter": b";"}[kind]
    return data[:at] + mark + data[at:]


@many
@given(products(), dressings(), mutilations())
def test_a_mutilated_file_gives_a_sentence_or_an_answer(
    product: Product, how: Dressing, harm: tuple[str, int, int]
) -> None:
    """Never a traceback; whatever is read is finite and not negative."""
    data = as_text(table(product, how), how).encode(how.encoding, "replace")
    result = attempt(mutilate(data, *harm))
    if isinstance(result, str):
        assert result.startswith("bom.csv")
        assert "\n" not in result
    else:
        assert all(line.mass is None or 0 <= line.mass < 1e300 for line in result.lines)


@many
@given(products(), dressings(), st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_cell_that_is_lost_never_changes_the_mass_in_silence(
    product: Product, how: Dressing, row: int, column: int
) -> None:
    rows = table(product, how)
    below = rows[min(how.title, 3) + 1 :]
    target = below[row % len(below)]
    if target:
        target[column % len(target)] = ""
    bom = attempt(as_text(rows, how).encode(how.encoding, "replace"))
    if isinstance(bom, str):
        return
    true_mass = sum(e[3] for e in truth(product, how))
    if bom.mass != pytest.approx(true_mass, rel=1e-6):
        warned = [f for f in bom.findings if f.severity == "warning"]
        assert warned or bom.rows_skipped
