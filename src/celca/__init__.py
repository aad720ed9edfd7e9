"""celca: life cycle assessment and carbon footprints of products, from a bill of materials.

    import celca
    result = celca.footprint("bom.csv")
    print(result.total_kg_co2e)

The names below are loaded when they are first used, so that importing celca is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from celca.version import __version__

if TYPE_CHECKING:
    from celca.assess import Footprint, Options, footprint, open_prices
    from celca.audit import bundle, replay, verify
    from celca.catalog import score_catalog as score
    from celca.exchange import export
    from celca.inventory import read_inventory
    from celca.scenario import compare

__all__ = [
    "Footprint",
    "Options",
    "__version__",
    "bundle",
    "compare",
    "export",
    "footprint",
    "open_prices",
    "read_inventory",
    "replay",
    "score",
    "verify",
]

_HOMES = {
    "Footprint": ("celca.assess", "Footprint"),
    "Options": ("celca.assess", "Options"),
    "bundle": ("celca.audit", "bundle"),
    "compare": ("celca.scenario", "compare"),
    "export": ("celca.exchange", "export"),
    "footprint": ("celca.assess", "footprint"),
    "open_prices": ("celca.assess", "open_prices"),
    "read_inventory": ("celca.inventory", "read_inventory"),
    "replay": ("celca.audit", "replay"),
    "score": ("celca.catalog", "score_catalog"),
    "verify": ("celca.audit", "verify"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOMES:
        raise AttributeError(f"module 'celca' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
