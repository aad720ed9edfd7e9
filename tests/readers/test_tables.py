"""Lists of factors and input-output tables become databases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from celca.assess import open_prices
from celca.errors import FileFault
from celca.readers import open_database
from celca.readers.input_output import read_input_output


def listed(path: Path) -> Path:
    """Write a list in the manner of IDEA: notes above, heading in row 5, data from row 6."""
    rows: list[list[object]] = [
        ["Licensed to Example Ltd, not to be passed on"],
        ["IPCC 2013 GWP 100a, AR5"],
        [],
        [],
        ["製品コード", "国コード", "製品名", "単位", "気候変動 IPCC 2013 GWP100a (kg-CO2eq)"],
        ["011100000", "JPN", "小麦", "kg", 0.6],
        ["331111000", "JPN", "電力", "kWh", 0.5],
        ["999", "JPN", "空欄", "kg", None],
        ["1000", "JPN", "文字", "kg", "n/a"],
        ["1000", "JPN", "謎", "球", 3.0],
    ]
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for i, row in enumerate(rows):
        sheet.write_row(i, 0, row)
    book.close()
    return path


def test_a_workbook_of_factors_becomes_published_totals_with_its_licence(tmp_path: Path) -> None:
    prices = open_prices(listed(tmp_path / "list.xlsx"))
    inventory = prices.system.inventory
    found = {p.id: float(prices.H[:, j].sum()) for j, p in enumerate(inventory.processes)}
    assert found == pytest.approx({"011100000": 0.6, "331111000": 0.5, "1000": 3.0})
    assert "not to be passed on" in inventory.licence
    assert {p.kind for p in inventory.processes} == {"aggregated"}
    assert inventory.flows[0].gwp_set == "AR5"
    assert inventory.process_by_id["011100000"].name_ja == "小麦"
    codes = {f.code: f.message for f in inventory.findings}
    assert "空欄" in codes["no_factor_given"]
    assert "文字" in codes["factor_not_a_number"]
    assert "球" in codes["unknown_unit"]


def test_a_csv_of_factors_is_read_in_cp932_too(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("名称,単位,排出係数\n鉄,kg,2.0\n".encode("cp932"))
    inventory = open_database(path)
    assert [(p.name, p.unit) for p in inventory.processes] == [("鉄", "kg")]
    assert "gwp_set_not_told" in [f.code for f in inventory.findings]


def test_a_factor_with_a_decimal_comma_is_told_not_read_as_thousands(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('name,unit,factor\nsteel,kg,"1,200.5"\nglass,kg,"0,85"\n', encoding="utf-8")
    inventory = open_database(path)
    assert [p.name for p in inventory.processes] == ["steel"]
    assert "glass" in {f.code: f.message for f in inventory.findings}["factor_not_a_number"]


def test_a_list_without_a_heading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a,b\n1,2\n")
    with pytest.raises(FileFault, match="no heading"):
        open_database(tmp_path / "list.csv")


A = np.array([[0.1, 0.2], [0.3, 0.0]])


def table(folder: Path, **tables: np.ndarray) -> Path:
    np.savez(folder / "io.npz", A=A, **tables)
    (folder / "io_sectors.csv").write_text("code,name,location\ns1,Steel,US\ns2,Cars,US\n")
    (folder / "io_indicators.csv").write_text(
        "name,unit\nAcidification,kg SO2\nGreenhouse Gases,kg CO2 eq\n"
    )
    (folder / "io_flows.csv").write_text(
        "id,flowable,context,unit,uuid\n1,Carbon dioxide,emission/air,kg,u1\n2,Methane,emission/air,kg,u2\n"
    )
    return folder / "io.npz"


def test_impacts_per_money_become_totals_over_the_whole_chain(tmp_path: Path) -> None:
    """N = D (I − A)⁻¹, by numpy."""
    D = np.array([[9.0, 9.0], [0.5, 0.1]])
    prices = open_prices(table(tmp_path, D=D))
    N = D[1] @ np.linalg.inv(np.eye(2) - A)
    assert prices.H.sum(axis=0) == pytest.approx(N, rel=1e-13)
    assert {p.unit for p in prices.system.inventory.processes} == {"USD"}
    assert "spend_based" in [f.code for f in prices.system.findings]


def test_flows_per_money_keep_their_names(tmp_path: Path) -> None:
    prices = open_prices(table(tmp_path, B=np.array([[1.0, 0.0], [0.0, 0.1]])))
    N = np.array([1.0, 0.1 * 29.8]) @ np.linalg.inv(np.eye(2) - A)
    assert prices.H.sum(axis=0) == pytest.approx(N, rel=1e-13)


def test_the_money_is_stated_where_it_is_known(tmp_path: Path) -> None:
    path = table(tmp_path, D=np.array([[9.0, 9.0], [0.5, 0.1]]))
    inventory = read_input_output(path, "JPY 2015")
    assert (inventory.processes[0].unit, inventory.processes[0].year) == ("JPY", 2015)
    assert [f.severity for f in inventory.findings if f.code == "spend_based"] == ["info"]


def test_a_table_without_names_or_impacts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="neither a table B"):
        open_database(table(tmp_path))
    (tmp_path / "io_sectors.csv").write_text("code,name\ns1,Steel\n")
    with pytest.raises(FileFault, match="1 rows, but the table 2"):
        open_database(tmp_path / "io.npz")


def test_a_file_of_objects_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "io.npz").write_bytes(b"not a zip")
    with pytest.raises(FileFault, match="no .npz of plain numbers") as caught:
        open_database(tmp_path / "io.npz")
    assert "pickle" not in str(caught.value)
