"""`celca report`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from celca.cli.options import database, method, options_from, reading, variants
from celca.cli.tongue import language

_NEXT = (
    " Open it in any browser.\nThe same for verifiers: --template cfp-ja or iso14067; with live"
    " formulas: -o FILE.xlsx."
)


@click.command("report")
@click.argument("study")
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write: .html, .pdf, .docx, .xlsx, .svg or .png.",
)
@language
@click.option(
    "--template",
    type=click.Choice(["page", "cfp-ja", "iso14067"]),
    default="page",
    show_default=True,
    help="cfp-ja: 算定報告書, in Japanese; iso14067: the study report in English.",
)
@click.option("--facts", type=click.Path(path_type=Path), help="TOML of what only people know.")
@click.option(
    "--draws", default=400, show_default=True, help="Monte Carlo draws for bands; 0 for none."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
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
    draws: int,
    seed: int,
    database: str,
    method: str,
    **given: Any,  # noqa: ANN401
) -> None:
    """Write the footprint of STUDY for people: one file that needs no network.

    The ending says which: a page to show (.html, .pdf, .docx), a workbook with live formulas for
    auditors (.xlsx), or a label for a product page (.svg, .png). --template makes the page a
    report for verifiers.
    """
    from celca.cli.progress import progress
    from celca.report import check_target, gather, write
    from celca.uncertainty import Draws

    check_target(out, template, facts)
    with progress("Drawing") as step:
        drawn = Draws(draws, seed, progress=step) if draws else None
        result, beside = gather(study, database, method, options_from(given), drawn)
    write(result, out, lang=lang, template=template, facts=facts, beside=beside)
    click.echo(f"Wrote {out}.{_NEXT if out.suffix.lower() == '.html' else ''}")
