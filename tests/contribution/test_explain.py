"""Paths, origins and levers, reckoned by hand on the small database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from celca.assess import footprint, open_prices
from celca.contribution import explain, tree
from celca.contribution.levers import levers
from celca.system import build, price

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg),Process\nA,resin,3,moulding\nB,metal,1,\n"
TOTAL = 3 * 2.5 + 3 * 1.0 + 4
_SMELTERS = {"smelter-a": 4, "smelter-b": 2}


def test_the_tree_prices_each_path(small: Path) -> None:
    nodes = tree({"resin-virgin": 3.0}, open_prices(small), cut=0.01)
    assert [(n.process, n.depth, n.parent) for n in nodes] == [
        ("resin-virgin", 0, -1),
        ("electricity", 1, 0),
    ]
    assert [n.kg_co2e for n in nodes] == pytest.approx([7.5, 1.5])
    assert [n.direct for n in nodes] == pytest.approx([6.0, 1.5])


def test_each_tier_is_one_deeper(write_database: Write) -> None:
    """A case takes 2 kg resin, which takes 1 kWh for each."""
    row = "case,input,resin-virgin,2,kg,,,,,,book#1,\ntruck,emission,co2,"
    folder = write_database(
        {
            "processes.csv": ("truck,Truck", "case,Case,,case,kg,XX,2020,unit,,book,\ntruck,Truck"),
            "exchanges.csv": ("truck,emission,co2,", row),
        }
    )
    nodes = tree({"case": 1.0}, open_prices(folder), cut=0.01)
    assert [(n.process, n.depth, n.parent, n.amount) for n in nodes] == [
        ("case", 0, -1, 1),
        ("resin-virgin", 1, 0, 2),
        ("electricity", 2, 1, 2),
    ]


def test_a_node_is_what_it_emits_and_what_it_calls_on(write: Write, small: Path) -> None:
    nodes = explain(write("bom.csv", BOM), small, cut=0.0).paths
    for place, node in enumerate(nodes):
        children = sum(n.kg_co2e for n in nodes if n.parent == place)
        assert node.kg_co2e == pytest.approx(node.direct + children)


def test_the_cut_prunes_small_branches(write: Write, small: Path) -> None:
    deep = explain(write("bom.csv", BOM), small, cut=0.0).paths
    shallow = explain(write("bom.csv", BOM), small, cut=0.2).paths
    assert len(shallow) < len(deep)
    assert all(abs(n.kg_co2e) >= 0.2 * TOTAL for n in shallow if n.depth)


def test_emitters_places_and_gases_add_up_to_the_total(write: Write, small: Path) -> None:
    path = write("bom.csv", BOM)
    result = explain(path, small)
    assert result.total_kg_co2e == pytest.approx(TOTAL)
    assert {o.name: o.kg_co2e for o in result.by_process} == pytest.approx(
        {"resin-virgin": 6.0, "metal": 4.0, "electricity": 0.5 * (3 + 6)}
    )
    assert {o.name: o.kg_co2e for o in result.by_part} == pytest.approx({"A": 10.5, "B": 4.0})
    for origins in (result.by_part, result.by_process, result.by_location, result.by_flow):
        assert sum(o.kg_co2e for o in origins) == pytest.approx(TOTAL)
        assert sum(o.share for o in origins) == pytest.approx(1)


def test_a_lever_foretells_the_change_of_a_figure(write: Write, write_database: Write) -> None:
    """1 % less electricity in moulding: 3 × 2 kWh × 0.5 × 1 % of the total."""
    path, folder = write("bom.csv", BOM), write_database()
    result = explain(path, folder)
    (lever,) = [x for x in result.levers if (x.process, x.input) == ("moulding", "electricity")]
    assert lever.per_percent == pytest.approx(3.0 / TOTAL)
    change = 10 * 3.0 / TOTAL
    told = f"10 % less electricity in “Moulding” would lower this product by {change:.1f} %."
    assert lever.sentence() == told
    (raised,) = [replace(lever, input="x", input_name="", per_percent=-0.25)]
    assert raised.sentence() == "10 % less “x” in “Moulding” would raise this product by 2.5 %."
    less = write_database(
        {"exchanges.csv": ("moulding,input,electricity,2", "moulding,input,electricity,1.98")}
    )
    changed = footprint(path, less).total_kg_co2e
    assert 100 * (TOTAL - changed) / TOTAL == pytest.approx(lever.per_percent)


def test_a_node_is_its_own_its_branches_and_the_rest(write: Write, small: Path) -> None:
    """Cut at a fifth, moulding's electricity is not listed and stands in the rest."""
    result = explain(write("bom.csv", BOM), small, cut=0.2)
    assert any(node.rest for node in result.paths)
    for place, node in enumerate(result.paths):
        branches = sum(n.kg_co2e for n in result.paths if n.parent == place)
        if node.open:
            assert node.direct + branches + node.rest == pytest.approx(node.kg_co2e)
        else:
            assert (branches, node.rest) == (0, 0)
    roots = sum(n.kg_co2e for n in result.paths if n.parent < 0)
    assert roots + result.rest_kg_co2e == pytest.approx(result.total_kg_co2e)


def test_shares_add_up_where_suppliers_declare_a_part(tmp_path: Path, small: Path) -> None:
    (tmp_path / "bom.csv").write_text("Part,Material,Mass (kg)\nA,resin,3\nB,metal,1\n")
    study = tmp_path / "product.toml"
    value = '[[supplier_value]]\npart = "B"\nkg_co2e = 7.0\nsource = "letter"\n'
    study.write_text(f'name = "x"\nbom = "bom.csv"\n{value}')
    result = explain(study, small)
    assert result.total_kg_co2e == pytest.approx(3 * 2.5 + 7)
    assert result.rest_kg_co2e == pytest.approx(7)
    for origins in (result.by_part, result.by_process, result.by_location, result.by_flow):
        assert sum(o.share for o in origins) == pytest.approx(1)
    assert {o.name for o in result.by_flow} >= {"declared by suppliers"}


def test_beyond_the_fifteen_largest_the_others_are_one_row(write: Write, small: Path) -> None:
    rows = "".join(f"P{i},metal,1\n" for i in range(20))
    result = explain(write("bom.csv", f"Part,Material,Mass (kg)\n{rows}"), small)
    assert len(result.by_part) == 16
    assert (result.by_part[-1].name, result.by_part[-1].title) == ("others", "5 others")
    assert result.by_part[-1].kg_co2e == pytest.approx(20)


def test_the_strongest_levers_come_first_and_no_more_than_fifteen(
    write: Write, write_database: Write
) -> None:
    """Twenty metals of 1 to 20 kg CO2e: the fifteen that emit most."""
    folder = write_database()
    for name, rows in (
        ("processes.csv", [f"m{i},m{i},,m{i},kg,XX,2020,unit,,book," for i in range(1, 21)]),
        ("exchanges.csv", [f"m{i},emission,co2,{i},kg,,,,,,book," for i in range(1, 21)]),
    ):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.writelines(f"{row}\n" for row in rows)
    bom = "".join(f"P{i},m{i},1\n" for i in range(1, 21))
    result = explain(write("bom.csv", f"Part,Material,Mass (kg)\n{bom}"), folder)
    assert [x.process for x in result.levers] == [f"m{i}" for i in range(20, 5, -1)]
    assert result.levers[0].per_percent == pytest.approx(20 / 210)


def test_a_flow_moves_a_footprint_by_what_it_counts(small: Path) -> None:
    """Of 0.1298 kg for 1 t km, 1 g of methane is 0.0298."""
    prices = open_prices(small)
    runs = np.zeros(len(prices.system.index))
    runs[prices.system.index["truck"]] = 2.0
    found = {x.input: x.per_percent for x in levers(runs, ["truck"], prices, 0.2596)}
    assert found == pytest.approx({"co2": 0.1 / 0.1298, "ch4": 0.0298 / 0.1298})


def test_makers_that_only_a_mix_uses_are_one_under_its_name(
    write: Write, write_database: Write
) -> None:
    """Two smelters make the metal mix, half each: their electricity is one lever of the mix."""
    folder = write_database()
    rows = {
        "processes.csv": [f"{x},{x},,{x},kg,XX,2020,unit,,book," for x in (*_SMELTERS, "mix")],
        "exchanges.csv": [
            *(f"{x},input,electricity,{n},kWh,,,,,,book," for x, n in _SMELTERS.items()),
            *(f"mix,input,{x},0.5,kg,,,,,,book," for x in _SMELTERS),
        ],
        "materials.csv": ["mixed,Mixed,,virgin,mix,1,0,0,0,,,,landfill,,,book,"],
    }
    for name, lines in rows.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    result = explain(write("bom.csv", "Part,Material,Mass (kg)\nA,mixed,1\n"), folder)
    found = {(x.process, x.input): x.per_percent for x in result.levers}
    assert found[("mix", "electricity")] == pytest.approx(1.0)
    assert not [x for x in result.levers if x.input.startswith("smelter")]


def test_a_process_that_makes_two_at_a_run_emits_half_for_each(small: Path) -> None:
    """3 kg resin take 3 kWh, of which a run makes 2 and emits 0.5: 1.5 runs, 0.75 kg."""
    system = open_prices(small).system
    inventory = system.inventory
    made = (replace(p, output=2.0 if p.id == "electricity" else 1.0) for p in inventory.processes)
    changed = replace(inventory, processes=tuple(made))
    nodes = tree({"resin-virgin": 3.0}, price(build(changed, system.method)), cut=0.01)
    assert [n.amount for n in nodes] == [3, 3]
    assert [n.direct for n in nodes] == pytest.approx([6.0, 0.75])
    assert [n.kg_co2e for n in nodes] == pytest.approx([6.75, 0.75])
    assert [n.rest for n in nodes] == [0, 0]
