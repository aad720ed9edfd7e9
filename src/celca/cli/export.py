"""`celca export`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from celca.cli.options import database, method, options_from, reading, variants
from celca.cli.printing import print_json

MODELS = ("brightway", "datapackage", "json-ld")


@click.command("export")
@click.argument("study")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(
        ["pact", "catena-x", "material-content", "ouranos", "ouranos-parts", "alca", "lcax"]
        + ["openlca", "battery", *MODELS]
    ),
    default="pact",
    show_default=True,
    help="What to write.",
)
@click.option("--out", "-o", required=True, help="File to write, or bw:PROJECT/DATABASE.")
@click.option(
    "--company", type=click.Path(path_type=Path), help="TOML of what only the company knows."
)
@click.option("--created", default="", help="Moment of making: 2026-01-31T00:00:00Z. Now if not.")
@click.option("--json", "as_json", is_flag=True, help="Print findings as JSON.")
@variants
@reading
@method
@database
@click.pass_context
def command(ctx: click.Context, /, study: str, form: str, out: str, as_json: bool,
            **given: Any) -> None:  # noqa: ANN401  # fmt: skip
    """Write the footprint of STUDY for other firms' programs, or STUDY itself as a database.

    As a database (brightway, datapackage, json-ld) it holds a process per scenario. STUDY may
    also be another firm's file (.json): a PACT 2 footprint or a Catena-X PCF is written as
    PACT 3, an Ouranos partsStructure or a Catena-X material content as a bill of materials. Exit
    code: 0 whole, 3 written but with fields that only the company can give; they are listed.
    """
    from celca.exchange import Request, convert, export, write_export

    if form in MODELS:
        _model(study, form, out, as_json, given)
        return
    if study.lower().endswith(".json"):
        found = convert(Path(study))
    else:
        company, created = given.pop("company"), given.pop("created")
        request = Request(form, company, created, given["database"], given["method"])
        found = export(study, request, options_from(given))
    write_export(found, Path(out))
    if as_json:
        from dataclasses import asdict

        findings = [asdict(f) for f in found.findings]
        told = {"file": str(out), "complete": found.complete, "findings": findings}
        print_json(told)
    else:
        click.echo(f"Wrote {out}.")
        for finding in found.findings:
            mark = "!" if finding.severity == "warning" else " "
            click.echo(f"{mark} {finding.message}")
    ctx.exit(0 if found.complete else 3)


def _model(study: str, form: str, out: str, as_json: bool, given: dict[str, Any]) -> None:
    """Write a study as a database, and say what its processes are called and score."""
    from celca.exchange import Request, export_model

    request = Request(form, database=given["database"], method=given["method"])
    told = export_model(study, request, out, options_from(given))
    if as_json:
        print_json(told)
        return
    click.echo(f"Wrote {told['written']}: {told['processes']} processes, of which the product's:")
    for product in told["products"]:
        number = f"number {product['id']}, " if "id" in product else ""
        click.echo(f"  {product['process']}: {number}{product['kg_co2e']:.6g} kg CO2e")
    for finding in told["findings"]:
        click.echo(f"  {finding['message']}")
