"""Declared carbon footprints: read in the common formats, and checked by themselves.

Every format is translated into the fields of a PACT 3 footprint, as far as they go; form and
rules are checked there. What the value should be is not this room's concern: see `celca.audit`.
Writing is `celca.exchange`.
"""

from celca.declaration.catenax import (
    CATENAX_STANDARDS,
    catenax_fields,
    catenax_paths,
    catenax_to_pact3,
)
from celca.declaration.epd import LCAX_UNITS
from celca.declaration.ouranos import OURANOS_KINDS, OURANOS_UNITS, is_ouranos_structure
from celca.declaration.pact2 import pact2_to_pact3, plain
from celca.declaration.pact_form import Field, check_form, decimal, fields, moment
from celca.declaration.pact_rules import check_rules
from celca.declaration.reading import PACT_UNITS, from_pact3, read_declaration, read_json, to_pact3
from celca.declaration.record import Check, Declaration
from celca.declaration.value import number_written

__all__ = [
    "CATENAX_STANDARDS",
    "LCAX_UNITS",
    "OURANOS_KINDS",
    "OURANOS_UNITS",
    "PACT_UNITS",
    "Check",
    "Declaration",
    "Field",
    "catenax_fields",
    "catenax_paths",
    "catenax_to_pact3",
    "check_form",
    "check_rules",
    "decimal",
    "fields",
    "from_pact3",
    "is_ouranos_structure",
    "moment",
    "number_written",
    "pact2_to_pact3",
    "plain",
    "read_declaration",
    "read_json",
    "to_pact3",
]
