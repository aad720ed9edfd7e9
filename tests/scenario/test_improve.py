"""Swaps are ranked by what they really save in the product."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import assess, open_prices
from celca.assess.circularity import circularity
from celca.product import ReadingOptions, read_product, wholly
from celca.scenario import improve, swaps

Write = Callable[..., Path]
BOM = "Part,Material,Quantity,Mass (kg)\nA,resin,1,1\nB,resin,1,3\nC,metal,1,2\n"
TOML = """
name = "Box"
bom = "bom.csv"
[[production]]
process = "moulding"
material = "resin"
[[production]]
process = "electricity"
amount = "4 kWh"
[[distribution]]
process = "truck"
distance = "1000 km"
[end_of_life.default]
landfill = 1.0
"""


def test_savings_are_those_reckoned_by_hand(write: Write, small: Path) -> None:
    """Recycled saves 1.9 per kg; bio-based 2.5 + 1.25 × 2 = 5 per kg of virgin."""
    found = improve(write("bom.csv", BOM), small)
    assert [(s.part, s.variant) for s in found] == [
        ("B", "bio_based"),
        ("B", "recycled"),
        ("A", "bio_based"),
        ("A", "recycled"),
    ]
    assert [s.saved_kg_co2e for s in found] == pytest.approx([15, 5.7, 5, 1.9])
    assert found[0].mass_change_kg == pytest.approx(0.75)
    assert found[0].saved_percent == pytest.approx(100 * 15 / (4 * 2.5 + 2 * 4))


def test_content_and_mci_change_as_in_the_whole_product(write: Write, small: Path) -> None:
    """Part B is made 3 times in the life of the product, and counts so often in the MCI."""
    life = '[inputs.resin]\nrecycled = 0.2\n[life]\nuses = 6\n[[life.replacement]]\npart = "B"\npart_uses = 2\n'
    write("bom.csv", BOM)
    study, prices = write("product.toml", f'{TOML}{life}counting = "whole"\n'), open_prices(small)
    inventory = prices.system.inventory
    product = read_product(study, inventory, ReadingOptions())
    base = circularity(product, inventory)
    for swap in swaps(product, prices):
        lines = tuple(
            wholly(x, swap.variant, inventory) if x.part == swap.part else x for x in product.lines
        )
        new = circularity(replace(product, lines=lines), inventory)
        assert swap.mci_change == pytest.approx(new.mci - base.mci, abs=1e-12)
        content = new.recycled_content - base.recycled_content
        assert swap.recycled_content_change == pytest.approx(content, abs=1e-12)
        heavier = sum(x.mass for x in lines) - product.mass
        assert swap.mass_change_kg == pytest.approx(heavier / 6, abs=1e-12)


def test_a_saving_has_no_percentage_of_a_total_below_nothing(write: Write, small: Path) -> None:
    """4 kg wood take up more than 1 kg resin gives off: 2.5 + 4 × (0.2 − 11/6) < 0."""
    found = improve(write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\nB,wood,4\n"), small)
    assert [s.saved_percent for s in found] == [None, None]


def test_a_saving_is_the_difference_of_two_whole_footprints(write: Write, small: Path) -> None:
    write("bom.csv", BOM)
    prices = open_prices(small)
    inventory = prices.system.inventory
    product = read_product(write("product.toml", TOML), inventory, ReadingOptions())
    base = assess(product, prices)
    for swap in swaps(product, prices):
        lines = (
            wholly(x, swap.variant, inventory) if x.part == swap.part else x for x in product.lines
        )
        changed = replace(product, lines=tuple(lines))
        then = assess(changed, prices)
        saved = base.total_kg_co2e - then.total_kg_co2e
        assert swap.saved_kg_co2e == pytest.approx(saved, abs=1e-9)
        saved = base.total_excluding_uptake_kg_co2e - then.total_excluding_uptake_kg_co2e
        assert swap.saved_excluding_uptake_kg_co2e == pytest.approx(saved, abs=1e-9)


def test_five_hundred_parts_take_less_than_two_seconds(write: Write, small: Path) -> None:
    import time

    rows = "".join(f"P{i},resin,1,{i + 1}\n" for i in range(500))
    path = write("bom.csv", "Part,Material,Quantity,Mass (kg)\n" + rows)
    start = time.perf_counter()
    found = improve(path, small)
    assert len(found) == 1000
    assert time.perf_counter() - start < 2


def test_the_benchmark_ends_with_one_line_of_json() -> None:
    root = Path(__file__).parents[2]
    out = subprocess.run(
        [sys.executable, "-m", "benchmarks.improving", "--parts", "5", "--draws", "50"],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    told = json.loads(out.stdout.splitlines()[-1])
    assert {"swaps", "with_draws", "best_under_a_bound", "front"} <= told.keys()
    assert told["swaps"]["cpu_seconds"] >= 0
