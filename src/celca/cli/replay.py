"""`celca replay`."""

from __future__ import annotations

from pathlib import Path

import click

from celca.cli.options import as_json
from celca.cli.printing import print_json


@click.command("replay")
@click.argument("evidence", type=click.Path(path_type=Path))
@click.option(
    "--signed-by", type=click.Path(path_type=Path), help="PEM of the key it must be signed with."
)
@click.option("--manifest", default="", help="SHA-256 that its manifest must have.")
@as_json
@click.pass_context
def command(
    ctx: click.Context, evidence: Path, signed_by: Path | None, manifest: str, as_json: bool
) -> None:
    """Calculate an EVIDENCE bundle anew, and say how far it comes to the same.

    Exit code: 0 bit-identical or equal to 1e-12, 1 different, 2 altered, signed
    otherwise (--signed-by), another (--manifest), or no bundle.
    """
    from celca.audit import replay

    result = replay(evidence, signed_by, manifest)
    if as_json:
        print_json(result.to_dict())
    else:
        from celca.cli.replay_tables import replay_tables
        from celca.cli.tables import show

        show(*replay_tables(result))
    code = {"different": 1, "altered": 2, "signed otherwise": 2, "another bundle": 2}
    ctx.exit(code.get(result.verdict, 0))
