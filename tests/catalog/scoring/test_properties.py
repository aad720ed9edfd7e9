from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celca.assess import Footprint, assess, open_prices
from celca.catalog import score_catalog
from celca.product import ReadingOptions, read_product
from celca.system import Intensities

HEADINGS = (
    "product",
    "part",
    "material",
    "quantity",
    "mass (g)",
    "recycled",
    "bio_based",
    "process",
)
# name as written, recycled allowed, bio-based allowed
MATERIALS = (
    ("Steel", True, False),
    ("鋼", True, False),
    ("PE", True, True),
    ("polyethylene", True, True),
    ("foamed", False, True),
    ("Timber", False, False),
    ("glue", False, False),
    ("various", False, False),
)

WITHOUT_CLASS = ("foamed", "glue")

opened = cache(open_prices)  # not a fixture: its text would be far too long for a report


@st.composite
def rows(draw: st.DrawFn) -> list[str]:
    """One row of a bill of materials that nothing is wrong with."""
    name, recyclable, growable = draw(st.sampled_from(MATERIALS))
    mass = draw(st.floats(1e-6, 1e6))
    recycled = draw(st.integers(0, 100)) if recyclable else 0
    bio_based = draw(st.integers(0, 100 - recycled)) if growable else 0
    process = draw(st.sampled_from(["", "moulding", "射出成形"]))
    quantity = draw(st.integers(1, 5))
    return [name, str(quantity), repr(mass), str(recycled / 100), str(bio_based / 100), process]


def table(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> str:
    """Return rows as CSV text."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([headings, *rows])
    return stream.getvalue()


def alone(rows: Sequence[Sequence[str]], prices: Intensities, folder: Path) -> Footprint:
    """Return the footprint of one product, read as a bill of materials."""
    bom = folder / "bom.csv"
    lines = [[f"part {i}", *row] for i, row in enumerate(rows)]
    bom.write_text(table(lines, HEADINGS[1:]), encoding="utf-8")
    product = read_product(bom, prices.system.inventory, ReadingOptions())
    return assess(product, prices)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(rows(), min_size=1, max_size=6), min_size=1, max_size=6))
def test_a_product_scores_the_same_in_a_catalogue_as_alone(
    folder: Path, products: list[list[list[str]]]
) -> None:
    prices = opened(folder)
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        lines = [
            [f"P{i}", f"part {k}", *row]
            for i, product in enumerate(products)
            for k, row in enumerate(product)
        ]
        catalog = here / "catalogue.csv"
        catalog.write_text(table(lines, HEADINGS), encoding="utf-8")
        summary = score_catalog(catalog, here / "out.parquet", database=prices)
        assert (summary.scored, summary.rejected, summary.rows) == (len(products), 0, len(lines))
        for scored, product in zip(
            pl.read_parquet(here / "out.parquet").to_dicts(), products, strict=True
        ):
            agree(scored, alone(product, prices, here), product)


def agree(scored: Mapping[str, Any], single: Footprint, product: Sequence[Sequence[str]]) -> None:
    """Compare one line of the output with the footprint of the product alone."""
    # the sums may cancel (uptake against emissions): the scale is what was added up
    size = sum(abs(line.kg_co2e) for line in single.lines) + 10 * single.mass_kg + 1e-300

    def same(found: float, expected: float, scale: float = size) -> None:
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-12 * scale)

    same(scored["mass_kg"], single.mass_kg)
    same(scored["total_kg_co2e"], single.total_kg_co2e)
    same(scored["total_excluding_uptake_kg_co2e"], single.total_excluding_uptake_kg_co2e)
    for category, amount in single.by_category.items():
        same(scored[f"{category}_kg_co2e"], amount)
    same(scored["recycled_content"], single.circularity.recycled_content, 1)
    same(scored["bio_based_content"], single.circularity.bio_based_content, 1)
    same(scored["mci"], single.circularity.mci, 1)
    same(scored["excluded_mass_share"], single.excluded.mass_share or 0.0, 1)
    variants = {v.name: v for v in single.variants}
    for name in ("all_virgin", "all_recycled", "all_bio_based"):
        if name not in variants:
            assert scored[f"{name}_total_kg_co2e"] is None
            continue
        v = variants[name]
        same(scored[f"{name}_total_kg_co2e"], v.total_kg_co2e)
        same(scored[f"{name}_total_excluding_uptake_kg_co2e"], v.total_excluding_uptake_kg_co2e)
        same(scored[f"{name}_recycled_content"], v.recycled_content, 1)
        same(scored[f"{name}_bio_based_content"], v.bio_based_content, 1)
    codes = {f.code for f in single.findings} - {"bom_alone", "maybe_a_sum"}  # of the reader
    if any(row[0] in WITHOUT_CLASS for row in product):
        codes |= {"no_material_class"}  # of a catalogue, which sums up what is plastic
    assert set(scored["findings"].split(";")) - {""} == codes
