"""A foreign parts list in, clean lines out.

This room knows files, encodings, headings and trees of parts; it knows nothing of what a
material is, of processes or of footprints. A list is read right, or refused with the one
sentence that says where and why.
"""

from celca.bom.columns import Column, find_columns
from celca.bom.components import Typical
from celca.bom.headings import Heading, read_heading
from celca.bom.numerals import parse_number
from celca.bom.reading import read_bom
from celca.bom.record import Bom, BomLine
from celca.bom.saved import write_settings

__all__ = [
    "Bom",
    "BomLine",
    "Column",
    "Heading",
    "Typical",
    "find_columns",
    "parse_number",
    "read_bom",
    "read_heading",
    "write_settings",
]
