"""The answer: the footprint of a product, with and without circular inputs."""

from celca.assess.answer import (
    Options,
    assess,
    footprint,
    open_prices,
    open_product,
    score_variants,
    with_variants,
)
from celca.assess.result import (
    AtGate,
    CarbonContent,
    Circularity,
    Footprint,
    ResultLine,
    VariantScore,
)
from celca.assess.score import BEYOND, Score, score

__all__ = [
    "BEYOND",
    "AtGate",
    "CarbonContent",
    "Circularity",
    "Footprint",
    "Options",
    "ResultLine",
    "Score",
    "VariantScore",
    "assess",
    "footprint",
    "open_prices",
    "open_product",
    "score",
    "score_variants",
    "with_variants",
]
