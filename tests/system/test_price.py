"""A database under a method: prices reckoned by hand, faults named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.errors import SingularSystem
from celca.inventory import read_inventory
from celca.methods import CATEGORIES, Characterisation, load_method
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


@pytest.mark.parametrize(("count", "told"), [(8, "'m7'."), (10, "'m7' and 2 more.")])
def test_eight_processes_at_fault_are_named_and_the_others_counted(
    write_database: Write, count: int, told: str
) -> None:
    folder = write_database()
    for name, row in (
        ("processes.csv", "{0},{0},,{0},kg,XX,2020,unit,,book,\n"),
        ("exchanges.csv", "{0},input,{0},1,kg,,,,,,book,\n"),
    ):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.writelines(row.format(f"m{i}") for i in range(count))
    with pytest.raises(SingularSystem, match=told):
        priced(folder)


def test_flows_that_count_nothing_are_named_five_at_the_most(write_database: Write) -> None:
    for count, told in ((5, "a0, a1, a2, a3, a4."), (6, "a0, a1, a2, a3, a4 ….")):
        folder = write_database()
        for name, row in (
            ("flows.csv", "{0},{0},air,kg,,fossil,\n"),
            ("exchanges.csv", "moulding,emission,{0},1,kg,,,,,,book,\n"),
        ):
            with (folder / name).open("a", encoding="utf-8") as file:
                file.writelines(row.format(f"a{i}") for i in range(count))
        (finding,) = priced(folder).system.findings
        assert finding.message.startswith(f"{count} flows count nothing")
        assert finding.message.endswith(f": {told}")


def test_a_method_that_has_a_factor_for_each_flow_needs_no_formula(small: Path) -> None:
    """Methane at 7 and nothing else: 1 g of it for each t km."""
    factors = {"ch4": Characterisation("fossil", 7.0, "book")}
    method = replace(load_method("ipcc-ar6-gwp100"), by_flow=factors)
    prices = price(build(read_inventory(small), method))
    assert total(prices, "truck") == pytest.approx(0.007)
    assert total(prices, "resin-virgin") == 0


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
