"""The facts of a database: processes, exchanges, flows, materials, each with its source."""

from celca.inventory.columns import ExchangeTable, digest, is_repeated, repeated, tabulate
from celca.inventory.folder import content_hash, read_inventory
from celca.inventory.locate import DEFAULT, embedded, locate
from celca.inventory.names import UNSPECIFIED, all_folded, folded, placeless
from celca.inventory.records import (
    CLASSES,
    DISTRIBUTIONS,
    KINDS,
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
from celca.inventory.store import load_stored, store
from celca.inventory.writing import write_inventory

__all__ = [
    "CLASSES",
    "DEFAULT",
    "DISTRIBUTIONS",
    "KINDS",
    "UNSPECIFIED",
    "Alias",
    "Exchange",
    "ExchangeTable",
    "Flow",
    "Inventory",
    "Process",
    "Published",
    "Source",
    "Variant",
    "VariantName",
    "content_hash",
    "digest",
    "embedded",
    "all_folded",
    "folded",
    "is_repeated",
    "load_stored",
    "locate",
    "placeless",
    "read_inventory",
    "repeated",
    "store",
    "tabulate",
    "write_inventory",
]
