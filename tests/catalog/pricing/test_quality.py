"""The ratings of data in a catalogue are those that an audit gives the same product."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from celca.assess import Options, footprint, open_prices
from celca.audit.rating import quality
from celca.catalog import score_catalog
from celca.product import ReadingOptions
from celca.system import RATINGS

ROWS = "steel,2,0.3,\nhdpe,1,0,\naluminium,0.5,0,\n"


@pytest.mark.parametrize("life", ["", "landfill"])
def test_a_product_is_rated_as_it_is_alone(life: str, tmp_path: Path) -> None:
    prices = open_prices()
    lines = "".join(f"A,{row}{life}\n" for row in ROWS.splitlines())
    (tmp_path / "c.csv").write_text(f"product,material,mass (kg),recycled,end of life\n{lines}")
    score_catalog(tmp_path / "c.csv", tmp_path / "o.parquet", database=prices)
    found = pl.read_parquet(tmp_path / "o.parquet").row(0, named=True)
    (tmp_path / "bom.csv").write_text(
        "part,material,mass (kg),recycled\n"
        + "".join(f"p{i},{row[:-1]}\n" for i, row in enumerate(ROWS.splitlines()))
    )
    # a product with a life of its own is a study, in which forming is stated
    options = Options(reading=ReadingOptions(forming="stated" if life else "guess"))
    alone = quality(footprint(tmp_path / "bom.csv", prices, options=options), prices)
    guessed = "forming_guessed" in found["findings"]
    assert guessed is not bool(life)
    assert found["quality_rated_share"] == pytest.approx(alone.rated)
    for name in RATINGS:
        expected = getattr(alone, name)
        if expected is None:
            assert found[f"quality_{name}"] is None
        else:
            assert found[f"quality_{name}"] == pytest.approx(expected)
