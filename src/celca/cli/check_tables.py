"""Tables of checks: a declared value against its study, and the installation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import number, table

if TYPE_CHECKING:
    from celca.audit import Verdict

__all__ = ["doctor_tables", "verdict_tables"]


def verdict_tables(result: Verdict) -> list[RenderableType]:
    """Return the answer to `celca verify`."""
    off = result.difference_percent
    head = Text.assemble(
        (result.verdict, "bold"),
        f"   declared {number(result.declared_kg_co2e)},"
        f" recalculated {number(result.recalculated_kg_co2e)} kg CO2e",
        "" if off is None else f", {off:+.1f} % (tolerance {result.tolerance_percent:g} %)",
    )
    if result.inside_band is not None:
        where = "inside" if result.inside_band else "outside"
        head.append(f"\nThe declared value lies {where} the 95 % band of the recalculation.")
    checks = table(
        "Checks",
        [("result", ""), ("check", ""), ("what was found", "")],
        [(c.result, c.id, c.message) for c in result.checks],
    )
    why = [Text(f"  {line}") for line in result.explanations]
    return [head, *([Text("What would explain it", style="bold"), *why] if why else []), checks]


def doctor_tables(report: Mapping[str, Any]) -> list[RenderableType]:
    """Return the answer to `celca doctor`."""
    packages = [(n, v or "MISSING") for n, v in report["packages"].items()]
    for extra, names in report["extras"].items():
        packages += [
            (n, v or f"not installed: pip install 'celca[{extra}]'") for n, v in names.items()
        ]
    solver = report["solver"]
    lines = [
        f"celca {report['celca']}, Python {report['python']}, {report['platform']}",
        f"Solver: {solver['name']}, {'right' if solver['right'] else 'WRONG'} on the example of"
        f" Heijungs and Suh, error bound {solver['error_bound']:.1g}",
        *(
            f"Database {d['name']} {d['version']}: {d['processes']} processes, priced in"
            f" {1000 * d['seconds_to_price']:.0f} ms, {d['folder']}"
            for d in report["databases"]
        ),
    ]
    return [Text("\n".join(lines)), table("Packages", [("package", ""), ("version", "")], packages)]
