"""verify, explain, match, materials and circular in Japanese: every sentence has its row in the table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.assess import footprint
from celca.audit import Basis, Judging, verify
from celca.audit.causes import Case
from celca.audit.slips import from_footprint, needed_figures
from celca.audit.study import Study
from celca.audit.trial_inputs import from_materials
from celca.audit.trials import from_trials
from celca.cli.group import cli
from celca.cli.tongue import tongue_of
from celca.declaration import read_declaration
from celca.inventory import embedded, read_inventory

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nhousing,aluminium,1.2\ncover,pp,0.8\nhandle,wood,0.9\n"
STUDY = """name = "lamp"
bom = "bom.csv"
[declared_unit]
unit = "use"
[life]
uses = 20
[[packaging]]
material = "corrugated-board"
mass = "0.5 kg"
[[production]]
process = "injection-moulding-jp"
material = "pp"
scrap = 0.2
[[distribution]]
process = "freight-truck"
distance = "900 km"
[[use]]
process = "electricity-jp"
amount = "8 kWh"
[end_of_life.default]
landfill = 0.5
recycling = 0.5
"""
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def tongue() -> Callable[[str], str]:
    return tongue_of("ja", read_inventory(embedded()["celca-open"])).told


@pytest.fixture
def study(write: Write) -> Path:
    write("bom.csv", BOM)
    return write("product.toml", STUDY)


def silent(sentences: Iterator[str], tongue: Callable[[str], str]) -> list[str]:
    """Return what is not told in Japanese."""
    return sorted({s for s in sentences if not _JAPANESE.search(tongue(s))})


@pytest.mark.parametrize("at_gate", [False, True])
def test_every_cause_of_a_difference_is_told_in_japanese(
    study: Path, tongue: Callable[[str], str], at_gate: bool
) -> None:
    opened = Study.open(study, Basis())
    result = footprint(study, opened.prices)
    declaration = read_declaration(str(result.total_kg_co2e * 1.17))
    value = opened.total(opened.product, at_gate=at_gate)
    case = Case(declaration, result, declaration.kg_co2e, value, 0.05, 0.001, at_gate, 1.0)
    causes = [*from_footprint(case), *from_trials(case, opened), *from_materials(case, opened)]
    assert len(causes) > 200
    said = (*(c.sentence for c in causes), *needed_figures(case))
    assert silent(iter(said), tongue) == []


@pytest.mark.parametrize(
    ("declared", "side"),
    [
        ("2 kg CO2e/use", "both"),
        ("0 kg CO2e/use", "both"),
        ("3 kg CO2e/kg", "both"),
        ("12.345 kg CO2e/piece", "both"),
        ("12 kg CO2e/m2", "both"),
        ("5", "both"),
    ],
)
def test_every_step_and_reason_is_told_in_japanese(
    study: Path, tongue: Callable[[str], str], declared: str, side: str
) -> None:
    found = verify(declared, study, judging=Judging(side=side))
    checks = (c.message for c in found.checks if c.id == "unit")
    said = (*found.steps, *found.reasons, *found.explanations, *checks)
    assert said
    assert silent(iter(said), tongue) == []


def test_a_document_is_judged_in_japanese(write: Write, study: Path, tmp_path: Path) -> None:
    """Told apart, held together and ticked off: nothing of it in English but names of fields."""
    exported = tmp_path / "lamp.json"
    run = CliRunner()
    run.invoke(cli, ["export", str(study), "-o", str(exported)], catch_exceptions=False)
    document = json.loads(exported.read_text(encoding="utf-8"))
    document["pcf"]["fossilGhgEmissions"] = "0.5"
    document["pcf"]["ipccCharacterizationFactors"] = ["AR4"]
    exported.write_text(json.dumps(document), encoding="utf-8")
    asked = ["verify", str(exported), "--against", str(study), "--standard", "jp", "--lang", "ja"]
    done = run.invoke(cli, asked, catch_exceptions=False)
    for told in ("一致", "条件の調整", "AR4での再計算はできない", "要求事項", "不適合"):
        assert told in done.output
    assert not re.search(r"\b(declared|recalculated|study|missing|warning)\b", done.output)


def test_explain_match_materials_and_circular_answer_in_japanese(study: Path) -> None:
    run = CliRunner()
    for asked, told in (
        (["explain", str(study)], ("影響の大きい要因", "排出するプロセス別", "アルミニウム")),
        (["match", str(study)], ("対応する材料", "アルミニウム", "部品表の読み取り結果")),
        (["materials", "aluminium"], ("検索の根拠", "バージン材")),
        (["circular", str(study)], ("配分方法別の増減", "製品の資源循環指標", "アルミニウム")),
    ):
        done = run.invoke(cli, [*asked, "--lang", "ja"], catch_exceptions=False)
        assert done.exit_code == 0
        assert [word for word in told if word not in done.output] == []


def test_lines_that_cannot_be_counted_are_told_in_japanese(tmp_path: Path) -> None:
    bom = tmp_path / "bom.csv"
    rows = "".join(f"B{i},謎の材料{i},1,1\n" for i in range(9))
    bom.write_text(f"品番,材質,員数,単重(g)\nA,POM,1,1\n{rows}", encoding="utf-8")
    done = CliRunner().invoke(cli, ["footprint", str(bom), "--lang", "ja"])
    assert done.exit_code == 1
    first, pom, *_, more, advice = done.stderr.splitlines()
    assert first == "エラー: 算定できない行があります。"
    assert "2行目: 「POM」にあたる材料がありません（分類：プラスチック）。代用の候補：" in pom
    assert more == "ほか2件"
    assert "--exclude-unknown で該当する行を除外" in advice
    assert not re.search(r"\b(row|called|proxy|Correct)\b", done.stderr)
