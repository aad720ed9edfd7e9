"""Options that several commands share, and how their texts become values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from celca.errors import UsageError

if TYPE_CHECKING:
    from celca.assess import Options
    from celca.cli.tongue import Tongue

__all__ = [
    "amount",
    "as_json",
    "columns_from",
    "context",
    "database",
    "method",
    "options_from",
    "providers",
    "reading",
    "share_in",
    "shares",
    "variants",
    "with_shares_beside",
]

Command = TypeVar("Command", bound=Callable[..., Any])

_of_several = (
    click.option(
        "--several",
        type=click.Choice(["refuse", "average"]),
        default="refuse",
        show_default=True,
        help="What to do where nothing tells which of several makers is meant.",
    ),
    click.option(
        "--provider",
        multiple=True,
        help="Who makes a product that several make: 'PRODUCT=PROCESS'. Repeatable.",
    ),
)
amount = click.option(
    "--amount",
    default="",
    help="STUDY is a process of the database, and this how much of it: '1 kWh', '50 MJ'.",
)
method = click.option(
    "--method", "-m", default="ipcc-ar6-gwp100", show_default=True, help="Impact method."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, not a table.")


def providers(*names: str) -> Callable[[Command], Command]:
    """Add --provider and --several, which go into the addresses that these parameters hold."""

    def add(command: Command) -> Command:
        @wraps(command)
        def told(*args: Any, provider: tuple[str, ...], several: str, **given: Any) -> Any:  # noqa: ANN401
            if provider or several != "refuse":
                from celca.readers.rules import ruled

                decided = columns_from(provider, "--provider")
                for name in filter(given.get, names):
                    given[name] = ruled(given[name], decided, average=several == "average")
            return command(*args, **given)

        found: Any = told
        for option in _of_several:
            found = option(found)
        out: Command = found
        return out

    return add


def database(command: Command) -> Command:
    """Add --database, and who makes in it what several make."""
    option = click.option(
        "--database",
        "-d",
        default="celca-open",
        show_default=True,
        help="Name, folder, bw:PROJECT/DATABASE, or a file to open.",
    )
    return option(providers("database")(command))


def context(command: Command) -> Command:
    """Add --database, --method and --json."""
    return database(method(as_json(command)))


def reading(command: Command) -> Command:
    """Add the options on how files are read."""
    path = click.Path(path_type=Path)
    for option in (
        click.option(
            "--exclude-unknown", is_flag=True, help="Set lines without material or mass aside."
        ),
        click.option(
            "--forming",
            type=click.Choice(["guess", "stated"]),
            help="Guess the shaping process from the material, or only take what is stated.",
        ),
        click.option("--matches", type=path, help="CSV of decided names (name, material)."),
        click.option("--column", multiple=True, help="Name a column: mass=重量. Repeatable."),
        click.option("--sheet", help="Sheet of a workbook."),
    ):
        command = option(command)
    return command


def variants(command: Command) -> Command:
    """Add the options that change a product's inputs."""
    for option in (
        click.option(
            "--scenario", "scenarios", type=click.Path(path_type=Path), help="TOML of scenarios."
        ),
        click.option("--factorial", is_flag=True, help="Every combination of the scenarios."),
        click.option("--allocation", default="", help="Rule for recycling: cut-off, cff …"),
    ):
        command = option(command)
    return shares(command)


def shares(command: Command) -> Command:
    """Add --recycled and --bio."""
    for option in (
        click.option("--bio", multiple=True, help="Bio-based share: polyethylene=1. Repeatable."),
        click.option(
            "--recycled", multiple=True, help="Recycled share: aluminium=0.8. Repeatable."
        ),
    ):
        command = option(command)
    return command


def options_from(given: dict[str, Any]) -> Options:
    """Return what `reading` and `variants` were given, as options of a footprint."""
    from celca.assess import Options
    from celca.product import ReadingOptions

    changes: tuple[Any, ...] = ()
    if given.get("scenarios"):
        from celca.scenario import read_scenarios

        changes = read_scenarios(given["scenarios"])
    if given.get("factorial"):
        from celca.scenario import combined

        changes = combined(changes)
    files = ReadingOptions(
        sheet=given.get("sheet"),
        columns=columns_from(given.get("column", ())),
        matches=given.get("matches"),
        exclude_unknown=bool(given.get("exclude_unknown")),
        forming=given.get("forming") or "",
    )
    return Options(
        recycled=_shares("--recycled", given.get("recycled", ())),
        bio_based=_shares("--bio", given.get("bio", ())),
        allocation=given.get("allocation", ""),
        changes=changes,
        reading=files,
        amount=given.get("amount", ""),
    )


def with_shares_beside(options: Options, tongue: Tongue) -> Options:
    """Return options in which the shares make a further product, named in a language."""
    if not options.recycled and not options.bio_based:
        return options
    from celca.product import Change

    told = [
        f"{material} {100 * share:.4g} % {tongue.name('input', kind)}"
        for kind, given in (("recycled", options.recycled), ("bio_based", options.bio_based))
        for material, share in given.items()
    ]
    change = Change(", ".join(told), options.recycled, options.bio_based)
    return replace(options, recycled={}, bio_based={}, changes=(*options.changes, change))


def columns_from(texts: tuple[str, ...], option: str = "--column") -> dict[str, str]:
    """Return what --column, or another such option, was given: name -> value."""
    return dict(_pair(option, text) for text in texts)


def _pair(option: str, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise UsageError(f"{option} {text!r} is not of the form NAME=VALUE.")
    return name.strip(), value.strip()


def _shares(option: str, texts: tuple[str, ...]) -> dict[str, float]:
    shares = {}
    for text in texts:
        name, value = _pair(option, text)
        shares[name] = share_in(value, f"{option} {text!r}")
    return shares


def share_in(text: str, where: str) -> float:
    """Return a share written as `0.3` or `30%`. Raises UsageError for anything else."""
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise UsageError(f"{where}: {text!r} is not a number.") from None
    if not 0 <= number <= 1:
        raise UsageError(f"{where}: a share is 0 to 1 (or 0% to 100%).")
    return number
