"""The facts of a database: processes, exchanges, flows, materials, each with its source."""

from celca.inventory.folder import content_hash, read_inventory
from celca.inventory.locate import DEFAULT, embedded, locate
from celca.inventory.names import UNSPECIFIED, folded
from celca.inventory.records import (
    Alias,
    Exchange,
    Flow,
    Inventory,
    Process,
    Published,
    Source,
    Variant,
    VariantName,
)

__all__ = [
    "DEFAULT",
    "UNSPECIFIED",
    "Alias",
    "Exchange",
    "Flow",
    "Inventory",
    "Process",
    "Published",
    "Source",
    "Variant",
    "VariantName",
    "content_hash",
    "embedded",
    "folded",
    "locate",
    "read_inventory",
]
