"""A database under a method: prices reckoned by hand, faults named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.errors import SingularSystem
from celca.inventory import read_inventory
from celca.methods import CATEGORIES, load_method
from celca.system import Intensities, build, price

Write = Callable[..., Path]


def priced(folder: Path, method: str = "ipcc-ar6-gwp100") -> Intensities:
    return price(build(read_inventory(folder), load_method(method)))


def total(prices: Intensities, process: str) -> float:
    return float(prices.H[:, prices.system.index[process]].sum())


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        ("electricity", 0.5),
        ("resin-virgin", 2 + 0.5),
        ("resin-recycled", 0.1 + 0.5),
        ("resin-bio", 1 - 3),
        ("moulding", 2 * 0.5),
        ("truck", 0.1 + 0.001 * 29.8),
        ("wood", 0.2 - 11 / 6),
    ],
)
def test_prices_are_those_reckoned_by_hand(small: Path, process: str, expected: float) -> None:
    assert total(priced(small), process) == pytest.approx(expected, rel=1e-12)


def test_a_loop_is_a_geometric_series(write_database: Write) -> None:
    """Electricity takes 0.1 kg of resin per kWh, resin takes 1 kWh: e = 0.5 + 0.1 (2 + e)."""
    row = "electricity,input,resin-virgin,0.1,kg,,,,,,book,\nresin-virgin,emission"
    folder = write_database({"exchanges.csv": ("resin-virgin,emission", row)})
    assert total(priced(folder), "electricity") == pytest.approx(0.7 / 0.9, rel=1e-12)


def test_an_avoided_product_is_credited(write_database: Write) -> None:
    row = "moulding,avoided,resin-virgin,0.1,kg,,,,,,book,\nmoulding,input"
    folder = write_database({"exchanges.csv": ("moulding,input", row)})
    assert total(priced(folder), "moulding") == pytest.approx(1.0 - 0.25, rel=1e-12)


def test_uptake_is_negative_and_in_its_own_category(small: Path) -> None:
    prices = priced(small)
    column = prices.H[:, prices.system.index["resin-bio"]]
    assert column[CATEGORIES.index("biogenic_uptake")] == pytest.approx(-3)
    assert column[CATEGORIES.index("fossil")] == pytest.approx(1)


def test_the_method_changes_what_methane_counts(small: Path) -> None:
    assert total(priced(small, "ipcc-ar6-gwp20"), "truck") == pytest.approx(0.1 + 0.0825)


def test_totals_of_another_gwp_set_are_told_apart(small: Path) -> None:
    prices = priced(small)
    assert prices.foreign[prices.system.index["metal"]] == pytest.approx(4)
    assert prices.foreign[prices.system.index["resin-virgin"]] == 0
    assert not priced(small, "ipcc-ar5-gwp100").foreign.any()


def test_the_bound_covers_the_rounding_there_is(small: Path) -> None:
    prices = priced(small)
    assert 0 <= prices.numerics.error_bound < 1e-12
    assert abs(total(prices, "resin-virgin") - 2.5) <= 2.5 * prices.numerics.error_bound


def test_a_flow_without_a_factor_is_a_finding(write_database: Write) -> None:
    folder = write_database({"flows.csv": ("ch4,Methane,air,kg,CH4", "ch4,Methane,air,kg,CH5")})
    assert [f.code for f in priced(folder).system.findings] == ["no_factor"]


def test_a_process_that_eats_all_it_makes_is_named(write_database: Write) -> None:
    row = "moulding,input,moulding,1,kg,,,,,,book,\nmoulding,input,electricity"
    folder = write_database({"exchanges.csv": ("moulding,input,electricity", row)})
    with pytest.raises(SingularSystem, match=r"'moulding' \(Moulding\)"):
        priced(folder)


def test_kept_prices_answer_only_for_the_same_content_and_method(
    write_database: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "kept"))
    small = write_database()
    first = priced(small)
    again = priced(small)
    assert (again.H == first.H).all()
    assert again.numerics == first.numerics
    assert total(priced(small, "ipcc-ar6-gwp20"), "truck") == pytest.approx(0.1 + 0.0825)
    changed = write_database(
        {"exchanges.csv": ("resin-virgin,emission,co2,2", "resin-virgin,emission,co2,3")}
    )
    assert total(priced(changed), "resin-virgin") == pytest.approx(3.5)


def test_damaged_prices_are_computed_again(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "kept"))
    first = priced(small)
    (kept,) = (tmp_path / "kept").glob("prices-*")
    content = bytearray(kept.read_bytes())
    for place in range(len(content) // 3, len(content) // 3 + 40):
        content[place] ^= 0xFF
    kept.write_bytes(bytes(content))
    assert (priced(small).H == first.H).all()
    kept.write_bytes(b"")
    assert (priced(small).H == first.H).all()
