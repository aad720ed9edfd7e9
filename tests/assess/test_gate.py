"""What a footprint that is passed on has to state, reckoned by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import footprint
from celca.assess.gate import carbon_content
from celca.inventory import read_inventory
from celca.matching import Match
from celca.product import Line, Product
from celca.product.record import DeclaredUnit
from celca.product.supplied import Supplied

Write = Callable[..., Path]
RESIN = 9 / 11  # fossil carbon [kg C/kg]
STUDY = """
name = "Box"
bom = "bom.csv"
[life]
uses = 4
[[packaging]]
material = "wood"
mass = "2 kg"
[[production]]
process = "moulding"
material = "resin"
[[distribution]]
process = "truck"
distance = "1000 km"
[[supplier_value]]
part = "B"
kg_co2e = 1.5
source = "letter"
[end_of_life.default]
incineration = 1
[end_of_life.metal]
landfill = 1
"""


def made_of(*parts: tuple[str, float], uses: float = 1.0) -> Product:
    lines = (Line(f"P{i}", "", m, Match(m, "id"), kg) for i, (m, kg) in enumerate(parts))
    return Product("p", DeclaredUnit(), tuple(lines), uses=uses)


def test_the_carbon_of_a_product_is_that_of_its_materials_or_what_a_supplier_says(
    small: Path,
) -> None:
    """2 kg resin, fossil, and 3 kg wood, half of it biogenic; 4 uses."""
    inventory, whole = read_inventory(small), made_of(("resin", 2), ("wood", 3), uses=4)
    found = carbon_content(whole, inventory)
    assert (found.fossil, found.biogenic) == (pytest.approx(2 * RESIN / 4), 1.5 / 4)
    resin, wood = whole.lines
    for said, fossil in ((Supplied({}, 0.7, 0.1), 0.7), (Supplied({}, 0.7), 2 * RESIN)):
        lines = (replace(resin, supplied=said), wood)
        known = carbon_content(replace(whole, lines=lines), inventory)
        assert known.fossil == pytest.approx(fossil / 4)


def test_carbon_in_a_part_that_its_supplier_made_of_recycled_material_is_recycled(
    small: Path,
) -> None:
    whole = made_of(("resin", 2), uses=4)
    for share, recycled in ((1.0, 0.8 / 4), (0.5, 0.0)):
        line = replace(whole.lines[0], recycled=share, supplied=Supplied({}, 0.7, 0.1))
        found = carbon_content(replace(whole, lines=(line,)), read_inventory(small))
        assert found.recycled == pytest.approx(recycled)


def test_carbon_that_nobody_states_is_unknown_not_none(small: Path) -> None:
    found = carbon_content(made_of(("board", 1), ("resin", 1)), read_inventory(small))
    assert (found.fossil, found.biogenic, found.unknown) == (None, None, ("board",))


def test_the_sums_at_the_gate_leave_out_what_comes_after_and_tell_packaging_apart(
    write: Write, small: Path
) -> None:
    """A, 1 kg resin moulded: 2.5 + 1; B declared 1.5; packaging 2 × 0.2 and its uptake; 4 uses."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\nB,metal,3\n")
    found = footprint(write("product.toml", STUDY), small).at_gate
    assert found is not None
    assert found.by_stage == pytest.approx(
        {"raw_materials": (2.5 + 1.5 + 2 * 0.2) / 4, "production": 1 / 4}
    )
    assert found.packaging == pytest.approx(2 * 0.2 / 4)
    assert found.packaging_uptake == pytest.approx(-2 * 11 / 6 / 4)
    assert found.by_category["biogenic_uptake"] == pytest.approx(-2 * 11 / 6 / 4)
    assert found.distribution == pytest.approx(6 * 0.1298 / 4)
    assert found.supplier_declared == pytest.approx(1.5 / (2.5 + 1.5 + 0.4 + 1))
    assert found.product_mass_kg == 1
