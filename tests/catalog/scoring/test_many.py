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
# what is done to a row [product, material, mass, recycled, bio-based, quantity, process],
# and the code it must get
DAMAGE = [
    (lambda r: with_(r, 1, "unobtainium"), "unknown_material"),
    (lambda r: with_(r, 1, "鋼鉄っぽい"), "unknown_material"),
    (lambda r: with_(r, 1, "electricity-jp", 3, "0"), "not_by_mass"),
    (lambda r: with_(r, 1, ""), "no_material"),
    (lambda r: with_(r, 1, "n/a"), "no_material"),
    (lambda r: with_(r, 2, ""), "no_mass"),
    (lambda r: with_(r, 2, "heavy"), "mass_not_a_number"),
    (lambda r: with_(r, 2, "1.2.3"), "mass_not_a_number"),
    (lambda r: with_(r, 2, "NaN"), "mass_not_finite"),
    (lambda r: with_(r, 2, "1e999"), "mass_not_finite"),
    (lambda r: with_(r, 2, f"-{r[2]}"), "negative_mass"),
    (lambda r: with_(r, 2, f"{r[2]} kWh"), "not_a_unit_of_mass"),
    (lambda r: with_(r, 2, f"{r[2]} xyzzy"), "unknown_unit"),
    (lambda r: with_(r, 1, "steel", 3, "7"), "recycled_not_a_share"),
    (lambda r: with_(r, 1, "PE", 4, "-0.5"), "bio_based_not_a_share"),
    (lambda r: with_(r, 1, "PE", 3, "0.7", 4, "0.7"), "shares_over_1"),
    (lambda r: with_(r, 1, "Timber", 3, "0.5"), "no_such_variant"),
    (lambda r: with_(r, 1, "steel", 4, "0.5"), "no_such_variant"),
    (lambda r: with_(r, 5, "many"), "quantity_not_a_number"),
    (lambda r: with_(r, 5, "-3"), "negative_quantity"),
    (lambda r: with_(r, 5, "inf"), "quantity_not_finite"),
    (lambda r: with_(r, 6, "levitation"), "unknown_process"),
    (lambda r: with_(r, 6, "electricity-jp"), "process_not_by_mass"),
    (lambda r: r[:3], "wrong_cells"),
    (lambda r: [*r, "and more"], "wrong_cells"),
    (lambda r: with_(r, 1, f'"{r[1]}'), "unclosed_quote"),
    (lambda r: with_(r, 1, 'st"ee"l'), "stray_quote"),
    (lambda r: with_(r, 1, "st\udcffeel"), "not_text"),
    (lambda r: with_(r, 0, ""), "no_product"),
]


def with_(row: list[str], *changes: int | str) -> list[str]:
    """Return a row with other cells: place, cell, place, cell and so on."""
    out = list(row)
    for place, cell in zip(changes[::2], changes[1::2], strict=True):
        out[int(place)] = str(cell)
    return out


@pytest.mark.parametrize("chunk_rows", [500_000, 2_000])
def test_a_thousand_bad_rows_are_all_named_and_no_good_product_is_lost(
    chunk_rows: int, prices: Intensities, tmp_path: Path
) -> None:
    rng = np.random.default_rng(11)
    n = PRODUCTS * PARTS
    material = rng.choice(["steel", "PE", "foamed", "glue", "Timber"], n)
    mass = rng.lognormal(0, 1, n).round(6)
    rows = [
        [f"P{i // PARTS:06}", str(material[i]), repr(float(mass[i])), "0", "0", "1", ""]
        for i in range(n)
    ]
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
    heading = "product,material,mass (kg),recycled,bio_based,quantity,process"
    text = "\n".join([heading, *lines, ""])
    catalog.write_bytes(text.encode("utf-8", "surrogateescape"))
    started = time.perf_counter()
    options = CatalogOptions(chunk_rows=chunk_rows, encoding="utf-8")
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
    assert set(damaged.values()) == set(range(len(DAMAGE)))
    assert len(DAMAGE) >= 25
    assert found == {i + 2: DAMAGE[k][1] for i, k in damaged.items()}
