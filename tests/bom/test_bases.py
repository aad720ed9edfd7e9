"""Quantities for a hundred products, as ERP systems write them, and the lists of Odoo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import read_bom
from celca.errors import FileFault

Write = Callable[..., Path]


@pytest.mark.parametrize("head", ["Per series", "Base quantity", "Basismenge", "底数", "基準数量"])
def test_a_quantity_for_a_hundred_is_divided_by_a_hundred(head: str, write: Write) -> None:
    bom = read_bom(
        write(f"Part,Qty,{head},Mass (kg)\nCase,1,1,0.8\nScrew,800,100,0.004\nCap,2,,1\n")
    )
    assert [line.quantity for line in bom.lines] == [1.0, 8.0, 2.0]
    assert bom.mass == pytest.approx(0.8 + 8 * 0.004 + 2)
    assert [f.code for f in bom.findings] == ["base_quantity"]


@pytest.mark.parametrize(
    "above", ["Basismenge;100,000;ST", "Base quantity:;100;", "基本数量;100;個"]
)
def test_a_base_quantity_above_the_headings_is_used(above: str, write: Write) -> None:
    text = f"Material;4711;Pumpe\n{above}\n\nTeil;Menge;Masse (kg)\nA;200,000;0,5\nB;100,000;1,25\n"
    bom = read_bom(write(text))
    assert bom.mass == pytest.approx(2 * 0.5 + 1.25)
    assert "for 100 of the product" in bom.findings[-1].message


def test_a_base_of_one_is_not_told(write: Write) -> None:
    bom = read_bom(write("Part,Qty,Per series,Mass (kg)\nCase,1,1,0.8\nScrew,8,1,0.004\n"))
    assert bom.findings == ()


def test_a_base_of_nothing_is_refused(write: Write) -> None:
    with pytest.raises(FileFault, match=r"row 2, column 'Per series': .* for 0 products"):
        read_bom(write("Part,Qty,Per series,Mass (kg)\nCase,1,0,0.8\n"))


def test_a_mass_of_the_line_beside_a_base_is_refused(write: Write) -> None:
    with pytest.raises(FileFault, match="'Total mass \\(kg\\)' may be for one or for all of them"):
        read_bom(write("Part,Qty,Per series,Total mass (kg)\nCase,100,100,80\n"))


ODOO = """Product,BoM Type,Quantity,BoM Lines/Component,BoM Lines/Quantity,BoM Lines/Component/Weight (kg)
Table,Manufacture,10,Top,10,8.5
,,,Leg,40,1.2
Chair,Manufacture,1,Seat,1,3.5
,,,Leg,4,0.4
"""


def test_a_product_named_in_the_first_of_its_rows_is_that_of_all(write: Write) -> None:
    path = write(ODOO)
    with pytest.raises(FileFault, match="holds 2 products: 'Table', 'Chair'"):
        read_bom(path)
    table = read_bom(path, columns={"product": "Table"})
    assert [(line.part, line.quantity) for line in table.lines] == [("Top", 1.0), ("Leg", 4.0)]
    assert table.mass == pytest.approx(8.5 + 4 * 1.2)
    assert read_bom(path, columns={"product": "Chair"}).mass == pytest.approx(3.5 + 4 * 0.4)
