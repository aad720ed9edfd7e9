"""celca-open goes to Brightway, to openLCA and to a datapackage, and comes back with its scores."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from celca.assess import open_prices
from celca.readers import export_database, open_database, read_brightway
from celca.readers.datapackages import datapackage_ids, solve_datapackages
from celca.system import Intensities, build, price

pytest.importorskip("bw2calc", reason="needs the extra brightway")
EXPORT = """
import warnings
warnings.simplefilter("ignore")
from celca.readers import export_database
export_database("celca-open", "bw:new/open")
"""


@pytest.fixture(scope="module")
def own() -> Intensities:
    return open_prices("celca-open")


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of projects that celca-open was written to, by another process."""
    folder = tmp_path_factory.mktemp("projects")
    environment = {**os.environ, "BRIGHTWAY2_DIR": str(folder), "CELCA_CACHE": "off"}
    done = subprocess.run(
        [sys.executable, "-c", EXPORT], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def in_order(found: Intensities, own: Intensities) -> np.ndarray:
    """Return H of the same processes in the order that they have in celca-open."""
    return np.asarray(found.H[:, [found.system.index[i] for i in own.system.index]])


def test_from_brightways_records_to_1e_12(
    own: Intensities, projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(projects))
    monkeypatch.setenv("CELCA_CACHE", "off")
    found = in_order(open_prices("bw:new/open"), own)
    assert found == pytest.approx(own.H, rel=1e-12, abs=1e-15)


def test_from_single_precision_to_3e_7_of_what_a_score_is_the_sum_of(
    own: Intensities, projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A score is off by more than 1e-6 only where uptake and emission cancel in it.

    Every amount is rounded by up to 6e-8 of itself. A net score that is a fiftieth of its
    emissions and uptake is off by fifty times as much, and no arithmetic brings that back.
    """
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(projects))
    monkeypatch.setenv("CELCA_CACHE", "off")
    inventory = read_brightway("new", "open", processed=True)
    found = in_order(price(build(inventory, own.system.method)), own).sum(axis=0)
    net, gross = own.H.sum(axis=0), np.abs(own.H).sum(axis=0)
    error = np.abs(found - net)
    assert (error <= 3e-7 * gross).all()
    far = error > 1e-6 * np.abs(net)
    assert (np.abs(net[far]) < 0.05 * gross[far]).all()
    assert far.sum() <= 3


def test_from_openlca_json_ld_to_1e_12(own: Intensities, tmp_path: Path) -> None:
    export_database("celca-open", tmp_path / "open.zip")
    back = price(build(open_database(tmp_path / "open.zip"), own.system.method))
    assert in_order(back, own) == pytest.approx(own.H, rel=1e-12, abs=1e-15)


def test_from_a_datapackage_in_double_precision_to_1e_12(own: Intensities, tmp_path: Path) -> None:
    target = tmp_path / "open.zip"
    export_database("celca-open", target, form="datapackage")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw_processing
        from fsspec.implementations.zip import ZipFileSystem

        package = bw_processing.load_datapackage(ZipFileSystem(str(target)))
        scores, numerics = solve_datapackages([package])
    ids = datapackage_ids(own.system.inventory)
    found = np.array([scores[ids[i]] for i in own.system.index])
    gross = np.abs(own.H).sum(axis=0)
    assert (np.abs(found - own.H.sum(axis=0)) <= 1e-12 * gross).all()
    assert numerics.error_bound < 1e-9
