"""Lists of factors and input-output tables become databases."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from celca.assess import open_prices
from celca.errors import FileFault
from celca.readers import export_database, open_database
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


def test_a_row_is_named_by_its_number_in_the_workbook_below_empty_rows_too(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet = book.add_worksheet("factors")
    sheet.write_row(3, 1, ["name", "unit", "kg CO2e"])
    sheet.write_row(4, 1, ["steel", "kg", 2])
    sheet.write_row(5, 1, ["glass", "kg", "n/a"])
    book.close()
    inventory = open_database(tmp_path / "list.xlsx")
    assert inventory.process_by_id["steel"].source == "list#row 5"
    codes = {f.code: f.message for f in inventory.findings}
    assert "row 6 glass" in codes["factor_not_a_number"]


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


def test_what_is_exported_of_a_licensed_list_says_that_it_is_not_to_be_passed_on(
    tmp_path: Path,
) -> None:
    path = listed(tmp_path / "list.xlsx")
    told = export_database(path, tmp_path / "a.zip")
    assert told["findings"][0]["code"] == "not_to_be_passed_on"
    assert "Licensed to Example Ltd" in open_database(path).licence
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        (name, *_) = [n for n in package.namelist() if n.startswith("processes/")]
        about = json.loads(package.read(name))["processDocumentation"]
    assert about["restrictionsDescription"].startswith("Not to be passed on. Licensed to Example")
    assert export_database("celca-open", tmp_path / "b.zip")["findings"] == []


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    book.close()
    return path


def found(path: Path) -> dict[str, tuple[float, str]]:
    prices = open_prices(path)
    totals = prices.H.sum(axis=0).tolist()
    processes = prices.system.inventory.processes
    return {p.id: (x, p.unit) for p, x in zip(processes, totals, strict=True)}


def test_what_a_factor_is_per_is_read_with_what_is_emitted(tmp_path: Path) -> None:
    """Tonnes per a million yen are 1e-3 kg/JPY, per kilolitre 1 000 kg/m3, grams 1e-3 kg."""
    path = tmp_path / "list.csv"
    path.write_text(
        "コード,品目名,単位,排出原単位\n"
        "1,鋼,kg-CO2e/kg,2.0\n2,建設,tCO2eq/百万円,3.5\n3,電力,kgCO2e/kWh,０．５\n"
        "4,軽油,t-CO2eq/kl,2.62\n5,熱,gCO2e/MJ,60\n6,バス,kgCO2e/人・km,0.1\n"
        '7,船,kg-CO2e/トンキロ,0.02\n8,ガス,kgCO2e/1000 m3,"2,000"\n',
        encoding="utf-8",
    )
    assert found(path) == {
        "1": (pytest.approx(2.0), "kg"),
        "2": (pytest.approx(3.5e-3), "JPY"),
        "3": (pytest.approx(0.5), "kWh"),
        "4": (pytest.approx(2620), "m3"),
        "5": (pytest.approx(0.06), "MJ"),
        "6": (pytest.approx(0.1), "p*km"),
        "7": (pytest.approx(0.02), "t*km"),
        "8": (pytest.approx(2.0), "m3"),
    }
    codes = {f.code: f.message for f in open_database(path).findings}
    assert "spend-based, per JPY" in codes["spend_based"]


def test_the_year_of_the_money_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    head = "NAICS Code,NAICS Title,GHG,Unit,Margins of Factors,Emission Factors with Margins\n"
    unit = '"kg CO2e/2021 USD, purchaser price"'
    path.write_text(f"{head}1111A0,Soybeans,All GHGs,{unit},0.1,1.3\n", encoding="utf-8")
    (process,) = open_database(path).processes
    assert (process.unit, process.year, process.comment) == (
        "USD",
        2021,
        "spend-based, per USD 2021",
    )
    assert found(path)["1111A0"][0] == pytest.approx(1.3)


def test_a_heading_of_two_rows_and_what_stands_over_it_is_read(tmp_path: Path) -> None:
    """Title merged over all, the upper heading merged over two columns; factors per kWh by it."""
    path = workbook(
        tmp_path / "list.xlsx",
        list=[
            ["電力の排出係数 令和5年度"],
            ["利用規約: 再配布禁止"],
            ["番号", "名称", "排出係数", ""],
            ["", "", "基礎 (kg-CO2e/kWh)", "調整後"],
            [1, "A電力", 0.45, 0.4],
            [2, "B電力 ", "0.50 ※1", 0.4],
        ],
    )
    assert found(path) == {"1": (pytest.approx(0.45), "kWh"), "2": (pytest.approx(0.5), "kWh")}
    inventory = open_database(path)
    assert "再配布禁止" in inventory.licence
    codes = {f.code: f.message for f in inventory.findings}
    assert codes["factor_with_a_note"].startswith("1 factor has a note")


def test_every_sheet_with_a_heading_is_read_and_others_are_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.xlsx",
        cover=[["Copyright Example, AR6"]],
        metals=[["name", "unit", "kg CO2e"], ["steel", "kg", 2.0]],
        power=[["note"], ["name", "unit", "kg CO2e"], ["grid", "kWh", 0.5]],
        chart=[["see the next page"]],
    )
    assert found(path) == {"steel": (2.0, "kg"), "grid": (0.5, "kWh")}
    inventory = open_database(path)
    assert [p.comment for p in inventory.processes] == ["metals", "power"]
    assert "Copyright Example" in inventory.licence
    assert inventory.flows[0].gwp_set == "AR6"
    codes = {f.code: f.message for f in inventory.findings}
    assert "chart; cover" in codes["sheet_left_out"]


def test_factors_per_mass_and_per_money_beside_each_other_are_both_read(tmp_path: Path) -> None:
    """Two pairs of figure and unit under merged headings; barley has one of them."""
    path = workbook(
        tmp_path / "list.xlsx",
        table=[
            ["産業連関表による排出原単位"],
            ["No.", "部門名", "物量ベースの排出原単位", "", "金額ベースの排出原単位", ""],
            ["", "", "数値", "単位", "数値", "単位"],
            [1, "米", 1.6, "kg-CO2e/kg", 4.75, "tCO2eq/百万円"],
            [2, "麦", "", "", 9.77, "tCO2eq/百万円"],
        ],
    )
    assert found(path) == {
        "1": (pytest.approx(1.6), "kg"),
        "1 per JPY": (pytest.approx(4.75e-3), "JPY"),
        "2": (pytest.approx(9.77e-3), "JPY"),
    }


def test_of_several_sets_the_newest_is_read_per_the_amount_that_is_priced(tmp_path: Path) -> None:
    """3 100 kg CO2e for 1 000 kg; the column of 2013 is named, not read."""
    path = workbook(
        tmp_path / "list.xlsx",
        idea=[
            ["製品コード", "製品名", "数値", "単位", "IPCC 2013 GWP100a", "IPCC 2021 GWP100a"],
            ["1", "銅線", 1000, "kg", 3000, 3100],
            ["2", "米", "", "kg", 1.5, 1.55],
        ],
    )
    assert found(path) == {"1": (pytest.approx(3.1), "kg"), "2": (pytest.approx(1.55), "kg")}
    inventory = open_database(path)
    assert inventory.flows[0].gwp_set == "AR6"
    codes = {f.code: f.message for f in inventory.findings}
    assert "IPCC 2013 GWP100a" in codes["column_left_out"]


def test_a_column_per_gas_is_characterised_here(tmp_path: Path) -> None:
    """2 kg CO2, 1 g CH4 and 0.1 g N2O: AR6 gives 2 + 0.0298 + 0.0273."""
    path = tmp_path / "list.csv"
    path.write_text("name,unit,CO2,CH4,N2O\nheat,MJ,2,0.001,0.0001\ncold,MJ,,,\n")
    assert found(path) == {"heat": (pytest.approx(2 + 0.0298 + 0.0273, rel=1e-3), "MJ")}
    codes = {f.code for f in open_database(path).findings}
    assert codes == {"no_factor_given", "origin_not_told"}


def test_a_row_per_gas_becomes_one_process_and_parts_of_a_total_are_left_out(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gases.csv"
    path.write_text(
        "name,GHG,unit,factor\n"
        "beans,Carbon dioxide,kg/2022 USD,0.1\nbeans,Methane,kg/2022 USD,0.001\n"
        "beans,Dust,kg/2022 USD,9\n"
        "gas,kg CO2e,kWh,0.2\ngas,kg CO2e of CO2 per unit,kWh,0.19\n"
    )
    scores = found(path)
    assert scores["gas"] == (pytest.approx(0.2), "kWh")
    assert scores["beans"] == (pytest.approx(0.1 + 0.0298, rel=1e-3), "USD")
    codes = {f.code: f.message for f in open_database(path).findings}
    assert "Dust of beans" in codes["no_greenhouse_gas"]


def test_rows_of_something_else_among_emissions_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = "name;unit;factor\nsteel;kgCO2e/kg;2\nglass;kgCO2e/kg of net weight;1\nshare;%;31\n"
    path.write_text(rows)
    assert found(path) == {"steel": (2.0, "kg"), "glass": (1.0, "kg")}


def test_carbon_dioxide_alone_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,unit,factor\ngrid,t-CO2/MWh,0.45\n", encoding="utf-8")
    assert found(path) == {"grid": (pytest.approx(450), "MWh")}
    assert "co2_alone" in [f.code for f in open_database(path).findings]


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
