"""The benchmarks run, and end with one line of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("module", "options", "keys"),
    [
        (
            "benchmarks.against_bw2calc",
            ["--products", "3"],
            {"ratio_first_score", "ratio_all_products", "largest_difference", "lu_fill"},
        ),
        ("benchmarks.draws", ["--draws", "5", "--bw2calc-draws", "2"], {"ratio", "celca_draw"}),
    ],
)
def test_a_benchmark_ends_with_one_line_of_json(
    module: str, options: list[str], keys: set[str]
) -> None:
    pytest.importorskip("bw2calc")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    out = subprocess.run(
        [sys.executable, "-m", module, "--n", "300", *options],
        capture_output=True,
        text=True,
        check=True,
        env=env,
        cwd=ROOT,
    )
    told = json.loads(out.stdout.splitlines()[-1])
    assert keys <= set(told)
    assert told.get("largest_difference", 0.0) < 1e-10
