import shutil
import struct
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from celca.assess import Footprint
from celca.errors import UsageError
from celca.report import label_svg, printing, write_label
from celca.report.label import result_id


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("en", ("20.00", "kg CO₂e per piece", "Recycled content 10.0\u202f%")),
        ("ja", ("20.00", "kg-CO₂e（1個あたり）", "再生材利用率 10.0%")),
    ],
)
def test_a_label_bears_number_unit_boundary_and_origin(
    lamp: Footprint, lang: str, texts: tuple[str, ...]
) -> None:
    root = ElementTree.fromstring(label_svg(lamp, lang=lang))
    said = "\n".join(root.itertext())
    for text in (*texts, "IPCC AR6, GWP100", "celca-open 1", result_id(lamp)):
        assert text in said, text
    assert root.get("role") == "img"


def test_a_label_that_nobody_has_verified_says_so(lamp: Footprint) -> None:
    assert "not verified by a third party" in label_svg(lamp)
    verified = label_svg(lamp, facts={"verification": "Verified by Example Ltd, 2026-01-31"})
    assert "Verified by Example Ltd" in verified
    assert "not verified" not in verified


def test_another_figure_gives_another_mark(lamp: Footprint) -> None:
    assert result_id(lamp) != result_id(replace(lamp, mass_kg=6.000000001))


def test_a_label_holds_nothing_from_outside(lamp: Footprint, tmp_path: Path) -> None:
    bad = '"><script>alert(1)</script><image href="http://example.org"/>'
    path = tmp_path / "label.svg"
    write_label(replace(lamp, product=bad), path)
    tags = {e.tag.split("}")[1] for e in ElementTree.parse(path).iter()}
    assert tags == {"svg", "title", "rect", "text"}


def test_a_long_number_is_written_smaller(lamp: Footprint) -> None:
    def size(total: float) -> float:
        root = ElementTree.fromstring(label_svg(replace(lamp, total_kg_co2e=total)))
        return max(float(e.get("font-size", "0")) for e in root.iter())

    assert size(123_456_789_012.0) < size(20.0)


def test_a_label_says_where_its_report_is_or_by_which_mark_to_ask_for_it(lamp: Footprint) -> None:
    assert f"Report on request: result {result_id(lamp)}" in label_svg(lamp)
    told = label_svg(lamp, facts={"report_url": "https://example.org/lamp"})
    assert "Report: https://example.org/lamp" in told
    assert "on request" not in told


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "Greenhouse gases only"), ("ja", "温室効果ガスのみ")]
)
def test_a_label_claims_nothing_beyond_the_climate(lamp: Footprint, lang: str, text: str) -> None:
    assert text in label_svg(lamp, lang=lang)


def test_a_label_becomes_a_sharp_picture(lamp: Footprint, tmp_path: Path) -> None:
    if not any(map(shutil.which, printing._NAMES)):
        pytest.skip("no Chromium, Chrome or Edge is installed to draw with")
    path = tmp_path / "label.png"
    write_label(lamp, path)
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (3 * 360, 3 * 240)


def test_without_a_browser_the_picture_is_told_to_be_written_as_svg(
    lamp: Footprint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(UsageError, match="none is installed. Write the label as SVG"):
        write_label(lamp, tmp_path / "label.png")
