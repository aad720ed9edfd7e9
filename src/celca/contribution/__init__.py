"""Where a footprint comes from: by upstream path, by emitting process, by place, by gas."""

from celca.contribution.explain import Explanation, Lever, Origin, explain
from celca.contribution.tree import Node, tree

__all__ = ["Explanation", "Lever", "Node", "Origin", "explain", "tree"]
