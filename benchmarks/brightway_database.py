"""A Brightway database of 20 000 activities: read, used again, and raced against bw2calc.

    python -m benchmarks.brightway_database --n 20000

Writes a generated database into a project of its own in a temporary folder (that takes minutes,
and is not timed), and processes it, so that bw2calc finds its arrays ready. Then, each in a
process of its own: the first reading, the next one from what is kept, `celca footprint` on the
project and on the folder that `celca database import` made, and the shortest bw2calc script that
gives the same number. Wall and processor time of each, the least of some runs; the last line is
JSON, times in seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import AS_INSTALLED
from benchmarks.network import network

RUNS = 7
GASES = {"Carbon dioxide, fossil": 1.0, "Methane, fossil": 29.8, "Dinitrogen monoxide": 273.0}
READ = """
import time
from celca.readers import read_brightway
start = time.perf_counter()
inventory = read_brightway("bench", "generated")
print(len(inventory.processes), time.perf_counter() - start)
"""
SCORE = """
import bw2data as bd, bw2calc as bc
bd.projects.set_current("bench")
node = bd.get_node(database="generated", code="process-{j}")
demand, objects, _ = bd.prepare_lca_inputs({{node: 2.5}}, method=("gwp",))
lca = bc.LCA(demand, data_objs=objects)
lca.lci()
lca.lcia()
print(lca.score)
"""


def write(n: int) -> None:
    """Write the project `bench`, with `n` activities, and process it."""
    import bw2data as bd

    system = network(n, categories=1)
    A, B = system.A.tocsc(), system.B.tocsc()
    bd.projects.set_current("bench")
    gases = list(GASES)
    titles = [gases[i] if i < len(gases) else f"Substance {i}" for i in range(B.shape[0])]
    air = {"categories": ("air",), "type": "emission", "unit": "kilogram", "exchanges": []}
    bd.Database("nature").write(
        {("nature", str(i)): {"name": t, **air} for i, t in enumerate(titles)}
    )
    nodes = {}
    for j in range(n):
        rows = []
        for i, amount in _column(A, j):
            kind = "production" if i == j else "technosphere"
            rows.append((("generated", f"process-{i}"), amount if i == j else -amount, kind))
        rows += [(("nature", str(i)), amount, "biosphere") for i, amount in _column(B, j)]
        exchanges = [{"input": k, "amount": a, "type": t} for k, a, t in rows]
        named = {"name": f"process {j}", "unit": "kilogram", "location": "GLO"}
        nodes["generated", f"process-{j}"] = {**named, "exchanges": exchanges}
    bd.Database("generated").write(nodes)
    method = bd.Method(("gwp",))
    method.register(unit="kg CO2-Eq")
    method.write([(("nature", str(i)), GASES[name]) for i, name in enumerate(gases)])


def _column(matrix: object, j: int) -> list[tuple[int, float]]:
    part = slice(matrix.indptr[j], matrix.indptr[j + 1])  # type: ignore[attr-defined]
    rows, amounts = matrix.indices[part], matrix.data[part]  # type: ignore[attr-defined]
    return list(zip(rows.tolist(), amounts.tolist(), strict=True))


def run(command: list[str], environment: dict[str, str]) -> tuple[str, float, float]:
    """Return what a command printed, its wall time and its processor time [s]."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **AS_INSTALLED, **environment},
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return done.stdout, wall, cpu


def race(n: int, folder: Path, place: dict[str, str]) -> dict[str, object]:
    """Run celca and bw2calc in turn; return the least times and their ratios."""
    j = n - 7
    bom = folder / "bom.csv"
    bom.write_text(f"Part,Material,Mass (kg)\nA,process-{j},2.5\n", encoding="utf-8")
    celca = [sys.executable, "-m", "celca", "footprint", str(bom), "--json", "-d"]
    script = [sys.executable, "-W", "ignore", "-c", SCORE.format(j=j)]
    commands = {
        "celca_project": [*celca, "bw:bench/generated"],
        "celca_folder": [*celca, str(folder / "imported")],
        "bw2calc": script,
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    score: dict[str, float] = {}
    for _ in range(RUNS + 1):
        for name, command in commands.items():
            out, wall, cpu = run(command, place)
            times[name].append((wall, cpu))
            last = out.strip().splitlines()[-1]
            score[name] = float(last) if name == "bw2calc" else json.loads(out)["total_kg_co2e"]
    # the least of each: what else the machine does only adds
    least = {name: [min(column) for column in zip(*found[1:], strict=True)]
             for name, found in times.items()}  # fmt: skip
    result: dict[str, object] = {}
    for name, (wall, cpu) in least.items():
        result |= {f"{name}_s": wall, f"{name}_cpu_s": cpu}
        if name != "bw2calc":
            result[f"{name}_ratio"] = least["bw2calc"][0] / wall
            result[f"{name}_cpu_ratio"] = least["bw2calc"][1] / cpu
            result[f"{name}_difference"] = abs(score[name] / score["bw2calc"] - 1)
    return result


def main() -> None:
    """Write, read, race; print what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000, help="activities")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--keep", type=Path, help="folder to work in, and to leave as it is")
    given = parser.parse_args()
    if given.write:
        write(given.n)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        projects, cache = folder / "projects", folder / "cache"
        place = {"BRIGHTWAY2_DIR": str(projects), "CELCA_CACHE": str(cache)}
        if not projects.is_dir():
            projects.mkdir(parents=True)
            command = [sys.executable, "-m", "benchmarks.brightway_database", "--write"]
            run([*command, "--n", str(given.n)], place)
        result: dict[str, object] = {"n": given.n}
        for name in ("first_reading", "next_reading"):
            out, _, cpu = run([sys.executable, "-c", READ], place)
            result[f"{name}_s"], result[f"{name}_cpu_s"] = float(out.split()[-1]), cpu
        if not (folder / "imported").is_dir():
            command = [sys.executable, "-m", "celca", "database", "import", "bw:bench/generated"]
            _, wall, cpu = run(
                [*command, "--as", str(folder / "imported")], {**place, "CELCA_CACHE": "off"}
            )
            result["import_s"], result["import_cpu_s"] = wall, cpu
        result |= race(given.n, folder, place)
    print(
        json.dumps({k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in result.items()})
    )


if __name__ == "__main__":
    np.seterr(all="raise")
    main()
