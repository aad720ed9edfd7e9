"""`celca score`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from celca.cli.options import columns_from, context
from celca.cli.printing import print_json

if TYPE_CHECKING:
    from celca.catalog import CatalogOptions, CatalogSummary
    from celca.system import Intensities

_AS_GIVEN = (
    *("matches", "forming", "life_cycles", "workers", "cluster", "chunk_rows", "keep_demand"),
    *("nested", "encoding", "overwrite", "restart"),
)


@click.command("score")
@click.argument("catalog")
@click.option("--out", "-o", required=True, help="Parquet or CSV to write: a path or s3://….")
@click.option("--rejects", help="CSV of rejected rows.")
@click.option("--column", multiple=True, help="Name a column: mass=重量. Repeatable.")
@click.option("--ignore", multiple=True, help="Leave a column unread: Country. Repeatable.")
@click.option("--matches", type=click.Path(path_type=Path), help="CSV of decided names.")
@click.option("--scenario", type=click.Path(path_type=Path), help="TOML of scenarios.")
@click.option("--forming", default="guess", show_default=True, help="guess or stated.")
@click.option("--life-cycles", type=click.Path(path_type=Path), help="TOML of life cycles.")
@click.option("--plastic", multiple=True, help="A material that is plastic. Repeatable.")
@click.option("--draws", default=0, type=click.IntRange(0), help="Monte Carlo draws; 0 for none.")
@click.option("--seed", default=1, show_default=True, help="Of the draws.")
@click.option("--keep-demand", is_flag=True, help="Keep what --again and diff need.")
@click.option("--again", is_flag=True, help="CATALOG is an earlier output, to be priced anew.")
@click.option("--nested", is_flag=True, help="Parts may be products of the catalogue.")
@click.option("--workers", default=0, help="Processes that share the work; 0 for this one.")
@click.option("--cluster", default="", help="Scheduler of dask that does it: tcp://HOST:8786.")
@click.option("--chunk-rows", default=500_000, show_default=True, help="Rows worked on at once.")
@click.option("--encoding", default="", help="Of text files, where it is not found out.")
@click.option("--overwrite", is_flag=True, help="Replace output that exists.")
@click.option("--restart", is_flag=True, help="Start anew where an earlier run was cut off.")
@context
@click.pass_context
def command(ctx: click.Context, /, catalog: str, out: str, **given: Any) -> None:  # noqa: ANN401
    """Score every product of a CATALOG with all its variants.

    CATALOG is a CSV, NDJSON or Parquet file, a folder of them, a pattern, or an address such as
    s3://bucket/parts.parquet; a row per part. Rows
    that cannot be used go to the rejects file, each with its reason, and their product is set
    aside whole. A run that was cut off goes on where it was. Exit code: 0 all scored, 3 some
    rejected.
    """
    if given["again"]:
        _again(catalog, Path(out), given)
        return
    summary = _scored(catalog, out, given)
    facts = summary.to_dict()
    if given["as_json"]:
        print_json(facts)
    else:
        from celca.cli.tables import findings, show, summary_table

        del facts["findings"]
        show(summary_table(facts), *findings(summary.findings))
    ctx.exit(3 if summary.rejected else 0)


def _scored(catalog: str, out: str, given: Mapping[str, Any]) -> CatalogSummary:
    """Score a catalogue as the command line says."""
    from celca.assess import open_prices
    from celca.catalog import score_catalog
    from celca.cli.progress import progress

    quiet = given["as_json"]
    prices = open_prices(given["database"], given["method"])
    options = _options(given, prices, quiet=quiet)
    with progress("Scoring", quiet=quiet) as step:
        return score_catalog(
            catalog, out, database=prices, rejects=given["rejects"], progress=step, options=options
        )


def _options(given: Mapping[str, Any], prices: Intensities, *, quiet: bool) -> CatalogOptions:
    """Return the options of the command line as the library takes them."""
    from celca.catalog import CatalogOptions
    from celca.cli.drawing import drawn
    from celca.scenario import read_scenarios

    return CatalogOptions(
        drawn=drawn(prices, given["draws"], given["seed"], quiet=quiet),
        columns=columns_from(given["column"]),
        ignored=given["ignore"],
        changes=read_scenarios(given["scenario"]) if given["scenario"] else (),
        plastics=given["plastic"],
        **{name: given[name] for name in _AS_GIVEN},
    )


def _again(catalog: str, out: Path, given: Mapping[str, Any]) -> None:
    """Price an earlier output anew."""
    from celca.catalog import score_again
    from celca.cli.progress import progress

    kept = {name: given[name] for name in ("keep_demand", "overwrite")}
    prices = (given["database"], given["method"])
    with progress("Pricing", quiet=given["as_json"]) as step:
        result = score_again(catalog, out, *prices, **kept, progress=step).to_dict()
    if given["as_json"]:
        print_json(result)
    else:
        from celca.cli.tables import show, summary_table

        show(summary_table(result))
