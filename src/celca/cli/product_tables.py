"""Tables of one product: its footprint, and the same under every allocation rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import findings, number, percent, table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.assess import Circularity, Footprint, ResultLine
    from celca.scenario import AllocationRow

__all__ = ["allocation_tables", "footprint_tables"]

_MOST_LINES = 15


def footprint_tables(result: Footprint, tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return the answer to `celca footprint`."""
    unit, database = result.declared_unit, result.database
    basis = tongue(
        "{boundary}, {allocation}, {method}, database {database}",
        boundary=result.boundary,
        allocation=result.allocation,
        method=result.method,
        database=f"{database['name']} {database['version']}",
    )
    head = Text.assemble(
        (result.product, "bold"),
        "  ",
        tongue("per {amount:g} {unit}", amount=unit.amount, unit=unit.unit),
        f", {unit.description}" if unit.description else "",
        "\n",
        (f"{number(result.total_kg_co2e)} {tongue('kg CO2e')}", "bold"),
        f"  {basis}",
    )
    return [
        head,
        _variants_table(result, tongue),
        _parts_table(result, tongue),
        _sums_table(result, tongue),
        *map(Text, _beside(result, tongue)),
        *findings(result.findings, tongue),
    ]


def _beside(result: Footprint, tongue: Tongue) -> Iterator[str]:
    """Yield figures that stand beside the total and are no part of it."""
    life, carbon = result.lifetime, result.biogenic
    if life is not None and life.uses != 1:
        yield tongue(
            "One product serves {uses:g} uses: {once} kg CO2e once, {each} for each use.",
            uses=life.uses,
            once=number(life.once_kg_co2e),
            each=number(life.per_use_kg_co2e),
        )
    if carbon is not None and carbon.stored_at_gate:
        stored = number(carbon.stored_at_gate)
        yield tongue("Stored at the gate, no credit: {kg} kg CO2, biogenic.", kg=stored)
    late = result.supplementary.get("delayed_emissions")
    if late:
        yield tongue(
            "Supplementary, {source}: {kg} kg CO2e with the end of life weighted {weight:.3g} for"
            " its delay.",
            source=late["method"],
            kg=number(late["total_kg_co2e"]),
            weight=late["weight"],
        )


def _variants_table(result: Footprint, tongue: Tongue) -> Table:
    heads = [(tongue("variant"), ""), (tongue("kg CO2e"), "right"), (tongue("change"), "right")]
    heads += [(tongue("recycled"), "right"), (tongue("bio-based"), "right")]
    rows = [
        [
            tongue.name("variant", v.name),
            number(v.total_kg_co2e),
            percent(v.change_percent),
            f"{100 * v.recycled_content:.0f} %",
            f"{100 * v.bio_based_content:.0f} %",
        ]
        for v in result.variants
    ]
    if result.uncertainty is not None:
        heads += [(tongue("95 % band"), "right"), (tongue("surely less"), "right")]
        base = result.uncertainty["median"]
        for row, spread in zip(rows, result.uncertainty["variants"], strict=True):
            sure = spread["probability_below_as_specified"]
            low, high = number(spread["p2_5"]), number(spread["p97_5"])
            row += [tongue("{low} to {high}", low=low, high=high)]
            row += ["" if sure is None or spread["median"] == base else f"{100 * sure:.0f} %"]
    return table(tongue("The same product with other inputs"), heads, rows)


def _parts_table(result: Footprint, tongue: Tongue) -> Table:
    """Sum the lines by part, so that a reader finds what the bill of materials lists."""
    parts: dict[tuple[str, str], list[ResultLine]] = {}
    for line in result.lines:
        name = line.part or _step(line, tongue)
        parts.setdefault((name, line.part and line.material), []).append(line)
    ranked = sorted(parts.items(), key=lambda item: -fsum(x.kg_co2e for x in item[1]))
    rows = [
        _part_row(_called(name, lines), tongue.name("material", material), lines)
        for (name, material), lines in ranked[:_MOST_LINES]
    ]
    rest = [x for _, lines in ranked[_MOST_LINES:] for x in lines]
    if rest:
        others = tongue("{count} others", count=len(ranked) - _MOST_LINES)
        rows.append(_part_row(others, "", rest))
    heads = [(tongue("part"), ""), (tongue("material"), ""), (tongue("amount"), "right")]
    if any(x.price for x in result.lines):
        heads.append((tongue("spend-based"), "right"))
    else:
        rows = [(*row[:3], *row[4:]) for row in rows]
    heads += [(tongue("kg CO2e"), "right"), (tongue("share"), "right")]
    return table(tongue("Parts and steps, largest first"), heads, rows)


def _step(line: ResultLine, tongue: Tongue) -> str:
    """Return what a step is called: as the study says, else after its process, translated."""
    own = line.description if line.description != line.process_name else ""
    translated = "" if tongue.says is None else line.process_name_ja
    return own or translated or line.process_name or line.process


def _called(name: str, lines: Sequence[ResultLine]) -> str:
    """Return a part by its number and what the bill says that it is, cut where that is long."""
    said = next((x.description for x in lines if x.part and x.stage == "raw_materials"), "")
    return name if said in ("", name) else f"{name} {said}"


def _part_row(name: str, material: str, lines: Sequence[ResultLine]) -> tuple[str, ...]:
    entering = [x for x in lines if x.stage == "raw_materials"] or list(lines)
    same = len({x.unit for x in entering}) == 1
    amount = f"{number(fsum(x.amount for x in entering))} {entering[0].unit}" if same else ""
    kg, share = fsum(x.kg_co2e for x in lines), fsum(x.share for x in lines)
    price = entering[0].price if len(entering) == 1 else ""
    called = entering[0].process_name if price else material
    return (name[:36], called[:24], amount, price, number(kg), f"{100 * share:.1f} %")


def _sums_table(result: Footprint, tongue: Tongue) -> Table:
    stages = _named("stage", result.by_stage, tongue)
    kinds = _named("category", result.by_category, tongue)
    without = number(result.total_excluding_uptake_kg_co2e)
    kinds.append((tongue("total excluding uptake"), without))
    c = result.circularity
    circular = [
        (tongue("recycled content"), f"{100 * c.recycled_content:.1f} %"),
        (tongue("bio-based content"), f"{100 * c.bio_based_content:.1f} %"),
        ("MCI", f"{c.mci:.2f}"),
        (tongue("mass"), f"{number(result.mass_kg)} kg"),
        *_circular_rows(c, tongue),
    ]
    height = max(len(stages), len(kinds), len(circular))
    blank = ("", "")
    columns = [list(x) + [blank] * (height - len(x)) for x in (stages, kinds, circular)]
    heads = [
        (tongue("stage"), ""),
        (tongue("kg CO2e"), "right"),
        (tongue("category"), ""),
        (tongue("kg CO2e"), "right"),
        (tongue("circularity"), ""),
        ("", "right"),
    ]
    rows = [(*a, *b, *c) for a, b, c in zip(*columns, strict=True)]
    return table(tongue("Sums"), heads, rows)


def _named(kind: str, values: Mapping[Any, float], tongue: Tongue) -> list[tuple[str, str]]:
    """Return what is not 0, each by its name."""
    return [
        (tongue.name(kind, name).replace("_", " "), number(value))
        for name, value in values.items()
        if value
    ]


def _circular_rows(c: Circularity, tongue: Tongue) -> list[tuple[str, str]]:
    """Return what is not the same for every product: where it came from, where it goes."""
    shares = {
        tongue("reused parts"): c.reused_content,
        tongue("post-consumer"): c.post_consumer,
        tongue("pre-consumer"): c.pre_consumer,
        tongue("mass balance only"): c.mass_balanced,
        tongue("CTI inflow"): c.cti.get("inflow"),
        tongue("CTI outflow"): c.cti.get("outflow"),
        tongue("recyclable"): c.recyclability.get("share"),
    }
    return [(name, f"{100 * share:.1f} %") for name, share in shares.items() if share]


def allocation_tables(
    rows: Sequence[AllocationRow], tongue: Tongue = ENGLISH
) -> list[RenderableType]:
    """Return the product under every allocation rule; nothing where none was asked for."""
    if not rows:
        return []
    heads = [(tongue("allocation"), ""), (tongue("kg CO2e"), "right")]
    heads += [(tongue("all virgin"), "right"), (tongue("all recycled"), "right")]
    heads += [(tongue("saved"), "right"), (tongue("beyond boundary"), "right")]
    cells = [
        (
            tongue.name("allocation", row.allocation),
            number(row.total_kg_co2e),
            number(row.variants.get("all_virgin")),
            number(row.variants.get("all_recycled")),
            "" if row.reduction_percent is None else f"{row.reduction_percent:.1f} %",
            "" if row.beyond_boundary_kg_co2e is None else number(row.beyond_boundary_kg_co2e),
        )
        for row in rows
    ]
    refused = [
        Text(f"  {row.allocation}: {tongue.told(row.refused)}") for row in rows if row.refused
    ]
    title = tongue("Under every allocation rule, {boundary}", boundary=rows[0].boundary)
    return [table(title, heads, cells), *refused]
