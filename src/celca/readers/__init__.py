"""Foreign databases become an Inventory, and an Inventory becomes theirs.

Brightway projects, openLCA JSON-LD, ILCD, EcoSpold 1 and 2, SimaPro, input-output tables and lists
of factors.
What a source does not tell is not guessed: it is a finding of the inventory. Each reader is
loaded when it is first used, since most runs need none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from celca.readers.opening import open_database, open_method

if TYPE_CHECKING:
    from celca.readers.brightway import read_brightway
    from celca.readers.handing import export_database, import_database

__all__ = [
    "export_database",
    "import_database",
    "open_database",
    "open_method",
    "read_brightway",
]

_HOMES = {
    "export_database": "celca.readers.handing",
    "import_database": "celca.readers.handing",
    "read_brightway": "celca.readers.brightway",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOMES:
        raise AttributeError(f"module 'celca.readers' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
