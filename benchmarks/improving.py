"""`celca improve` on a long bill of materials: every swap, then how sure each is, then the best.

    python -m benchmarks.improving --parts 500 --draws 1000

The parts are of five materials that have a recycled variant, two of them a bio-based one too. Times
are of the processor and of the clock [s]; the database is opened and priced in the first of them.
The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["main"]

_MATERIALS = ("steel", "aluminium", "pp", "pet", "copper")


def _bill(parts: int) -> str:
    rows = (f"P{i},{_MATERIALS[i % 5]},{1 + i / 100}" for i in range(parts))
    return "\n".join(["Part,Material,Mass (kg)", *rows]) + "\n"


def _timed(run: Callable[[], object]) -> dict[str, float]:
    clock, processor = time.perf_counter(), time.process_time()
    run()
    return {
        "cpu_seconds": round(time.process_time() - processor, 2),
        "seconds": round(time.perf_counter() - clock, 2),
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=int, default=500)
    parser.add_argument("--draws", type=int, default=1000)
    asked = parser.parse_args(arguments)

    from celca.assess import Options
    from celca.cli.improving import Wish, improvement

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bill.csv"
        path.write_text(_bill(asked.parts), encoding="utf-8")
        wishes = {
            "swaps": Wish(),
            "with_draws": Wish(draws=asked.draws),
            "best_under_a_bound": Wish(min_recycled=0.5),
            "front": Wish(front="recycled"),
        }
        results = {}
        for name, wish in wishes.items():
            results[name] = _timed(
                lambda wish=wish: improvement(
                    str(path), "celca-open", "ipcc-ar6-gwp100", Options(), wish
                )
            )
            sys.stdout.write(f"{name}: {results[name]}\n")
    sys.stdout.write(json.dumps({"parts": asked.parts, "draws": asked.draws, **results}) + "\n")


if __name__ == "__main__":
    main()
