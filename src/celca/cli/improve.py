"""`celca improve`."""

from __future__ import annotations

import json
from typing import Any

import click

from celca.cli.options import context, options_from, reading, variants


@click.command("improve")
@click.argument("study")
@click.option("--most", default=12, show_default=True, help="Rows at most.")
@variants
@reading
@context
def command(
    study: str,
    most: int,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Rank the swaps of one part of STUDY for a recycled or bio-based variant by what they save.

    Swaps that raise the footprint are listed too.
    """
    from celca.scenario import improve

    found = improve(study, database, method, options_from(given))
    if as_json:
        click.echo(json.dumps([s.to_dict() for s in found], indent=2, ensure_ascii=False))
    else:
        from celca.cli.product_tables import improvement_table
        from celca.cli.tables import show

        show(*improvement_table(found, most))
