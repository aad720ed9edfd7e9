"""Impact methods: what one kilogram of each flow counts, category by category."""

from celca.methods.ipcc import (
    CATEGORIES,
    DEFAULT_METHOD,
    UPTAKE,
    Category,
    Characterisation,
    Method,
    category_of,
    load_method,
    method_names,
)

__all__ = [
    "CATEGORIES",
    "DEFAULT_METHOD",
    "UPTAKE",
    "Category",
    "Characterisation",
    "Method",
    "category_of",
    "load_method",
    "method_names",
]
