"""`celca bundle`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from celca.cli.options import context, options_from, reading, variants
from celca.cli.printing import print_json


@click.command("bundle")
@click.argument("study")
@click.option("--out", "-o", type=click.Path(path_type=Path), required=True, help="Zip to write.")
@click.option("--sign", type=click.Path(path_type=Path), help="PEM of an Ed25519 key.")
@variants
@reading
@context
def command(
    study: str,
    out: Path,
    sign: Path | None,
    database: str,
    method: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Write all that the footprint of STUDY was made from, for a third person to repeat.

    Its files, the database, method and versions, result, checklists, numbered vouchers, and the
    hash of each; `celca replay` calculates it anew.
    """
    from celca.audit import Basis, bundle

    found = bundle(study, out, Basis(database, method, options_from(given)), sign)
    if as_json:
        told = {**asdict(found), "path": str(found.path)}
        print_json(told)
    else:
        signed = "signed" if found.signed else "not signed"
        click.echo(
            f"Wrote {out}: {found.files} files, {found.total_kg_co2e:.4g} kg CO2e, {signed}."
        )
        click.echo(f"Manifest: sha256 {found.sha256}")
