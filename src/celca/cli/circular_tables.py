"""Tables of `celca circular`: savings at the material and in the product, contents, indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import number, percent, table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.assess import Circularity
    from celca.scenario import CircularMaterial

__all__ = ["circular_tables", "indicator_tables"]

_MOST_COLUMNS = 4
_WIDE = 24
_REFUSED = (
    "refused: the rule needs a figure that nobody gave; 'celca footprint STUDY --allocation RULE'"
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


def circular_tables(
    rows: Sequence[CircularMaterial], tongue: Tongue = ENGLISH
) -> list[RenderableType]:
    """Return the answer to `celca circular`."""
    from celca.scenario import against_claim

    materials = len({r.material for r in rows})
    less, within, more = against_claim(rows)
    claim = tongue(
        "{count} circular variants of {materials} materials; {within} of them save 20 to 90 % at"
        " the material, uptake not counted. {more} save more and {less} less: look at what each"
        " rests on.",
        count=len(rows),
        materials=str(materials),
        within=within,
        more=more,
        less=less,
    )
    held = [r for r in rows if r.product_boundary]
    return [_changes(rows, held, tongue), Text(claim), *_rule_tables(held, tongue)]


def _changes(
    rows: Sequence[CircularMaterial], held: Sequence[CircularMaterial], tongue: Tongue
) -> Table:
    """Return the change of each variant at the material and, where one is given, in a product."""
    title = tongue("kg CO2e/kg, cradle-to-gate, cut-off")
    figures = (tongue("virgin"), tongue("variant"), tongue("change"), tongue("without uptake"))
    heads = [(tongue("material"), ""), (tongue.name("head", "variant"), "")]
    heads += [(figure, "right") for figure in figures]
    cells = [
        [
            tongue.name("material", r.material),
            tongue.name("input", r.variant),
            number(r.virgin_kg_co2e_per_kg),
            number(r.variant_kg_co2e_per_kg),
            percent(r.change_percent),
            percent(r.change_excluding_uptake_percent),
        ]
        for r in rows
    ]
    if held:
        rule, boundary = held[0].product_allocation, held[0].product_boundary
        title += tongue(
            "; in the product {boundary}, {allocation}", boundary=boundary, allocation=rule
        )
        heads.append((tongue("in the product"), "right"))
        for cell, r in zip(cells, rows, strict=True):
            cell.append(percent(r.product_change_percent))
    return table(title, heads, cells)


def _rule_tables(rows: Sequence[CircularMaterial], tongue: Tongue) -> list[RenderableType]:
    """Return the change in the product under every rule, a column for each variant."""
    out: list[RenderableType] = []
    for start in range(0, len(rows), _MOST_COLUMNS):
        some = rows[start : start + _MOST_COLUMNS]
        named = [
            f"{tongue.name('material', r.material)}\n{tongue.name('input', r.variant)}"
            for r in some
        ]
        heads = [(tongue("rule"), ""), *((name, "right") for name in named)]
        cells = [
            [
                tongue.name("allocation", rule),
                *(percent(r.by_allocation[rule]) or tongue("refused") for r in some),
            ]
            for rule in some[0].by_allocation
        ]
        title = "Change of the product from all virgin, {boundary}, by rule"
        out.append(table(tongue(title, boundary=some[0].product_boundary), heads, cells))
    if any(change is None for r in rows for change in r.by_allocation.values()):
        out.append(Text(f"  {tongue(_REFUSED)}"))
    return out


def indicator_tables(found: Circularity, tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return what the materials of a product were before, and its indicators."""
    told = [key for key in _ORIGINS if any(m[key] for m in found.materials)]
    named = _ORIGINS if tongue.says is None else {k: tongue.name("origin", k) for k in told}
    heads = [(tongue("material"), ""), ("kg", "right"), *((named[key], "right") for key in told)]
    cells = [
        [
            tongue.name("material", m["material"])[:_WIDE],
            number(m["mass_kg"]),
            *(_share(m[key]) for key in told),
        ]
        for m in found.materials
    ]
    title = tongue("What each material was before, share of its mass (Catena-X)")
    out: list[RenderableType] = [table(title, heads, cells)]
    out += [_indicators(found, tongue), _reasons(found, tongue)]
    left = (tongue("Left out: {reason}", reason=tongue.told(why)) for why in found.left_out)
    return out + [Text(f"  {line}") for line in left]


def _indicators(found: Circularity, tongue: Tongue) -> Table:
    into, out = found.inflow or {}, found.outflow or {}
    rows = [
        (tongue("recycled content, ISO 14021"), _share(found.recycled_content), ""),
        (tongue("bio-based content"), _share(found.bio_based_content), ""),
        ("MCI", f"{found.mci:.3f}", f"X = {found.utility:.3g}"),
        *((tongue("{kind} inflow", kind=kind), *said) for kind, *said in _flows(into, "I", tongue)),
        *((tongue("{kind} outflow", kind=kind), *said) for kind, *said in _flows(out, "O", tongue)),
        (tongue("RLP, life against the industry"), _ratio(found.lifetime_ratio), "ISO 59020"),
        (tongue("circular inflow, outflow"), _pair(found.cti, "inflow", "outflow"), "CTI"),
        (tongue("material circularity"), _share(found.cti.get("material_circularity")), "CTI"),
        (
            "入口側, 出口側の循環利用率",
            _pair(found.japan, "entry_rate", "exit_rate"),
            tongue("Japan"),
        ),
        (
            tongue("recyclable"),
            _share(found.recyclability.get("share")),
            tongue("for the reasons below"),
        ),
    ]
    return table(tongue("Indicators of the product"), [("", ""), ("", "right"), ("", "")], rows)


def _reasons(found: Circularity, tongue: Tongue) -> Table:
    judged = found.recyclability.get("materials", ())
    rows = [
        (
            tongue.name("material", m["material"])[:_WIDE],
            tongue("yes") if m["recyclable"] else tongue("no"),
            tongue.told(m["reason"]),
        )
        for m in sorted(judged, key=lambda m: -float(m["mass_kg"]))
    ]
    return table(
        tongue("Recyclable?"), [(tongue("material"), ""), ("", ""), (tongue("why"), "")], rows
    )


def _flows(flows: Mapping[str, float], way: str, tongue: Tongue) -> Iterator[tuple[str, str, str]]:
    """Yield what each kind of flow is called, its share, and its sign in the standard."""
    for kind, sign in (("reused", "REU"), ("recycled", "REC"), ("renewable", "REN")):
        yield tongue.name("flow", kind), _share(flows.get(kind)), f"ISO 59020, %{sign}{way}"


def _pair(values: Mapping[str, Any], one: str, other: str) -> str:
    return f"{_share(values.get(one))}, {_share(values.get(other))}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"
