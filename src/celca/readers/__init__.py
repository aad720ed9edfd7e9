"""Foreign databases become an Inventory, and an Inventory becomes theirs.

Brightway projects, openLCA JSON-LD, EcoSpold 1, input-output tables and lists of factors.
What a source does not tell is not guessed: it is a finding of the inventory.
"""

from celca.readers.brightway import read_brightway
from celca.readers.handing import export_database, import_database
from celca.readers.opening import open_database, open_method

__all__ = [
    "export_database",
    "import_database",
    "open_database",
    "open_method",
    "read_brightway",
]
