"""The answer, reckoned by hand, and what must hold of any answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celca.assess import Footprint, Options, assess, footprint, open_prices
from celca.inventory import read_inventory
from celca.matching import Match
from celca.product import Change, Line, Product, standard_variants
from celca.product.record import DeclaredUnit

Write = Callable[..., Path]
BOM = "Part,Material,Quantity,Mass (kg)\nA,resin,2,1.5\nB,wood,1,4\n"
CONTRACT = {
    "product",
    "declared_unit",
    "boundary",
    "allocation",
    "method",
    "database",
    "total_kg_co2e",
    "total_excluding_uptake_kg_co2e",
    "by_category",
    "by_stage",
    "lines",
    "variants",
    "circularity",
    "excluded",
    "findings",
    "numerics",
    "provenance",
}


@pytest.fixture
def result(write: Write, small: Path) -> Footprint:
    return footprint(write("bom.csv", BOM), small)


def test_the_total_is_the_sum_of_masses_times_prices(result: Footprint) -> None:
    """3 kg × 2.5 + 4 kg × (0.2 − 11/6)."""
    assert result.total_kg_co2e == pytest.approx(3 * 2.5 + 4 * (0.2 - 11 / 6), rel=1e-12)
    assert result.total_excluding_uptake_kg_co2e == pytest.approx(3 * 2.5 + 4 * 0.2, rel=1e-12)


def test_the_variants_are_priced_with_their_own_process(result: Footprint) -> None:
    wood = 4 * (0.2 - 11 / 6)
    totals = {v.name: v.total_kg_co2e for v in result.variants}
    assert totals == pytest.approx(
        {
            "as_specified": 7.5 + wood,
            "all_virgin": 7.5 + wood,
            "all_recycled": 3 * 0.6 + wood,
            "all_bio_based": 3 * 1.25 * -2 + wood,
        }
    )
    assert [v.recycled_content for v in result.variants] == pytest.approx([0, 0, 3 / 7, 0])
    assert [v.bio_based_content for v in result.variants] == pytest.approx([4 / 7, 4 / 7, 4 / 7, 1])


def test_a_variant_is_told_by_its_change_against_what_is_specified(
    result: Footprint, write: Write, small: Path
) -> None:
    """Of 7.5 + wood: resin at 0.6 and at 1.25 × −2 instead of 2.5. From below 0: −2 to 2 is +200 %."""
    base = 7.5 + 4 * (0.2 - 11 / 6)
    changes = [v.change_percent for v in result.variants]
    assert changes == pytest.approx([0, 0, 100 * 3 * (0.6 - 2.5) / base, 100 * 3 * -5 / base])
    grown = write("grown.csv", "Part,Material,Mass (kg),Bio-based\nA,resin,1,1\n")
    below = {v.name: v for v in footprint(grown, small).variants}
    assert below["as_specified"].total_kg_co2e == pytest.approx(-2)
    assert below["all_virgin"].total_kg_co2e == pytest.approx(2.5 / 1.25)
    assert below["all_virgin"].change_percent == pytest.approx(200)


def test_options_and_scenarios_change_the_product(write: Write, small: Path) -> None:
    options = Options(recycled={"resin": 0.5}, changes=[Change("more", {"resin": 0.8})])
    result = footprint(write("bom.csv", BOM), small, options=options)
    wood = 4 * (0.2 - 11 / 6)
    assert result.total_kg_co2e == pytest.approx(1.5 * 2.5 + 1.5 * 0.6 + wood)
    assert result.variants[-1].name == "more"
    assert result.variants[-1].total_kg_co2e == pytest.approx(0.6 * 2.5 + 2.4 * 0.6 + wood)


def test_the_json_keeps_the_contract(result: Footprint) -> None:
    data = json.loads(result.json())
    assert set(data) >= CONTRACT
    assert set(data["declared_unit"]) == {"amount", "unit"}
    assert set(data["database"]) == {"name", "version", "hash"}
    assert set(data["lines"][0]) >= {
        "part",
        "description",
        "material",
        "process",
        "amount",
        "unit",
        "kg_co2e",
        "share",
        "match",
    }
    assert set(data["numerics"]) >= {"solver", "residual", "error_bound"}
    assert set(data["excluded"]) == {"lines", "mass_share"}
    assert data["lines"][0]["match"] == {"how": "id", "score": 1.0}


def test_parts_stages_and_categories_add_up_to_the_total(result: Footprint) -> None:
    total = result.total_kg_co2e
    assert sum(x.kg_co2e for x in result.lines) == pytest.approx(total, rel=1e-12)
    assert sum(result.by_stage.values()) == pytest.approx(total, rel=1e-12)
    assert sum(result.by_category.values()) == pytest.approx(total, rel=1e-12)
    assert sum(x.share for x in result.lines) == pytest.approx(1, rel=1e-12)


def test_each_line_says_what_it_calls_on_and_where_that_is_from(result: Footprint) -> None:
    first = result.lines[0]
    assert (first.part, first.material, first.process) == ("A", "resin", "resin-virgin")
    assert (first.process_name, first.process_name_ja) == ("Resin, virgin", "樹脂")
    assert (first.location, first.year, first.unit, first.source) == ("XX", 2020, "kg", "book")
    assert first.share == pytest.approx(7.5 / result.total_kg_co2e)


def test_assumptions_are_told(result: Footprint) -> None:
    codes = {f.code for f in result.findings}
    assert {"bom_alone", "no_recycled_content", "no_forming", "uptake_at_gate"} <= codes


def test_only_what_could_be_recycled_is_told_to_be_taken_as_virgin(
    write: Write, small: Path
) -> None:
    path = write("three.csv", "Part,Material,Mass (kg)\nA,metal,1\nB,wood,1\nC,resin,1\n")
    (told,) = [f for f in footprint(path, small).findings if f.code == "no_recycled_content"]
    assert "stated for resin: taken" in told.message


def test_uptake_is_told_only_where_something_grew(write: Write, small: Path) -> None:
    def told(material: str) -> bool:
        path = write("one.csv", f"Part,Material,Mass (kg)\nA,{material},1\n")
        return "uptake_at_gate" in [f.code for f in footprint(path, small).findings]

    assert told("wood")
    assert not told("metal")


def test_figures_of_another_gwp_set_are_told(write: Write, small: Path) -> None:
    result = footprint(write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n"), small)
    (finding,) = [f for f in result.findings if f.code == "other_gwp_set"]
    assert "100%" in finding.message


def test_the_forming_step_named_in_a_bill_is_priced(write: Write, small: Path) -> None:
    bom = "Part,Material,Mass (kg),Process\nA,resin,3,moulding\n"
    result = footprint(write("bom.csv", bom), small)
    assert result.by_stage["production"] == pytest.approx(3 * 1.0)


lines = st.lists(
    st.tuples(st.sampled_from(["resin", "wood", "metal"]), st.floats(0.001, 1e3), st.floats(0, 1)),
    min_size=1,
    max_size=6,
)


def product(parts: list[tuple[str, float, float]], uses: float = 1.0) -> Product:
    made = [
        Line(f"P{i}", "", name, Match(name, "id"), mass, share if name == "resin" else 0.0)
        for i, (name, mass, share) in enumerate(parts)
    ]
    return Product("p", DeclaredUnit(), tuple(made), uses=uses)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(lines)
def test_order_doubling_and_uses_do_what_they_must(
    small: Path, parts: list[tuple[str, float, float]]
) -> None:
    prices = open_prices(small)
    base = assess(product(parts), prices).total_kg_co2e
    scale = sum(m for _, m, _ in parts) * 10
    assert assess(product(parts[::-1]), prices).total_kg_co2e == pytest.approx(
        base, abs=1e-12 * scale
    )
    doubled = [(n, 2 * m, s) for n, m, s in parts]
    assert assess(product(doubled), prices).total_kg_co2e == pytest.approx(
        2 * base, abs=1e-12 * scale
    )
    assert assess(product(parts, 4), prices).total_kg_co2e == pytest.approx(
        base / 4, abs=1e-12 * scale
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(lines)
def test_more_recycled_never_costs_more_where_recycled_is_cheaper(
    small: Path, parts: list[tuple[str, float, float]]
) -> None:
    result = assess(product(parts), open_prices(small))
    totals = {v.name: v.total_kg_co2e for v in result.variants}
    assert totals.get("all_recycled", -1e9) <= totals["as_specified"] + 1e-9
    assert totals["as_specified"] <= totals["all_virgin"] + 1e-9


def test_a_supplier_value_stays_in_every_variant(small: Path) -> None:
    inventory = read_inventory(small)
    line = Line("A", "", "resin", Match("resin", "id"), 1.0, supplier_value=9.0)
    whole = Product("p", DeclaredUnit(), (line,))
    assert all(p.lines == (line,) for p in standard_variants(whole, inventory).values())
    assert assess(whole, open_prices(small)).total_kg_co2e == 9.0
