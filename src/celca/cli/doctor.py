"""`celca doctor`."""

from __future__ import annotations

import click

from celca.cli.options import as_json
from celca.cli.printing import print_json


@click.command("doctor")
@as_json
def command(as_json: bool) -> None:
    """Check the installation: packages, database, solver; print what would be used."""
    from celca.cli.checkup import checkup

    report = checkup()
    if as_json:
        print_json(report)
    else:
        from celca.cli.check_tables import doctor_tables
        from celca.cli.tables import show

        show(*doctor_tables(report))
