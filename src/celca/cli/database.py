"""`celca database`."""

from __future__ import annotations

import json
from typing import Any

import click

from celca.cli.options import as_json, method


@click.group("database")
def command() -> None:
    """List, show and check databases."""


def _print(data: Any, as_json: bool, table: str) -> None:  # noqa: ANN401
    if as_json:
        click.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))
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
@method
@as_json
def show(name: str, method: str, as_json: bool) -> None:
    """Show what a database holds: NAME is one that is listed, or a folder."""
    from celca.audit.database import summary

    _print(summary(name, method), as_json, "summary_tables")


@command.command("check")
@click.argument("name", default="celca-open")
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
