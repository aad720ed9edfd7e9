"""`celca explain`."""

from __future__ import annotations

from typing import Any

import click

from celca.cli.options import context, options_from, reading, variants
from celca.cli.printing import print_json


@click.command("explain")
@click.argument("study")
@click.option("--cut", default=0.02, show_default=True, help="Share below which a path is cut.")
@variants
@reading
@context
def command(
    study: str,
    cut: float,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Explain where the footprint of STUDY comes from.

    The paths upstream, who emits it and where, which gases, and the figures of the database that
    move it most.
    """
    from celca.contribution import explain

    result = explain(study, database, method, options_from(given), cut)
    if as_json:
        print_json(result.to_dict())
    else:
        from celca.cli.explain_tables import explanation_tables
        from celca.cli.tables import show

        show(*explanation_tables(result))
