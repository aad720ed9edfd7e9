"""Read a scenario file: named changes of a product, and every combination of them.

[scenarios."half recycled, lighter"]
recycled = { aluminium = 0.5 }
mass = { housing = 0.9 }
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

from celca.errors import FileFault, UsageError
from celca.inventory import VariantName
from celca.product import Change, OtherMaterial, treatment_shares
from celca.product.life import LIFE_CHANGES
from celca.product.record import TREATMENTS
from celca.product.toml import Table, read_toml

__all__ = ["combined", "read_scenarios"]

_KEYS = tuple(f.name for f in fields(Change) if f.name != "name")
_MOST_COMBINED = 6
_TAKEN = {"as_specified", *(f"all_{variant}" for variant in get_args(VariantName))}


def read_scenarios(path: Path) -> tuple[Change, ...]:
    """Return the changes that a scenario file names, in its order. Raises FileFault."""
    top = read_toml(path, ("scenarios",)).open_table("scenarios")
    if not top.values:
        raise FileFault(path.name, "names no scenario.", "Write [scenarios.NAME] tables.")
    for name in _TAKEN & top.values.keys():
        raise FileFault(
            path.name, f"a scenario cannot be called {name!r}.", "A variant of celca's own is."
        )
    return tuple(_change(name, top.table(name, _KEYS)) for name in top.values)


def _change(name: str, table: Table) -> Change:
    def each(key: str, read: str) -> dict[str, Any]:
        inside = table.open_table(key)
        return {k: getattr(inside, read)(k) for k in inside.values}

    uses = table.number("uses") if table.has("uses") else None
    return Change(
        name=name,
        recycled=each("recycled", "share"),
        bio_based=each("bio_based", "share"),
        material=_materials(table.open_table("material")),
        mass=each("mass", "factor"),
        process=each("process", "text"),
        place=each("place", "text"),
        grid=each("grid", "text"),
        everywhere=each("everywhere", "text"),
        supplier_value=each("supplier_value", "number"),
        end_of_life=_ends(table.open_table("end_of_life")),
        use=each("use", "factor"),
        life=table.table("life", LIFE_CHANGES).values,
        uses=uses,
    )


def _materials(table: Table) -> dict[str, OtherMaterial]:
    out = {}
    for name, value in table.values.items():
        if isinstance(value, str):
            advice = f'Write {{ to = "{value}" }}, with a mass_ratio where it takes more or less.'
            raise FileFault(table.where, f"{name!r} is {value!r}, not a table.", advice)
        other = table.table(name, ("to", "mass_ratio"))
        out[name] = OtherMaterial(other.text("to"), other.number("mass_ratio", 1.0))
    return out


def _ends(table: Table) -> dict[str, dict[str, float]]:
    return {name: treatment_shares(table.table(name, TREATMENTS)) for name in table.values}


def combined(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return every combination of the changes, singles first: the full factorial.

    Where two set the same thing, the later one holds; repairs and the like add up.
    Raises UsageError for more than 6.
    """
    if len(changes) > _MOST_COMBINED:
        raise UsageError(
            f"{len(changes)} scenarios would be combined into {2 ** len(changes) - 1};"
            f" combine {_MOST_COMBINED} at most."
        )
    sizes = range(1, len(changes) + 1)
    return tuple(_merged(chosen) for k in sizes for chosen in combinations(changes, k))


def _merged(changes: Sequence[Change]) -> Change:
    out: dict[str, dict[str, Any]] = {key: {} for key in _KEYS if key != "uses"}
    for change in changes:
        for key, held in out.items():
            for name, value in getattr(change, key).items():
                both = isinstance(value, list) and name in held
                held[name] = [*held[name], *value] if both else value
    uses = [c.uses for c in changes if c.uses is not None]
    name = " + ".join(c.name for c in changes)
    return Change(name=name, **out, uses=uses[-1] if uses else None)
