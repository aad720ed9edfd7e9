"""`celca match` shows and writes what names mean, and its exit code says whether any is open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from celca.cli.group import cli

Write = Callable[..., Path]
BOM = "Part,Material,Qty,Mass (kg),Colour\nA,resin,2,1,red\nB,blue stuff,1,6,\nTotal,,,8,\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)), catch_exceptions=False)


def test_the_table_shows_decisions_candidates_shares_and_the_reading(
    small: Path, write: Write
) -> None:
    result = run("match", write("bom.csv", BOM), "-d", small)
    assert result.exit_code == 3
    for words in (
        "2 names, 1 decided, 1 open",
        "75.0 %",
        "bom.csv (utf-8): headings in row 1; 2 rows read, 2 of them lines, 0 assemblies.",
        "8.000 kg, 25.0 % of it of a known material",
        "Columns not used: 'Colour'.",
        "Not read, row 4: total row ('Total').",
        "-o matches.csv",
    ):
        assert words in result.output


def test_a_file_filled_in_makes_the_footprint(small: Path, write: Write, tmp_path: Path) -> None:
    bom, out = write("bom.csv", BOM), tmp_path / "matches.csv"
    assert run("match", bom, "-o", out, "-d", small).exit_code == 3
    text = out.read_text(encoding="utf-8-sig")
    assert "blue stuff,,did you mean: " in text.replace('"', "")
    out.write_text(text.replace("blue stuff,,", "blue stuff,metal,"), encoding="utf-8")
    assert run("match", bom, "-o", out, "-d", small).exit_code == 0
    found = run("footprint", bom, "--matches", out, "-d", small, "--json")
    data = json.loads(found.output)
    assert data["total_kg_co2e"] == 2 * 2.5 + 6 * 4
    assert data["provenance"]["reading"]["mass_share_matched"] == 1.0
    assert data["provenance"]["reading"]["columns_not_used"] == ["Colour"]


def test_json_has_every_name_with_its_candidates(small: Path, write: Write) -> None:
    data = json.loads(run("match", write("bom.csv", BOM), "-d", small, "--json").output)
    assert (data["decided"], data["undecided"]) == (1, 1)
    first = data["names"][0]
    assert (first["name"], first["decision"], first["mass_share"]) == ("blue stuff", "", 0.75)
    assert {"material", "process", "name", "how", "score"} == set(first["candidates"][0])
    assert data["reading"]["rows_skipped"] == [{"reason": "total row ('Total')", "rows": [4]}]
