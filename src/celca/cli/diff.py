"""`celca diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from celca.cli.options import as_json, method, providers
from celca.cli.printing import print_json

if TYPE_CHECKING:
    from celca.system import Intensities

_SCORES = (".parquet", ".csv")


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--from", "old_database", default="", help="Database of OLD, to name the figures.")
@click.option("--to", "new_database", default="", help="Database of NEW.")
@click.option("--most", default=15, show_default=True, help="Rows at most.")
@providers("old", "new", "old_database", "new_database")
@method
@as_json
def command(
    old: str,
    new: str,
    old_database: str,
    new_database: str,
    most: int,
    method: str,
    as_json: bool,
) -> None:
    """Rank what changed from OLD to NEW, and say why.

    OLD and NEW are two outputs of celca score, or two databases. Of outputs whose demand was kept
    it says which process's price changed; with --from and --to also which figure of the database.
    """
    files = [name.partition("?")[0] for name in (old, new)]  # scores have no several makers
    if Path(files[0]).suffix.lower() in _SCORES:
        from celca.cli.diff_tables import difference_tables

        old, new = files
        result, figures = _of_scores(old, new, (old_database, new_database, method), most)
        data = {**result.to_dict(), "figures": figures}
        tables = difference_tables(result, figures)
    else:
        from celca.cli.diff_tables import price_tables

        prices, figures = _of_databases(old, new, method, most)
        data = {"prices": prices, "figures": figures}
        tables = price_tables(prices, figures)
    if as_json:
        print_json(data, _plain)
    else:
        from celca.cli.tables import show

        show(*tables)


def _of_scores(old: str, new: str, databases: tuple[str, str, str], most: int) -> tuple[Any, Any]:
    """Return what changed between two results, and the figures behind it."""
    from celca.catalog import diff_scores
    from celca.errors import UsageError
    from celca.system import figure_changes

    before, after, method = databases
    result = diff_scores(old, new, most)
    if bool(before) != bool(after):
        raise UsageError("--from and --to go together: the databases of OLD and of NEW.")
    if not before or not result.demand:
        return result, ()
    first, second = (_opened(d, method) for d in (before, after))
    both = first.system.index.keys() & second.system.index.keys()
    demand = {process: kg for process, kg in result.demand.items() if process in both}
    return result, figure_changes(first, second, [demand])[0]


def _of_databases(old: str, new: str, method: str, most: int) -> tuple[Any, Any]:
    """Return the products whose price changed, and for each the figures behind it."""
    from celca.system import figure_changes, price_changes

    first, second = _opened(old, method), _opened(new, method)
    prices = price_changes(first, second)[:most]
    every = figure_changes(first, second, [{p.process: 1.0} for p in prices]) if prices else ()
    return prices, {p.process: some[:3] for p, some in zip(prices, every, strict=True)}


def _opened(database: str, method: str) -> Intensities:
    from celca.assess import open_prices

    return open_prices(database, method)


def _plain(value: Any) -> Any:  # noqa: ANN401
    from dataclasses import asdict

    return asdict(value)
