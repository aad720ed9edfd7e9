"""`celca circular`."""

from __future__ import annotations

import json

import click

from celca.cli.options import context


@click.command("circular")
@context
def command(database: str, method: str, as_json: bool) -> None:
    """Print what each recycled or bio-based variant saves at the material.

    Cradle to gate, cut-off. A product saves less: part of it is no such material, and forming,
    transport, use and end of life stay. `celca footprint` shows it for a product.
    """
    from celca.scenario import circular_materials

    rows = circular_materials(database, method)
    if as_json:
        click.echo(json.dumps([r.to_dict() for r in rows], indent=2, ensure_ascii=False))
    else:
        from celca.cli.material_tables import circular_tables
        from celca.cli.tables import show

        show(*circular_tables(rows))
