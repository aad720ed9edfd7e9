"""`celca verify`."""

from __future__ import annotations

import json
from typing import Any

import click

from celca.cli.options import context, options_from, reading


@click.command("verify")
@click.argument("declared")
@click.option("--against", required=True, help="The study: BOM, product.toml or folder.")
@click.option(
    "--tolerance", default=0.05, show_default=True, help="Relative difference that still agrees."
)
@click.option("--draws", type=int, default=0, help="Monte Carlo draws; 0 for none.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@reading
@context
@click.pass_context
def command(
    ctx: click.Context,
    /,
    declared: str,
    against: str,
    tolerance: float,
    draws: int,
    seed: int,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Recalculate a DECLARED footprint from a study and say whether they agree.

    DECLARED is a number of kg CO2e (64.5), one with its unit ('840 g CO2e/piece'), or a PACT
    v3 JSON file. Exit code: 0 agrees, 1 differs, 2 bad input or cannot be judged.
    """
    from celca.audit import verify
    from celca.cli.drawing import drawn_footprint

    options = options_from(given)
    study = drawn_footprint(against, database, method, options, (draws, seed, as_json))
    result = verify(declared, study, tolerance=tolerance)
    if as_json:
        click.echo(json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        from celca.cli.check_tables import verdict_tables
        from celca.cli.tables import show

        show(*verdict_tables(result))
    ctx.exit({"agrees": 0, "differs": 1}.get(result.verdict, 2))
