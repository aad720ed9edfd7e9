"""Databases are told apart, kept once they were read, and joined."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import open_prices
from celca.errors import DataError, FileFault
from celca.readers import import_database, open_database

FACTORS = "name,unit,kg CO2e,code\nsteel,kg,{},{}\n"


def listed(path: Path, factor: float = 2.0, code: str = "1") -> Path:
    path.write_text(FACTORS.format(factor, code))
    return path


def test_what_was_read_is_kept_until_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "cache"))
    path = listed(tmp_path / "list.csv")
    first = open_database(path)
    assert len(list((tmp_path / "cache").glob("inventory-*.npz"))) == 1
    monkeypatch.setattr("celca.readers.factor_list.read_factor_list", None)
    again = open_database(path)
    assert (again.hash, again.findings, list(again.exchanges)) == (
        first.hash,
        first.findings,
        list(first.exchanges),
    )
    listed(path, 3.25)
    os.utime(path, ns=(1, 1))
    with pytest.raises(TypeError):
        open_database(path)  # the reader is called again


def test_another_way_to_read_is_another_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "cache"))
    listed(tmp_path / "list.csv")
    open_database(tmp_path / "list.csv")
    open_database(tmp_path / "list.csv", money="USD 2012")
    assert len(list((tmp_path / "cache").glob("inventory-*.npz"))) == 2


def test_joined_databases_keep_the_scores_of_each(small: Path, tmp_path: Path) -> None:
    listed(tmp_path / "list.csv")
    alone = {str(x): open_prices(x) for x in (small, tmp_path / "list.csv")}
    both = open_prices(f"{small} + {tmp_path / 'list.csv'}")
    found = dict(zip(both.system.index, both.H.sum(axis=0).tolist(), strict=True))
    wanted = {
        key: score
        for prices in alone.values()
        for key, score in zip(prices.system.index, prices.H.sum(axis=0).tolist(), strict=True)
    }
    assert found == pytest.approx(wanted, rel=1e-14)
    assert both.system.inventory.name == "small + list"
    assert set(both.system.inventory.materials) == set(open_database(small).materials)


def test_databases_with_one_id_for_two_processes_are_not_joined(
    small: Path, tmp_path: Path
) -> None:
    path = listed(tmp_path / "list.csv", code="electricity")
    with pytest.raises(DataError, match="small and list both have a process 'electricity'"):
        open_database(f"{small} + {path}")


def test_an_imported_database_reads_back_the_same(
    small: Path, write: Callable[..., Path], tmp_path: Path
) -> None:
    path = listed(tmp_path / "list.csv")
    report = import_database(path, tmp_path / "native")
    assert report["processes"] == 1
    assert (open_prices(tmp_path / "native").H == open_prices(path).H).all()


@pytest.mark.parametrize("name", ["a.pdf", "a.zip"])
def test_a_file_of_another_kind_is_refused(name: str, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / name, "w") as file:
        file.writestr("readme.txt", "nothing")
    with pytest.raises(FileFault, match=r"is not a database that celca reads|holds neither"):
        open_database(tmp_path / name)
