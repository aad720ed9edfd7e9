"""`celca verify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from celca.cli.options import context, options_from, reading

if TYPE_CHECKING:
    from celca.audit import Inspection, Verdict

_STANDARDS = ("iso14067", "ghgp", "pact", "jp", "battery")


@click.command("verify")
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
@click.option("--draws", type=int, default=0, help="Monte Carlo draws; 0 for none.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@reading
@context
@click.pass_context
def command(ctx: click.Context, /, declared: str, as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """Check a DECLARED footprint: against a study, or by itself.

    DECLARED is a number of kg CO2e (64.5), one with its unit ('840 g CO2e/piece'), a JSON file
    (PACT, Catena-X PCF, Ouranos cfp, lcax, ILCD+EPD), or a table of many values (.csv, .xlsx).
    Exit code: 0 agrees or consistent, 1 differs or inconsistent, 2 bad input or cannot be judged.
    """
    if given["against"] is None and Path(declared).suffix.lower() in (".csv", ".tsv", ".xlsx"):
        from celca.audit import screen

        found = screen(Path(declared))
        _print(found.to_dict(), "screening_tables", (found,), as_json)
        ctx.exit(0)
    result = _judged(declared, as_json, given)
    from celca.audit import Inspection

    data, name = result.to_dict(), "verdict_tables"
    if isinstance(result, Inspection):
        name = "inspection_tables"
    if given["standard"]:
        data["checklist"] = _checklist(result, given)
    _print(data, name, (result,), as_json)
    if given["standard"] and not as_json:
        from celca.audit import Item
        from celca.cli import audit_tables, tables

        listed = data["checklist"]
        items = [Item(**item) for item in listed["items"]]
        tables.show(*audit_tables.checklist_tables(items, listed["title"]))
    ctx.exit({"agrees": 0, "consistent": 0, "differs": 1, "inconsistent": 1}.get(result.verdict, 2))


def _judged(declared: str, as_json: bool, given: dict[str, Any]) -> Inspection | Verdict:
    from celca.audit import inspect, verify

    if given["against"] is None:
        return inspect(declared, given["sector"])
    from celca.cli.drawing import drawn_footprint

    options, where = options_from(given), (given["against"], given["database"], given["method"])
    drawn = None
    if given["draws"]:
        drawn = drawn_footprint(*where, options, (given["draws"], given["seed"], as_json))
    return verify(declared, *where, given["tolerance"], options, drawn)


def _checklist(result: Inspection | Verdict, given: dict[str, Any]) -> dict[str, Any]:
    from celca.audit import Evidence, Verdict, checklist, read_facts
    from celca.audit.checklists import to_dict

    facts = read_facts(given["facts"])
    if isinstance(result, Verdict):
        evidence = Evidence(result.study, result.declaration, facts=facts)
    else:
        evidence = Evidence(None, result.declaration, facts=facts)
    return to_dict(checklist(evidence, given["standard"]), given["standard"])


def _print(data: Any, name: str, parts: tuple[Any, ...], as_json: bool) -> None:  # noqa: ANN401
    if as_json:
        click.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        from celca.cli import audit_tables, tables

        tables.show(*getattr(audit_tables, name)(*parts))
