"""`celca portfolio`."""

from __future__ import annotations

from pathlib import Path

import click

from celca.cli.options import as_json
from celca.cli.printing import print_json
from celca.cli.tongue import language


@click.command("portfolio")
@click.argument("scores", type=click.Path(path_type=Path))
@click.option("--sold", type=click.Path(path_type=Path), help="Table of products and units sold.")
@click.option("--units", default="", help="Column of the units sold.")
@click.option("--group", default="", help="Column of the product groups.")
@click.option("--out", "-o", type=click.Path(path_type=Path), help="Write a page instead (.html).")
@language
@as_json
def command(
    scores: Path,
    sold: Path | None,
    units: str,
    group: str,
    out: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Sum up SCORES, the output of celca score.

    All that is sold, the spread, what stands out, the effect of each circular option over the
    whole catalogue, and the plastic and recycled plastic of each product group.
    """
    from celca.catalog import Sales, portfolio

    result = portfolio(scores, Sales(sold, units, group))
    if out is not None:
        from celca.report import write_portfolio

        write_portfolio(result, out, lang=lang)
        click.echo(f"Wrote {out}.")
    elif as_json:
        print_json(result.to_dict())
    else:
        from celca.cli.portfolio_tables import portfolio_tables
        from celca.cli.tables import show

        show(*portfolio_tables(result, lang))
