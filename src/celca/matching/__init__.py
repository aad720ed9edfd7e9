"""A name on a bill of materials meets a material of the database, or is refused."""

from celca.matching.decisions import read_decisions
from celca.matching.kinds import Kind
from celca.matching.match import Candidate, Match, Matcher
from celca.matching.mixtures import Mixture, names_of, read_mixture

__all__ = [
    "Candidate",
    "Kind",
    "Match",
    "Matcher",
    "Mixture",
    "names_of",
    "read_decisions",
    "read_mixture",
]
