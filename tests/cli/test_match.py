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
    assert "blue stuff,,nothing like it in the database" in text
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
    assert first["candidates"] == []  # nothing is like it, so nothing is suggested
    keys = {"material", "process", "name", "how", "score"}
    assert keys == set(data["names"][1]["candidates"][0])
    assert data["reading"]["rows_skipped"] == [{"reason": "total row ('Total')", "rows": [4]}]


def test_a_board_is_weighed_by_its_footprints_and_each_class_is_decided_once(
    small: Path, write: Write, tmp_path: Path
) -> None:
    """3 resistors of 2 mg are counted; a diode of 10 mg is set aside, and a socket unweighed."""
    board = write(
        "board.csv",
        "Reference,Value,Footprint,Qty\nR1 R2,1k,R_0603_1608Metric,2\nR3,2k,R_0603_1608Metric,1\n"
        "D1,1N4148W,D_SOD-123,1\nJ1,USB,USB_C_Receptacle,1\n",
    )
    out = tmp_path / "matches.csv"
    result = run("match", board, "-o", out, "-d", small)
    assert "Typical mass, row 2, 3: chip resistor 0603, 0.002000 g." in result.output
    out.write_text(
        "name,material\nchip resistor,metal\nsemiconductor,unspecified\n", encoding="utf-8"
    )
    options = ("--matches", out, "-d", small, "--exclude-unknown", "--json")
    answer = json.loads(run("footprint", board, *options).output)
    lines = [(line["part"], line["material"]) for line in answer["lines"]]
    assert lines == [("R1 R2", "metal"), ("R3", "metal")]
    assert [x["part"] for x in answer["excluded"]["lines"]] == ["D1", "J1"]
    [told] = [f for f in answer["findings"] if f["code"] == "typical_mass"]
    assert told["message"].startswith("3 rows (2, 3, 4) state no mass; masses typical of the foo")
    components = [t["component"] for t in answer["provenance"]["reading"]["typical_masses"]]
    assert components == ["chip resistor 0603", "semiconductor SOD-123"]


def test_columns_that_were_named_are_kept_for_the_next_export(small: Path, write: Write) -> None:
    bom = write("odd.csv", "Teil,Zeug,Menge,Wie schwer\nA,resin,2,100\n")
    named = ("--column", "mass=Wie schwer", "--column", "mass_unit=g", "--column", "material=Zeug")
    assert run("match", bom, *named, "--save-columns", "-d", small).exit_code == 0
    again = run("footprint", bom, "-d", small, "--json")
    assert json.loads(again.output)["lines"][0]["amount"] == 0.2


def test_the_forming_of_a_bill_is_guessed_or_left_out(write: Write) -> None:
    """Moulding is told with the answer, and adds to it."""
    bom = write("abs.csv", "Part,Material,Qty,Mass (kg)\nA,ABS,1,1\n")
    guessed = json.loads(run("footprint", bom, "--json").output)
    stated = json.loads(run("footprint", bom, "--forming", "stated", "--json").output)
    assert guessed["total_kg_co2e"] > stated["total_kg_co2e"]
    assert stated["by_stage"].get("production", 0) == 0
    [told] = [f for f in guessed["findings"] if f["code"] == "forming_guessed"]
    assert "'injection-moulding' is guessed" in told["message"]


def test_a_footprint_ends_in_how_its_bill_was_read(small: Path, write: Write) -> None:
    bom = write("bom.csv", "Part,Material,Qty,Mass (kg),Colour\nA,resin,2,1,red\nTotal,,,2,\n")
    output = run("footprint", bom, "-d", small).output
    assert "bom.csv (utf-8): headings in row 1; 1 row read, 1 of them lines" in output
    assert "Not read, row 3: total row ('Total')." in output
    assert "Columns not used: 'Colour'." in output
