"""A larger catalogue, with many rows damaged in many ways."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from celca.catalog import CatalogOptions, score_catalog
from celca.system import Intensities

PRODUCTS, PARTS, BAD = 5_000, 20, 1_000
# what is done to a row [product, material, mass, recycled], and the code it must get
DAMAGE = [
    (lambda r: [r[0], "unobtainium", r[2], r[3]], "unknown_material"),
    (lambda r: [r[0], "electricity-jp", r[2], "0"], "not_by_mass"),
    (lambda r: [r[0], "", r[2], r[3]], "no_material"),
    (lambda r: [r[0], r[1], "", r[3]], "no_mass"),
    (lambda r: [r[0], r[1], "heavy", r[3]], "mass_not_a_number"),
    (lambda r: [r[0], r[1], "NaN", r[3]], "mass_not_finite"),
    (lambda r: [r[0], r[1], "-" + r[2], r[3]], "negative_mass"),
    (lambda r: [r[0], r[1], r[2] + " kWh", r[3]], "not_a_unit_of_mass"),
    (lambda r: [r[0], "steel", r[2], "7"], "recycled_not_a_share"),
    (lambda r: [r[0], "Timber", r[2], "0.5"], "no_such_variant"),
    (lambda r: r[:3], "wrong_cells"),
    (lambda r: [*r, "and more"], "wrong_cells"),
    (lambda r: [r[0], '"' + r[1], r[2], r[3]], "unclosed_quote"),
    (lambda r: ["", *r[1:]], "no_product"),
]


@pytest.mark.parametrize("chunk_rows", [500_000, 2_000])
def test_a_thousand_bad_rows_are_all_named_and_no_good_product_is_lost(
    chunk_rows: int, prices: Intensities, tmp_path: Path
) -> None:
    rng = np.random.default_rng(11)
    n = PRODUCTS * PARTS
    material = rng.choice(["steel", "PE", "foamed", "glue", "Timber"], n)
    mass = rng.lognormal(0, 1, n).round(6)
    rows = [[f"P{i // PARTS:06}", str(material[i]), repr(float(mass[i])), "0"] for i in range(n)]
    damaged = {
        int(i): int(k)
        for i, k in zip(
            rng.choice(n, BAD, replace=False), rng.integers(0, len(DAMAGE), BAD), strict=True
        )
    }
    # a row without a product at the border of two takes both with it: keep such rows inside
    damaged = {
        i: 0 if DAMAGE[k][1] == "no_product" and i % PARTS in (0, PARTS - 1) else k
        for i, k in damaged.items()
    }
    lines = [",".join(DAMAGE[damaged[i]][0](r) if i in damaged else r) for i, r in enumerate(rows)]
    catalog = tmp_path / "c.csv"
    catalog.write_text("\n".join(["product,material,mass (kg),recycled", *lines, ""]))
    started = time.perf_counter()
    options = CatalogOptions(chunk_rows=chunk_rows)
    summary = score_catalog(catalog, tmp_path / "out.parquet", database=prices, options=options)
    assert time.perf_counter() - started < 10
    bad_products = {i // PARTS for i in damaged}
    assert summary.rows == n
    assert summary.rejected_rows == BAD
    assert summary.rejected == len(bad_products)
    assert summary.scored == PRODUCTS - len(bad_products)
    scored = pl.read_parquet(tmp_path / "out.parquet")["product"]
    expected = [f"P{i:06}" for i in range(PRODUCTS) if i not in bad_products]
    assert scored.to_list() == expected
    bad = pl.read_csv(tmp_path / "out.rejects.csv", infer_schema=False)
    found = dict(zip(map(int, bad["reject_line"]), bad["reject_code"], strict=True))
    assert found == {i + 2: DAMAGE[k][1] for i, k in damaged.items()}
