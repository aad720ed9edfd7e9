"""Another product in the place of one, in all supply: the same as solving a changed matrix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from celca.assess import Options, footprint, open_prices
from celca.errors import DataError, UnknownName
from celca.inventory import Exchange, Inventory
from celca.product.shifts import Reach, shifted
from celca.scenario import read_scenarios
from celca.system import Intensities, technosphere

Write = Callable[..., Path]

# resin-virgin takes 1 kWh electricity, moulding 2 kWh, all at 0.5 kg CO2e; green costs 0.1;
# a case takes 2 kg resin, 1 kg moulding and 3 kWh: 2×2.5 + 1 + 1.5 = 7.5
PROCESSES = (
    "moulding,Moulding",
    "green,Green,,electricity,kWh,XX,2020,unit,,book,\n"
    "case,Case,,case,kg,XX,2020,unit,,book,\n"
    "moulding,Moulding",
)
EXCHANGES = (
    "electricity,emission,co2,500,g,,,,,,book#1,",
    "electricity,emission,co2,500,g,,,,,,book#1,\n"
    "green,emission,co2,0.1,kg,,,,,,book#1,\n"
    "case,input,resin-virgin,2,kg,,,,,,book#1,\n"
    "case,input,moulding,1,kg,,,,,,book#1,\n"
    "case,input,electricity,3,kWh,,,,,,book#1,",
)
TOML = """
name = "Box"
bom = "bom.csv"
[[production]]
process = "electricity"
amount = "4 kWh"
"""


@pytest.fixture
def supplied(write_database: Callable[..., Path]) -> Path:
    return write_database({"processes.csv": PROCESSES, "exchanges.csv": EXCHANGES})


def box(write: Write, database: Path, text: str) -> float:
    """Score a box of 1 kg case and 4 kWh, 7.5 + 2, in the scenario that a text describes."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,case,1\n")
    changes = read_scenarios(write("s.toml", f"[scenarios.x]\n{text}\n"))
    result = footprint(write("p.toml", TOML), database, options=Options(changes=changes))
    assert result.total_kg_co2e == pytest.approx(9.5, rel=1e-12)
    return {v.name: v.total_kg_co2e for v in result.variants}["x"]


def test_a_grid_leaves_suppliers_alone_and_everywhere_reaches_them(
    write: Write, supplied: Path
) -> None:
    """Own use 4 + 3 kWh, and in resin and moulding 2×1 + 2 kWh more, each 0.4 less."""
    near = box(write, supplied, 'grid = { electricity = "green" }')
    far = box(write, supplied, 'everywhere = { electricity = "green" }')
    assert near == pytest.approx(9.5 - 0.4 * 7, rel=1e-12)
    assert far == pytest.approx(9.5 - 0.4 * 11, rel=1e-12)


def test_what_is_shifted_goes_with_the_amount_that_is_called_on(
    write: Write, supplied: Path
) -> None:
    """2.5 kg of case over 5 uses: off .4 for 3 kWh, and for 7 kWh everywhere."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,case,2.5\n")
    text = (
        'grid = { electricity = "green" }\n[scenarios.y]\neverywhere = { electricity = "green" }\n'
    )
    changes = read_scenarios(write("s.toml", f"[scenarios.x]\n{text}"))
    study = write("p.toml", 'name = "x"\nbom = "bom.csv"\n[life]\nuses = 5\n')
    found = footprint(study, supplied, options=Options(changes=changes)).variants
    totals = {v.name: v.total_kg_co2e for v in found}
    assert totals["x"] == pytest.approx((7.5 - 0.4 * 3) / 2)
    assert totals["y"] == pytest.approx((7.5 - 0.4 * 7) / 2)


def test_a_grid_is_changed_where_the_product_alone_is_on_it(write: Write, supplied: Path) -> None:
    """4 kWh of assembly, and metal, which lists no electricity: 4 + 4 × 0.1."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n")
    for key in ("grid", "everywhere"):
        text = f'[scenarios.x]\n{key} = {{ electricity = "green" }}\n'
        options = Options(changes=read_scenarios(write("s.toml", text)))
        found = footprint(write("p.toml", TOML), supplied, options=options).variants[-1]
        assert found.total_kg_co2e == pytest.approx(4.4)


def test_any_product_is_replaced_everywhere(write: Write, supplied: Path) -> None:
    """Resin in the case: 2 kg at 0.6 instead of 2.5."""
    text = 'everywhere = { resin-virgin = "resin-recycled" }'
    assert box(write, supplied, text) == pytest.approx(9.5 - 2 * 1.9, rel=1e-12)


def test_everywhere_goes_after_the_grid(write: Write, supplied: Path) -> None:
    """What the grid turned green is turned back, and nothing else was green."""
    same = 'grid = { electricity = "green" }\neverywhere = { electricity = "green" }'
    back = 'grid = { electricity = "green" }\neverywhere = { green = "electricity" }'
    assert box(write, supplied, same) == pytest.approx(9.5 - 0.4 * 11, rel=1e-12)
    assert box(write, supplied, back) == pytest.approx(9.5, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('everywhere = { green = "electricity" }', "uses green itself or through its suppliers"),
        ('everywhere = { electricity = "case" }', "'electricity' is by kWh, but 'case' by kg"),
        ('everywhere = { electricity = "gren" }', "Did you mean 'green'"),
    ],
)
def test_what_changes_nothing_or_cannot_be_is_refused(
    write: Write, supplied: Path, text: str, told: str
) -> None:
    with pytest.raises(DataError, match=told):
        box(write, supplied, text)


Dense = NDArray[np.float64]


def redone(inventory: Inventory, swap: Mapping[str, str]) -> Inventory:
    """Return the database with every exchange of an old product written anew."""
    spared = {*swap, *swap.values()}

    def anew(x: Exchange) -> Exchange:
        taken = x.kind in ("input", "avoided") and x.input in swap and x.process not in spared
        return replace(x, input=swap[x.input]) if taken else x

    return replace(inventory, exchanges=[anew(x) for x in inventory.exchanges])


def solved(inventory: Inventory, prices: Intensities) -> Dense:
    """Return H of a database by a dense solution, with the flows and factors of another."""
    A = technosphere(inventory).toarray()
    direct = (prices.system.C @ prices.system.B).toarray()
    return np.linalg.solve(A.T, direct.T).T


def priced(H: Dense, inventory: Inventory, asked: Mapping[str, Mapping[str, float]]) -> Dense:
    """Return H, and beside it what the processes are told to ask for more and less."""
    index = {p.id: j for j, p in enumerate(inventory.processes)}
    out = H.copy()
    for process, more in asked.items():
        for name, amount in more.items():
            out[:, index[process]] += amount * H[:, index[name]]
    return out


@pytest.mark.parametrize(
    "swap",
    [
        {"electricity-jp": "electricity-wind-jp"},
        {"electricity-jp-generation": "electricity-solar-jp", "electricity-cn": "electricity-jp"},
        {"electricity-us": "electricity-fr", "electricity-fr": "electricity-us"},
    ],
)
def test_every_price_is_that_of_the_database_written_anew(swap: Mapping[str, str]) -> None:
    """A dense solution of the changed matrix, in every reported category."""
    prices = open_prices()
    inventory = prices.system.inventory
    wanted = solved(redone(inventory, swap), prices)
    found = priced(prices.H, inventory, shifted({}, "everywhere", swap, inventory, "test"))
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    assert abs(wanted - prices.H).max() > 0.01


def tangled(seed: int) -> Inventory:
    """Return 30 processes that take of each other, round and round; some are credited."""
    rng = np.random.default_rng(seed)
    some = open_prices().system.inventory
    made = [replace(some.processes[0], id=f"p{i}", output=rng.uniform(0.5, 2)) for i in range(30)]
    blank = Exchange("", "input", "", 0.0, "", None, None, None, "", "", "", 0)
    pairs = [(i, j) for i in range(30) for j in range(30) if i != j and rng.random() < 0.2]
    return replace(
        some,
        processes=tuple(replace(p, unit="kWh") for p in made),
        exchanges=[
            replace(
                blank,
                process=f"p{j}",
                input=f"p{i}",
                kind="avoided" if rng.random() < 0.1 else "input",
                amount=rng.uniform(0, 0.15),
            )
            for i, j in pairs
        ],
    )


def both_ways(seed: int, swap: Mapping[str, str]) -> tuple[Inventory, Dense, Dense]:
    """Return a tangle, its prices for two flows, and those of it written anew."""
    inventory = tangled(seed)
    direct = np.random.default_rng(seed).uniform(0, 1, (2, 30))
    A, anew = (technosphere(x).toarray() for x in (inventory, redone(inventory, swap)))
    return inventory, *(np.linalg.solve(M.T, direct.T).T for M in (A, anew))


@pytest.mark.parametrize("seed", range(5))
def test_loops_through_old_and_new_are_followed(seed: int) -> None:
    """p0 to p1 and p2 to p3, while p1 and p3 need p0 and p2 in their own supply."""
    swap = {"p0": "p1", "p2": "p3"}
    inventory, before, wanted = both_ways(seed, swap)
    found = priced(before, inventory, shifted({}, "everywhere", swap, inventory, "test"))
    assert found == pytest.approx(wanted, rel=1e-10)
    assert abs(found - before).max() > 0.01


@pytest.mark.parametrize("seed", range(5))
def test_what_a_process_was_told_to_take_itself_costs_what_it_costs_now(seed: int) -> None:
    """p4 to p5 and p6 to p0 near by, then p0 to p1 everywhere: p6 ends on p1."""
    near, far = {"p4": "p5", "p6": "p0"}, {"p0": "p1"}
    inventory, before, after = both_ways(seed, far)
    own = shifted({}, "grid", near, inventory, "test")
    moved = {p: {far.get(n, n): x for n, x in asked.items()} for p, asked in own.items()}
    found = priced(before, inventory, shifted(own, "everywhere", far, inventory, "test"))
    assert found == pytest.approx(priced(after, inventory, moved), rel=1e-10)


def test_a_product_that_would_be_needed_to_make_itself_is_refused() -> None:
    """p1 takes p2 and p2 takes p0, 1 for 1: on p1 in the place of p0, p1 takes all of p1."""
    inventory = tangled(0)
    blank = replace(inventory.exchanges[0], kind="input", amount=2.0)
    own = [replace(p, output=2.0) for p in inventory.processes]
    chain = [replace(blank, process="p1", input="p2"), replace(blank, process="p2", input="p0")]
    with pytest.raises(DataError, match="x: the new product would be needed to make itself"):
        shifted(
            {},
            "everywhere",
            {"p0": "p1"},
            replace(inventory, processes=tuple(own), exchanges=chain),
            "x",
        )


def test_what_was_shifted_before_follows_what_comes_after(supplied: Path) -> None:
    """Moulding takes 2 kWh: off electricity onto green, and from green onto it again."""
    inventory = open_prices(supplied).system.inventory
    once = shifted({}, "grid", {"electricity": "green"}, inventory, "x")
    twice = shifted(once, "grid", {"green": "electricity"}, inventory, "x")
    assert once["moulding"] == {"electricity": -2.0, "green": 2.0}
    assert twice["moulding"] == {"electricity": 0.0}


@pytest.mark.parametrize("reach", ["grid", "everywhere"])
def test_a_unit_takes_what_a_run_takes_over_what_it_makes(supplied: Path, reach: Reach) -> None:
    """Moulding takes 2 kWh for 4 kg at a run: half a kWh a kilogram."""
    inventory = open_prices(supplied).system.inventory
    made = (replace(p, output=4.0 if p.id == "moulding" else 1.0) for p in inventory.processes)
    changed = replace(inventory, processes=tuple(made))
    found = shifted({}, reach, {"electricity": "green"}, changed, "x")
    assert found["moulding"] == {"electricity": -0.5, "green": 0.5}


def test_the_new_supply_follows_though_the_old_one_had_nothing_to_change(
    write_database: Callable[..., Path],
) -> None:
    """Moulding goes onto green, which takes half a kilogram of metal: wood instead, everywhere."""
    more = EXCHANGES[1] + "\ngreen,input,metal,0.5,kg,,,,,,book#1,"
    folder = write_database({"processes.csv": PROCESSES, "exchanges.csv": (EXCHANGES[0], more)})
    inventory = open_prices(folder).system.inventory
    near = shifted({}, "grid", {"electricity": "green"}, inventory, "x")
    found = shifted(near, "everywhere", {"metal": "wood"}, inventory, "x")
    wanted = {"electricity": -2.0, "green": 2.0, "metal": -1.0, "wood": 1.0}
    assert found["moulding"] == pytest.approx(wanted)


def test_an_unknown_product_is_named(supplied: Path) -> None:
    with pytest.raises(UnknownName, match="x: no process is called 'sun'"):
        shifted(
            {},
            "everywhere",
            {"electricity": "sun"},
            open_prices(supplied).system.inventory,
            "x",
        )
