"""`celca footprint`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from celca.cli.options import amount, context, options_from, reading, variants
from celca.cli.printing import print_json
from celca.cli.tongue import Tongue, language, tongue_of

if TYPE_CHECKING:
    from celca.assess import Footprint
    from celca.product import Product
    from celca.scenario import AllocationRow

_NEXT = "As a page to show: celca report STUDY -o page.html (--lang ja for Japanese)"


@click.command("footprint")
@click.argument("study")
@click.option("--draws", type=int, default=0, help="Monte Carlo draws; 0 for none.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@language
@amount
@variants
@reading
@context
def command(
    study: str,
    draws: int,
    seed: int,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Print the carbon footprint of the product in STUDY.

    STUDY is a bill of materials (CSV, XLSX), a product.toml, or a folder that holds one. The
    answer stands beside the same product all virgin, all recycled and all bio-based.
    --allocation all adds the same product under every rule of recycling. With --amount it is a
    process of the database.
    """
    from celca.assess import open_prices, open_product
    from celca.cli.drawing import of_product

    every = given["allocation"] == "all"
    options = options_from({**given, "allocation": ""} if every else given)
    prices = open_prices(database, method)
    product = open_product(study, prices, options)
    result = of_product(product, prices, options, (draws, seed, as_json))
    rows: Sequence[AllocationRow] = ()
    if every:
        from celca.scenario import allocations  # most answers need no scenario

        rows = allocations(product, prices)
    if as_json:
        more = {"allocations": [row.to_dict() for row in rows]} if every else {}
        print_json({**result.to_dict(), **more})
    else:
        _show(result, rows, product, tongue_of(given["lang"], prices.system.inventory))


def _show(
    result: Footprint, rows: Sequence[AllocationRow], product: Product, tongue: Tongue
) -> None:
    from celca.cli.match_tables import reading_text
    from celca.cli.product_tables import allocation_tables, footprint_tables
    from celca.cli.tables import show

    read = reading_text(product.reading, tongue) if product.reading else ()
    tables = (*footprint_tables(result, tongue), *allocation_tables(rows, tongue))
    show(*tables, *read, tongue(_NEXT))
