"""`celca database`."""

from __future__ import annotations

from typing import Any

import click

from celca.cli.options import as_json, method, providers
from celca.cli.printing import print_json


@click.group("database")
def command() -> None:
    """List, show, check, import and export databases."""


def _print(data: Any, as_json: bool, table: str) -> None:  # noqa: ANN401
    if as_json:
        print_json(data)
    else:
        from celca.cli import database_tables, tables

        tables.show(*getattr(database_tables, table)(data))


@command.command("list")
@as_json
def list_(as_json: bool) -> None:
    """List the databases that come with celca."""
    from celca.audit.database import listing

    _print(listing(), as_json, "listing_tables")


@command.command("show")
@click.argument("name", default="celca-open")
@providers("name")
@method
@as_json
def show(name: str, method: str, as_json: bool) -> None:
    """Show what a database holds: NAME is listed, a folder, bw:PROJECT/DATABASE or a file."""
    from celca.audit.database import summary

    _print(summary(name, method), as_json, "summary_tables")


@command.command("check")
@click.argument("name", default="celca-open")
@providers("name")
@method
@as_json
@click.pass_context
def check(ctx: click.Context, name: str, method: str, as_json: bool) -> None:
    """Recompute the published values, and look for uncited figures and broken balances.

    Exit code: 0 sound, 1 uncited figures or broken balances.
    """
    from celca.audit.database import check_database

    report = check_database(name, method)
    _print(report, as_json, "check_tables")
    ctx.exit(1 if report["uncited"] or report["balance_errors"] else 0)


@command.command("import")
@click.argument("source")
@click.option(
    "--as",
    "-o",
    "folder",
    default="",
    help="Folder to write, which must not exist; by the database's name if not given.",
)
@click.option("--money", default="", help="Currency and year of a table: 'USD 2012'.")
@providers("source")
@as_json
def import_(source: str, folder: str, money: str, as_json: bool) -> None:
    """Convert SOURCE into a folder in celca's format.

    SOURCE is bw:PROJECT/DATABASE, openLCA's JSON-LD or ILCD (.zip), EcoSpold 1 or 2 (a folder,
    .zip, .spold), a .csv of SimaPro, an input-output table (.npz, or a folder of pymrio), or a
    list of emission factors (.csv, .xlsx).
    """
    from celca.cli.progress import busy
    from celca.readers import import_database

    with busy(f"Reading {source} …", quiet=as_json):
        report = import_database(source, folder, money=money)
    _print(report, as_json, "import_tables")


@command.command("export")
@click.argument("name", default="celca-open")
@click.option("--to", "target", required=True, help="bw:PROJECT/DATABASE, or a .zip to write.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["brightway", "json-ld", "datapackage"]),
    help="What to write; by the target if not given (.zip: json-ld).",
)
@providers("name")
@method
@as_json
def export(name: str, target: str, form: str | None, method: str, as_json: bool) -> None:
    """Hand a database on: to a Brightway project, to openLCA (JSON-LD), or as a datapackage."""
    from celca.readers import export_database

    _print(export_database(name, target, method, form or ""), as_json, "import_tables")
