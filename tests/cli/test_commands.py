"""Each command prints its answer, as a table that fits and as the JSON of the contract."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from celca.cli.group import cli

BOM = "Part,Material,Quantity,Mass (kg)\nA,steel,1,2\nB,アルミ,2,0.5\nC,polyethylene,1,0.1\n"


@pytest.fixture(autouse=True)
def bom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bom.csv").write_text(BOM, encoding="utf-8")
    Path("heavy.csv").write_text(BOM.replace("1,2", "1,4"), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("footprint", "bom.csv"),
        ("footprint", "bom.csv", "--recycled", "steel=50%", "--bio", "polyethylene=1"),
        ("footprint", "bom.csv", "--lang", "ja", "--allocation", "all"),
        ("improve", "bom.csv", "--lang", "ja", "--min-recycled", "0.5"),
        ("compare", "bom.csv", "heavy.csv", "--lang", "ja", "--draws", "50"),
        ("compare", "bom.csv", "heavy.csv"),
        ("verify", "20", "--against", "bom.csv"),
        ("materials",),
        ("materials", "ステンレス"),
        ("database", "list"),
        ("database", "show"),
        ("database", "check"),
        ("doctor",),
        ("--help",),
        ("footprint", "--help"),
    ],
)
def test_every_answer_fits_100_columns(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.stdout
    if arguments != ("doctor",):  # paths are as long as they are
        assert max(map(cell_len, result.stdout.splitlines())) <= 100


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (("footprint", "bom.csv"), {"total_kg_co2e", "variants", "by_stage"}),
        (("compare", "bom.csv", "heavy.csv"), {"products", "findings"}),
        (
            ("verify", "20", "--against", "bom.csv"),
            {
                "verdict",
                "declared_kg_co2e",
                "recalculated_kg_co2e",
                "difference_percent",
                "inside_band",
                "explanations",
                "checks",
            },
        ),
        (("database", "show"), {"name", "version", "hash", "processes"}),
        (
            ("database", "check"),
            {
                "name",
                "version",
                "hash",
                "processes",
                "exchanges",
                "published",
                "uncited",
                "balance_errors",
                "findings",
            },
        ),
        (("doctor",), {"packages", "solver", "databases"}),
    ],
)
def test_every_answer_is_there_as_json(arguments: tuple[str, ...], keys: set[str]) -> None:
    assert set(json.loads(run(*arguments, "--json").stdout)) >= keys


def test_materials_as_json_are_ranked() -> None:
    rows = json.loads(run("materials", "アルミ", "--json").stdout)
    assert rows[0]["material"] == "aluminium"
    assert set(rows[0]) == {"material", "process", "name", "how", "score", "class"}
    assert rows[0]["class"] == "aluminium"
    assert [r["score"] for r in rows][0] == 1.0


def test_verify_tells_its_verdict_by_exit_code() -> None:
    total = json.loads(run("footprint", "bom.csv", "--json").stdout)["total_kg_co2e"]
    assert run("verify", str(total), "--against", "bom.csv").exit_code == 0
    assert run("verify", str(2 * total), "--against", "bom.csv").exit_code == 1
    assert run("verify", "3 kg CO2e/kWh", "--against", "bom.csv").exit_code == 2


def test_the_same_input_gives_the_same_bytes() -> None:
    assert (
        run("footprint", "bom.csv", "--json").stdout == run("footprint", "bom.csv", "--json").stdout
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("footprint", "bom.csv", "--allocation", "all", "--draws", "50"),
        ("improve", "bom.csv", "--min-recycled", "0.5", "--front", "recycled"),
        ("compare", "bom.csv", "heavy.csv", "--draws", "50"),
    ],
)
def test_the_tables_are_japanese_throughout(arguments: tuple[str, ...]) -> None:
    said = run(*arguments, "--lang", "ja").stdout
    assert "再生材" in said
    assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", said.replace("celca report", ""))


def test_the_japanese_tables_have_the_figures_of_the_english_ones() -> None:
    figures = [re.findall(r"\d+\.\d+", run("footprint", "bom.csv", "--lang", x).stdout.split("How")[0].split("部品表の")[0])
               for x in ("en", "ja")]  # fmt: skip
    assert sorted(figures[0]) == sorted(figures[1])


def test_a_query_that_nothing_answers_says_so_in_a_sentence() -> None:
    done = run("materials", "xyzzy")
    assert done.exit_code == 3
    assert "Nothing in celca-open is called 'xyzzy'" in " ".join(done.stdout.split())
    assert "score" not in done.stdout
    as_json = run("materials", "xyzzy", "--json")
    assert (as_json.exit_code, json.loads(as_json.stdout)) == (3, [])


def test_a_query_for_what_is_not_held_shows_proxies_with_their_footprint() -> None:
    done = run("materials", "POM")
    assert done.exit_code == 3
    told = " ".join(done.stdout.split())
    assert re.search(
        r"holds no 'POM'. It is of class plastic, .* \(\d+\) has [\d.]+ to [\d.]+ kg", told
    )
    assert re.search(r"polyamide .* [\d.]+", done.stdout)
    rows = json.loads(run("materials", "POM", "--json").stdout)
    assert {(row["how"], row["class"]) for row in rows} == {("proxy", "plastic")}


def test_shares_are_compared_with_the_product_as_it_stands() -> None:
    rows = json.loads(run("compare", "bom.csv", "--recycled", "steel=50%", "--json").stdout)
    first, second = rows["products"]
    assert second["product"] == "bom: steel 50 % recycled"
    assert second["total_kg_co2e"] < first["total_kg_co2e"]
    alone = json.loads(run("footprint", "bom.csv", "--recycled", "steel=0.5", "--json").stdout)
    assert second["total_kg_co2e"] == pytest.approx(alone["total_kg_co2e"])
