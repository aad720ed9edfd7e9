"""A name on a bill of materials meets a material of the database, or is refused."""

from celca.matching.decisions import read_decisions
from celca.matching.match import Candidate, Match, Matcher

__all__ = ["Candidate", "Match", "Matcher", "read_decisions"]
