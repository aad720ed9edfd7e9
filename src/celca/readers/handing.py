"""Convert a database into celca's folder, and hand one on to Brightway or openLCA."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from celca.errors import UsageError
from celca.inventory import Inventory, write_inventory
from celca.methods import DEFAULT_METHOD
from celca.readers.opening import open_database, open_method

__all__ = ["export_database", "import_database"]


def import_database(
    source: str | Path,
    folder: str | Path,
    decided: Mapping[str, str] | None = None,
    *,
    average: bool = False,
) -> dict[str, Any]:
    """Write any database that celca opens as a folder in its own format; say what was found.

    decided, average  as in `open_database`

    Raises FileFault where the folder is there already, and what opening raises.
    """
    inventory = open_database(source, decided, average=average)
    written = write_inventory(inventory, Path(folder))
    return {**_about(written), "written": str(folder)}


def export_database(
    name: str | Path, target: str | Path, method: str = DEFAULT_METHOD
) -> dict[str, Any]:
    """Write a database to `bw:PROJECT/DATABASE` (with a method beside it) or to a JSON-LD zip.

    Raises UsageError for another target, and DataError where it is there already.
    """
    inventory = open_database(name)
    if str(target).startswith("bw:"):
        from celca.readers.brightway_export import write_brightway

        chosen = open_method(method, name, inventory)
        written = ", ".join(write_brightway(inventory, str(target), chosen))
    elif str(target).endswith(".zip"):
        from celca.readers.jsonld_export import write_jsonld

        write_jsonld(inventory, Path(target))
        written = str(target)
    else:
        raise UsageError(f"{str(target)!r} is neither bw:PROJECT/DATABASE nor a .zip to write.")
    return {**_about(inventory), "written": written}


def _about(inventory: Inventory) -> dict[str, Any]:
    return {
        "name": inventory.name,
        "version": inventory.version,
        "hash": inventory.hash,
        "processes": len(inventory.processes),
        "exchanges": len(inventory.exchanges),
        "flows": len(inventory.flows),
        "findings": [asdict(f) for f in inventory.findings],
    }
