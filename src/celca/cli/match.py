"""`celca match`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from celca.cli.options import as_json, database, options_from, reading
from celca.cli.printing import print_json
from celca.cli.tongue import language, tongue_of


@click.command("match")
@click.argument("bom", type=click.Path(path_type=Path))
@click.option("--out", "-o", type=click.Path(path_type=Path), help="matches.csv to write or go on.")
@click.option(
    "--save-columns", is_flag=True, help="Keep --column and --sheet in a bom.toml beside BOM."
)
@language
@reading
@database
@as_json
def command(
    bom: Path,
    out: Path | None,
    save_columns: bool,
    database: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Show what each name on BOM means, and write the decisions down.

    BOM is a bill of materials, a product.toml, or a folder that holds one. What is not certain
    is left open with the nearest candidates; exit code 3 says that something is.
    """
    from celca.product import review_names, save_reading, write_matches
    from celca.readers import open_database

    options = options_from(given).reading
    inventory = open_database(database)
    review = review_names(bom, inventory, options, out)
    if save_columns:
        save_reading(bom, options)
    written = write_matches(out, review) if out is not None else 0
    if as_json:
        print_json(review.to_dict())
    else:
        from celca.cli.match_tables import match_tables
        from celca.cli.tables import show

        show(*match_tables(review, out, written, tongue_of(given["lang"], inventory)))
    click.get_current_context().exit(3 if review.undecided else 0)
