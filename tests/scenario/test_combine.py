"""The best choice for all parts under bounds is the one that trying every choice finds."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.assess import open_prices
from celca.cli.group import cli
from celca.errors import CelcaError
from celca.product import ReadingOptions, read_product
from celca.product.record import Origin
from celca.scenario import Bounds, Choices, choices, combine, cost_of, front, read_costs

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,1\nB,resin,3\nC,metal,2\nD,resin,0.5\n"
COSTS = """material,variant,cost (EUR/kg)
resin,virgin,1.0
resin,recycled,1.5
plastic,bio_based,2.0
metal,,3
"""


@pytest.fixture
def found(write: Write, small: Path) -> Choices:
    prices = open_prices(small)
    product = read_product(write("bom.csv", BOM), prices.system.inventory, ReadingOptions())
    return choices(product, prices)


def spend(write: Write, small: Path) -> Callable[..., float]:
    inventory = open_prices(small).system.inventory
    costs = read_costs(write("costs.csv", COSTS), inventory)
    assert costs.currency == "EUR"
    return lambda choice: cost_of(choice, costs, inventory)


def by_trying(found: Choices, bounds: Bounds, cost: Callable[..., float]) -> float:
    best = float("inf")
    for taken in itertools.product(*found.parts):
        mass, again = sum(c.mass for c in taken), sum(c.recycled for c in taken)
        kept = (
            mass <= (bounds.max_mass or 1e9) + 1e-9
            and again >= (bounds.min_recycled or 0) * mass - 1e-9
            and sum(map(cost, taken)) <= (bounds.budget or 1e9) + 1e-9
        )
        best = min(best, found.fixed + sum(c.kg_co2e for c in taken)) if kept else best
    return best


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(),
        Bounds(max_mass=6.7),
        Bounds(min_recycled=0.4),
        Bounds(budget=12.5),
        Bounds(max_mass=6.9, min_recycled=0.2, budget=14),
    ],
)
def test_the_best_choice_is_the_best_of_all(
    write: Write, small: Path, found: Choices, bounds: Bounds
) -> None:
    cost = spend(write, small)
    best = combine(found, bounds, cost)
    assert best.total_kg_co2e == pytest.approx(by_trying(found, bounds, cost), rel=1e-9)
    assert found.total - best.saved_kg_co2e == pytest.approx(best.total_kg_co2e)
    swapped = {s["part"]: s["variant"] for s in best.swaps}
    chosen = [
        next(c for c in options if c.variant == swapped.get(c.line.part, "as_specified"))
        for options in found.parts
    ]
    assert found.fixed + sum(c.kg_co2e for c in chosen) == pytest.approx(best.total_kg_co2e)
    assert sum(c.mass for c in chosen) == pytest.approx(best.mass_kg)


def test_a_front_trades_footprint_for_recycled_content(found: Choices) -> None:
    """From all bio-based, −2 · 1.25 per kg, to all recycled: 4.5 of 6.5 kg."""
    points = front(found, "recycled", Bounds())
    totals = [c.total_kg_co2e for c in points]
    contents = [c.recycled_content for c in points]
    assert totals == sorted(totals)
    assert contents == sorted(contents)
    assert totals[0] == pytest.approx(8 - 4.5 * 2.5)
    assert contents[-1] == pytest.approx(4.5 / 6.5)
    assert totals[-1] == pytest.approx(8 + 4.5 * 0.6)


def test_a_front_trades_footprint_for_cost(write: Write, small: Path, found: Choices) -> None:
    points = front(found, "cost", Bounds(), spend(write, small))
    costs = [c.cost or 0.0 for c in points]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == pytest.approx(6 + 4.5)  # all virgin


def test_bounds_that_cannot_be_kept_are_told_with_what_can(found: Choices) -> None:
    with pytest.raises(CelcaError, match="69.2% recycled content the highest"):
        combine(found, Bounds(min_recycled=0.9))
    for most in (0.0, 1.0):
        with pytest.raises(CelcaError, match="alone, 6.5 kg is the lightest"):
            combine(found, Bounds(max_mass=most))
    with pytest.raises(CelcaError, match="--costs"):
        combine(found, Bounds(budget=1))
    with pytest.raises(CelcaError, match="alone, 6.5 the cheapest"):
        combine(found, Bounds(budget=1), lambda choice: choice.mass)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("material,variant,cost\nresin,virgin,1\n", "cost \\(EUR/kg\\)"),
        ("material,variant,cost (EUR/kg)\nresin,green,1\n", "line 2"),
        ("material,variant,cost (EUR/kg)\nresin,virgin,x\n", "line 2"),
        ("material,variant,cost (EUR/kg)\nunobtainium,virgin,1\n", "unobtainium"),
        (
            "material,variant,cost (EUR/kg)\nresin,,1\nplastic,virgin,2\n",
            "line 3: resin .virgin. costs 2 here and 1 above it",
        ),
    ],
)
def test_costs_that_cannot_be_read_are_refused(
    write: Write, small: Path, text: str, message: str
) -> None:
    with pytest.raises(CelcaError, match=message):
        read_costs(write("costs.csv", text), open_prices(small).system.inventory)


def test_what_is_cut_away_is_paid_for_and_what_was_in_use_before_is_not(
    write: Write, small: Path, found: Choices
) -> None:
    """3 kg at 1 EUR/kg, half as much again cut away, a fifth of the part reused."""
    inventory = open_prices(small).system.inventory
    costs, first = read_costs(write("costs.csv", COSTS), inventory), found.parts[1][0]
    line = replace(first.line, scrap=0.5, origin=Origin(reused=0.2))
    paid = cost_of(replace(first, line=line), costs, inventory)
    assert paid == pytest.approx(3 * 1.5 * 0.8)


def test_a_missing_cost_is_named(write: Write, small: Path, found: Choices) -> None:
    inventory = open_prices(small).system.inventory
    costs = read_costs(write("c.csv", "material,variant,cost (EUR/kg)\nresin,,1\n"), inventory)
    with pytest.raises(CelcaError, match="'resin' \\(recycled\\)"):
        combine(found, Bounds(), lambda choice: cost_of(choice, costs, inventory))


def test_the_command_prints_swaps_choice_and_front(write: Write, small: Path) -> None:
    bom, costs = str(write("bom.csv", BOM)), str(write("costs.csv", COSTS))
    arguments = ["improve", bom, "--database", str(small), "--costs", costs, "--draws", "100"]
    arguments += ["--budget", "14", "--max-mass", "7 kg", "--front", "cost"]
    result = CliRunner().invoke(cli, [*arguments, "--json"], catch_exceptions=False)
    found = json.loads(result.stdout)
    assert found.keys() == {"swaps", "refused", "basis", "currency", "combined", "front"}
    assert found["combined"]["cost"] <= 14
    assert all(s["probability"] == 1 for s in found["swaps"])  # 2.5 against 0.6: no doubt
    shown = CliRunner().invoke(cli, arguments, catch_exceptions=False).stdout
    assert "Pareto" in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_a_swap_says_what_it_changes_in_content_and_mci(write: Write, small: Path) -> None:
    bom = str(write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\nB,metal,1\n"))
    result = CliRunner().invoke(cli, ["improve", bom, "--database", str(small), "--json"])
    found = {s["variant"]: s for s in json.loads(result.stdout)}
    assert found["recycled"]["recycled_content_change"] == pytest.approx(0.5)
    # V 2 to 1, W 2: LFI 1 to 0.75; MCI 0.1 to 1 − 0.75 × 0.9
    assert found["recycled"]["mci_change"] == pytest.approx(0.325 - 0.1)
    assert found["recycled"]["data"] == "unit, XX, 2020"
    assert found["recycled"]["probability"] is None


def test_five_hundred_parts_and_a_thousand_draws_take_less_than_ten_seconds(
    write: Write, tmp_path: Path
) -> None:
    materials = ("steel", "aluminium", "pp", "pet", "copper")
    rows = "".join(f"P{i},{materials[i % 5]},{1 + i / 100}\n" for i in range(500))
    bom = str(write("bom.csv", "Part,Material,Mass (kg)\n" + rows))
    start = time.perf_counter()
    result = CliRunner().invoke(cli, ["improve", bom, "--draws", "1000", "--json"])
    assert time.perf_counter() - start < 10
    assert all(0 <= s["probability"] <= 1 for s in json.loads(result.stdout))
