"""Databases are told apart, kept once they were read, and joined."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.assess import open_prices
from celca.cli.group import cli
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


def test_a_change_that_hides_its_time_and_size_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "cache"))
    path = listed(tmp_path / "list.csv", 2.0)
    open_database(path)
    before = path.stat()
    listed(path, 3.0)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert next(iter(open_database(path).exchanges)).amount == 3.0


def test_a_large_file_is_known_by_a_time_that_nothing_sets_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("celca.readers.keeping._HASHED", 0)
    path = listed(tmp_path / "list.csv", 2.0)
    open_database(path)
    before = path.stat()
    other = listed(tmp_path / "other.csv", 3.0)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)  # as a copy that keeps times, or an archive unpacked
    assert next(iter(open_database(path).exchanges)).amount == 3.0


def test_a_file_beside_that_has_nothing_to_do_with_it_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "cache"))
    path = listed(tmp_path / "list.csv")
    open_database(path)
    (tmp_path / "list of something else.txt").write_text("x")
    monkeypatch.setattr("celca.readers.factor_list.read_factor_list", None)
    open_database(path)


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


def test_an_imported_database_gets_a_folder_of_its_name_where_none_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listed(tmp_path / "our list: 2025.csv")
    assert import_database("our list: 2025.csv")["written"] == "our-list-2025"
    with pytest.raises(FileFault, match="our-list-2025: is there already"):
        import_database("our list: 2025.csv")
    assert len(open_database("our-list-2025").processes) == 1


@pytest.mark.parametrize("name", ["a.pdf", "a.zip"])
def test_a_file_of_another_kind_is_refused(name: str, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / name, "w") as file:
        file.writestr("readme.txt", "nothing")
    with pytest.raises(FileFault, match=r"is not a database that celca reads|holds neither"):
        open_database(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "text"),
    [("processes/a.json", "{}"), ("a.spold", "<x/>"), ("file_parameters.json", "")],
)
def test_a_zip_that_was_damaged_on_the_way_is_told(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, text + " " * 9000)
    whole = bytearray(path.read_bytes())
    packed = 30 + len(name)  # where the content begins
    whole[packed : packed + 10] = b"\xff" * 10
    path.write_bytes(bytes(whole))
    with pytest.raises(FileFault, match=r"a\.zip"):
        open_database(path)


def test_materials_lists_the_processes_of_a_database_that_has_no_materials(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,unit,kg CO2e\nsteel,kg,2\npower,kWh,0.5\n")
    result = CliRunner().invoke(cli, ["materials", "--most", "1", "-d", str(path)])
    assert "process, kg" in result.output
    assert "1 process more: say what you look for, 'celca materials QUERY'." in result.output
