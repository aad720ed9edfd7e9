"""Paths, origins and levers, reckoned by hand on the small database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import footprint, open_prices
from celca.contribution import explain, tree

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg),Process\nA,resin,3,moulding\nB,metal,1,\n"
TOTAL = 3 * 2.5 + 3 * 1.0 + 4


def test_the_tree_prices_each_path(small: Path) -> None:
    nodes = tree({"resin-virgin": 3.0}, open_prices(small), cut=0.01)
    assert [(n.process, n.depth, n.parent) for n in nodes] == [
        ("resin-virgin", 0, -1),
        ("electricity", 1, 0),
    ]
    assert [n.kg_co2e for n in nodes] == pytest.approx([7.5, 1.5])
    assert [n.direct for n in nodes] == pytest.approx([6.0, 1.5])


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
    for origins in (result.by_process, result.by_location, result.by_flow):
        assert sum(o.kg_co2e for o in origins) == pytest.approx(TOTAL)
        assert sum(o.share for o in origins) == pytest.approx(1)


def test_a_lever_foretells_the_change_of_a_figure(write: Write, write_database: Write) -> None:
    """1 % less electricity in moulding: 3 × 2 kWh × 0.5 × 1 % of the total."""
    path, folder = write("bom.csv", BOM), write_database()
    result = explain(path, folder)
    (lever,) = [x for x in result.levers if (x.process, x.input) == ("moulding", "electricity")]
    assert lever.per_percent == pytest.approx(3.0 / TOTAL)
    assert lever.sentence().startswith("10 % less electricity in moulding would lower")
    less = write_database(
        {"exchanges.csv": ("moulding,input,electricity,2", "moulding,input,electricity,1.98")}
    )
    changed = footprint(path, less).total_kg_co2e
    assert 100 * (TOTAL - changed) / TOTAL == pytest.approx(lever.per_percent)
