"""A long bill of materials, read and rolled up: seconds and memory, flat and as three trees.

    python -m benchmarks.bills --n 1000000

A tree has 20 sub-assemblies in an assembly and 49 parts in each; two of everything that is
no part. Each list is read in a process of its own. Times are of the processor [s], so that
other work on the machine does not count. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["main"]

_HEAD = {
    "flat": "Part,Material,Qty,Mass (g)",
    "level": "Level,Part,Material,Qty,Mass (g)",
    "index": "Pos,Part,Material,Qty,Mass (g)",
    "parent": "Parent,Part,Material,Qty,Mass (g)",
}
_READ = """
import json, resource, sys, time
from pathlib import Path
from celca.bom import read_bom
start = time.process_time()
bom = read_bom(Path(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
found = {"rows": bom.rows_read, "lines": len(bom.lines), "kg": bom.mass, "peak_mb": peak}
print(json.dumps({"seconds": round(time.process_time() - start, 2), **found}))
"""


def _rows(shape: str, count: int) -> Iterator[str]:
    """Yield the rows of a list: the product, assemblies, sub-assemblies, parts."""
    part = "steel,3,12.5"
    if shape == "flat":
        yield from (f"P-{i:07d},{part}" for i in range(count))
        return
    yield {"level": "0", "index": "1", "parent": ""}[shape] + ",TOP,,1,"
    for a in range(1, count // 1001 + 1):
        yield {"level": "1", "index": f"1.{a}", "parent": "TOP"}[shape] + f",A-{a},,2,"
        for b in range(1, 21):
            above = {"level": "2", "index": f"1.{a}.{b}", "parent": f"A-{a}"}[shape]
            yield f"{above},B-{a}-{b},,2,"
            for c in range(1, 50):
                above = {"level": "3", "index": f"1.{a}.{b}.{c}", "parent": f"B-{a}-{b}"}[shape]
                yield f"{above},P-{a}-{b}-{c},{part}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000)
    count = parser.parse_args(arguments).n
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for shape, head in _HEAD.items():
            path = Path(folder) / f"{shape}.csv"
            path.write_text("\n".join([head, *_rows(shape, count)]) + "\n", encoding="utf-8")
            command = [sys.executable, "-c", _READ, str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            results[shape] = json.loads(done.stdout)
            sys.stdout.write(f"{shape}: {results[shape]}\n")
    sys.stdout.write(json.dumps({"n": count, **results}) + "\n")


if __name__ == "__main__":
    main()
