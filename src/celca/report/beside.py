"""What stands beside a footprint in a report: the other questions, asked of the same product.

Database and study are opened once; each question after that costs milliseconds. What is empty
was not asked, and its chapter is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from celca.assess import Footprint, Options, footprint_of, open_prices, open_product
from celca.audit import Quality, quality
from celca.contribution import Explanation, explained
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD
from celca.product import Product
from celca.report.sayings import Sayings, japanese_names
from celca.report.words import Words
from celca.scenario import AllocationRow, Swap, allocations, swaps
from celca.system import Intensities
from celca.uncertainty import Draws, footprint_with_draws

__all__ = ["ALONE", "Beside", "gather"]

_CUT = 0.01


@dataclass(frozen=True)
class Beside:
    """What else is known of a product.

    allocations   the product under every allocation rule
    swaps         of one part for a recycled or bio-based variant, best first
    explanation   where the footprint comes from, to 1 % of it
    quality       of the data of all stages
    processes_ja, materials_ja
                  names in Japanese, by id; what has none is not there
    """

    allocations: tuple[AllocationRow, ...] = ()
    swaps: tuple[Swap, ...] = ()
    explanation: Explanation | None = None
    quality: Quality | None = None
    processes_ja: Mapping[str, str] = field(default_factory=dict)
    materials_ja: Mapping[str, str] = field(default_factory=dict)

    def sayings(self, words: Words) -> Sayings:
        """Return what says a finding in a language, with the names of this database."""
        return Sayings(words, self.materials_ja, self.processes_ja)


ALONE = Beside()


def gather(
    study: str | Path,
    database: str | Path = DEFAULT,
    method: str = DEFAULT_METHOD,
    options: Options | None = None,
    draws: Draws | None = None,
) -> tuple[Footprint, Beside]:
    """Return the footprint of a study and all that a report shows beside it.

    draws  of the database's figures, for the bands; None for none

    Raises what `celca.assess.footprint` raises.
    """
    prices = open_prices(database, method)
    product = open_product(study, prices, options)
    result = (
        footprint_with_draws(product, prices, options, draws)
        if draws
        else footprint_of(product, prices, options)
    )
    return result, _beside(result, product, prices)


def _beside(result: Footprint, product: Product, prices: Intensities) -> Beside:
    materials, processes = japanese_names(prices.system.inventory)
    return Beside(
        allocations=allocations(product, prices),
        swaps=swaps(product, prices),
        explanation=explained(product, prices, _CUT),
        quality=quality(result, prices, tuple(result.by_stage)),
        processes_ja=processes,
        materials_ja=materials,
    )
