"""`celca materials`."""

from __future__ import annotations

from dataclasses import asdict

import click

from celca.cli.options import as_json, database
from celca.cli.printing import print_json
from celca.cli.tongue import language, tongue_of


@click.command("materials")
@click.argument("query", default="")
@click.option("--most", default=12, show_default=True, help="Rows at most, with a QUERY.")
@language
@database
@as_json
def command(query: str, most: int, lang: str, database: str, as_json: bool) -> None:
    """List the materials of the database, or those that QUERY may mean, best first."""
    from celca.matching import Matcher
    from celca.readers import open_database

    inventory = open_database(database)
    found = Matcher(inventory, {}).search(query, most)
    if as_json:
        told = [{**asdict(c), "class": inventory.classes.get(c.material, "")} for c in found]
        print_json(told)
    else:
        from celca.cli.material_tables import materials_table
        from celca.cli.tables import show

        tongue = tongue_of(lang, inventory)
        show(materials_table(found, inventory, tongue))
        left = len(inventory.processes) - len(found)
        if not query and not inventory.materials and left > 0:
            hint = "{count} processes more: say what you look for, 'celca materials QUERY'."
            click.echo(tongue(hint, count=left))
