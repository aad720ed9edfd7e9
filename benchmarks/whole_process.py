"""Whole processes against each other: `celca footprint` and the shortest Brightway script.

`python -m benchmarks.whole_process`: both run in turn, each in a process of its own, warm. The
Brightway script writes a database of two processes and prints one score; celca reads a study and
prices its whole embedded database. The last line is JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import AS_INSTALLED

RUNS = 5
STUDY = Path(__file__).parents[1] / "examples" / "hag-credo-4400"
BRIGHTWAY = """
import bw2data as bd, bw2calc as bc
bd.projects.set_current("two")
bd.Database("d").write({
    ("d", "co2"): {"name": "co2", "type": "emission", "exchanges": []},
    ("d", "fuel"): {"name": "fuel", "exchanges": [
        {"input": ("d", "co2"), "amount": 10.0, "type": "biosphere"}]},
    ("d", "power"): {"name": "power", "exchanges": [
        {"input": ("d", "fuel"), "amount": 0.02, "type": "technosphere"},
        {"input": ("d", "co2"), "amount": 0.1, "type": "biosphere"}]},
})
bd.Method(("gwp",)).write([(("d", "co2"), 1.0)])
power = bd.get_node(database="d", name="power")
fu, data, _ = bd.prepare_lca_inputs({power: 1000}, method=("gwp",))
lca = bc.LCA(fu, data_objs=data)
lca.lci()
lca.lcia()
print(lca.score)
"""


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of a command that must succeed [s]."""
    start = time.perf_counter()
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, **AS_INSTALLED, **environment}
    )
    return time.perf_counter() - start


def main() -> None:
    """Run both in turn and print the medians and their ratio."""
    celca = [sys.executable, "-m", "celca", "footprint", str(STUDY)]
    brightway = [sys.executable, "-W", "ignore", "-c", BRIGHTWAY]
    with tempfile.TemporaryDirectory() as folder:
        place = {"BRIGHTWAY2_DIR": folder}
        times = [(seconds(celca, {}), seconds(brightway, place)) for _ in range(RUNS + 1)][1:]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(b / a for a, b in times)
    print(json.dumps({"celca_s": ours, "brightway_s": theirs, "ratio": ratio, "runs": RUNS}))


if __name__ == "__main__":
    main()
