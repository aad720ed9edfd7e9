"""Scenarios: named changes read from a file, and products set side by side."""

from celca.scenario.compare import Comparison, compare
from celca.scenario.file import read_scenarios

__all__ = ["Comparison", "compare", "read_scenarios"]
