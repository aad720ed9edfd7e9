"""`celca score`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from celca.cli.options import columns_from, context


@click.command("score")
@click.argument("catalog")
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), required=True, help="Parquet or CSV to write."
)
@click.option("--rejects", type=click.Path(path_type=Path), help="CSV of rejected rows.")
@click.option("--column", multiple=True, help="Name a column: mass=重量. Repeatable.")
@click.option("--matches", type=click.Path(path_type=Path), help="CSV of decided names.")
@click.option("--scenario", type=click.Path(path_type=Path), help="TOML of scenarios.")
@click.option("--encoding", default="", help="Of text files, where it is not found out.")
@click.option("--overwrite", is_flag=True, help="Replace output that exists.")
@click.option("--restart", is_flag=True, help="Start anew where an earlier run was cut off.")
@context
@click.pass_context
def command(
    ctx: click.Context,
    /,
    catalog: str,
    out: Path,
    rejects: Path | None,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Score every product of a CATALOG with all its variants.

    CATALOG is a CSV, NDJSON or Parquet file, a folder of them or a pattern; a row per part. Rows
    that cannot be used go to the rejects file, each with its reason, and their product is set
    aside whole. A run that was cut off goes on where it was. Exit code: 0 all scored, 3 some
    rejected.
    """
    from celca.catalog import CatalogOptions, score_catalog
    from celca.cli.progress import progress
    from celca.scenario import read_scenarios

    options = CatalogOptions(
        columns=columns_from(given["column"]),
        matches=given["matches"],
        changes=read_scenarios(given["scenario"]) if given["scenario"] else (),
        encoding=given["encoding"],
        overwrite=given["overwrite"],
        restart=given["restart"],
    )
    with progress("Scoring", quiet=as_json) as step:
        summary = score_catalog(
            catalog,
            out,
            database=database,
            method=method,
            rejects=rejects,
            progress=step,
            options=options,
        )
    if as_json:
        click.echo(json.dumps(summary.to_dict(), indent=2, ensure_ascii=False))
    else:
        from celca.cli.tables import findings, show, summary_table

        facts = {k: v for k, v in summary.to_dict().items() if k != "findings"}
        show(summary_table(facts), *findings(summary.findings))
    ctx.exit(3 if summary.rejected else 0)
