"""Every command that opens a database takes the rule for products that several processes make."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from celca.assess import open_prices
from celca.cli.group import cli
from celca.errors import DataError, UsageError
from celca.readers import open_database
from celca.readers.rules import ruled

Entity = dict[str, Any]


def exchange(flow: str, amount: float, **more: object) -> Entity:
    kind = "ELEMENTARY_FLOW" if flow == "co2" else "PRODUCT_FLOW"
    name = "Carbon dioxide, fossil" if flow == "co2" else f"{flow} & co=1"
    about = {"@id": flow, "name": name, "flowType": kind, "category": "Elementary flows/air"}
    return {"flow": about, "amount": amount, "isInput": False, "unit": {"name": "kg"}, **more}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A zip of openLCA in which two processes make 1 kg of a, with 1 and 3 kg CO2; b takes 1 kg."""
    made = {"isQuantitativeReference": True}
    rows = {
        "one": [exchange("a", 1, **made), exchange("co2", 1)],
        "two": [exchange("a", 1, **made), exchange("co2", 3)],
        "user": [exchange("b", 1, **made), exchange("a", 1, isInput=True)],
    }
    path = tmp_path / "several.zip"
    with zipfile.ZipFile(path, "w") as file:
        for key, exchanges in rows.items():
            about = {"@id": key, "name": key, "exchanges": exchanges}
            file.writestr(f"processes/{key}.json", json.dumps(about))
    return path


def user(address: str) -> float:
    prices = open_prices(address)
    return float(prices.H[:, prices.system.index["user"]].sum())


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(arguments))
    return result.exit_code, result.output


def test_the_rule_is_part_of_the_address(package: Path) -> None:
    with pytest.raises(DataError, match="--several average"):
        open_database(package)
    assert user(f"{package}?several=average") == pytest.approx(2)
    assert user(ruled(package, {"a & co=1": "two"})) == pytest.approx(3)
    assert user(ruled(package, {"a": "one"}, average=True)) == pytest.approx(1)
    assert ruled("celca-open") == "celca-open"


def test_of_joined_databases_each_keeps_its_rule(package: Path) -> None:
    assert user(f"celca-open + {package}?several=average") == pytest.approx(2)
    joined = ruled(f"celca-open + {package}", average=True)
    assert joined == f"celca-open?several=average + {package}?several=average"
    assert user(joined) == pytest.approx(2)


@pytest.mark.parametrize("rule", ["sevral=average", "several=mean", "provider=a", "money="])
def test_a_rule_that_there_is_not_is_refused(rule: str, package: Path) -> None:
    with pytest.raises(UsageError, match="is no rule; there are several=average"):
        open_database(f"{package}?{rule}")


@pytest.mark.parametrize(
    "command",
    [
        ("database", "show", "{}"),
        ("database", "check", "{}"),
        ("database", "export", "{}", "--to", "{folder}/out.zip"),
        ("database", "import", "{}", "--as", "{folder}/in"),
        ("materials", "user", "-d", "{}"),
        ("match", "{folder}/bom.csv", "-d", "{}"),
        ("footprint", "{folder}/bom.csv", "-d", "{}"),
        ("explain", "{folder}/bom.csv", "-d", "{}"),
        ("improve", "{folder}/bom.csv", "-d", "{}"),
        ("circular", "{folder}/bom.csv", "-d", "{}"),
        ("diff", "{}", "{}"),
    ],
)
def test_a_command_takes_the_rule(command: tuple[str, ...], package: Path, tmp_path: Path) -> None:
    (tmp_path / "bom.csv").write_text("part,material,mass (kg)\nseat,user,2\n")
    given = [part.format(package, folder=tmp_path) for part in command]
    code, out = run(*given)
    assert code == 1, out
    assert "1 product has several makers" in out
    code, out = run(*given, "--several", "average")
    assert code in (0, 3), out


def test_a_maker_that_is_named_is_taken(package: Path, tmp_path: Path) -> None:
    (tmp_path / "bom.csv").write_text("part,material,mass (kg)\nseat,user,2\n")
    told = (str(tmp_path / "bom.csv"), "-d", str(package), "--provider", "a=two", "--json")
    code, out = run("footprint", *told)
    assert code == 0
    assert json.loads(out)["total_kg_co2e"] == pytest.approx(2 * 3)
