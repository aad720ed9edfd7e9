"""Tables of pymrio become sectors in money, and give the footprints that pymrio gives."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from celca.assess import open_prices
from celca.errors import DataError, FileFault
from celca.inventory import Inventory
from celca.methods import load_method
from celca.readers import open_database
from celca.readers.mrio import read_mrio
from celca.system import build

pymrio = pytest.importorskip("pymrio", reason="needs the extra input-output")


@pytest.fixture
def table() -> Any:  # noqa: ANN401
    """The test table of pymrio: 6 regions, 8 sectors, in million USD."""
    return pymrio.load_test()


def multipliers(inventory: Inventory) -> dict[str, np.ndarray]:
    """Return each flow per unit of each sector, over the whole chain: B A⁻¹."""
    system = build(inventory, load_method())
    M = np.linalg.solve(system.A.toarray().T, system.B.toarray().T).T
    return {flow.id: row for flow, row in zip(inventory.flows, M, strict=True)}


def test_footprints_of_consumption_are_those_of_pymrio(table: Any) -> None:  # noqa: ANN401
    """D_cba of each region and product: the chain of all that the region buys of the product."""
    M = multipliers(read_mrio(table))
    table.calc_all()
    regions, sectors = list(table.get_regions()), list(table.get_sectors())
    for i, stressor in enumerate(table.emissions.D_cba.index):
        row = M["Emissions:" + "|".join(stressor)] * 1e6  # per million
        for region in regions:
            bought = table.Y[region].sum(axis=1).to_numpy()
            found = (row * bought).reshape(len(regions), len(sectors)).sum(axis=0)
            assert found == pytest.approx(table.emissions.D_cba[region].to_numpy()[i], rel=1e-12)


def test_output_is_what_final_demand_asks_for(table: Any) -> None:  # noqa: ANN401
    """Output is x = L y, with the matrix of the database for I − A."""
    system = build(read_mrio(table), load_method())
    x = np.linalg.solve(system.A.toarray(), table.Y.sum(axis=1).to_numpy())
    table.calc_all()
    assert x == pytest.approx(table.x.to_numpy().reshape(-1), rel=1e-12)


def test_a_table_that_does_not_balance_is_told(table: Any) -> None:  # noqa: ANN401
    table.calc_all()
    assert "not_balanced" not in [f.code for f in read_mrio(table).findings]
    table.Y = table.Y * 1.1
    assert "not_balanced" in [f.code for f in read_mrio(table).findings]


@pytest.mark.parametrize("calculated", [False, True])
def test_folders_and_zips_are_the_table_that_was_saved(
    calculated: bool,
    table: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    direct = multipliers(read_mrio(table))
    if calculated:
        table.calc_all()
    table.save_all(tmp_path / "saved", table_format="txt")
    with zipfile.ZipFile(tmp_path / "saved.zip", "w") as file:
        for path in (tmp_path / "saved").rglob("*"):
            file.write(path, path.relative_to(tmp_path / "saved"))
    for source in (tmp_path / "saved", tmp_path / "saved.zip"):
        read = multipliers(open_database(source))
        assert read.keys() == direct.keys()
        for key, row in direct.items():
            assert read[key] == pytest.approx(row, rel=1e-12)


def test_sectors_are_in_money_of_the_year_that_is_stated(table: Any) -> None:  # noqa: ANN401
    process = read_mrio(table, "USD 2010").process_by_id["reg1:food"]
    assert (process.unit, process.year, process.location, process.product) == (
        "USD",
        2010,
        "reg1",
        "food",
    )
    assert [f.severity for f in read_mrio(table).findings if f.code == "spend_based"] == ["warning"]
    with pytest.raises(DataError, match="stated as 'EUR 2010', but the table is in 'Mill USD'"):
        read_mrio(table, "EUR 2010")


def test_a_year_is_read_off_the_name_that_exiobase_gives_its_archives(
    table: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    def spent(path: Path, money: str = "") -> tuple[int | None, str]:
        inventory = read_mrio(path, money)
        (told,) = [f.message for f in inventory.findings if f.code == "spend_based"]
        return inventory.processes[0].year, told

    for name in ("IOT_2011_pxp", "tables"):
        table.save_all(tmp_path / name, table_format="txt")
    assert spent(tmp_path / "IOT_2011_pxp")[0] == 2011
    assert "in USD 2011, before" in spent(tmp_path / "IOT_2011_pxp")[1]
    assert spent(tmp_path / "IOT_2011_pxp", "USD 2012")[0] == 2012
    assert spent(tmp_path / "tables")[0] is None
    assert "in USD of a year that the file does not tell" in spent(tmp_path / "tables")[1]


def test_what_follows_from_a_table_is_not_loaded(table: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """A table that was saved with its inverse and footprints, which are damaged here."""
    table.calc_all().save_all(tmp_path / "saved", table_format="txt")
    whole = multipliers(open_database(tmp_path / "saved"))
    for name in ("L.txt", "Z.txt", "emissions/M.txt", "emissions/D_cba.txt"):
        (tmp_path / "saved" / name).write_text("")
    again = multipliers(open_database(tmp_path / "saved"))
    assert all((row == whole[key]).all() for key, row in again.items())


def test_gases_are_recognised_in_the_labels_of_satellites(table: Any) -> None:  # noqa: ANN401
    """1 kg of fossil CO2 and 2 kg of methane for each million of output, 29.8 kg CO2e per kg."""
    index = ["CO2 - combustion - air", "CO2 - waste - biogenic - air", "CH4 - non combustion - air"]
    F = table.emissions.F.iloc[[0, 1, 1]].set_axis(index).astype(float)
    output = (table.Z.sum(axis=1) + table.Y.sum(axis=1)).to_numpy()
    F.iloc[:, :] = np.array([[1.0], [5.0], [2.0]]) * output
    unit = table.emissions.unit.iloc[[0, 0, 0]].set_axis(index)
    table.emissions = pymrio.Extension("Emissions", F=F, unit=unit)
    inventory = read_mrio(table)
    found = {f.name: (f.formula, f.origin) for f in inventory.flows if f.id.startswith("Emissions")}
    assert found == {
        index[0]: ("CO2", "fossil"),
        index[1]: ("CO2", "biogenic"),
        index[2]: ("CH4", "fossil"),
    }
    assert "CH4 - non combustion" in str(
        [f for f in inventory.findings if f.code == "origin_not_told"]
    )


def test_totals_beside_an_account_of_gases_count_nothing(table: Any) -> None:  # noqa: ANN401
    """As in EXIOBASE: gases and HFC in CO2e in one account, what they add up to in another."""

    def account(name: str, **rows: tuple[float, str]) -> Any:  # noqa: ANN401
        F = table.emissions.F.iloc[[0] * len(rows)].set_axis(list(rows)).astype(float)
        F.iloc[:, :] = np.array([[size] for size, _ in rows.values()]) * output
        unit = table.emissions.unit.iloc[[0] * len(rows)].set_axis(list(rows))
        unit["unit"] = [unit for _, unit in rows.values()]
        return pymrio.Extension(name, F=F, unit=unit)

    def direct(inventory: Inventory) -> float:
        system = build(inventory, load_method())
        return float((system.C @ system.B).sum(axis=0)[0] * 1e6)

    output = (table.Z.sum(axis=1) + table.Y.sum(axis=1)).to_numpy()
    gases = {"CO2 - waste - fossil - air": (1.0, "kg"), "HFC - air": (3.0, "kg CO2-eq")}
    totals = {"GHG emissions (GWP100)": (4.0, "kg CO2 eq."), "GHG (GWP20)": (9.0, "kg CO2 eq.")}
    table.emissions = account("emissions", **gases)
    table.factor_inputs = account("impacts", **totals)
    inventory = read_mrio(table)
    assert direct(inventory) == pytest.approx(4)
    told = {f.code: f.message for f in inventory.findings}
    assert "GHG (GWP20)" in told["totals_left_out"]
    assert "origin_not_told" not in told
    table.emissions = account("emissions", Lead=(1.0, "kg"))
    alone = read_mrio(table)
    assert direct(alone) == pytest.approx(13)
    assert "totals_added" in [f.code for f in alone.findings]


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file_parameters.json").write_text("{}")
    with pytest.raises(FileFault, match="no table that pymrio can read"):
        open_database(tmp_path)


def test_a_table_without_flows_between_sectors_is_refused(table: Any) -> None:  # noqa: ANN401
    table.Z = None
    with pytest.raises(DataError, match="neither Z nor A"):
        read_mrio(table)


def test_prices_of_the_whole_table_are_finite(table: Any, tmp_path: Path) -> None:  # noqa: ANN401
    table.save_all(tmp_path / "saved", table_format="txt")
    assert np.isfinite(open_prices(tmp_path / "saved").H).all()
