"""`celca database import` and `export` hand databases over, by one line each."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from celca.cli.group import cli


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(arguments))
    return result.exit_code, result.output


def test_a_database_goes_out_as_a_zip_and_comes_in_as_a_folder(small: Path, tmp_path: Path) -> None:
    code, out = run("database", "export", str(small), "--to", str(tmp_path / "a.zip"), "--json")
    assert (code, json.loads(out)["processes"]) == (0, 14)
    code, out = run("database", "import", str(tmp_path / "a.zip"), "--as", str(tmp_path / "b"))
    assert code == 0
    assert "14" in out
    code, out = run("database", "show", str(tmp_path / "b"), "--json")
    assert json.loads(out)["kinds"] == {"unit": 11, "aggregated": 3}


def test_wrong_targets_are_told_in_one_line(small: Path, tmp_path: Path) -> None:
    for arguments, told in (
        (
            ("export", str(small), "--to", "somewhere"),
            "brightway goes to bw:PROJECT/DATABASE, datapackage and json-ld go to a .zip",
        ),
        (("import", str(small), "--as", str(small)), "is there already"),
        (("import", str(tmp_path / "no.zip"), "--as", str(tmp_path / "c")), "no.zip"),
        (("import", str(small), "--as", "x", "--provider", "y"), "--provider"),
    ):
        code, out = run("database", *arguments)
        assert code == 1
        assert told in out
        assert len(out.strip().splitlines()) == 1


def test_the_first_lines_of_a_database_say_what_it_is(small: Path) -> None:
    _, out = run("database", "show", str(small))
    lines = [line.rstrip() for line in out.splitlines() if line.strip()]
    heads = [line.split()[0] for line in lines[2:8]]
    assert heads == ["Processes", "Products", "Years", "Places", "Method", "Licence"]
    assert lines[2].startswith("Processes  14 (unit 11, aggregated 3)")
    assert "kg" in lines[3]
    _, out = run("database", "show", str(small), "--json")
    told = json.loads(out)
    assert sum(told["units"].values()) == sum(told["locations"].values()) == told["processes"] == 14
    assert told["coverage"]["flows"][0] <= told["coverage"]["flows"][1]
    assert len(told["years"]) in (0, 3)
