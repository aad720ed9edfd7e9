"""What `celca doctor` looks at: packages, the database that comes with celca, the solver."""

from __future__ import annotations

import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from typing import Any

__all__ = ["checkup"]

_CORE = (
    *("numpy", "scipy", "pint", "globalwarmingpotentials", "click", "rich", "polars"),
    *("python-calamine", "charset-normalizer", "rapidfuzz", "bw2data"),
)
_EXTRAS = {
    "brightway": ("bw2calc", "bw2io"),
    "report": ("jinja2", "plotly"),
    "exchange": ("cryptography",),
}


def checkup() -> dict[str, Any]:
    """Return the state of the installation; solving a known system is part of it."""
    packages = {name: _version(name) for name in _CORE}
    extras = {extra: {name: _version(name) for name in names} for extra, names in _EXTRAS.items()}
    return {
        "celca": _version("celca"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "executable": sys.executable,
        "packages": packages,
        "extras": extras,
        "solver": _solver(),
        "databases": _databases(),
        "missing": [name for name, found in packages.items() if found is None],
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _solver() -> dict[str, Any]:
    """Solve Heijungs and Suh's example: 1000 kWh of electricity give 120 kg CO2."""
    from scipy.sparse import csc_array

    from celca.solver import intensities

    A = csc_array([[10.0, 0.0], [-2.0, 100.0]])
    B, C = csc_array([[1.0, 10.0]]), csc_array([[1.0]])
    H, numerics = intensities(A, B, C)
    right = abs(1000 * H[0, 0] - 120) < 1e-9
    return {"name": numerics.solver, "error_bound": numerics.error_bound, "right": bool(right)}


def _databases() -> list[dict[str, Any]]:
    from celca.assess import open_prices
    from celca.inventory import embedded

    out = []
    for name, folder in embedded().items():
        start = time.perf_counter()
        prices = open_prices(folder)
        inventory = prices.system.inventory
        out.append(
            {
                **inventory.identity,
                "name": name,
                "processes": len(inventory.processes),
                "seconds_to_price": round(time.perf_counter() - start, 3),
                "folder": str(folder),
            }
        )
    return out
