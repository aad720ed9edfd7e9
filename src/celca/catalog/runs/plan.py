"""All that the output of a run depends on: a run goes on only where it is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from celca.catalog.intake import File, RemotePath
from celca.catalog.runs.job import fingerprint
from celca.catalog.runs.summary import CatalogOptions
from celca.system import Intensities

__all__ = ["about_of", "plan_of"]

_FORM = 3  # of chunks and output; a run begun with another one cannot go on


def plan_of(
    paths: Sequence[File], prices: Intensities, options: CatalogOptions, catalog: str | Path
) -> dict[str, Any]:
    """Return all that the output depends on; a run goes on only with the same."""
    inventory, method = prices.system.inventory, prices.system.method
    base = Path(catalog) if Path(catalog).is_dir() else None
    files = [
        {
            "file": _named(path, base),
            "bytes": path.stat().st_size,
            "sha256": fingerprint(path),
        }
        for path in paths
    ]
    return {
        "input": files,
        "database": inventory.identity,
        "method": {"id": method.id, "hash": method.hash},
        "options": _options(options),
        "celca": {"version": version("celca"), "form": _FORM, "polars": pl.__version__},
    }


def _options(options: CatalogOptions) -> dict[str, Any]:
    return {
        "columns": dict(options.columns),
        "ignored": sorted(options.ignored),
        "matches": fingerprint(options.matches) if options.matches else "",
        "forming": options.forming,
        "life_cycles": fingerprint(options.life_cycles) if options.life_cycles else "",
        "changes": [_plain(asdict(c)) for c in options.changes],
        "plastics": sorted(options.plastics),
        "keep_demand": options.keep_demand,
        "nested": options.nested,
        "draws": [options.drawn.number, options.drawn.seed] if options.drawn else [],
        "encoding": options.encoding,
        "chunk_rows": options.chunk_rows,
    }


def _named(path: File, base: Path | None) -> str:
    if base is None or isinstance(path, RemotePath):
        return path.name
    return path.relative_to(base).as_posix()


def _plain(value: Any) -> Any:  # noqa: ANN401
    return json.loads(json.dumps(value, default=dict))


def about_of(prices: Intensities, plan: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands with every output: what made it."""
    database = plan["database"]
    digest = hashlib.sha256(json.dumps(plan["input"], sort_keys=True).encode()).hexdigest()
    return {
        "celca_version": plan["celca"]["version"],
        "celca_schema": "catalogue-scores-2",
        "boundary": "cradle-to-gate",
        "allocation": "cut-off",
        "database": f"{database['name']} {database['version']}",
        "database_hash": database["hash"],
        "method": plan["method"]["id"],
        "method_hash": plan["method"]["hash"],
        "method_name": prices.system.method.name,
        "input_sha256": digest,
    }
