"""The ALCA result file has the sections, headings and sums of the published application."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import Options, assess, open_prices, open_product
from celca.errors import DataError
from celca.exchange.alca import alca_csv, write_alca

Write = Callable[..., Path]
STUDY = """name = "bracket"
bom = "bom.csv"
[[distribution]]
process = "truck"
distance = "1000 km"
[end_of_life.default]
landfill = 1.0
"""
BOM = "Part,Description,Material,Qty,Mass (g),Process,Yield\nA,clip,resin,2,500,moulding,0.8\n"
BOM += 'B,"a ""B"", wide",metal,1,250,,\n'


@pytest.fixture
def made(small: Path, write: Write) -> tuple[str, list[str]]:
    write("bom.csv", BOM)
    prices = open_prices(small)
    product = open_product(write("product.toml", STUDY), prices, Options())
    classes = prices.system.inventory.classes
    text, findings = alca_csv(product, assess(product, prices), {"part_number": "X-1"}, classes)
    return text, [f.code for f in findings]


def sections(text: str) -> list[list[list[str]]]:
    return [list(csv.reader(io.StringIO(block))) for block in text.split("\n\n")]


def test_the_sections_stand_in_the_order_of_the_application(made: tuple[str, list[str]]) -> None:
    product, inputs, energy, outputs, parts = sections(made[0])
    assert product[0][2:4] == ["製品名", "納入品番"]
    assert product[1][2:4] == ["bracket", "X-1"]
    assert inputs[0] == ["インプット情報"]
    assert [row[0] for row in energy] == ["", "実測", "簡易", "合計"]
    assert outputs[0] == ["アウトプット情報(g-CO2eq)"]
    assert outputs[1][-1] == "Scope1/2/3合計"
    assert parts[0] == ["部品構成・CFP詳細情報"]
    assert all(len(row) == len(parts[1]) for row in parts[2:])


def test_the_sums_are_the_footprint_up_to_delivery_in_grams(made: tuple[str, list[str]]) -> None:
    """Resin 1 kg at yield 0.8: 1.25 × 2.5; metal 0.25 × 4; moulding 1; truck 1.25 t·km × 0.1298."""
    _, inputs, _, outputs, parts = sections(made[0])
    sums = dict(zip(outputs[1], outputs[2], strict=True))
    assert sums["その他"] == "4,125"  # the small database gives no classes
    assert sums["材料製造合計"] == "4,125"
    assert sums["部品加工内製"] == "1,000"
    assert sums["部品輸送"] == "162"
    assert sums["Scope1/2/3合計"] == "5,287"
    assert inputs[2][-1] == "1,250"
    row = dict(zip(parts[1], parts[2], strict=True))
    assert float(row["合計質量"]) == pytest.approx(1000)
    assert float(row["素材重量計算歩留り率"]) == pytest.approx(80)
    assert float(row["素材重量計算投入質量"]) == pytest.approx(1250)
    assert float(row["素材報告値"]) == pytest.approx(3125)
    assert dict(zip(parts[1], parts[3], strict=True))["品名"] == 'a "B", wide'


def test_what_has_no_place_in_the_file_is_said(made: tuple[str, list[str]]) -> None:
    assert made[1] == ["lost", "made_by", "left_out", "needed", "no_material_class"]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("iron", "鉄"),
        ("copper", "鋼"),  # the trap of the format: this column is copper
        ("aluminium", "アルミ"),
        ("metal", "非鉄金属"),
        ("plastic", "樹脂"),
        ("paper", "その他"),
    ],
)
def test_a_material_is_summed_in_its_class(told: str, kind: str, small: Path, write: Write) -> None:
    """Metal is 0.25 kg × 4; resin is wood here, so その他, with 1.25 kg × 2.5."""
    write("bom.csv", BOM)
    prices = open_prices(small)
    product = open_product(write("product.toml", STUDY), prices, Options())
    classes = {"metal": told, "resin": "wood"}
    text, findings = alca_csv(product, assess(product, prices), {}, classes)
    _, inputs, _, outputs, parts = sections(text)
    sums = dict(zip(outputs[1], outputs[2], strict=True))
    assert sums[kind] == ("1,000" if kind != "その他" else "4,125")
    assert dict(zip(parts[1], parts[3], strict=True))["材料分類"] == kind
    assert "no_material_class" not in [f.code for f in findings]


def test_a_use_is_no_part_and_an_unknown_fact_is_refused(small: Path, write: Write) -> None:
    write("bom.csv", BOM)
    prices = open_prices(small)
    text = STUDY + '[declared_unit]\nunit = "kg"\n'
    product = open_product(write("product.toml", text), prices, Options())
    with pytest.raises(DataError, match="the declared unit is 1 kg, but an ALCA file"):
        alca_csv(product, assess(product, prices), {}, {})
    product = open_product(write("product.toml", STUDY), prices, Options())
    with pytest.raises(DataError, match="made_by = 'us' is no fact of an ALCA file"):
        alca_csv(product, assess(product, prices), {"made_by": "us"}, {})


def test_the_file_begins_with_a_byte_order_mark(
    made: tuple[str, list[str]], tmp_path: Path
) -> None:
    write_alca(made[0], tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_bytes().startswith(b'\xef\xbb\xbf"')
