"""Circular modelling: how shares of recycled and bio-based material divide a mass."""

from celca.circular.indicators import Component, bio_based_content, mci, recycled_content
from celca.circular.shares import Split, check_shares, split, substitute

__all__ = [
    "Component",
    "Split",
    "bio_based_content",
    "check_shares",
    "mci",
    "recycled_content",
    "split",
    "substitute",
]
