"""`celca footprint`."""

from __future__ import annotations

from typing import Any

import click

from celca.cli.options import context, options_from, reading, variants


@click.command("footprint")
@click.argument("study")
@click.option("--draws", type=int, default=0, help="Monte Carlo draws; 0 for none.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
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
    """
    from celca.cli.drawing import drawn_footprint

    result = drawn_footprint(study, database, method, options_from(given), (draws, seed, as_json))
    if as_json:
        click.echo(result.json())
    else:
        from celca.cli.product_tables import footprint_tables
        from celca.cli.tables import show

        show(*footprint_tables(result))
