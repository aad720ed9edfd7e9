"""A footprint, a comparison or a catalogue, with its spread where draws are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celca.assess import Footprint, Options
    from celca.catalog import Drawn
    from celca.product import Product
    from celca.report import Spread
    from celca.scenario import Comparison
    from celca.system import Intensities

__all__ = ["compared", "drawn", "drawn_footprint", "of_product"]


def drawn(prices: Intensities, draws: int, seed: int, *, quiet: bool) -> Drawn | None:
    """Return draws of all that a database makes, for a catalogue; None for 0 draws."""
    if not draws:
        return None
    from celca.catalog import Drawn
    from celca.cli.progress import progress
    from celca.uncertainty import Draws, drawn_totals

    with progress("Drawing", quiet=quiet) as step:
        return Drawn(drawn_totals(prices, Draws(draws, seed, progress=step)), seed)


def drawn_footprint(
    study: str, database: str, method: str, options: Options, how: tuple[int, int, bool]
) -> Footprint:
    """Return the footprint of a study; `how` is (draws, seed, quiet), 0 draws for none."""
    from celca.assess import open_prices, open_product

    prices = open_prices(database, method)
    return of_product(open_product(study, prices, options), prices, options, how)


def of_product(
    product: Product, prices: Intensities, options: Options, how: tuple[int, int, bool]
) -> Footprint:
    """Return the same for a product that `open_product` read with the same options."""
    from celca.assess import footprint_of

    draws, seed, quiet = how
    if not draws:
        return footprint_of(product, prices, options)
    from celca.cli.progress import progress
    from celca.uncertainty import Draws, footprint_with_draws

    with progress("Drawing", quiet=quiet) as step:
        return footprint_with_draws(product, prices, options, Draws(draws, seed, progress=step))


def compared(
    studies: tuple[str, ...],
    database: str,
    method: str,
    options: Options,
    how: tuple[int, int, bool],
) -> tuple[Comparison, Spread | None]:
    """Return products side by side, and their spread in the same draws; `how` as above."""
    from celca.assess import open_prices
    from celca.scenario import compare_products, open_products

    prices = open_prices(database, method)
    products = open_products(studies, prices, options)
    result = compare_products(products, prices, options)
    draws, seed, quiet = how
    if not draws:
        return result, None
    from celca.cli.progress import progress
    from celca.report import Spread
    from celca.uncertainty import Draws, paired_bands

    named = {f"{place}": product for place, product in enumerate(products)}
    with progress("Drawing", quiet=quiet) as step:
        bands = paired_bands(named, prices, Draws(draws, seed, progress=step))
    return result, Spread(bands, draws, seed)
