"""Scenarios: named changes read from a file, and products and materials set side by side."""

from celca.scenario.allocation import AllocationRow, allocations, compare_allocations
from celca.scenario.compare import Comparison, check_comparable, compare
from celca.scenario.file import combined, read_scenarios
from celca.scenario.improve import Swap, improve, swaps
from celca.scenario.materials import CircularMaterial, circular_materials, within_claim

__all__ = [
    "AllocationRow",
    "CircularMaterial",
    "Comparison",
    "Swap",
    "allocations",
    "check_comparable",
    "circular_materials",
    "combined",
    "compare",
    "compare_allocations",
    "improve",
    "read_scenarios",
    "swaps",
    "within_claim",
]
