"""Tables of checks of the installation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import table

__all__ = ["doctor_tables"]


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
