"""Exchanges as columns read like records, and a database is written as it was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.errors import FileFault
from celca.inventory import (
    digest,
    load_stored,
    read_inventory,
    store,
    tabulate,
    write_inventory,
)
from celca.methods import load_method
from celca.system import build


def test_columns_read_like_the_records_they_came_from(small: Path) -> None:
    inventory = read_inventory(small)
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    records = [replace(x, line=i) for i, x in enumerate(inventory.exchanges, 2)]
    assert list(table) == records
    assert (table[3], table[-1], table[1:3]) == (records[3], records[-1], records[1:3])
    assert len(table) == len(records)
    with pytest.raises(IndexError):
        table[len(table)]


def test_matrices_from_columns_are_those_from_records(small: Path) -> None:
    inventory = read_inventory(small)
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    one = build(inventory, load_method())
    two = build(replace(inventory, exchanges=table), load_method())
    assert (one.A != two.A).nnz == (one.B != two.B).nnz == 0


def test_a_stored_database_comes_back_whole(small: Path, tmp_path: Path) -> None:
    inventory = read_inventory(small)
    store(inventory, tmp_path / "x" / "a.npz")
    back = load_stored(tmp_path / "x" / "a.npz", small)
    assert back is not None
    assert replace(back, exchanges=()) == replace(inventory, exchanges=())
    assert [x.amount for x in back.exchanges] == [x.amount for x in inventory.exchanges]
    assert [p.name for p in (tmp_path / "x").iterdir()] == ["a.npz"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 500])
def test_a_damaged_store_is_as_good_as_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(content)
    assert load_stored(tmp_path / "a.npz") is None
    assert load_stored(tmp_path / "b.npz") is None


@pytest.mark.parametrize("classes", [{}, {"resin": "plastic", "wood": "wood"}])
def test_a_database_is_written_as_it_was_read(
    small: Path, tmp_path: Path, classify: Callable[..., Path], classes: dict[str, str]
) -> None:
    inventory = read_inventory(classify(small, **classes) if classes else small)
    written = write_inventory(inventory, tmp_path / "copy")
    assert (tmp_path / "copy" / "stored.npz").is_file()
    quick = read_inventory(tmp_path / "copy")
    (tmp_path / "copy" / "stored.npz").unlink()
    slow = read_inventory(tmp_path / "copy")
    assert written.hash == quick.hash == slow.hash
    head = (tmp_path / "copy" / "materials.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert ("class" in head.split(",")) is bool(classes)
    for back in (quick, slow):
        assert back.processes == inventory.processes
        assert (back.flows, back.variants, back.published) == (
            inventory.flows,
            inventory.variants,
            inventory.published,
        )
        assert [replace(x, line=0) for x in back.exchanges] == [
            replace(x, line=0) for x in inventory.exchanges
        ]
    with pytest.raises(FileFault, match="is there already"):
        write_inventory(inventory, tmp_path / "copy")


def test_an_edited_table_is_believed_before_the_store_beside_it(
    small: Path, tmp_path: Path
) -> None:
    write_inventory(read_inventory(small), tmp_path / "copy")
    path = tmp_path / "copy" / "exchanges.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("electricity,emission,co2,0.5", "electricity,emission,co2,0.7"))
    assert read_inventory(tmp_path / "copy").exchanges[0].amount == 0.7


def test_the_digest_moves_with_every_amount(small: Path) -> None:
    inventory = read_inventory(small)
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    first = digest(inventory.processes, inventory.flows, table)
    table.amount[4] *= 1 + 1e-15
    assert digest(inventory.processes, inventory.flows, table) != first
