"""`celca compare`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from celca.cli.options import context, options_from, reading, shares, with_shares_beside
from celca.cli.printing import print_json
from celca.cli.tongue import language, tongue_of


@click.command("compare")
@click.argument("studies", nargs=-1, required=True)
@click.option("--out", "-o", type=click.Path(path_type=Path), help="Write a page (.html) instead.")
@language
@click.option("--draws", type=int, default=0, help="Monte Carlo draws, paired; 0 for none.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@click.option("--scenario", "scenarios", type=click.Path(path_type=Path), help="TOML of scenarios.")
@shares
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
    """Print the footprints of STUDIES side by side: two or more, or one with --scenario.

    With --recycled or --bio each is followed by the same product with these shares.

    They must share declared unit, boundary and allocation (ISO 14067, Annex B).
    """
    from celca.cli.drawing import compared

    options = with_shares_beside(options_from(given), tongue_of(lang, None))
    result, spread = compared(studies, database, method, options, _how(given, as_json))
    if out is not None:
        from celca.report import write_comparison

        write_comparison(result.results, out, lang=lang, spread=spread)
        click.echo(f"Wrote {out}.")
    elif as_json:
        data = result.to_dict()
        if spread is not None:
            data["uncertainty"] = asdict(spread)
        print_json(data)
    else:
        from celca.cli.comparison_tables import comparison_tables
        from celca.cli.tables import show

        show(*comparison_tables(result, spread, tongue_of(lang, None)))


def _how(given: dict[str, Any], quiet: bool) -> tuple[int, int, bool]:
    return given["draws"], given["seed"], quiet
