"""`celca doctor`."""

from __future__ import annotations

import json

import click

from celca.cli.options import as_json


@click.command("doctor")
@as_json
def command(as_json: bool) -> None:
    """Check the installation: packages, database, solver; print what would be used."""
    from celca.cli.checkup import checkup

    report = checkup()
    if as_json:
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        from celca.cli.check_tables import doctor_tables
        from celca.cli.tables import show

        show(*doctor_tables(report))
