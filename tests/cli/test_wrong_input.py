"""Whatever is wrong with the input, the answer is one sentence and an exit code, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.cli.group import cli

GOOD = "Part,Material,Quantity,Mass (kg)\nA,steel,1,2\n"

# what the file holds (None: no file), further arguments, what the sentence says
BILLS: dict[str, tuple[bytes | None, list[str], str]] = {
    "no file": (None, [], "does not exist"),
    "empty file": (b"", [], "empty"),
    "no heading": (b"1,2,3\n4,5,6\n", [], "head"),
    "no mass column": (b"Part,Material\nA,steel\n", [], "mass"),
    "mass without unit": (b"Part,Material,Mass\nA,steel,2\n", [], "unit"),
    "mass in litres": (b"Part,Material,Mass (l)\nA,steel,2\n", [], "volume"),
    "unknown unit": (b"Part,Material,Mass,Mass unit\nA,steel,2,buckets\n", [], "buckets"),
    "mass is text": (b"Part,Material,Mass (kg)\nA,steel,heavy\n", [], "heavy"),
    "negative mass": (b"Part,Material,Mass (kg)\nA,steel,-2\n", [], "-2"),
    "negative quantity": (b"Part,Material,Quantity,Mass (kg)\nA,steel,-1,2\n", [], "-1"),
    "no mass": (b"Part,Material,Mass (kg)\nA,steel,\n", [], "no mass"),
    "unknown material": (b"Part,Material,Mass (kg)\nA,stel,2\n", [], "'stel'"),
    "no material": (b"Part,Material,Mass (kg)\nA,,2\n", [], "material"),
    "share above one": (b"Part,Material,Mass (kg),Recycled content\nA,steel,2,1.7\n", [], "1.7"),
    "cycle": (b"Parent,Part,Material,Quantity,Mass (kg)\nA,B,steel,1,1\nB,A,steel,1,1\n", [], "A"),
    "level jump": (b"Level,Part,Material,Mass (kg)\n1,A,,\n3,B,steel,1\n", [], "level"),
    "not a workbook": (None, ["--sheet", "x"], "does not exist"),
    "no such sheet": (GOOD.encode(), ["--column", "weight"], "NAME=VALUE"),
    "unknown column meaning": (GOOD.encode(), ["--column", "wait=Part"], "wait"),
    "unknown heading": (GOOD.encode(), ["--column", "mass=Weight"], "Weight"),
    "unknown database": (GOOD.encode(), ["-d", "ecoinvent"], "no database is called"),
    "unknown method": (GOOD.encode(), ["-m", "recipe"], "no method is called"),
    "share without name": (GOOD.encode(), ["--recycled", "0.5"], "NAME=VALUE"),
    "share is text": (GOOD.encode(), ["--recycled", "steel=half"], "'half' is not a number"),
    "share of 3": (GOOD.encode(), ["--recycled", "steel=3"], "a share is 0 to 1"),
    "share of another": (
        GOOD.encode(),
        ["--recycled", "copper=1"],
        "no material or part of this product",
    ),
    "no bio variant": (GOOD.encode(), ["--bio", "steel=1"], "no bio_based variant"),
    "no scenario file": (GOOD.encode(), ["--scenario", "s.toml"], "does not exist"),
    "no matches file": (GOOD.encode(), ["--matches", "m.csv"], "m.csv"),
    "unknown process": (b"Part,Material,Mass (kg),Process\nA,steel,2,wishing\n", [], "'wishing'"),
    "bytes": (bytes(range(256)) * 4, [], "bom.csv"),
}


@pytest.mark.parametrize("kind", BILLS)
def test_a_wrong_bill_or_option_gets_one_sentence(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, arguments, told = BILLS[kind]
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("bom.csv").write_bytes(content)
    result = CliRunner().invoke(cli, ["footprint", "bom.csv", *arguments])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    (sentence,) = result.stderr.strip().splitlines()
    assert sentence.startswith("Error: ")
    assert told in sentence
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["verify", "much", "--against", "bom.csv"], 2, "is not a declared value"),
        (["verify", "3", "--against", "nowhere.csv"], 2, "does not exist"),
        (["verify", "3"], 2, "--against"),
        (["compare", "bom.csv"], 1, "two products or more"),
        (["footprnt", "bom.csv"], 2, "Did you mean 'footprint'"),
        (["database", "show", "nowhere"], 1, "no database is called 'nowhere'"),
        (["database", "check", "."], 1, "has no database.toml"),
    ],
)
def test_a_wrong_command_gets_one_sentence(
    arguments: list[str],
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bom.csv").write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code
    assert told in result.stderr
    assert "Traceback" not in result.output
