"""Write the expected.json of every example anew: `python examples/refresh.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from celca.assess import Options, footprint
from celca.scenario import read_scenarios


def answer(study: Path) -> dict[str, Any]:
    """Return the figures of an example that its test compares [kg CO2e per declared unit]."""
    scenarios = study / "scenarios.toml"
    changes = read_scenarios(scenarios) if scenarios.is_file() else ()
    result = footprint(study, options=Options(changes=changes))
    return {
        "total_kg_co2e": result.total_kg_co2e,
        "total_excluding_uptake_kg_co2e": result.total_excluding_uptake_kg_co2e,
        "by_stage": dict(result.by_stage),
        "by_category": dict(result.by_category),
        "variants": {v.name: v.total_kg_co2e for v in result.variants},
        "database": dict(result.database),
    }


def main() -> None:
    """Write the answers, and print them for the reader to judge."""
    for about in sorted(Path(__file__).parent.glob("*/product.toml")):
        text = json.dumps(answer(about.parent), indent=2, ensure_ascii=False)
        (about.parent / "expected.json").write_text(text + "\n", encoding="utf-8")
        print(about.parent.name, text)


if __name__ == "__main__":
    main()
