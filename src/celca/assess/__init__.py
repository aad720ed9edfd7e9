"""The answer: the footprint of a product, with and without circular inputs."""

from celca.assess.answer import (
    Options,
    assess,
    footprint,
    footprint_of,
    open_prices,
    open_product,
)
from celca.assess.circular_result import Biogenic, Circularity, Lifetime
from celca.assess.circularity import circularity, component_of, origins_of
from celca.assess.result import (
    AtGate,
    CarbonContent,
    Footprint,
    ResultLine,
    VariantScore,
)
from celca.assess.score import BEYOND, Score, score
from celca.assess.two_lives import TwoLives, against
from celca.assess.variants import score_variants, with_variants

__all__ = [
    "BEYOND",
    "AtGate",
    "Biogenic",
    "CarbonContent",
    "Circularity",
    "Footprint",
    "Lifetime",
    "Options",
    "ResultLine",
    "Score",
    "TwoLives",
    "VariantScore",
    "against",
    "assess",
    "circularity",
    "component_of",
    "footprint",
    "footprint_of",
    "open_prices",
    "open_product",
    "origins_of",
    "score",
    "score_variants",
    "with_variants",
]
