"""Tables of `celca circular`: savings at the material and in the product, contents, indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import number, percent, table

if TYPE_CHECKING:
    from celca.assess import Circularity
    from celca.scenario import CircularMaterial

__all__ = ["circular_tables", "indicator_tables"]

_MOST_COLUMNS = 4
_REFUSED = (
    "  refused: the rule needs a figure that nobody gave; 'celca footprint STUDY --allocation RULE'"
    " says which."
)
_ORIGINS = {
    "primary": "primary",
    "primary_bio_based": "primary,\nbio-based",
    "pre_consumer": "pre-\nconsumer",
    "post_consumer": "post-\nconsumer",
    "origin_not_stated": "recycled,\nunstated",
    "secondary_bio_based": "recycled,\nbio-based",
    "reused": "reused\nparts",
    "mass_balanced": "by cer-\ntificate",
}


def circular_tables(rows: Sequence[CircularMaterial]) -> list[RenderableType]:
    """Return the answer to `celca circular`."""
    from celca.scenario import within_claim

    materials = len({r.material for r in rows})
    claim = (
        f"{len(rows)} circular variants of {materials} materials; {within_claim(rows)} of them save"
        " 20 to 90 % at the material, uptake not counted."
    )
    held = [r for r in rows if r.product_boundary]
    return [_changes(rows, held), Text(claim), *_rule_tables(held)]


def _changes(rows: Sequence[CircularMaterial], held: Sequence[CircularMaterial]) -> Table:
    """Return the change of each variant at the material and, where one is given, in a product."""
    title = "kg CO2e/kg, cradle-to-gate, cut-off"
    heads = [
        ("material", ""),
        ("variant", ""),
        ("virgin", "right"),
        ("variant", "right"),
        ("change", "right"),
        ("without uptake", "right"),
    ]
    cells = [
        [
            r.material,
            r.variant,
            number(r.virgin_kg_co2e_per_kg),
            number(r.variant_kg_co2e_per_kg),
            percent(r.change_percent),
            percent(r.change_excluding_uptake_percent),
        ]
        for r in rows
    ]
    if held:
        title += f"; in the product {held[0].product_boundary}, {held[0].product_allocation}"
        heads.append(("in the product", "right"))
        for cell, r in zip(cells, rows, strict=True):
            cell.append(percent(r.product_change_percent))
    return table(title, heads, cells)


def _rule_tables(rows: Sequence[CircularMaterial]) -> list[RenderableType]:
    """Return the change in the product under every rule, a column for each variant."""
    out: list[RenderableType] = []
    for start in range(0, len(rows), _MOST_COLUMNS):
        some = rows[start : start + _MOST_COLUMNS]
        heads = [("rule", ""), *((f"{r.material}\n{r.variant}", "right") for r in some)]
        cells = [
            [rule, *(percent(r.by_allocation[rule]) or "refused" for r in some)]
            for rule in some[0].by_allocation
        ]
        title = f"Change of the product from all virgin, {some[0].product_boundary}, by rule"
        out.append(table(title, heads, cells))
    if any(change is None for r in rows for change in r.by_allocation.values()):
        out.append(Text(_REFUSED))
    return out


def indicator_tables(found: Circularity) -> list[RenderableType]:
    """Return what the materials of a product were before, and its indicators."""
    told = [key for key in _ORIGINS if any(m[key] for m in found.materials)]
    heads = [("material", ""), ("kg", "right"), *((_ORIGINS[key], "right") for key in told)]
    cells = [
        [m["material"][:24], number(m["mass_kg"]), *(_share(m[key]) for key in told)]
        for m in found.materials
    ]
    title = "What each material was before, share of its mass (Catena-X)"
    out: list[RenderableType] = [table(title, heads, cells), _indicators(found), _reasons(found)]
    return out + [Text(f"  Left out: {why}") for why in found.left_out]


def _indicators(found: Circularity) -> Table:
    into, out = found.inflow or {}, found.outflow or {}
    rows = [
        ("recycled content, ISO 14021", _share(found.recycled_content), ""),
        ("bio-based content", _share(found.bio_based_content), ""),
        ("MCI", f"{found.mci:.3f}", f"X = {found.utility:.3g}"),
        *_flow_rows("inflow", into, ("%REUI", "%RECI", "%RENI")),
        *_flow_rows("outflow", out, ("%REUO", "%RECO", "%RENO")),
        ("RLP, life against the industry", _ratio(found.lifetime_ratio), "ISO 59020"),
        ("circular inflow, outflow", _pair(found.cti, "inflow", "outflow"), "CTI"),
        ("material circularity", _share(found.cti.get("material_circularity")), "CTI"),
        ("入口側, 出口側の循環利用率", _pair(found.japan, "entry_rate", "exit_rate"), "Japan"),
        ("recyclable", _share(found.recyclability.get("share")), "for the reasons below"),
    ]
    return table("Indicators of the product", [("", ""), ("", "right"), ("", "")], rows)


def _reasons(found: Circularity) -> Table:
    judged = found.recyclability.get("materials", ())
    rows = [
        (m["material"][:24], "yes" if m["recyclable"] else "no", m["reason"])
        for m in sorted(judged, key=lambda m: -float(m["mass_kg"]))
    ]
    return table("Recyclable?", [("material", ""), ("", ""), ("why", "")], rows)


def _flow_rows(
    way: str, flows: Mapping[str, float], names: tuple[str, str, str]
) -> list[tuple[str, str, str]]:
    kinds = zip(("reused", "recycled", "renewable"), names, strict=True)
    return [
        (f"{kind} {way}", _share(flows.get(kind)), f"ISO 59020, {name}") for kind, name in kinds
    ]


def _pair(values: Mapping[str, Any], one: str, other: str) -> str:
    return f"{_share(values.get(one))}, {_share(values.get(other))}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"
