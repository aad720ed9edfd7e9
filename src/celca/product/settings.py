"""Read what allocation rules ask for where the database does not say."""

from __future__ import annotations

from celca.errors import FileFault
from celca.matching import Matcher
from celca.product.recovery import CircularSettings, MaterialSettings
from celca.product.toml import Table

__all__ = ["read_settings"]

_NUMBERS = ("allocation_factor", "quality_ratio", "heat_efficiency", "electricity_efficiency")
_KEYS = (*_NUMBERS, "energy_allocation", "heat", "electricity")
_OF_MATERIAL = (
    *("allocation_factor", "quality_ratio", "quality_in", "quality_out", "price_ratio", "lhv"),
    *("end_of_waste_in", "end_of_waste_out", "recycling", "substitutes"),
)


def read_settings(top: Table, matcher: Matcher) -> CircularSettings:
    """Return [circularity], and what its tables say of single materials."""
    whole = top.open_table("circularity")
    own = {k: v for k, v in whole.values.items() if not isinstance(v, dict)}
    table = Table(whole.file, whole.path, own).only(_KEYS)
    materials = {}
    for name in whole.values.keys() - own.keys():
        said = whole.table(name, _OF_MATERIAL)
        materials[matcher.match(name, said.where).target] = _of_material(said, matcher)
    return CircularSettings(
        **{key: table.share(key) for key in _NUMBERS},
        energy_allocation=table.share("energy_allocation") or 0.0,
        heat=_process(table, "heat", matcher),
        electricity=_process(table, "electricity", matcher),
        materials=materials,
    )


def _of_material(table: Table, matcher: Matcher) -> MaterialSettings:
    both = table.share("quality_ratio")
    if both is not None and (table.has("quality_in") or table.has("quality_out")):
        raise FileFault(
            table.where, "give 'quality_ratio', or 'quality_in' and 'quality_out', not both."
        )
    return MaterialSettings(
        allocation_factor=table.share("allocation_factor"),
        quality_in=table.share("quality_in") if both is None else both,
        quality_out=table.share("quality_out") if both is None else both,
        price_ratio=table.share("price_ratio"),
        lhv=table.number("lhv") if table.has("lhv") else None,
        end_of_waste_in=table.share("end_of_waste_in") or 0.0,
        end_of_waste_out=table.share("end_of_waste_out") or 0.0,
        recycling=_process(table, "recycling", matcher, "kg"),
        substitutes=_process(table, "substitutes", matcher, "kg"),
    )


def _process(table: Table, key: str, matcher: Matcher, unit: str = "") -> str:
    """Return the process that an entry names, '' where it is not given."""
    if not table.has(key):
        return ""
    found = matcher.match(table.text(key), table.where, "process").target
    process = matcher.inventory.process_by_id.get(found)
    if process is None or (unit and process.unit != unit):
        by = process.unit if process else "no process"
        raise FileFault(
            table.where, f"{key!r} needs a process by {unit}, but {found!r} is by {by}."
        )
    return found
