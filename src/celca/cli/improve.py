"""`celca improve`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from celca.cli.options import context, options_from, reading, share_in, variants
from celca.cli.printing import print_json
from celca.cli.tongue import language, tongue_of


@click.command("improve")
@click.argument("study")
@click.option("--most", default=12, show_default=True, help="Rows at most.")
@click.option("--max-mass", default="", help="Of one product, all parts together: '2.5 kg'.")
@click.option("--min-recycled", help="Recycled content of the product: 0.3 or 30%.")
@click.option("--budget", type=float, help="For the material of one product; needs --costs.")
@click.option("--costs", type=click.Path(path_type=Path), help="CSV: material,variant,cost.")
@click.option(
    "--front", type=click.Choice(["recycled", "cost"]), help="Trade-off of footprint against it."
)
@click.option("--draws", type=int, default=0, help="Paired draws: is a saving real? 0 for none.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@language
@variants
@reading
@context
def command(
    study: str,
    most: int,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Rank the swaps of one part of STUDY for a recycled or bio-based variant by what they save.

    Swaps that raise the footprint are listed too. With a bound (--max-mass, --min-recycled,
    --budget) the best choice for all parts at once is added, with --front the choices between
    which only a trade-off decides.
    """
    from celca.cli.improving import Wish, improvement

    asked = ("min_recycled", "budget", "costs", "draws", "seed", "max_mass")
    if given["min_recycled"] is not None:
        given["min_recycled"] = share_in(given["min_recycled"], "--min-recycled")
    wish = Wish(**{key: given[key] for key in asked}, front=given["front"] or "")
    answer = improvement(study, database, method, options_from(given), wish)
    if as_json:
        print_json(answer.to_data(wish.together))
    else:
        from celca.cli.improve_tables import improvement_tables
        from celca.cli.tables import show

        show(*improvement_tables(answer, most, tongue_of(given["lang"], answer.inventory)))
