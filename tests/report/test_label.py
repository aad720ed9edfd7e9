from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from celca.assess import Footprint
from celca.report import label_svg, write_label
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
    verified = label_svg(lamp, verified="Verified by Example Ltd, 2026-01-31")
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
