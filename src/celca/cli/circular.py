"""`celca circular`."""

from __future__ import annotations

from typing import Any

import click

from celca.cli.options import context, options_from, reading
from celca.cli.printing import print_json
from celca.cli.tongue import language, tongue_of


@click.command("circular")
@click.argument("study", required=False)
@click.option("--allocation", default="", help="Rule for recycling in the product.")
@language
@reading
@context
def command(
    study: str | None,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Print what each recycled or bio-based variant saves at the material.

    Cradle to gate, cut-off. A product saves less: part of it is no such material, and forming,
    transport, use and end of life stay. With STUDY both stand side by side, under every rule of
    recycling, with what its materials were before and its indicators of circularity.
    """
    from celca.assess import circularity, open_prices, open_product
    from celca.cli.progress import busy
    from celca.scenario import circular_materials, in_product

    prices = open_prices(database, method)
    read = open_product(study, prices, options_from(given)) if study else None
    with busy("Comparing rules", quiet=as_json or read is None):
        rows = in_product(read, prices) if read else circular_materials(prices)
    if as_json:
        print_json([r.to_dict() for r in rows])
        return
    from celca.cli.circular_tables import circular_tables, indicator_tables
    from celca.cli.tables import show

    inventory = prices.system.inventory
    tongue = tongue_of(given["lang"], inventory)
    indicators = indicator_tables(circularity(read, inventory), tongue) if read else ()
    show(*circular_tables(rows, tongue), *indicators)
