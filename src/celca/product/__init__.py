"""A product: its files read, its shares changed, its life turned into a demand D."""

from celca.product.change import Change, OtherMaterial, apply
from celca.product.demand import Demand, demand
from celca.product.material_life import recipes, variant_masses
from celca.product.matches import write_matches
from celca.product.names import NameReview, NamesReview, review_names
from celca.product.record import (
    STAGES,
    Activity,
    CircularSettings,
    DeclaredUnit,
    Excluded,
    Line,
    Product,
    Stage,
)
from celca.product.study import ReadingOptions, read_product, treatment_shares
from celca.product.variant_shares import standard_variants, wholly

__all__ = [
    "STAGES",
    "Activity",
    "Change",
    "CircularSettings",
    "DeclaredUnit",
    "Demand",
    "Excluded",
    "Line",
    "NameReview",
    "NamesReview",
    "OtherMaterial",
    "Product",
    "ReadingOptions",
    "Stage",
    "apply",
    "demand",
    "read_product",
    "recipes",
    "review_names",
    "standard_variants",
    "treatment_shares",
    "variant_masses",
    "wholly",
    "write_matches",
]
