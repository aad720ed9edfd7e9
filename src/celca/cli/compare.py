"""`celca compare`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from celca.cli.options import context, options_from, reading


@click.command("compare")
@click.argument("studies", nargs=-1, required=True)
@click.option("--out", "-o", type=click.Path(path_type=Path), help="Write a page instead.")
@click.option("--lang", type=click.Choice(["en", "ja"]), default="en", help="Of the page.")
@reading
@context
def command(
    studies: tuple[str, ...],
    out: Path | None,
    lang: str,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Print the footprints of two or more STUDIES side by side.

    They must share declared unit, boundary and allocation (ISO 14067, Annex B).
    """
    from celca.scenario import compare

    result = compare(studies, database, method, options_from(given))
    if out is not None:
        from celca.report import write_comparison

        write_comparison(result.results, out, lang=lang)
        click.echo(f"Wrote {out}.")
    elif as_json:
        click.echo(json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        from celca.cli.product_tables import comparison_tables
        from celca.cli.tables import show

        show(*comparison_tables(result))
