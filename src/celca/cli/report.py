"""`celca report`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from celca.cli.options import database, method, options_from, reading, variants


@click.command("report")
@click.argument("study")
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write: .html, .pdf, .xlsx or .svg.",
)
@click.option("--lang", type=click.Choice(["en", "ja"]), default="en", show_default=True)
@click.option(
    "--template",
    type=click.Choice(["page", "cfp-ja"]),
    default="page",
    show_default=True,
    help="cfp-ja is the Japanese calculation report (算定報告書).",
)
@click.option(
    "--facts", type=click.Path(path_type=Path), help="TOML of what only people know (cfp-ja)."
)
@variants
@reading
@method
@database
def command(
    study: str,
    out: Path,
    lang: str,
    template: str,
    facts: Path | None,
    database: str,
    method: str,
    **given: Any,  # noqa: ANN401
) -> None:
    """Write the footprint of STUDY for people: one file that needs no network.

    The ending says which: a page (.html, .pdf), a workbook with live formulas for auditors
    (.xlsx), or a label for a product page (.svg).
    """
    from celca.assess import footprint
    from celca.report import write

    result = footprint(study, database, method, options_from(given))
    write(result, out, lang=lang, template=template, facts=facts)
    click.echo(f"Wrote {out}.")
