"""Convert a database into celca's folder, and hand one on to Brightway or openLCA."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from celca.errors import Finding, UsageError
from celca.inventory import Inventory, write_inventory
from celca.methods import DEFAULT_METHOD, Method
from celca.readers.opening import open_database, open_method

__all__ = ["export_database", "hand_on", "import_database", "in_form", "kept_to_oneself"]

_NO_NAME = re.compile(r'[\s\\/:*?"<>|]+')  # not in a folder's name, on one system or another


def import_database(
    source: str | Path,
    folder: str | Path = "",
    decided: Mapping[str, str] | None = None,
    *,
    average: bool = False,
    money: str = "",
) -> dict[str, Any]:
    """Write any database that celca opens as a folder in its own format; say what was found.

    folder                   '' for one of the database's name, in the current folder
    decided, average, money  as in `open_database`

    Raises FileFault where the folder is there already, and what opening raises.
    """
    inventory = open_database(source, decided, average=average, money=money)
    target = Path(folder or _NO_NAME.sub("-", inventory.name).strip("-. ") or "database")
    written = write_inventory(inventory, target)
    return {**_about(written), "written": str(target)}


def export_database(
    name: str | Path, target: str | Path, method: str = DEFAULT_METHOD, form: str = ""
) -> dict[str, Any]:
    """Write a database for Brightway or openLCA; say what was written.

    target  `bw:PROJECT/DATABASE` (a method is written beside it), or a .zip
    form    brightway, json-ld (openLCA) or datapackage; '' for what the target looks like

    Raises UsageError for another target, and DataError or FileFault where it is there already.
    """
    inventory = open_database(name)
    form = form or ("brightway" if str(target).startswith("bw:") else "json-ld")
    chosen = open_method(method, name, inventory)
    written, _ = hand_on(inventory, chosen, str(target), form)
    about = _about(inventory)
    told = [*kept_to_oneself(inventory), *in_form(inventory, chosen, form)]
    return {**about, "written": written, "findings": [*told, *about["findings"]]}


def kept_to_oneself(inventory: Inventory) -> list[dict[str, Any]]:
    """Return a finding that what was written is not to be passed on, where that is so."""
    if not inventory.private:
        return []
    message = (
        f"The licence of {inventory.name} says that it is not to be passed on: what was written"
        " holds its figures, for your own use."
    )
    return [asdict(Finding("warning", "not_to_be_passed_on", message))]


def in_form(inventory: Inventory, method: Method, form: str) -> list[dict[str, Any]]:
    """Return a finding where the program that gets a form calculates otherwise than celca."""
    if form != "brightway":
        return []
    from celca.readers.single_precision import lost_in_single_precision

    return lost_in_single_precision(inventory, method)


def hand_on(
    inventory: Inventory, method: Method, target: str, form: str
) -> tuple[str, dict[str, int]]:
    """Write a database in a form; return what was written, and the numbers of its processes.

    Only a datapackage numbers them. Raises as `export_database`.
    """
    if form == "brightway" and target.startswith("bw:"):
        from celca.readers.brightway_export import write_brightway

        return ", ".join(write_brightway(inventory, target, method)), {}
    if form in ("datapackage", "json-ld") and target.endswith(".zip"):
        if form == "json-ld":
            from celca.readers.jsonld_export import write_jsonld

            write_jsonld(inventory, Path(target))
            return target, {}
        from celca.readers.datapackages import datapackage_ids, write_datapackage

        write_datapackage(inventory, method, Path(target))
        return target, datapackage_ids(inventory)
    raise UsageError(
        f"{target!r} cannot be written as {form}: brightway goes to bw:PROJECT/DATABASE,"
        " datapackage and json-ld go to a .zip."
    )


def _about(inventory: Inventory) -> dict[str, Any]:
    return {
        **inventory.identity,
        "processes": len(inventory.processes),
        "exchanges": len(inventory.exchanges),
        "flows": len(inventory.flows),
        "findings": [asdict(f) for f in inventory.findings],
    }
