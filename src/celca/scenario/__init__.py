"""Scenarios: named changes read from a file, and products and materials set side by side."""

from celca.scenario.allocation import AllocationRow, allocations, compare_allocations
from celca.scenario.choices import Choice, Choices, choices, demand_change
from celca.scenario.combine import Bounds, Combined, combine, front
from celca.scenario.compare import Comparison, check_comparable, compare
from celca.scenario.costs import Costs, cost_of, read_costs
from celca.scenario.file import combined, read_scenarios
from celca.scenario.improve import Swap, improve, ranked, swaps
from celca.scenario.lives import TwoLives, two_lives
from celca.scenario.materials import (
    CircularMaterial,
    circular_in_product,
    circular_materials,
    within_claim,
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
    "TwoLives",
    "allocations",
    "check_comparable",
    "choices",
    "circular_in_product",
    "circular_materials",
    "combine",
    "combined",
    "compare",
    "compare_allocations",
    "cost_of",
    "demand_change",
    "front",
    "improve",
    "ranked",
    "read_costs",
    "read_scenarios",
    "swaps",
    "two_lives",
    "within_claim",
]
