"""A product: its files read, its shares changed, its life turned into a demand D."""

from celca.product.change import Change, OtherMaterial, apply
from celca.product.demand import Demand, demand, times_replaced
from celca.product.ends import treatment_shares
from celca.product.matches import write_matches
from celca.product.material_life import CARBON_TRANSFER, recipes, variant_masses
from celca.product.names import NameReview, NamesReview, review_names
from celca.product.record import (
    STAGES,
    Activity,
    CircularSettings,
    DeclaredUnit,
    Excluded,
    Line,
    Origin,
    Product,
    Recovery,
    Replacement,
    Stage,
)
from celca.product.service import Service
from celca.product.study import ReadingOptions, read_product
from celca.product.variant_shares import standard_variants, wholly

__all__ = [
    "CARBON_TRANSFER",
    "STAGES",
    "Activity",
    "Change",
    "CircularSettings",
    "DeclaredUnit",
    "Demand",
    "Excluded",
    "Line",
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
    "apply",
    "demand",
    "read_product",
    "recipes",
    "review_names",
    "standard_variants",
    "times_replaced",
    "treatment_shares",
    "variant_masses",
    "wholly",
    "write_matches",
]
