"""Headings in four languages: meaning, unit, and which of two columns is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import find_columns, read_bom, read_heading
from celca.errors import FileFault, UnitError, UnknownName

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "meaning", "unit"),
    [
        ("Part Number", "part", ""),
        ("PART NO.", "part", ""),
        ("品番[必須]", "part", ""),
        ("部品番号*", "part", ""),
        ("Teile-Nr.", "part", ""),
        ("物料编码", "part", ""),
        ("Benennung", "description", ""),
        ("材質", "material", ""),
        ("LCA材料名称", "material", ""),
        ("Werkstoff", "material", ""),
        ("Qty. (assy)", "quantity", ""),
        ("数　量", "quantity", ""),
        ("Stückzahl", "quantity", ""),
        ("Anzahl [Stk]", "quantity", "piece"),
        ("Mass (kg)", "mass", "kg"),
        ("mass_g", "mass", "g"),
        ("Weight / kg", "mass", "kg"),
        ("Weight in g", "mass", "g"),
        ("重量（ｇ）", "mass", "g"),
        ("質量㎏", "mass", "kg"),
        ("質量[単位:g]", "mass", "g"),
        ("Gewicht [kg]", "mass", "kg"),
        ("重量（克）", "mass", "g"),
        ("単重(g/m)", "unit_mass", "g/m"),
        ("Measured mass (per UoM)", "unit_mass", ""),
        ("質量(単品)(g)", "unit_mass", "g"),
        ("Mass (per piece) [g]", "unit_mass", "g"),
        ("個当たり材料質量(g)[必須]", "unit_mass", "g"),
        ("Mass (total)", "line_mass", ""),
        ("合計質量(g)", "line_mass", "g"),
        ("Gesamtgewicht [kg]", "line_mass", "kg"),
        ("总重量(kg)", "line_mass", "kg"),
        ("Mass unit", "mass_unit", ""),
        ("構成品レベル[必須]", "level", ""),
        ("親品番", "parent", ""),
        ("Recycled content (%)", "recycled", "%"),
        ("再生材比率(%)", "recycled", "%"),
        ("PCR %", "recycled_after_use", "%"),
        ("% recycled", "recycled", "%"),
        ("Post-consumer recycled (%)", "recycled_after_use", "%"),
        ("Pre-consumer recycled (%)", "recycled_before_use", "%"),
        ("PCR-Anteil [%]", "recycled_after_use", "%"),
        ("プレコンシューマー材率(%)", "recycled_before_use", "%"),
        ("消费后回收料比例", "recycled_after_use", ""),
        ("Weight per pc. [g]", "unit_mass", "g"),
        ("Gewicht/Stk. [g]", "unit_mass", "g"),
        ("バイオマス度", "bio_based", ""),
        ("加工方法", "process", ""),
        ("PCF (kg CO2e)", "supplier_value", "kg CO2e"),
        ("CFP[kg-CO₂eq/kg]", "supplier_value", "kg CO2e/kg"),
        ("Supplier", "supplier_name", ""),
        ("Density (g/cm3)", "density", "g/cm3"),
        ("Weight_in_g", "mass", "g"),
        ("質量 ｇ/個", "mass", "g"),
        ("Unit weight (g/pcs)", "unit_mass", "g"),
        ("数量×質量(g)", "line_mass", "g"),
        ("Ext. Wt. (kg)", "line_mass", "kg"),
        ("GewEh", "mass_unit", ""),
        ("Per series", "base_quantity", ""),
        ("BoM Lines/Product Unit of Measure", "unit", ""),
    ],
)
def test_a_heading_is_understood(text: str, meaning: str, unit: str) -> None:
    heading = read_heading(text)
    assert heading is not None
    assert (heading.meaning, heading.unit) == (meaning, unit)


@pytest.mark.parametrize("text", ["", "chair", "7.2", "-", "---", "Model B", "steel", "x" * 200])
def test_what_is_no_heading_has_no_meaning(text: str) -> None:
    assert read_heading(text) is None


def test_the_better_name_wins_and_the_other_becomes_the_description() -> None:
    columns = find_columns(["Part", "Part Number", "Mass (g)"], "f")
    assert columns["part"].header == "Part Number"
    assert columns["description"].header == "Part"


def test_net_weight_wins_over_gross_weight() -> None:
    columns = find_columns(["Part", "Gross weight (g)", "Net weight (g)"], "f")
    assert columns["mass"].header == "Net weight (g)"


def test_each_unit_column_belongs_to_the_amount_before_it() -> None:
    columns = find_columns(["Part", "Qty", "Unit", "Weight", "Unit"], "f")
    assert (columns["unit"].index, columns["mass_unit"].index) == (2, 4)


def test_two_quantities_are_asked_back() -> None:
    with pytest.raises(FileFault, match="'Qty' and 'Quantity' could each be the quantity"):
        find_columns(["Part", "Qty", "Quantity"], "f row 1")


def test_the_user_settles_which_column_is_meant() -> None:
    columns = find_columns(["Part", "Qty", "Quantity"], "f", {"quantity": "Quantity"})
    assert columns["quantity"].index == 2


def test_a_wanted_heading_that_stands_twice_is_refused() -> None:
    with pytest.raises(FileFault, match="2 columns are headed 'W'"):
        find_columns(["Part", "W", "W"], "f", {"mass": "W"})


def test_a_wanted_heading_that_is_missing_is_named_with_its_neighbours() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'Gewicht'"):
        find_columns(["Part", "Gewicht"], "f", {"mass": "Gewichte"})


def test_a_heading_with_two_units_has_none_that_is_known(write: Write) -> None:
    with pytest.raises(UnitError, match=r"'kg\|g' is not a unit"):
        read_bom(write("Part,Qty,Mass kg (g)\nA,1,2\n"))
