"""`celca circular`."""

from __future__ import annotations

import json
from typing import Any

import click

from celca.cli.options import context, options_from, reading


@click.command("circular")
@click.option("--product", "study", help="A study: its materials, and what they save in it.")
@click.option("--allocation", default="", help="Rule for recycling in the product.")
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
    transport, use and end of life stay. --product STUDY shows both side by side.
    """
    from celca.scenario import circular_in_product, circular_materials

    if study:
        rows = circular_in_product(study, database, method, options_from(given))
    else:
        rows = circular_materials(database, method)
    if as_json:
        click.echo(json.dumps([r.to_dict() for r in rows], indent=2, ensure_ascii=False))
    else:
        from celca.cli.material_tables import circular_tables
        from celca.cli.tables import show

        show(*circular_tables(rows))
