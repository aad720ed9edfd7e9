"""A table of EXIOBASE 3's size: read, kept, priced, and asked for a bill bought in money.

    python -m benchmarks.input_output --regions 49 --sectors 200 --stressors 1104

Writes a balanced table of random numbers as pymrio saves one, in text, A and Z both (2.7 GB, half a
minute, not timed), into a temporary folder. Then `celca footprint` of a bill in euros, each time in
a process of its own: the first time, the next time, and beside the embedded database. Wall and
processor time [s] and most memory [GB] of each; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars

Array = np.ndarray[Any, np.dtype[np.float64]]
Labels = Sequence[tuple[str, ...]]
GASES = ("CO2 - combustion - air", "CH4 - agriculture - air", "CO2 - waste - biogenic - air")
FILLED = 0.6  # share of the coefficients that are above 0
FINAL = 7  # categories of final demand in a region


def write(folder: Path, regions: int, sectors: int, stressors: int) -> None:
    """Write a table as pymrio saves it."""
    rng, n = np.random.default_rng(1), regions * sectors
    keys = [(f"R{i:02d}", f"Sector {j}") for i in range(regions) for j in range(sectors)]
    asked = [(f"R{i:02d}", f"Final {k}") for i in range(regions) for k in range(FINAL)]
    names = [(GASES[i] if i < len(GASES) else f"Stressor {i} - air",) for i in range(stressors)]
    A = rng.lognormal(-12, 2.5, size=(n, n)) * (rng.random((n, n)) < FILLED)
    for i in range(regions):  # most is bought at home
        home = slice(i * sectors, (i + 1) * sectors)
        A[home, home] *= 60
    A *= rng.uniform(0.3, 0.75, n) / A.sum(axis=0)
    Y = rng.lognormal(2, 2, size=(n, len(asked)))
    x = Y.sum(axis=1)
    for _ in range(60):
        x = A @ x + Y.sum(axis=1)
    A *= x  # Z
    x = A.sum(axis=1) + Y.sum(axis=1)
    places, of = ("region", "sector"), (keys, ("region", "sector"))
    folder.mkdir(parents=True)
    save(folder / "Z.txt", A, (keys, places), of)
    A /= x
    save(folder / "A.txt", A, (keys, places), of)
    save(folder / "Y.txt", Y, (keys, places), (asked, ("region", "category")))
    save(folder / "x.txt", x[:, None], (keys, places), ([("indout",)], ()))
    unit = "\n".join("\t".join((*key, "M.EUR")) for key in keys)
    (folder / "unit.txt").write_text(f"region\tsector\tunit\n{unit}\n", encoding="utf-8")
    describe(folder, {"A": 2, "Z": 2, "Y": 2, "x": 1, "unit": 1}, "2", "IOSystem")
    beside = folder / "satellite"
    beside.mkdir()
    F = rng.lognormal(0, 2, size=(stressors, n)) * (rng.random((stressors, n)) < 0.3) * x
    save(beside / "F.txt", F, (names, ("stressor",)), of)
    save(beside / "S.txt", F / x, (names, ("stressor",)), of)
    unit = "\n".join(f"{name}\tkg" for (name,) in names)
    (beside / "unit.txt").write_text(f"stressor\tunit\n{unit}\n", encoding="utf-8")
    describe(beside, {"F": 2, "S": 2, "unit": 1}, "1", "Extension")


def save(
    path: Path,
    amounts: Array,
    rows: tuple[Labels, Sequence[str]],
    columns: tuple[Labels, Sequence[str]],
) -> None:
    """Write one table; rows and columns are their labels and the names of their levels."""
    (keys, levels), (heads, above) = rows, columns
    blank = "\t" * len(levels)
    head = [f"{name}{blank}" + "\t".join(h[i] for h in heads) for i, name in enumerate(above)]
    last = "\t" * len(heads) if above else "\t" + "\t".join(h[0] for h in heads)
    with path.open("wb") as file:
        file.write("\n".join([*head, "\t".join(levels) + last, ""]).encode())
        for start in range(0, len(keys), 500):
            labels = zip(*keys[start : start + 500], strict=True)
            part = polars.DataFrame({f"label {i}": list(level) for i, level in enumerate(labels)})
            block = polars.from_numpy(amounts[start : start + 500], orient="row")
            part.hstack(block).write_csv(file, separator="\t", include_header=False)


def describe(folder: Path, tables: dict[str, int], labels: str, kind: str) -> None:
    """Write what pymrio needs to read a folder again."""
    files = {
        name: {"name": f"{name}.txt", "nr_index_col": labels, "nr_header": str(above)}
        for name, above in tables.items()
    }
    about = {"files": files, "systemtype": kind, "name": folder.name}
    (folder / "file_parameters.json").write_text(json.dumps(about), encoding="utf-8")


def run(study: Path, database: str, cache: Path) -> dict[str, float]:
    """Run `celca footprint`; return its total, wall and processor time [s], most memory [GB]."""
    command = [sys.executable, "-m", "celca", "footprint", str(study), "--json", "-d", database]
    start = time.perf_counter()
    environment = {**os.environ, "CELCA_CACHE": str(cache)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        out = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    size = 1e9 if sys.platform == "darwin" else 1e6
    return {
        "total_kg_co2e": json.loads(out)["total_kg_co2e"],
        "wall_s": time.perf_counter() - start,
        "cpu_s": used.ru_utime + used.ru_stime,
        "memory_gb": used.ru_maxrss / size,
    }


def main() -> None:
    """Write, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=49)
    parser.add_argument("--sectors", type=int, default=200)
    parser.add_argument("--stressors", type=int, default=1104)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        table = Path(temporary) / "IOT_2019_pxp"
        write(table, given.regions, given.sectors, given.stressors)
        study, cache = Path(temporary) / "product.toml", Path(temporary) / "cache"
        study.write_text(
            'name = "services"\nbom = "bill.csv"\n[money]\nyear = 2019\n', encoding="utf-8"
        )
        study.with_name("bill.csv").write_text(
            "Part,Material,Total price (EUR)\nMachining,R01:Sector 1,1200\n", encoding="utf-8"
        )
        result = {"sectors": given.regions * given.sectors}
        found = {
            "first": run(study, str(table), cache),
            "next": run(study, str(table), cache),
            "joined_first": run(study, f"celca-open + {table}", cache),
            "joined_next": run(study, f"celca-open + {table}", cache),
        }
    print(json.dumps({**result, **{k: rounded(v) for k, v in found.items()}}))


def rounded(found: dict[str, float]) -> dict[str, float]:
    return {k: float(f"{v:.3g}") for k, v in found.items()}


if __name__ == "__main__":
    main()
