"""`celca database import` takes what other programs write, and says what it found."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from celca.cli.group import cli
from celca.inventory import read_inventory

SPOLD = """<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset><activityDescription>
<activity id="a"><activityName>steel, made</activityName></activity>
<geography><shortname>JP</shortname></geography><timePeriod endDate="2020-12-31"/>
</activityDescription><flowData><intermediateExchange intermediateExchangeId="steel" amount="1">
<name>steel</name><unitName>kg</unitName><outputGroup>0</outputGroup></intermediateExchange>
</flowData></activityDataset></ecoSpold>"""
SIMAPRO = """{SimaPro 9.1}
{CSV separator: Semicolon}
{Decimal separator: .}

Process

Products
steel;kg;1;100;not defined;Metals;

End

"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("steel.spold", SPOLD), ("steel.csv", SIMAPRO), ("list.csv", "name,unit,kg CO2e\nsteel,kg,2")],
)
def test_a_file_becomes_a_folder(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    arguments = ["database", "import", str(tmp_path / name), "--as", str(tmp_path / "native")]
    result = CliRunner().invoke(cli, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["processes"] == 1
    assert [p.product for p in read_inventory(tmp_path / "native").processes] == ["steel"]
    again = CliRunner().invoke(cli, arguments)
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_the_money_of_a_table_is_stated_on_the_way_in(tmp_path: Path) -> None:
    np.savez(tmp_path / "io.npz", A=np.array([[0.1]]), D=np.array([[2.0]]))
    (tmp_path / "io_sectors.csv").write_text("code,name,location\ns1,Steel,JP\n")
    (tmp_path / "io_indicators.csv").write_text("name,unit\nGreenhouse Gases,kg CO2 eq\n")
    arguments = ["database", "import", str(tmp_path / "io.npz"), "--as", str(tmp_path / "native")]
    result = CliRunner().invoke(cli, [*arguments, "--money", "JPY 2015"])
    assert result.exit_code == 0, result.output
    (process,) = read_inventory(tmp_path / "native").processes
    assert (process.unit, process.year) == ("JPY", 2015)
