"""The example database that comes with bw2io has the scores that its makers give."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from celca.assess import open_prices

WRITE = """
import warnings
warnings.simplefilter("ignore")
import bw2data, bw2io
bw2data.projects.set_current("mobility")
bw2io.add_example_database(searchable=False)
"""


def test_an_electric_car_its_battery_and_a_combustion_car(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Electric car 4096.32, its battery 1214.82, combustion car 2461.5 kg CO2e per piece."""
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(tmp_path))
    monkeypatch.setenv("CELCA_CACHE", "off")
    done = subprocess.run(
        [sys.executable, "-c", WRITE], env=dict(os.environ), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    prices = open_prices("bw:mobility/Mobility example", "IPCC|simple")
    names = [p.name for p in prices.system.inventory.processes]
    found = dict(zip(names, prices.H.sum(axis=0).tolist(), strict=True))
    wanted = {"Electric car": 4096.32, "Electric car battery": 1214.82, "Combustion car": 2461.5}
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, rel=1e-12)
    # the method states no unit, which is not passed over in silence
    assert "no unit stated" in prices.system.method.name
