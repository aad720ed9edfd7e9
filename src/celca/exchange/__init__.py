"""Footprints for machines: written in the formats that firms pass on, and converted between them.

Reading and checking them is `celca.declaration`, further down, so that an audit can use it.
"""

from celca.exchange.catenax import catenax_pcf
from celca.exchange.company import Company, read_company
from celca.exchange.others import battery_footprint, lcax_epd, ouranos_records
from celca.exchange.pact import Exported, identity, pact_footprint, pact_text
from celca.exchange.writing import FORMATS, Request, convert, export, write_export

__all__ = [
    "FORMATS",
    "Company",
    "Exported",
    "Request",
    "battery_footprint",
    "catenax_pcf",
    "convert",
    "export",
    "identity",
    "lcax_epd",
    "ouranos_records",
    "pact_footprint",
    "pact_text",
    "read_company",
    "write_export",
]
