"""What the lives of a catalogue's products were made of, kept to price them again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from celca.catalog.pricing import Lives, PriceList
from celca.catalog.results.kept_things import Priced
from celca.matching import Matcher
from celca.product import Change
from celca.product.change import OtherMaterial
from celca.product.toml import Table
from celca.system import Intensities

__all__ = ["KeptLives"]


@dataclass(frozen=True)
class KeptLives:
    """Life cycles, scenarios, changes and decided names of a run, as JSON; '' for none."""

    told: str

    @classmethod
    def of(cls, priced: Priced) -> KeptLives:
        """Return those of a run."""
        lives = priced.lives
        if lives is None:
            return cls("")
        kept = {
            "cycles": {name: table.values for name, table in lives.cycles.items()},
            "scenarios": [asdict(change) for change in lives.scenarios.values()],
            "changes": [asdict(change) for change in priced.changes],
            "decisions": dict(lives.matcher.decisions),
        }
        return cls(json.dumps(kept, ensure_ascii=False, default=_plain))

    def priced(self, prices: Intensities, listed: PriceList) -> Priced:
        """Return what things cost in the same lives with other prices."""
        if not self.told:
            return Priced(listed)
        kept = json.loads(self.told)
        matcher = Matcher(prices.system.inventory, kept["decisions"])
        cycles = {n: Table("life cycles", n, values) for n, values in kept["cycles"].items()}
        scenarios = {told["name"]: _change(told) for told in kept["scenarios"]}
        changes = tuple(map(_change, kept["changes"]))
        return Priced(listed, Lives(prices, listed, matcher, cycles, scenarios), changes)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return what JSON can hold of a value that a TOML file has."""
    return dict(value) if isinstance(value, Mapping) else str(value)


def _change(told: Mapping[str, Any]) -> Change:
    material = {name: OtherMaterial(**other) for name, other in told["material"].items()}
    return Change(**{**told, "material": material})
