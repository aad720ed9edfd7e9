"""`celca score`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from celca.cli.options import context


@click.command("score")
@click.argument("catalog", type=click.Path(path_type=Path))
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), required=True, help="Parquet to write."
)
@click.option("--rejects", type=click.Path(path_type=Path), help="CSV of rejected rows.")
@click.option("--overwrite", is_flag=True, help="Replace files that exist.")
@context
@click.pass_context
def command(
    ctx: click.Context,
    /,
    catalog: Path,
    out: Path,
    rejects: Path | None,
    overwrite: bool,
    database: str,
    method: str,
    as_json: bool,
) -> None:
    """Score every product of a CATALOG (CSV or Parquet, a row per part) with all its variants.

    Rows that cannot be used go to the rejects file, each with its reason. Exit code: 0 all
    scored, 3 some rejected.
    """
    from celca.catalog import score_catalog
    from celca.cli.progress import progress

    with progress("Scoring", quiet=as_json) as step:
        summary = score_catalog(
            catalog,
            out,
            database=database,
            method=method,
            rejects=rejects,
            overwrite=overwrite,
            progress=step,
        )
    if as_json:
        click.echo(json.dumps(summary.to_dict(), indent=2, ensure_ascii=False))
    else:
        from celca.cli.tables import show, summary_table

        show(summary_table(summary.to_dict()))
    ctx.exit(3 if summary.rejected else 0)
