"""Footprints for machines: written in the formats that firms pass on, and converted between them.

Reading and checking them is `celca.declaration`, further down, so that an audit can use it.
"""

from celca.exchange.bills import bill_of
from celca.exchange.catenax import catenax_pcf
from celca.exchange.company import Company, read_company
from celca.exchange.material_content import material_content
from celca.exchange.models import MODELS, Model, export_model, model_of
from celca.exchange.openlca import openlca_result
from celca.exchange.others import battery_footprint, lcax_epd
from celca.exchange.ouranos import ouranos_parts, ouranos_records
from celca.exchange.pact import Exported, identity, pact_footprint, pact_text
from celca.exchange.writing import FORMATS, Request, convert, export, write_export

__all__ = [
    "FORMATS",
    "MODELS",
    "Company",
    "Exported",
    "Model",
    "Request",
    "battery_footprint",
    "bill_of",
    "catenax_pcf",
    "convert",
    "export",
    "export_model",
    "identity",
    "lcax_epd",
    "model_of",
    "material_content",
    "openlca_result",
    "ouranos_parts",
    "ouranos_records",
    "pact_footprint",
    "pact_text",
    "read_company",
    "write_export",
]
