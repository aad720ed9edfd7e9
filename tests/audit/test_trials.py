"""What a study would give with one thing done otherwise, calculated from that thing alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import footprint
from celca.audit import Basis, Judging, verify
from celca.audit.study import Study

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nhousing,aluminium,1.2\ncover,pp,0.8\nhandle,wood,0.9\n"
MOULDING = """[[production]]
process = "injection-moulding-jp"
material = "pp"
scrap = 0.2
"""
STUDY = """name = "lamp"
bom = "bom.csv"
allocation = "{rule}"
[[packaging]]
material = "corrugated-board"
mass = "0.5 kg"
{moulding}[[distribution]]
process = "freight-truck"
distance = "900 km"
[end_of_life.default]
landfill = 0.4
recycling = 0.6
[circularity]
quality_ratio = 1.0
allocation_factor = 0.2
"""


@pytest.fixture
def study(write: Write) -> Callable[[str], Path]:
    def written(rule: str) -> Path:
        write("bom.csv", BOM)
        return write("product.toml", STUDY.format(rule=rule, moulding=MOULDING))

    return written


@pytest.mark.parametrize("rule", ["cut-off", "cff", "avoided-burden", "en15804", "net-scrap"])
@pytest.mark.parametrize("at_gate", [False, True])
def test_another_line_moves_the_total_as_the_whole_product_calculated_anew(
    study: Callable[[str], Path], rule: str, at_gate: bool
) -> None:
    """Steps by material, journeys by mass and the end of life go along with the line."""
    opened = Study.open(study(rule), Basis())
    product = opened.product
    before = opened.total(product, at_gate=at_gate)
    for i, line in enumerate(product.lines):
        heavier = replace(line, mass=1.7 * line.mass)
        lines = (*product.lines[:i], heavier, *product.lines[i + 1 :])
        after = opened.total(replace(product, lines=lines), at_gate=at_gate)
        moved = opened.with_line(i, heavier, at_gate=at_gate)
        assert moved == pytest.approx(after - before, rel=1e-9, abs=1e-12)


def test_a_trial_is_held_against_a_declaration_without_packaging_without_it_too(
    study: Callable[[str], Path], write: Write
) -> None:
    """A document without packaging, that forgot the moulding: the packaging is no difference."""
    path = study("cut-off")
    text = path.read_text(encoding="utf-8")
    bare = write("bare/product.toml", text.replace(MOULDING, ""))
    write("bare/bom.csv", BOM)
    other = footprint(bare).at_gate
    assert other is not None
    excluding = sum(other.by_stage.values()) - other.packaging
    uptake = other.by_category["biogenic_uptake"] - other.packaging_uptake
    pcf = {
        "declaredUnitOfMeasurement": "piece",
        "declaredUnitAmount": "1",
        "pcfExcludingBiogenicUptake": repr(excluding),
        "pcfIncludingBiogenicUptake": repr(excluding + uptake),
        "fossilGhgEmissions": repr(excluding),
        "biogenicCO2Uptake": repr(uptake),
        "packagingEmissionsIncluded": False,
        "ipccCharacterizationFactors": ["AR6"],
    }
    document = {"id": "x", "specVersion": "3.0.0", "pcf": pcf}
    declared = write("declared.json", json.dumps(document))
    found = verify(str(declared), path, judging=Judging(1e-6))
    assert found.verdict == "differs"
    assert "injection moulding" in found.explanations[0]
    assert "(production) is left out" in found.explanations[0]
    assert found.found[0].exact
