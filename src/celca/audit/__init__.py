"""Check a declared footprint against a study: recalculate, compare, explain."""

from celca.audit.verify import Verdict, verify

__all__ = ["Verdict", "verify"]
