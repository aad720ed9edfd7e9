"""The spread of a study against closed forms, and what the same draws must give."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, sqrt
from pathlib import Path

import numpy as np
import pytest

from celca.assess import open_prices, open_product
from celca.audit import verify
from celca.errors import SingularSystem, UsageError
from celca.uncertainty import (
    Draws,
    paired_bands,
    pedigree_sigma,
    shares_saving,
    uncertain_footprint,
)
from celca.uncertainty.entries import entries_of

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\nB,metal,1\n"


def test_the_mean_is_that_of_the_closed_form(write: Write, small: Path) -> None:
    """Per kg: 2 kg with sigma 0.1 and 1 kWh × 0.5 with the sigma of (2;3;1;2;3), both lognormal."""
    result = uncertain_footprint(write("b.csv", BOM), open_prices(small), None, Draws(20_000, 3))
    spread = result.uncertainty
    assert spread is not None
    a, b = 0.1, pedigree_sigma((2, 3, 1, 2, 3))
    mean = 3 * (2 * exp(a**2 / 2) + 0.5 * exp(b**2 / 2)) + 4
    var = 9 * (
        (2 * exp(a**2 / 2)) ** 2 * (exp(a**2) - 1) + (0.5 * exp(b**2 / 2)) ** 2 * (exp(b**2) - 1)
    )
    error = sqrt(var / 20_000)
    assert spread["mean"] == pytest.approx(mean, abs=4 * error)
    assert spread["median"] == pytest.approx(result.total_kg_co2e, rel=0.01)
    assert spread["p2_5"] < spread["median"] < spread["p97_5"]


def test_a_variant_is_judged_by_the_same_draws(write: Write, small: Path) -> None:
    result = uncertain_footprint(write("b.csv", BOM), open_prices(small), None, Draws(200))
    assert result.uncertainty is not None
    sure = {v["name"]: v["probability_below_as_specified"] for v in result.uncertainty["variants"]}
    assert sure == {"as_specified": None, "all_virgin": 0.5, "all_recycled": 1, "all_bio_based": 1}


def test_the_same_seed_gives_the_same_answer_on_any_number_of_workers(
    write: Write, small: Path
) -> None:
    path, prices = write("b.csv", BOM), open_prices(small)
    one, two, other = (
        uncertain_footprint(path, prices, None, draws).uncertainty
        for draws in (Draws(100, 5), Draws(100, 5, workers=2), Draws(100, 6))
    )
    assert one == two
    assert one != other


def test_the_exchanges_that_spread_the_product_are_named_with_their_share(
    write: Write, small: Path
) -> None:
    """Two vary: 6 kg with sigma 0.1 and 1.5 kg with the sigma of (2;3;1;2;3)."""
    spread = uncertain_footprint(write("b.csv", BOM), open_prices(small), None, Draws(4000))
    assert spread.uncertainty is not None
    drivers = spread.uncertainty["drivers"]
    a, b = 0.1, pedigree_sigma((2, 3, 1, 2, 3))
    parts = [(m * exp(s**2 / 2)) ** 2 * (exp(s**2) - 1) for m, s in ((6, a), (1.5, b))]
    expected = [p / sum(parts) for p in parts]
    assert [d["share"] for d in drivers] == pytest.approx(expected, abs=0.05)
    assert all(d["low"] < d["share"] < d["high"] for d in drivers)


def test_progress_is_told(write: Write, small: Path) -> None:
    told: list[tuple[int, int]] = []
    draws = Draws(60, progress=lambda done, of: told.append((done, of)))
    uncertain_footprint(write("b.csv", BOM), open_prices(small), None, draws)
    assert told[0] == (1, 60)
    assert told[-1] == (60, 60)


def test_too_few_draws_are_refused(write: Write, small: Path) -> None:
    with pytest.raises(UsageError, match="say little about a spread"):
        uncertain_footprint(write("b.csv", BOM), open_prices(small), None, Draws(3))


def test_a_draw_without_a_solution_names_the_processes_that_use_up_what_they_make(
    write: Write, write_database: Callable[..., Path]
) -> None:
    """Each takes 0.9 of the other, with a sigma of 1: soon 1 of one takes 1 or more of itself."""
    folder = write_database()
    with (folder / "processes.csv").open("a", encoding="utf-8") as file:
        file.writelines(
            f"{name},{name.title()},,{name},kg,GLO,2024,unit,,book,\n" for name in ("chick", "egg")
        )
    with (folder / "exchanges.csv").open("a", encoding="utf-8") as file:
        for user, maker in (("chick", "egg"), ("egg", "chick")):
            file.write(f"{user},input,{maker},0.9,kg,lognormal,1,,,,book,\n")
            file.write(f"{user},emission,co2,1,kg,,,,,,book,\n")
    prices = open_prices(folder)
    with pytest.raises(SingularSystem, match=r"^Draw \d+: .* At fault: .*'egg' \(Egg\)"):
        uncertain_footprint(write("b.csv", BOM), prices, None, Draws(200))


def test_a_change_saves_in_all_draws_in_none_or_ties(small: Path) -> None:
    """1 kg of resin is above 0 in every draw; nothing changed is a tie, which counts half."""
    changes: list[dict[str, float]] = [{"resin-virgin": -1}, {"resin-virgin": 1}, {}]
    assert shares_saving(changes, open_prices(small), Draws(50)) == [1, 0, 0.5]
    with pytest.raises(UsageError, match="say little about a saving; use 50 or more"):
        shares_saving(changes, open_prices(small), Draws(49))


def test_the_entries_without_their_spread_are_the_matrices(small: Path) -> None:
    system = open_prices(small).system
    A, B, known = entries_of(system)
    assert np.array_equal(A.nominal().toarray(), system.A.toarray())
    assert np.array_equal(B.nominal().toarray(), system.B.toarray())
    assert (known.distribution, known.pedigree) == (1, 1)


def test_a_declared_value_is_held_against_the_band(write: Write, small: Path) -> None:
    result = uncertain_footprint(write("b.csv", BOM), open_prices(small), None, Draws(500))
    assert verify(str(result.total_kg_co2e), result).inside_band is True
    assert verify(str(2 * result.total_kg_co2e), result).inside_band is False


def test_products_in_the_same_draws_differ_by_what_they_do_not_share(
    write: Write, small: Path
) -> None:
    """The same product twice differs by nothing; one of twice the mass by as much as it spreads."""
    prices = open_prices(small)
    one, two = (
        open_product(write(f"{n}.csv", f"Part,Material,Mass (kg)\nA,resin,{n}\n"), prices, None)
        for n in (1, 2)
    )
    same, again, double = paired_bands({"a": one, "b": one, "c": two}, prices, Draws(60, 5))
    assert (again.change_low, again.change_high, again.probability_below_first) == (0, 0, 0.5)
    assert same == again
    assert double.probability_below_first == 0
    assert double.change_low == pytest.approx(same.p2_5)
    assert double.change_high == pytest.approx(same.p97_5)


def test_too_few_paired_draws_are_refused(write: Write, small: Path) -> None:
    prices = open_prices(small)
    product = open_product(write("a.csv", "Part,Material,Mass (kg)\nA,resin,1\n"), prices, None)
    with pytest.raises(UsageError, match="say little about a spread"):
        paired_bands({"a": product}, prices, Draws(3))
