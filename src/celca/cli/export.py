"""`celca export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from celca.cli.options import database, method, options_from, reading, variants


@click.command("export")
@click.argument("study")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["pact", "catena-x", "ouranos", "alca", "lcax", "battery"]),
    default="pact",
    show_default=True,
    help="What to write.",
)
@click.option("--out", "-o", type=click.Path(path_type=Path), required=True, help="JSON to write.")
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
def command(ctx: click.Context, /, study: str, form: str, out: Path, as_json: bool,
            **given: Any) -> None:  # noqa: ANN401  # fmt: skip
    """Write the footprint of STUDY for other firms' programs.

    STUDY may also be a PACT 2 footprint or a Catena-X PCF (.json): it is written as PACT 3. Exit
    code: 0 whole, 3 written but with fields that only the company can give; they are listed.
    """
    from celca.exchange import Request, convert, export, write_export

    if study.lower().endswith(".json"):
        found = convert(Path(study))
    else:
        company, created = given.pop("company"), given.pop("created")
        request = Request(form, company, created, given["database"], given["method"])
        found = export(study, request, options_from(given))
    write_export(found, out)
    if as_json:
        from dataclasses import asdict

        findings = [asdict(f) for f in found.findings]
        told = {"file": str(out), "complete": found.complete, "findings": findings}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo(f"Wrote {out}.")
        for finding in found.findings:
            mark = "!" if finding.severity == "warning" else " "
            click.echo(f"{mark} {finding.message}")
    ctx.exit(0 if found.complete else 3)
