import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import Footprint
from celca.errors import UnknownName
from celca.report import (
    FACTS,
    ISO_FACTS,
    calculation_report,
    study_report,
    write_calculation_report,
)

_ISO_CHAPTERS = (
    *(
        "1 Result (7.2)",
        "2 Goal of the study",
        "3 Functional or declared unit",
        "4 System boundary",
    ),
    *("5 Data", "6 Greenhouse gases", "7 Allocation", "8 Timing, electricity, land use"),
    *("9 Scenarios, assumptions, value choices", "10 Interpretation", "11 Comparison and tracking"),
    *(
        "12 Critical review",
        "13 Validity and repetition",
        "Annex A: checklist",
        "Annex B: every line",
    ),
)
_ISO_OPEN = 'class="open">open item'
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


def test_a_browser_draws_the_waterfall_of_the_study_report(
    lamp: Footprint, tmp_path: Path, opened: Callable[[Path], str]
) -> None:
    page = tmp_path / "report.html"
    page.write_text(study_report(lamp), encoding="utf-8")
    assert len(re.findall(r'<g class="point"', opened(page))) == 6


def test_the_study_report_has_every_chapter_of_clause_7_in_order(lamp: Footprint) -> None:
    page = study_report(lamp)
    places = [page.index(f"<h2>{chapter}") for chapter in _ISO_CHAPTERS]
    assert places == sorted(places)


def test_the_study_report_counts_what_is_open(lamp: Footprint) -> None:
    page = study_report(lamp)
    assert f"Open items: {page.count(_ISO_OPEN)}<" in page
    told = study_report(lamp, dict.fromkeys((*FACTS, *ISO_FACTS), "told"))
    assert _ISO_OPEN not in told
    assert "Open items: 0<" in told


@pytest.mark.parametrize("name", ISO_FACTS)
def test_a_fact_of_the_standard_takes_the_place_of_an_open_item(lamp: Footprint, name: str) -> None:
    before, after = study_report(lamp), study_report(lamp, {name: "xyzzy"})
    assert "xyzzy" in after
    assert after.count(_ISO_OPEN) < before.count(_ISO_OPEN)


def test_the_study_report_states_apart_what_the_standard_asks_for(lamp: Footprint) -> None:
    page = study_report(lamp)
    table = page[page.index("Table 2: what is stated apart") :]
    for name, value in zip(
        lamp.by_category, ("20.40", "0.10", "2.40", "−3.00", "0.10"), strict=True
    ):
        assert value in table, name


def test_hostile_text_in_the_study_report_stays_text(lamp: Footprint) -> None:
    bad = "<script>alert(1)</script>"
    assert "<script>alert" not in study_report(replace(lamp, product=bad), {"company": bad})
