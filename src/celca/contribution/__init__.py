"""Where a footprint comes from: by part, by path upstream, by emitter, by place, by gas."""

from celca.contribution.explain import (
    OTHERS,
    SUPPLIERS,
    Explanation,
    Origin,
    explain,
    explained,
)
from celca.contribution.levers import ELECTRICITY, Lever
from celca.contribution.tree import Node, tree

__all__ = [
    "ELECTRICITY",
    "OTHERS",
    "SUPPLIERS",
    "Explanation",
    "Lever",
    "Node",
    "Origin",
    "explain",
    "explained",
    "tree",
]
