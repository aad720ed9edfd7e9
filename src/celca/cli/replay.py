"""`celca replay`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from celca.cli.options import as_json


@click.command("replay")
@click.argument("evidence", type=click.Path(path_type=Path))
@as_json
@click.pass_context
def command(ctx: click.Context, evidence: Path, as_json: bool) -> None:
    """Calculate an EVIDENCE bundle anew, and say how far it comes to the same.

    Exit code: 0 bit-identical or equal to 1e-12, 1 different, 2 altered or no bundle.
    """
    from celca.audit import replay

    result = replay(evidence)
    if as_json:
        click.echo(json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        from celca.cli import audit_tables, tables

        tables.show(*audit_tables.replay_tables(result))
    ctx.exit({"different": 1, "altered": 2}.get(result.verdict, 0))
