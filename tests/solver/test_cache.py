"""What is kept on disk is never stale, never half-written, and never in the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csc_array

from celca.errors import NotFinite
from celca.places import cache_folder
from celca.solver import cached_intensities, intensities

A = csc_array([[10.0, 0.0], [-2.0, 100.0]])
B = csc_array([[1.0, 10.0]])
C = csc_array([[1.0]])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def test_the_second_call_reads_what_the_first_wrote(folder: Path) -> None:
    H, numerics = cached_intensities(A, B, C, least=1)
    (path,) = files(folder)
    stamp = path.stat().st_mtime_ns
    again, same = cached_intensities(A.tocsr(), B, C, least=1)
    assert np.array_equal(again, H)
    assert same == numerics
    assert not again.flags.writeable
    assert path.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("which", ["A", "B", "C"])
def test_one_changed_amount_is_another_result(folder: Path, which: str) -> None:
    cached_intensities(A, B, C, least=1)
    changed = {"A": A, "B": B, "C": C}
    changed[which] = changed[which] * 1.0000000001
    H, _ = cached_intensities(*changed.values(), least=1)
    assert np.array_equal(H, intensities(*changed.values())[0])
    assert len(files(folder)) == 2


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "text"])
def test_a_damaged_file_is_rebuilt(folder: Path, damage: str) -> None:
    H, _ = cached_intensities(A, B, C, least=1)
    (path,) = files(folder)
    whole = path.read_bytes()
    half = len(whole) // 2
    flipped = bytearray(whole)
    flipped[130] ^= 1
    broken = {"cut": whole[:half], "flipped": bytes(flipped), "empty": b"", "text": b"hello"}
    path.write_bytes(broken[damage])
    assert np.array_equal(cached_intensities(A, B, C, least=1)[0], H)
    assert path.read_bytes() == whole


def test_many_writers_at_once_leave_one_whole_file(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        all_H = [h for h, _ in pool.map(lambda _: cached_intensities(A, B, C, least=1), range(40))]
    assert all(np.array_equal(h, all_H[0]) for h in all_H)
    assert len(files(folder)) == 1


def test_a_small_system_touches_no_disk(folder: Path) -> None:
    cached_intensities(A, B, C)
    assert files(folder) == []


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "file" / "below"))
    assert cached_intensities(A, B, C, least=1)[0][0, 0] == pytest.approx(0.12)


def test_off_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELCA_CACHE", "off")
    assert cache_folder() is None
    assert cached_intensities(A, B, C, least=1)[0][0, 0] == pytest.approx(0.12)


def test_old_files_are_removed(folder: Path) -> None:
    for k in range(45):
        cached_intensities(A, B * (1.0 + k), C, least=1)
    assert len(files(folder)) == 40


def test_a_figure_that_is_not_a_number_is_refused_before_the_disk_is_touched(folder: Path) -> None:
    with pytest.raises(NotFinite):
        cached_intensities(A, B * np.nan, C, least=1)
    assert files(folder) == []


@pytest.mark.parametrize("word", ["on", "1", "TRUE", "yes", ""])
def test_a_word_that_switches_on_is_no_name_of_a_folder(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", word)
    folder = cache_folder()
    assert folder is not None
    assert folder.is_absolute()
    assert "celca" in folder.parts
