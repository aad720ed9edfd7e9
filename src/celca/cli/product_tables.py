"""Tables of products: a footprint, and several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import findings, number, percent, table

if TYPE_CHECKING:
    from celca.assess import Circularity, Footprint, ResultLine
    from celca.report import Spread
    from celca.scenario import AllocationRow, Comparison

__all__ = ["allocation_tables", "comparison_tables", "footprint_tables"]

_MOST_LINES = 15


def footprint_tables(result: Footprint) -> list[RenderableType]:
    """Return the answer to `celca footprint`."""
    unit = result.declared_unit
    head = Text.assemble(
        (result.product, "bold"),
        f"  per {unit.amount:g} {unit.unit}",
        f", {unit.description}" if unit.description else "",
        "\n",
        (f"{number(result.total_kg_co2e)} kg CO2e", "bold"),
        f"  {result.boundary}, {result.allocation}, {result.method}, database"
        f" {result.database['name']} {result.database['version']}",
    )
    return [
        head,
        _variants_table(result),
        _parts_table(result),
        _sums_table(result),
        *map(Text, _beside(result)),
        *findings(result.findings),
    ]


def _beside(result: Footprint) -> Iterator[str]:
    """Yield figures that stand beside the total and are no part of it."""
    life, carbon = result.lifetime, result.biogenic
    if life is not None and life.uses != 1:
        yield (
            f"One product serves {life.uses:g} uses: {number(life.once_kg_co2e)} kg CO2e once,"
            f" {number(life.per_use_kg_co2e)} for each use."
        )
    if carbon is not None and carbon.stored_at_gate:
        yield f"Stored at the gate, no credit: {number(carbon.stored_at_gate)} kg CO2, biogenic."
    late = result.supplementary.get("delayed_emissions")
    if late:
        yield (
            f"Supplementary, {late['method']}: {number(late['total_kg_co2e'])} kg CO2e with the end"
            f" of life weighted {late['weight']:.3g} for its delay."
        )


def _variants_table(result: Footprint) -> Table:
    heads = [("variant", ""), ("kg CO2e", "right"), ("change", "right")]
    heads += [("recycled", "right"), ("bio-based", "right")]
    rows = [
        [
            v.name,
            number(v.total_kg_co2e),
            percent(v.change_percent),
            f"{100 * v.recycled_content:.0f} %",
            f"{100 * v.bio_based_content:.0f} %",
        ]
        for v in result.variants
    ]
    if result.uncertainty is not None:
        heads += [("95 % band", "right"), ("surely less", "right")]
        base = result.uncertainty["median"]
        for row, spread in zip(rows, result.uncertainty["variants"], strict=True):
            sure = spread["probability_below_as_specified"]
            row += [f"{number(spread['p2_5'])} to {number(spread['p97_5'])}"]
            row += ["" if sure is None or spread["median"] == base else f"{100 * sure:.0f} %"]
    return table("The same product with other inputs", heads, rows)


def _parts_table(result: Footprint) -> Table:
    """Sum the lines by part, so that a reader finds what the bill of materials lists."""
    parts: dict[tuple[str, str], list[ResultLine]] = {}
    for line in result.lines:
        name = line.part or line.description or line.process
        parts.setdefault((name, line.part and line.material), []).append(line)
    ranked = sorted(parts.items(), key=lambda item: -sum(x.kg_co2e for x in item[1]))
    rows = [_part_row(name, material, lines) for (name, material), lines in ranked[:_MOST_LINES]]
    rest = [x for _, lines in ranked[_MOST_LINES:] for x in lines]
    if rest:
        rows.append(_part_row(f"{len(ranked) - _MOST_LINES} others", "", rest))
    heads = [
        ("part", ""),
        ("material", ""),
        ("amount", "right"),
        ("kg CO2e", "right"),
        ("share", "right"),
    ]
    if any(x.price for x in result.lines):
        heads.insert(3, ("spend-based", "right"))
    else:
        rows = [(*row[:3], *row[4:]) for row in rows]
    return table("Parts and steps, largest first", heads, rows)


def _part_row(name: str, material: str, lines: Sequence[ResultLine]) -> tuple[str, ...]:
    entering = [x for x in lines if x.stage == "raw_materials"] or list(lines)
    same = len({x.unit for x in entering}) == 1
    amount = f"{number(sum(x.amount for x in entering))} {entering[0].unit}" if same else ""
    kg, share = sum(x.kg_co2e for x in lines), sum(x.share for x in lines)
    price = entering[0].price if len(entering) == 1 else ""
    called = entering[0].process_name if price else material
    return (name[:36], called[:24], amount, price, number(kg), f"{100 * share:.1f} %")


def _sums_table(result: Footprint) -> Table:
    stages = [(n.replace("_", " "), number(v)) for n, v in result.by_stage.items() if v]
    kinds = [(n.replace("_", " "), number(v)) for n, v in result.by_category.items() if v]
    kinds.append(("total excluding uptake", number(result.total_excluding_uptake_kg_co2e)))
    c = result.circularity
    circular = [
        ("recycled content", f"{100 * c.recycled_content:.1f} %"),
        ("bio-based content", f"{100 * c.bio_based_content:.1f} %"),
        ("MCI", f"{c.mci:.2f}"),
        ("mass", f"{number(result.mass_kg)} kg"),
        *_circular_rows(c),
    ]
    height = max(len(stages), len(kinds), len(circular))
    blank = ("", "")
    columns = [list(x) + [blank] * (height - len(x)) for x in (stages, kinds, circular)]
    heads = [
        ("stage", ""),
        ("kg CO2e", "right"),
        ("category", ""),
        ("kg CO2e", "right"),
        ("circularity", ""),
        ("", "right"),
    ]
    rows = [(*a, *b, *c) for a, b, c in zip(*columns, strict=True)]
    return table("Sums", heads, rows)


def _circular_rows(c: Circularity) -> list[tuple[str, str]]:
    """Return what is not the same for every product: where it came from, where it goes."""
    shares = {
        "reused parts": c.reused_content,
        "post-consumer": c.post_consumer,
        "pre-consumer": c.pre_consumer,
        "mass balance only": c.mass_balanced,
        "CTI inflow": c.cti.get("inflow"),
        "CTI outflow": c.cti.get("outflow"),
        "recyclable": c.recyclability.get("share"),
    }
    return [(name, f"{100 * share:.1f} %") for name, share in shares.items() if share]


def comparison_tables(result: Comparison, spread: Spread | None = None) -> list[RenderableType]:
    """Return the answer to `celca compare`."""
    first = result.results[0]
    unit = first.declared_unit
    names = [variant.name for variant in first.variants if variant.name != "as_specified"]
    heads = [
        ("product", ""),
        ("kg CO2e", "right"),
        ("change", "right"),
        *((n, "right") for n in names),
    ]
    rows = []
    for r in result.results:
        base = first.total_kg_co2e
        change = f"{100 * (r.total_kg_co2e - base) / abs(base):+.1f} %" if base else ""
        other = {v.name: number(v.total_kg_co2e) for v in r.variants}
        rows.append(
            (r.product, number(r.total_kg_co2e), change, *(other.get(n, "") for n in names))
        )
    title = f"Per {unit.amount:g} {unit.unit}, {first.boundary}, {first.allocation}, {first.method}"
    lives = [Text(f"  {said.message}") for x in result.lives for said in x.findings()]
    bands = [] if spread is None else [_bands_table(result, spread)]
    return [table(title, heads, rows), *bands, *lives, *findings(result.findings)]


def _bands_table(result: Comparison, spread: Spread) -> Table:
    heads = [("product", ""), ("95 % band", "right")]
    heads += [("difference to the first", "right"), ("surely less", "right")]
    rows = [
        [r.product, f"{number(b.p2_5)} to {number(b.p97_5)}", "", ""]
        for r, b in zip(result.results, spread.bands, strict=True)
    ]
    for row, b in list(zip(rows, spread.bands, strict=True))[1:]:
        row[2] = f"{number(b.change_low)} to {number(b.change_high)}"
        row[3] = f"{100 * b.probability_below_first:.0f} %"
    return table(f"In {spread.draws} draws that all products share", heads, rows)


def allocation_tables(rows: Sequence[AllocationRow]) -> list[RenderableType]:
    """Return the product under every allocation rule; nothing where none was asked for."""
    if not rows:
        return []
    heads = [("allocation", ""), ("kg CO2e", "right"), ("all virgin", "right")]
    heads += [("all recycled", "right"), ("saved", "right"), ("beyond boundary", "right")]
    cells = [
        (
            row.allocation,
            number(row.total_kg_co2e),
            number(row.variants.get("all_virgin")),
            number(row.variants.get("all_recycled")),
            "" if row.reduction_percent is None else f"{row.reduction_percent:.1f} %",
            "" if row.beyond_boundary_kg_co2e is None else number(row.beyond_boundary_kg_co2e),
        )
        for row in rows
    ]
    refused = [Text(f"  {row.allocation}: {row.refused}") for row in rows if row.refused]
    title = f"Under every allocation rule, {rows[0].boundary}"
    return [table(title, heads, cells), *refused]
