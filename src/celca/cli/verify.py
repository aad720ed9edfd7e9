"""`celca verify`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from celca.cli.options import context, options_from, reading
from celca.cli.printing import print_json
from celca.cli.tongue import ENGLISH, Tongue, language, tongue_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from celca.audit import Inspection, Item, Verdict
    from celca.declaration import Check

_STANDARDS = ("iso14067", "ghgp", "pact", "jp", "jp-comparison", "battery")


class _OfValues(click.Command):
    """A command whose first word may be a value below 0, which is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take such a value as what it is."""
        if args and re.match(r"-[\d.]", args[0]):
            args = [*args[1:], "--", args[0]]
        return super().parse_args(ctx, args)


@click.command("verify", cls=_OfValues)
@click.argument("declared")
@click.option("--against", help="The study: BOM, product.toml or folder.")
@click.option(
    "--tolerance", default=0.05, show_default=True, help="Relative difference that still agrees."
)
@click.option("--standard", type=click.Choice(_STANDARDS), help="Add the standard's checklist.")
@click.option(
    "--facts", type=click.Path(path_type=Path), help="TOML of what only people know (--standard)."
)
@click.option("--sector", default="", help="Of the Carbon Catalogue, to compare per kilogram.")
@click.option("--product", default="", help="Its name, to compare with the database per kilogram.")
@click.option(
    "--also", multiple=True, type=click.Path(), help="Another document of the product. Repeatable."
)
@click.option("--draws", type=int, default=0, help="Monte Carlo draws; 0 for none.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@click.option(
    "--side",
    type=click.Choice(["both", "low", "high"]),
    default="both",
    show_default=True,
    help="Of the 95 % band (--draws) that a value must not lie beyond.",
)
@language
@reading
@context
@click.pass_context
def command(ctx: click.Context, /, declared: str, as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """Check a DECLARED footprint: against a study, or by itself.

    DECLARED is a number of kg CO2e (64.5), one with its unit ('840 g CO2e/piece'), a JSON file
    (PACT, Catena-X PCF, Ouranos, lcax, ILCD+EPD, openLCA), or a table of many values (.csv, .xlsx),
    each against a study of the folder --against. Exit code: 0 agrees or consistent, 1 differs,
    inconsistent or contradicts itself, 2 bad input or cannot be judged.
    """
    if Path(declared).suffix.lower() in (".csv", ".tsv", ".xlsx"):
        ctx.exit(_table(Path(declared), as_json, given))
    _refuse_unused(given)
    result = _judged(declared, as_json, given)
    from celca.audit import Inspection, contradictions
    from celca.cli import audit_tables, verdict_tables

    data, tongue = result.to_dict(), _tongue(given)
    parts = (
        audit_tables.inspection_tables(result, tongue)
        if isinstance(result, Inspection)
        else verdict_tables.verdict_tables(result, tongue)
    )
    code = {"agrees": 0, "consistent": 0, "differs": 1, "inconsistent": 1}.get(result.verdict, 2)
    code = max(code, int(bool(contradictions(result.declaration))))
    if given["also"]:
        checks, data["consistency"] = _also(result, given["also"])
        parts += audit_tables.consistency_tables(checks, tongue)
        code = max(code, int(any(c.result == "error" for c in checks)))
    if given["standard"]:
        items, data["checklist"] = _checklist(result, given)
        title = data["checklist"]["title"]
        if tongue.says is not None:
            title = tongue.name("standard", given["standard"])
        parts += audit_tables.checklist_tables(items, title, tongue)
    _print(data, parts, as_json)
    ctx.exit(code)


def _tongue(given: dict[str, Any]) -> Tongue:
    """Return the language to answer in, with the names that the database has in it."""
    if given["lang"] == "en":
        return ENGLISH
    from celca.readers import open_database

    return tongue_of(given["lang"], open_database(given["database"]))


def _refuse_unused(given: dict[str, Any]) -> None:
    """Refuse an option that would say nothing without another."""
    for name, unused, needs in (
        ("side", given["side"] != "both" and not given["draws"], "--draws"),
        ("facts", given["facts"] and not given["standard"], "--standard"),
        ("draws", given["draws"] and given["against"] is None, "--against"),
    ):
        if unused:
            raise click.UsageError(f"--{name} says nothing without {needs}.")


def _table(path: Path, as_json: bool, given: dict[str, Any]) -> int:
    """Judge the values of a table, and return the exit code."""
    for name in ("standard", "facts", "also", "draws", "sector", "product"):
        if given[name]:
            told = "goes with one declared value, not with a table of many."
            raise click.UsageError(f"--{name} {told}")
    if given["against"] is None:
        from celca.assess import open_prices
        from celca.audit import Known, screen
        from celca.cli.audit_tables import screening_tables

        found = screen(path, Known(open_prices(given["database"], given["method"])))
        _print(found.to_dict(), screening_tables(found, _tongue(given)), as_json)
        return 0
    from celca.audit import Basis, Judging, verify_many
    from celca.cli.progress import progress
    from celca.cli.verdict_tables import verdicts_tables

    basis = Basis(given["database"], given["method"], options_from(given))
    judging = Judging(given["tolerance"])
    with progress("Verifying", quiet=as_json) as step:
        verdicts = verify_many(path, Path(given["against"]), basis, judging, step)
    _print(verdicts.to_dict(), verdicts_tables(verdicts, _tongue(given)), as_json)
    return 2 if verdicts.count("cannot be judged") else int(verdicts.count("differs") > 0)


def _judged(declared: str, as_json: bool, given: dict[str, Any]) -> Inspection | Verdict:
    from celca.audit import Basis, Judging, inspect, verify

    if given["against"] is None:
        about = (given["sector"], given["product"], given["database"], given["method"])
        return inspect(declared, *about)
    from celca.cli.drawing import drawn_footprint

    basis = Basis(given["database"], given["method"], options_from(given))
    drawn = None
    if given["draws"]:
        how = (given["draws"], given["seed"], as_json)
        drawn = drawn_footprint(
            given["against"], given["database"], basis.method, basis.options, how
        )
    judging = Judging(given["tolerance"], given["side"], drawn)
    return verify(declared, given["against"], basis, judging)


def _also(result: Inspection | Verdict, others: tuple[str, ...]) -> tuple[list[Check], list[Any]]:
    """Hold the declaration against other documents of the product."""
    from dataclasses import asdict

    from celca.audit import consistent
    from celca.declaration import read_declaration

    checks = [c for o in others for c in consistent(result.declaration, read_declaration(o))]
    return checks, [asdict(c) for c in checks]


def _checklist(
    result: Inspection | Verdict, given: dict[str, Any]
) -> tuple[tuple[Item, ...], dict[str, Any]]:
    from celca.assess import open_prices
    from celca.audit import Evidence, Verdict, checklist, quality, read_facts
    from celca.audit.checklists import to_dict

    facts, standard = read_facts(given["facts"]), given["standard"]
    evidence = Evidence(None, result.declaration, facts=facts)
    if isinstance(result, Verdict):
        prices = open_prices(given["database"], given["method"])
        rated = quality(result.study, prices)
        evidence = Evidence(result.study, result.declaration, rated, facts)
    items = checklist(evidence, standard)
    return items, to_dict(items, standard)


def _print(data: Any, parts: list[RenderableType], as_json: bool) -> None:  # noqa: ANN401
    if as_json:
        print_json(data)
    else:
        from celca.cli import tables

        tables.show(*parts)
