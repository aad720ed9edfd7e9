"""ILCD data sets in three tables: makers, treatments, results, and what is left out and said."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from celca.errors import DataError, FileFault
from celca.methods import load_method
from celca.readers import open_database
from celca.system import build, price

PROCESSES = """uuid,version,name_en,location,year,type,ref_internal_id
steel,1,Steel ; furnace,CN,2019,"Unit process, single operation",0
works,1,Treatment of waste water,CN,2020,"Unit process, black box",1
power,1,Electricity ; coal,CN,2018,LCI result,0
lost,1,No reference,CN,,,7
"""
# Steel: 10 units from 5 of power and 2 of ore that nothing makes; gives off 20 kg CO2, 4 of waste
# water, a co-product. Works: 2 of waste water give off 1 kg CH4 (fossil). Power: 0.9 kg CO2 a unit.
EXCHANGES = """process,internal_id,flow,direction,amount,unc_type
steel,0,f-steel,Output,10,
steel,1,f-power,Input,5,log-normal
steel,2,f-ore,Input,2,
steel,3,co2,Output,20,
steel,4,f-water,Output,4,
steel,5,f-slag,Output,1,
works,1,f-water,Input,2,
works,2,ch4,Output,1,
power,0,f-power,Output,1,
power,1,co2,Output,0.9,
power,2,f-steel,Input,3,
lost,0,f-lost,Output,1,
"""
FLOWS = """uuid,name_en,type,cas,category
f-steel,Steel,Product flow,,Metals
f-power,Electricity,Product flow,,Energy
f-water,Waste water,Waste flow,,Wastes
f-slag,Slag,Product flow,,Wastes
co2,Kohlendioxid (fossil),Elementary flow,000124-38-9,Emissions / Emissions to air / unspecified
ch4,methane (fossil),Elementary flow,74-82-8,Emissions / Emissions to air / unspecified
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "processes.csv").write_text(PROCESSES, encoding="utf-8")
    (tmp_path / "flows_used.csv").write_text(FLOWS, encoding="utf-8")
    with gzip.open(tmp_path / "exchanges.csv.gz", "wt", encoding="utf-8") as file:
        file.write(EXCHANGES)
    return tmp_path


def scores(folder: Path, average: bool = False) -> dict[str, float]:
    prices = price(build(open_database(folder, average=average), load_method()))
    return dict(zip(prices.system.index, prices.H.sum(axis=0).tolist(), strict=True))


def test_makers_treatments_and_results_are_linked_as_they_stand(folder: Path) -> None:
    """Steel: (20 + 5 * 0.9 + 4 / 2 * 29.8) / 10; treating 1 unit is a service of 0.5 kg methane."""
    assert scores(folder) == pytest.approx(
        {"steel": (20 + 5 * 0.9 + 2 * 29.8) / 10, "works": 29.8 / 2, "power": 0.9}, rel=1e-12
    )


def test_what_is_left_out_is_said(folder: Path) -> None:
    inventory = open_database(folder)
    said = {f.code: f.message for f in inventory.findings}
    assert said["linked"].startswith("2 of 3 products and wastes")
    assert said["no_reference"].startswith("1 of 4 processes")
    assert "f-ore" in said["cut_off"]
    assert "Steel ; furnace" in said["no_allocation"]
    assert "Electricity ; coal" in said["lci_result_inputs"]
    assert "no units" in said["units_not_given"]
    kinds = {p.id: (p.kind, p.year) for p in inventory.processes}
    assert kinds["power"] == ("aggregated", 2018)


def test_several_makers_are_refused_with_their_list_or_averaged(folder: Path) -> None:
    more = PROCESSES + 'wind,1,Electricity ; wind,CN,2021,"Unit process, black box",0\n'
    (folder / "processes.csv").write_text(more, encoding="utf-8")
    with gzip.open(folder / "exchanges.csv.gz", "at", encoding="utf-8") as file:
        file.write("wind,0,f-power,Output,1,\nwind,1,co2,Output,0.1,\n")
    with pytest.raises(DataError, match="Electricity ; coal.*Electricity ; wind"):
        open_database(folder)
    assert scores(folder, average=True)["steel"] == pytest.approx((20 + 5 * 0.5 + 2 * 29.8) / 10)
    chosen = open_database(folder, {"Electricity": "Electricity ; wind"})
    prices = price(build(chosen, load_method()))
    found = prices.H[:, prices.system.index["steel"]].sum()
    assert found == pytest.approx((20 + 5 * 0.1 + 2 * 29.8) / 10)


def test_a_loop_that_cannot_deliver_is_cut_at_its_largest_link_where_a_mean_was_asked_for(
    folder: Path,
) -> None:
    """Steel takes 5 power for 10; power takes 3 000 steel for 1: 1 500 units back per unit."""
    (folder / "processes.csv").write_text(
        PROCESSES.replace("LCI result", "Unit process"), encoding="utf-8"
    )
    text = EXCHANGES.replace("power,2,f-steel,Input,3,", "power,2,f-steel,Input,3000,")
    with gzip.open(folder / "exchanges.csv.gz", "wt", encoding="utf-8") as file:
        file.write(text)
    inventory = open_database(folder, average=True)
    (cut,) = [f.message for f in inventory.findings if f.code == "loop_cut"]
    assert "Electricity ; coal: Steel ; furnace" in cut
    assert scores(folder, average=True)["power"] == pytest.approx(0.9)


def test_a_table_without_a_column_is_named(folder: Path) -> None:
    (folder / "flows_used.csv").write_text("uuid,name_en,type\n", encoding="utf-8")
    with pytest.raises(FileFault, match=r"flows_used.csv.*cas, category"):
        open_database(folder)
