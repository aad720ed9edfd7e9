"""`celca explain`."""

from __future__ import annotations

from typing import Any

import click

from celca.cli.options import amount, context, options_from, reading, variants
from celca.cli.printing import print_json
from celca.cli.tongue import language, tongue_of


@click.command("explain")
@click.argument("study")
@click.option("--cut", default=0.02, show_default=True, help="Share below which a path is cut.")
@amount
@language
@variants
@reading
@context
def command(
    study: str,
    cut: float,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Explain where the footprint of STUDY comes from, or with --amount that of a process.

    The paths upstream, who emits it and where, which gases, and the figures of the database that
    move it most.
    """
    from celca.assess import open_prices, open_product
    from celca.contribution import explained

    prices = open_prices(database, method)
    result = explained(open_product(study, prices, options_from(given)), prices, cut)
    if as_json:
        print_json(result.to_dict())
    else:
        from celca.cli.explain_tables import explanation_tables
        from celca.cli.tables import show

        tongue = tongue_of(given["lang"], prices.system.inventory)
        show(*explanation_tables(result, tongue))
