"""A footprint, with its spread where draws are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celca.assess import Footprint, Options

__all__ = ["drawn_footprint"]


def drawn_footprint(
    study: str, database: str, method: str, options: Options, how: tuple[int, int, bool]
) -> Footprint:
    """Return the footprint of a study; `how` is (draws, seed, quiet), 0 draws for none."""
    from celca.assess import footprint, open_prices

    draws, seed, quiet = how
    if not draws:
        return footprint(study, database, method, options)
    from celca.cli.progress import progress
    from celca.uncertainty import Draws, uncertain_footprint

    with progress("Drawing", quiet=quiet) as step:
        prices = open_prices(database, method)
        return uncertain_footprint(study, prices, options, Draws(draws, seed, progress=step))
