"""Scenarios: named changes read from a file, and products and materials set side by side."""

from celca.scenario.allocation import AllocationRow, allocations, compare_allocations
from celca.scenario.choices import Choice, Choices, choices, demand_change
from celca.scenario.combine import Bounds, Combined, combine, front
from celca.scenario.compare import (
    Comparison,
    check_comparable,
    compare,
    compare_products,
    open_products,
)
from celca.scenario.costs import Costs, cost_of, read_costs
from celca.scenario.file import combined, read_scenarios
from celca.scenario.improve import Swap, improve, ranked, swaps
from celca.scenario.lives import two_lives
from celca.scenario.materials import (
    CircularMaterial,
    against_claim,
    circular_in_product,
    circular_materials,
    in_product,
    per_kilogram,
)

__all__ = [
    "AllocationRow",
    "Bounds",
    "Choice",
    "Choices",
    "CircularMaterial",
    "Combined",
    "Comparison",
    "Costs",
    "Swap",
    "against_claim",
    "allocations",
    "check_comparable",
    "choices",
    "circular_in_product",
    "circular_materials",
    "combine",
    "combined",
    "compare",
    "compare_allocations",
    "compare_products",
    "cost_of",
    "demand_change",
    "front",
    "improve",
    "in_product",
    "open_products",
    "per_kilogram",
    "ranked",
    "read_costs",
    "read_scenarios",
    "swaps",
    "two_lives",
]
