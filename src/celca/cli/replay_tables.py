"""The answer to `celca replay`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import listed, number

if TYPE_CHECKING:
    from celca.audit import Replay

__all__ = ["replay_tables"]


def replay_tables(result: Replay) -> list[RenderableType]:
    """Return the answer to `celca replay`."""
    head = Text.assemble((result.verdict, "bold"))
    if result.recalculated_kg_co2e is not None:
        head.append(
            f"   recorded {number(result.recorded_kg_co2e)},"
            f" recalculated {number(result.recalculated_kg_co2e)} kg CO2e"
        )
    head.append(f"\nSignature: {result.signature}{f', by {result.key}' if result.key else ''}")
    head.append(f"\nManifest: sha256 {result.manifest}")
    changed = [
        f"{name}: {v['then']} then, {v['now']} now"
        for name, v in result.versions.items()
        if v["then"] != v["now"]
    ]
    return [
        head,
        *listed("Altered", result.altered),
        *listed("Different", result.differences),
        *listed("Other versions", changed),
        *listed("Other than here, where other versions made them", result.unchecked),
    ]
