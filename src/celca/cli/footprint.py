"""`celca footprint`."""

from __future__ import annotations

from typing import Any

import click

from celca.cli.options import context, options_from, reading, variants


@click.command("footprint")
@click.argument("study")
@variants
@reading
@context
def command(study: str, database: str, method: str, as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """Print the carbon footprint of the product in STUDY.

    STUDY is a bill of materials (CSV, XLSX), a product.toml, or a folder that holds one. The
    answer stands beside the same product all virgin, all recycled and all bio-based.
    """
    from celca.assess import footprint

    result = footprint(study, database, method, options_from(given))
    if as_json:
        click.echo(result.json())
    else:
        from celca.cli.product_tables import footprint_tables
        from celca.cli.tables import show

        show(*footprint_tables(result))
