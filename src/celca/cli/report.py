"""`celca report`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from celca.cli.options import database, method, options_from, reading, variants


@click.command("report")
@click.argument("study")
@click.option("--out", "-o", type=click.Path(path_type=Path), required=True, help="Page to write.")
@click.option("--lang", type=click.Choice(["en", "ja"]), default="en", show_default=True)
@variants
@reading
@method
@database
def command(study: str, out: Path, lang: str, database: str, method: str, **given: Any) -> None:  # noqa: ANN401
    """Write a page that shows the footprint of STUDY: one file, no network needed."""
    from celca.assess import footprint
    from celca.report import write_report

    write_report(footprint(study, database, method, options_from(given)), out, lang=lang)
    click.echo(f"Wrote {out}.")
