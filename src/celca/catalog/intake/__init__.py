"""Files to chunks of whole products: rows, cells, headings; every damaged line set apart.

This room knows no prices and no life cycles: what a name or a number of a row means for a
footprint belongs to the rooms above.
"""

from celca.catalog.intake.cells import Numbers, kilograms, numbers, texts
from celca.catalog.intake.chunk import Chunk, border_after, next_chunk, sorted_chunk, with_habits
from celca.catalog.intake.faults import CODES, FAULT, sentence
from celca.catalog.intake.headings import WideColumn
from celca.catalog.intake.layout import MASSES, Layout, read_layout, without
from celca.catalog.intake.life_headings import MEANINGS
from celca.catalog.intake.piece import Place, Source
from celca.catalog.intake.remote import File, RemotePath, is_remote, staged
from celca.catalog.intake.source import (
    TEXT,
    catalog_files,
    last_lines,
    open_source,
    unpacked,
    whole_rows,
)

__all__ = [
    "CODES",
    "Chunk",
    "FAULT",
    "File",
    "Layout",
    "MASSES",
    "MEANINGS",
    "Numbers",
    "Place",
    "RemotePath",
    "Source",
    "TEXT",
    "WideColumn",
    "border_after",
    "catalog_files",
    "is_remote",
    "kilograms",
    "last_lines",
    "next_chunk",
    "numbers",
    "open_source",
    "read_layout",
    "sentence",
    "sorted_chunk",
    "staged",
    "texts",
    "unpacked",
    "whole_rows",
    "with_habits",
    "without",
]
