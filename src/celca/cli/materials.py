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
    """List the materials of the database, or those that QUERY may mean, best first.

    Where nothing is called or spelt so, materials of its class are listed that may stand for it
    as a proxy; exit code 3 says so.
    """
    from celca.matching import Matcher
    from celca.readers import open_database

    inventory = open_database(database)
    matcher, tongue = Matcher(inventory, {}), tongue_of(lang, inventory)
    near = matcher.candidates(query, most) if query.strip() else ()
    proxies = near if near and near[0].how == "proxy" else ()
    found = proxies or matcher.search(query, most)
    if as_json:
        told = [{**asdict(c), "class": inventory.classes.get(c.material, "")} for c in found]
        print_json(told)
    elif proxies:
        from celca.assess import open_prices
        from celca.cli.material_tables import proxy_tables
        from celca.cli.tables import show

        show(*proxy_tables(query, proxies, open_prices(database), tongue))
    else:
        from celca.cli.material_tables import material_tables
        from celca.cli.tables import show

        show(*material_tables(query, found, inventory, tongue))
    click.get_current_context().exit(0 if found and not proxies else 3)
