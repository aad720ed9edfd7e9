import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import Footprint
from celca.errors import UnknownName
from celca.report import FACTS, calculation_report, write_calculation_report

_CHAPTERS = (
    *("1. 要約", "2. 算定の目的と用途", "3. 算定対象", "4. 算定範囲", "5. データ"),
    *("6. 算定方法", "7. 算定結果", "8. 解釈", "9. 検証", "10. 表示・開示"),
    *("付属書A", "付属書C", "付属書D", "付属書E", "付属書F", "付属書G"),
)
_OPEN = 'class="open">未記入'


def test_every_chapter_of_the_outline_is_there_in_order(lamp: Footprint) -> None:
    page = calculation_report(lamp)
    places = [page.index(f"<h2>{chapter}") for chapter in _CHAPTERS]
    assert places == sorted(places)
    for number in range(1, 11):
        assert f"表{number} " in page


def test_what_nobody_has_said_is_marked_as_open_and_counted(lamp: Footprint) -> None:
    page = calculation_report(lamp)
    assert f"未記入の項目：{page.count(_OPEN)}件" in page
    assert page.count(_OPEN) >= len(FACTS)


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_takes_the_place_of_an_open_item(lamp: Footprint, name: str) -> None:
    before, after = calculation_report(lamp), calculation_report(lamp, {name: "甲乙丙"})
    assert "甲乙丙" not in before
    assert "甲乙丙" in after
    assert after.count(_OPEN) < before.count(_OPEN)


def test_a_report_with_all_facts_has_nothing_open(lamp: Footprint) -> None:
    page = calculation_report(lamp, dict.fromkeys(FACTS, "記入済"))
    assert _OPEN not in page
    assert "未記入の項目：0件" in page


def test_a_fact_of_another_name_is_refused_with_its_neighbours(lamp: Footprint) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'company'"):
        calculation_report(lamp, {"compani": "x"})


def test_the_sensitivity_is_a_tenth_of_what_a_process_counts(lamp: Footprint) -> None:
    page = calculation_report(lamp)
    table = page[page.index("表10 ") :]
    first = re.search(
        r'<th scope="row">(.*?)</th><td class="n">(.*?)</td><td class="n">(.*?)<', table
    )
    assert first
    assert first.groups() == ("steel-virgin", "±0.90", "±4.5%")  # 9 of 20 kg


def test_hostile_text_in_facts_and_names_stays_text(lamp: Footprint) -> None:
    bad = "<script>alert(1)</script>"
    page = calculation_report(replace(lamp, product=bad), {"company": bad, "verification": bad})
    assert "<script>alert" not in page


def test_a_browser_draws_the_bars_and_the_waterfall(
    lamp: Footprint, tmp_path: Path, opened: Callable[[Path], str]
) -> None:
    page = tmp_path / "report.html"
    write_calculation_report(lamp, page)
    dom = opened(page)
    assert len(re.findall(r'<g class="point"', dom)) == 5 + 6
