import builtins
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from celca.assess import Footprint
from celca.errors import FileFault, Finding, MissingExtra, UnknownName
from celca.product import DeclaredUnit
from celca.report import report_page, write_report
from celca.report.words import LANGUAGES


class _Outline(HTMLParser):
    """What a page loads, where it links, and its numbers in full."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.numbers: set[float] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what would make a request."""
        self.tags.append(tag)
        found = dict(attrs)
        if tag == "data":
            self.numbers.add(float(found["value"] or "nan"))
        self.loads += [
            v for k, v in attrs if k in ("src", "srcset", "data", "action", "poster") and v
        ]
        if tag == "link":
            self.loads.append(found["href"] or "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_asks_for_nothing_from_the_network(lamp: Footprint, lang: str) -> None:
    page = report_page(lamp, lang=lang)
    assert _Outline(page).loads == ["data:,"]
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|sendBeacon", _without_plotly(page))


def _without_plotly(page: str) -> str:
    return re.sub(r'<script type="application/octet-stream".*?</script>', "", page, flags=re.S)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_the_result_stands_on_the_page_in_full(lamp: Footprint, lang: str) -> None:
    numbers = _Outline(report_page(lamp, lang=lang)).numbers
    wanted = {
        lamp.total_kg_co2e,
        lamp.total_excluding_uptake_kg_co2e,
        lamp.mass_kg,
        lamp.circularity.mci,
        *lamp.by_category.values(),
        *(v for v in lamp.by_stage.values() if v),
        *(v.total_kg_co2e for v in lamp.variants),
        *(x.kg_co2e for x in lamp.lines),
    }
    assert wanted <= numbers


def test_the_page_carries_the_result_as_json(lamp: Footprint) -> None:
    found = re.search(r'id="result">(.*?)</script>', report_page(lamp), re.S)
    assert found
    assert json.loads(found.group(1)) == json.loads(lamp.json())


def test_the_parts_beyond_fifteen_are_summed_so_that_the_total_stays(
    catalogue_item: Footprint,
) -> None:
    figure = _figures(report_page(catalogue_item))["parts"]
    lengths = figure["data"][0]["x"]
    assert len(lengths) == 16
    assert sum(lengths) == pytest.approx(500 * 0.04)
    assert figure["layout"]["annotations"][-2]["text"] == "485 others, summed"


def test_all_bars_start_at_zero(lamp: Footprint) -> None:
    figures = _figures(report_page(lamp))
    assert figures.pop("flows")["data"][0]["type"] == "sankey"
    for name, figure in figures.items():
        low, high = figure["layout"]["xaxis"]["range"]
        assert low <= 0 <= high, name
        assert "base" not in figure["data"][0], name
        assert figure["layout"]["xaxis"].get("type", "linear") == "linear", name


def test_every_figure_is_one_that_plotly_accepts(lamp: Footprint) -> None:
    graph_objects = pytest.importorskip("plotly.graph_objects")
    for figure in _figures(report_page(lamp)).values():
        assert graph_objects.Figure(figure).data


def _figures(page: str) -> dict[str, Any]:
    found = re.search(r'id="figures">(.*?)</script>', page, re.S)
    assert found
    figures: dict[str, Any] = json.loads(found.group(1))
    return figures


def test_a_stage_without_entries_says_why_it_is_nothing(lamp: Footprint) -> None:
    assert "nothing given in the study" in report_page(lamp)
    gate = replace(
        lamp,
        boundary="cradle-to-gate",
        by_stage={**lamp.by_stage, "end_of_life": 0.0},
        lines=tuple(x for x in lamp.lines if x.stage != "end_of_life"),
    )
    assert "outside the boundary" in report_page(gate)


def test_an_end_of_life_of_recycling_alone_is_a_zero_and_not_a_gap(lamp: Footprint) -> None:
    """Under cut-off, recycling leaves no entry; the study has still said what happens."""
    lines = tuple(x for x in lamp.lines if x.stage != "end_of_life")
    page = report_page(replace(lamp, lines=lines, by_stage={**lamp.by_stage, "end_of_life": 0.0}))
    assert page.count("nothing given in the study") == report_page(lamp).count(
        "nothing given in the study"
    )
    assert "Raw materials, Production, Distribution, End of life" in page


def test_a_small_footprint_is_given_in_grams_too(lamp: Footprint) -> None:
    assert "That is 17.07 g CO₂e." in report_page(replace(lamp, total_kg_co2e=0.01707))
    assert "That is" not in report_page(lamp)


def test_an_error_stands_above_the_number(lamp: Footprint) -> None:
    page = report_page(replace(lamp, findings=(Finding("error", "bad", "Mass is wrong."),)))
    assert page.index('class="banner"') < page.index('class="number"')
    assert 'class="banner"' not in report_page(lamp)


def test_the_page_says_how_to_repeat_it(lamp: Footprint) -> None:
    page = report_page(lamp)
    assert "pip install celca==0.1.0" in page
    assert "celca footprint product.toml --database celca-open --method ipcc-ar6-gwp100" in page
    for digest in "abde":
        assert digest * 64 in page


def test_a_japanese_page_uses_the_words_of_japanese_footprints(lamp: Footprint) -> None:
    page = report_page(lamp, lang="ja")
    assert '<html lang="ja">' in page
    stages = ("原材料調達", "生産", "流通・販売", "使用・維持管理", "廃棄・リサイクル")
    for word in (*stages, "宣言単位", "システム境界", "再生材利用率", "配分", "寄与率"):
        assert word in page, word
    assert "70.0%" in page
    assert "70.0\u202f%" in report_page(lamp)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_stay_text(lamp: Footprint, lang: str) -> None:
    bad = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\u202egnp.exe'
    line = replace(lamp.lines[0], part=bad, description="<b>b</b>", source="javascript:alert(3)")
    said = Finding("info", bad, bad, bad)
    evil = replace(lamp, product=bad, lines=(line,), findings=(said,))
    evil = replace(evil, declared_unit=DeclaredUnit(1, bad, bad))
    page = report_page(evil, lang=lang)
    harmless = report_page(lamp, lang=lang)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u202e" not in _without_json(page)
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
    count = _Outline(page).tags.count("script")
    assert count == _Outline(harmless).tags.count("script")


def _without_json(page: str) -> str:
    return re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)


def test_a_product_that_sums_to_nothing_has_a_page_without_shares(lamp: Footprint) -> None:
    empty = replace(
        lamp,
        total_kg_co2e=0.0,
        by_stage=dict.fromkeys(lamp.by_stage, 0.0),
        by_category=dict.fromkeys(lamp.by_category, 0.0),
        lines=(),
        variants=tuple(replace(v, total_kg_co2e=0.0, change_percent=None) for v in lamp.variants),
    )
    page = report_page(empty)
    assert "No stage stands out." in page
    assert "nan" not in _without_plotly(_without_json(page)).casefold().replace("nano", "")


def test_a_page_of_500_parts_is_light_and_quick(catalogue_item: Footprint) -> None:
    report_page(catalogue_item)
    start = time.perf_counter()
    page = report_page(catalogue_item)
    assert time.perf_counter() - start < 2.0
    assert len(page.encode()) < 6_000_000


def test_an_unknown_language_is_refused_with_those_there_are(lamp: Footprint) -> None:
    with pytest.raises(UnknownName, match="en, ja"):
        report_page(lamp, lang="jp")


@pytest.mark.parametrize("package", ["jinja2", "plotly"])
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    lamp: Footprint, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    from celca.report import bundle, render

    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if name.split(".")[0] == package:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    bundle.packed_plotly.cache_clear()
    render._environment.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match=r"celca\[report\]") as caught:
        report_page(lamp)
    assert caught.value.package == package


def test_writing_leaves_the_old_file_where_the_new_one_fails(
    lamp: Footprint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")

    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(FileFault, match="No space left"):
        write_report(lamp, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_one_sentence(lamp: Footprint, tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="cannot be written"):
        write_report(lamp, tmp_path / "no" / "page.html")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_browser_draws_every_chart_and_says_nothing(
    lamp: Footprint, tmp_path: Path, opened: Callable[[Path], str], lang: str
) -> None:
    page = tmp_path / "page.html"
    write_report(lamp, page, lang=lang)
    dom = opened(page)
    assert re.search(r'<html[^>]*class="drawn"', dom)
    assert dom.count("main-svg") >= 4
    assert len(re.findall(r'<g class="point"', dom)) == 6 + 4 + 4 + 5
    assert len(re.findall(r'<path class="sankey-link"', dom)) == 6 + 4
    for word in {"en": ("Raw materials", "A-2 shade"), "ja": ("原材料調達", "A-2 shade")}[lang]:
        assert re.search(rf'<text class="annotation-text"[^>]*>{word}', dom), word


def test_a_browser_draws_a_hostile_name_as_text(
    lamp: Footprint, tmp_path: Path, opened: Callable[[Path], str]
) -> None:
    bad = '<a href="https://example.org">x</a><img src=x>'
    page = tmp_path / "page.html"
    write_report(replace(lamp, lines=(replace(lamp.lines[0], part=bad),)), page)
    dom = _without_json(opened(page))
    assert '<a href="https://example.org"' not in dom
    assert "<img" not in dom
    assert '&lt;a href="https' in dom


@pytest.mark.parametrize(("width", "height"), [(1200, 1600), (500, 1600)])
def test_a_browser_takes_a_picture_at_every_width(
    lamp: Footprint,
    tmp_path: Path,
    photograph: Callable[[Path, Path, int, int], bytes],
    width: int,
    height: int,
) -> None:
    page = tmp_path / "page.html"
    write_report(lamp, page)
    picture = photograph(page, tmp_path / "page.png", width, height)
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 30_000
