"""Products whose parts are products: what the flattened bill of materials gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celca.catalog import CatalogOptions, CatalogSummary, Drawn, diff_scores, score_catalog
from celca.cli.group import cli
from celca.errors import FileFault, UsageError
from celca.product import Change
from celca.system import Intensities

HEAD = "product,part,material,mass (kg),quantity,recycled,process\n"
OWN = {
    0: [("steel", 4.0, 1, 0.3, ""), ("timber", 2.0, 1, 0.0, "")],
    1: [("polyethylene", 0.5, 3, 0.2, "moulding")],
    2: [],
    3: [("foamed", 0.2, 1, 0.0, ""), ("various", 0.3, 2, 0.0, "")],
    4: [("glue", 0.1, 1, 0.0, "")],
}
CHANGES = (Change("half_recycled", {"polyethylene": 0.5}, {}),)
Links = list[tuple[int, int, int]]


def scored(
    here: Path,
    prices: Intensities,
    rows: str,
    *,
    nested: bool = True,
    chunk_rows: int = 500_000,
    **more: object,
) -> tuple[CatalogSummary, pl.DataFrame]:
    catalog = here / "catalog.csv"
    catalog.write_text(HEAD + rows, encoding="utf-8")
    asked = {"nested": nested, "chunk_rows": chunk_rows, "changes": CHANGES, **more}
    options = CatalogOptions(overwrite=True, **asked)  # type: ignore[arg-type]
    summary = score_catalog(catalog, here / "out.parquet", database=prices, options=options)
    return summary, pl.read_parquet(here / "out.parquet")


def own_rows(owner: str, number: int, times: int = 1) -> str:
    return "".join(f"{owner},,{m},{mass},{q * times},{r},{p}\n" for m, mass, q, r, p in OWN[number])


def flattened(number: int, links: Links, owner: str, times: int = 1) -> str:
    out = own_rows(owner, number, times)
    for parent, child, quantity in links:
        if parent == number:
            out += flattened(child, links, owner, times * quantity)
    return out


def agree(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert found["product"].to_list() == expected["product"].to_list()
    for name in expected.columns:
        one, other = found[name], expected[name]
        assert one.is_null().to_list() == other.is_null().to_list(), name
        if other.dtype.is_float():
            known = other.drop_nulls().to_list()
            assert one.drop_nulls().to_list() == pytest.approx(known, rel=1e-12, abs=1e-12), name
        else:
            assert one.to_list() == other.to_list(), name


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    links=st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(1, 5)).filter(
            lambda link: link[0] < link[1]
        ),
        max_size=6,
    ),
    chunk_rows=st.sampled_from([1, 3, 500_000]),
)
def test_nested_products_equal_their_flattened_bills(
    prices: Intensities, tmp_path: Path, links: Links, chunk_rows: int
) -> None:
    products = [n for n in OWN if OWN[n] or any(parent == n for parent, _, _ in links)]
    links = [link for link in links if link[0] in products and link[1] in products]
    nested = flat = ""
    for number in products:
        nested += own_rows(f"P{number}", number)
        nested += "".join(f"P{p},P{c},,,{q},,\n" for p, c, q in links if p == number)
        flat += flattened(number, links, f"P{number}")
    if any(not flattened(n, links, "x") for n in products):
        return
    _, found = scored(tmp_path, prices, nested, chunk_rows=chunk_rows)
    _, expected = scored(tmp_path, prices, flat, nested=False)
    agree(found, expected)


def test_an_assembly_that_is_shared_50_000_fold_is_added_up_once(
    prices: Intensities, tmp_path: Path
) -> None:
    """Each product is one screw set of 0.05 kg steel and its own 1 kg of timber."""
    rows = "screws,,steel,0.001,50,,\n"
    rows += "".join(f"P{i:05},,timber,1,1,,\nP{i:05},screws,,,1,,\n" for i in range(50_000))
    summary, found = scored(tmp_path, prices, rows)
    assert summary.scored == 50_001
    each = found.filter(pl.col("product") != "screws")["total_kg_co2e"]
    _, one = scored(tmp_path, prices, "A,,timber,1,1,,\nA,,steel,0.001,50,,\n", nested=False)
    assert np.ptp(each.to_numpy()) == 0
    assert each[0] == pytest.approx(one["total_kg_co2e"].item(), rel=1e-12)


def test_a_tower_of_a_thousand_levels_stands(prices: Intensities, tmp_path: Path) -> None:
    rows = "".join(f"P{i},,timber,1,1,,\nP{i},P{i + 1},,,1,,\n" for i in range(1000))
    _, found = scored(tmp_path, prices, rows + "P1000,,timber,1,1,,\n")
    mass = dict(found.select("product", "mass_kg").iter_rows())
    assert mass["P0"] == pytest.approx(1001)
    assert mass["P999"] == pytest.approx(2)


def test_a_ring_is_shown_as_a_path_and_all_above_it_is_set_aside(
    prices: Intensities, tmp_path: Path
) -> None:
    rows = "A,B,,,1,,\nB,C,,,2,,\nC,A,,,1,,\nC,,steel,1,1,,\nD,C,,,1,,\nE,,steel,1,1,,\nF,F,,,1,,\n"
    summary, found = scored(tmp_path, prices, rows)
    assert found["product"].to_list() == ["E"]
    assert (summary.products, summary.scored, summary.rejected) == (6, 1, 5)
    rejects = pl.read_csv(tmp_path / "out.rejects.csv", infer_schema=False)
    told = dict(rejects.select("product", "reject_sentence").iter_rows())
    assert "'A' > 'B' > 'C' > 'A'" in told["B"]
    assert "'F' > 'F'" in told["F"]
    assert told["D"] == "The part 'C' is a product that was set aside."
    assert dict(rejects.select("product", "reject_line").iter_rows())["D"] == "6"
    assert set(rejects["reject_code"]) == {"part_of_itself", "part_rejected"}


def test_a_bad_row_sets_aside_all_products_that_contain_it(
    prices: Intensities, tmp_path: Path
) -> None:
    rows = (
        "A,B,,,1,,\nB,C,,,2,,\nC,,unobtainium,1,1,,\nE,,steel,1,1,,\nE,G,,,many,,\nG,,steel,1,1,,\n"
    )
    summary, found = scored(tmp_path, prices, rows)
    assert found["product"].to_list() == ["G"]
    assert (summary.scored, summary.rejected, summary.rejected_rows) == (1, 4, 4)
    rejects = pl.read_csv(tmp_path / "out.rejects.csv", infer_schema=False)
    codes = dict(rejects.select("product", "reject_code").iter_rows())
    assert codes == {
        "A": "part_rejected",
        "B": "part_rejected",
        "C": "unknown_material",
        "E": "quantity_not_a_number",
    }


def test_too_large_a_quantity_is_no_footprint(prices: Intensities, tmp_path: Path) -> None:
    rows = "A,B,,,1e200,,\nB,C,,,1e200,,\nC,,steel,1,1,,\n"
    summary, found = scored(tmp_path, prices, rows)
    assert found["product"].to_list() == ["C", "B"] or found["product"].to_list() == ["B", "C"]
    rejects = pl.read_csv(tmp_path / "out.rejects.csv", infer_schema=False)
    assert rejects["reject_code"].to_list() == ["result_not_finite"]
    assert summary.rejected == 1


def test_a_part_with_a_material_is_itself_even_where_a_product_has_its_name(
    prices: Intensities, tmp_path: Path
) -> None:
    _, found = scored(tmp_path, prices, "A,B,steel,1,1,,\nB,,steel,5,1,,\n")
    assert found["mass_kg"].to_list() == pytest.approx([1, 5])


def test_a_part_that_is_no_product_still_needs_a_material(
    prices: Intensities, tmp_path: Path
) -> None:
    summary, _ = scored(tmp_path, prices, "A,Z,,,1,,\nB,,steel,5,1,,\n")
    assert summary.rejected == 1


def test_rows_that_stand_apart_are_nested_too(prices: Intensities, tmp_path: Path) -> None:
    rows = ["A,B,,,2,,", "B,,steel,1,1,,", "A,,timber,1,1,,", "B,,timber,3,1,,"]
    _, found = scored(tmp_path, prices, "\n".join(rows) + "\n", chunk_rows=1)
    mass = dict(found.select("product", "mass_kg").iter_rows())
    assert mass == pytest.approx({"A": 9, "B": 4})


def test_nested_needs_a_column_of_parts(prices: Intensities, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("product,material,mass (kg)\nA,steel,1\n")
    with pytest.raises(FileFault, match="names the part"):
        score_catalog(
            tmp_path / "c.csv",
            tmp_path / "out.parquet",
            database=prices,
            options=CatalogOptions(nested=True),
        )


def test_draws_and_kept_demand_are_those_of_the_flattened_bills(
    prices: Intensities, tmp_path: Path
) -> None:
    links: Links = [(0, 1, 2), (0, 3, 1), (1, 4, 3), (2, 1, 1), (2, 3, 5)]
    nested = flat = ""
    for number in OWN:
        nested += own_rows(f"P{number}", number)
        nested += "".join(f"P{p},P{c},,,{q},,\n" for p, c, q in links if p == number)
        flat += flattened(number, links, f"P{number}")
    drawn = Drawn(np.random.default_rng(1).uniform(0.5, 2, (60, len(prices.system.index))), 1)
    more = {"drawn": drawn, "keep_demand": True}
    demands, tables = [], []
    for rows, one in ((nested, True), (flat, False)):
        tables.append(scored(tmp_path, prices, rows, nested=one, chunk_rows=4, **more)[1])
        kept = pl.read_parquet(tmp_path / "out.demand.parquet")
        by = ["product", "variant", "process"]
        demands.append(kept.group_by(by).agg(pl.col("amount_kg").sum()).sort(by))
    assert "half_recycled_p97_5_kg_co2e" in tables[0].columns
    agree(*tables)
    agree(*demands)
    change = diff_scores(tmp_path / "out.parquet", tmp_path / "out.parquet")
    assert change.changed == 0


def test_the_command_takes_nested_products(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(HEAD + "A,B,,,2,,\nB,,steel,1,1,,\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    call = ["score", str(tmp_path / "c.csv"), "-o", str(out), "-d", str(folder), "--nested"]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code == 0, result.output
    assert pl.read_csv(out)["mass_kg"].to_list() == [2.0, 1.0]


def test_a_run_that_was_cut_off_goes_on_and_ends_alike(prices: Intensities, tmp_path: Path) -> None:
    rows = "".join(f"P{i},,timber,1,1,,\nP{i},P{i + 1},,,1,,\n" for i in range(20))
    catalog = tmp_path / "catalog.csv"
    catalog.write_text(f"{HEAD}{rows}P20,,timber,1,1,,\n", encoding="utf-8")
    options = CatalogOptions(nested=True, chunk_rows=4)
    score_catalog(catalog, tmp_path / "whole.parquet", database=prices, options=options)

    def stop(done: int, of: int) -> None:
        if 3 * done > of:
            raise KeyboardInterrupt

    out = tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        score_catalog(catalog, out, database=prices, options=options, progress=stop)
    with pytest.raises(UsageError, match="another options"):
        score_catalog(catalog, out, database=prices, options=CatalogOptions(chunk_rows=4))
    summary = score_catalog(catalog, out, database=prices, options=options)
    assert summary.resumed > 0
    assert out.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
