"""Scenarios: named changes read from a file, and products and materials set side by side."""

from celca.scenario.compare import Comparison, check_comparable, compare
from celca.scenario.file import read_scenarios
from celca.scenario.improve import Swap, improve, swaps
from celca.scenario.materials import CircularMaterial, circular_materials, within_claim

__all__ = [
    "CircularMaterial",
    "Comparison",
    "Swap",
    "check_comparable",
    "circular_materials",
    "compare",
    "improve",
    "read_scenarios",
    "swaps",
    "within_claim",
]
