"""A product: its files read, its shares changed, its life turned into a demand D."""

from celca.product.change import Change, OtherMaterial, apply
from celca.product.demand import Demand, demand, times_replaced
from celca.product.ends import treatment_shares
from celca.product.life_told import live
from celca.product.matches import write_matches
from celca.product.material_life import CARBON_TRANSFER
from celca.product.names import NameReview, NamesReview, review_names
from celca.product.pools import recipes, variant_masses
from celca.product.record import (
    DISPOSALS,
    GATE_STAGES,
    STAGES,
    Activity,
    DeclaredUnit,
    Excluded,
    Line,
    Origin,
    Product,
    Replacement,
    Stage,
)
from celca.product.recovery import CircularSettings, MaterialSettings, Recovery, StoredCarbon
from celca.product.service import Service
from celca.product.single import one_process
from celca.product.study import ReadingOptions, read_product, save_reading
from celca.product.variant_shares import standard_variants, wholly

__all__ = [
    "CARBON_TRANSFER",
    "DISPOSALS",
    "GATE_STAGES",
    "STAGES",
    "Activity",
    "Change",
    "CircularSettings",
    "DeclaredUnit",
    "Demand",
    "Excluded",
    "Line",
    "MaterialSettings",
    "Origin",
    "NameReview",
    "NamesReview",
    "OtherMaterial",
    "Product",
    "ReadingOptions",
    "Recovery",
    "Replacement",
    "Service",
    "Stage",
    "StoredCarbon",
    "apply",
    "demand",
    "live",
    "one_process",
    "read_product",
    "recipes",
    "review_names",
    "save_reading",
    "standard_variants",
    "times_replaced",
    "treatment_shares",
    "variant_masses",
    "wholly",
    "write_matches",
]
