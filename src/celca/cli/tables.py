"""Tables for people: everything fits a terminal of 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from celca.assess import Footprint, ResultLine
    from celca.audit import Verdict
    from celca.errors import Finding
    from celca.inventory import Inventory
    from celca.matching import Candidate
    from celca.scenario import CircularMaterial, Comparison

__all__ = [
    "circular_tables",
    "comparison_tables",
    "doctor_tables",
    "footprint_tables",
    "materials_table",
    "number",
    "percent",
    "show",
    "summary_table",
    "verdict_tables",
]

_WIDTH = 100
_MOST_LINES = 15


def show(*parts: RenderableType) -> None:
    """Print tables and texts to standard output, 100 columns wide at most."""
    console = Console(highlight=False, soft_wrap=False)
    if console.width > _WIDTH or not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH)
    for part in parts:
        console.print(part)


def number(value: float | None) -> str:
    """Return a number with four significant figures, never in exponents where avoidable."""
    if value is None:
        return "–"
    if value == 0 or 1e-4 <= abs(value) < 1e7:
        digits = 4 if value == 0 else max(0, 3 - _magnitude(value))
        return f"{value:,.{min(digits, 7)}f}"
    return f"{value:.3e}"


def percent(value: float | None) -> str:
    """Return a change in per cent, blank where there is none."""
    return "" if value is None else f"{value:+.1f} %"


def _magnitude(value: float) -> int:
    from math import floor, log10

    return floor(log10(abs(value)))


def table(title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table; columns are (heading, left or right)."""
    out = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for heading, side in columns:
        out.add_column(heading, justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        out.add_row(*(Text(cell) for cell in row))
    return out


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
        *findings(result.findings),
    ]


def _variants_table(result: Footprint) -> Table:
    return table(
        "The same product with other inputs",
        [
            ("variant", ""),
            ("kg CO2e", "right"),
            ("change", "right"),
            ("recycled", "right"),
            ("bio-based", "right"),
        ],
        [
            (
                v.name,
                number(v.total_kg_co2e),
                percent(v.change_percent),
                f"{100 * v.recycled_content:.0f} %",
                f"{100 * v.bio_based_content:.0f} %",
            )
            for v in result.variants
        ],
    )


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
    return table("Parts and steps, largest first", heads, rows)


def _part_row(name: str, material: str, lines: Sequence[ResultLine]) -> tuple[str, ...]:
    entering = [x for x in lines if x.stage == "raw_materials"] or list(lines)
    same = len({x.unit for x in entering}) == 1
    amount = f"{number(sum(x.amount for x in entering))} {entering[0].unit}" if same else ""
    kg, share = sum(x.kg_co2e for x in lines), sum(x.share for x in lines)
    return (name[:36], material[:24], amount, number(kg), f"{100 * share:.1f} %")


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


def findings(items: Sequence[Finding]) -> list[RenderableType]:
    """Return findings as lines, the grave ones first."""
    if not items:
        return []
    grave = {"error": 0, "warning": 1, "info": 2}
    out: list[RenderableType] = [Text("What to know", style="bold")]
    for f in sorted(items, key=lambda f: grave[f.severity]):
        where = f" ({f.where})" if f.where and f.where not in f.message else ""
        mark = {"error": "!!", "warning": "! ", "info": "  "}[f.severity]
        out.append(Text(f"{mark} {f.message}{where}"))
    return out


def comparison_tables(result: Comparison) -> list[RenderableType]:
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
    return [table(title, heads, rows), *findings(result.findings)]


def verdict_tables(result: Verdict) -> list[RenderableType]:
    """Return the answer to `celca verify`."""
    off = result.difference_percent
    head = Text.assemble(
        (result.verdict, "bold"),
        f"   declared {number(result.declared_kg_co2e)},"
        f" recalculated {number(result.recalculated_kg_co2e)} kg CO2e",
        "" if off is None else f", {off:+.1f} % (tolerance {result.tolerance_percent:g} %)",
    )
    checks = table(
        "Checks",
        [("result", ""), ("check", ""), ("what was found", "")],
        [(c.result, c.id, c.message) for c in result.checks],
    )
    why = [Text(f"  {line}") for line in result.explanations]
    return [head, *([Text("What would explain it", style="bold"), *why] if why else []), checks]


def materials_table(found: Sequence[Candidate], inventory: Inventory) -> Table:
    """Return the answer to `celca materials`."""
    rows = []
    for c in found:
        variants = ", ".join(inventory.materials.get(c.material, {"process": None}))
        rows.append((c.material, c.name, variants, c.how, f"{c.score:.2f}"))
    heads = [("material", ""), ("name", ""), ("variants", ""), ("found by", ""), ("score", "right")]
    return table("", heads, rows)


def circular_tables(rows: Sequence[CircularMaterial]) -> list[RenderableType]:
    """Return the answer to `celca circular`."""
    from celca.scenario import within_claim

    cells = [
        (
            r.material,
            r.variant,
            number(r.virgin_kg_co2e_per_kg),
            number(r.variant_kg_co2e_per_kg),
            percent(r.change_percent),
            percent(r.change_excluding_uptake_percent),
        )
        for r in rows
    ]
    heads = [
        ("material", ""),
        ("variant", ""),
        ("virgin", "right"),
        ("variant", "right"),
        ("change", "right"),
        ("without uptake", "right"),
    ]
    materials = len({r.material for r in rows})
    claim = (
        f"{len(rows)} circular variants of {materials} materials; {within_claim(rows)} of them save"
        " 20 to 90 % at the material, uptake not counted."
    )
    title = "kg CO2e/kg, cradle-to-gate, cut-off"
    return [table(title, heads, cells), Text(claim)]


def summary_table(data: Mapping[str, Any]) -> Table:
    """Return plain facts, one a row."""
    facts = [(k.replace("_", " "), _plain(v)) for k, v in data.items() if v is not None]
    return table("", [("", ""), ("", "")], facts)


def _plain(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_plain(v)}" for k, v in value.items())
    return str(value)


def doctor_tables(report: Mapping[str, Any]) -> list[RenderableType]:
    """Return the answer to `celca doctor`."""
    packages = [(n, v or "MISSING") for n, v in report["packages"].items()]
    for extra, names in report["extras"].items():
        packages += [
            (n, v or f"not installed: pip install 'celca[{extra}]'") for n, v in names.items()
        ]
    solver = report["solver"]
    lines = [
        f"celca {report['celca']}, Python {report['python']}, {report['platform']}",
        f"Solver: {solver['name']}, {'right' if solver['right'] else 'WRONG'} on the example of"
        f" Heijungs and Suh, error bound {solver['error_bound']:.1g}",
        *(
            f"Database {d['name']} {d['version']}: {d['processes']} processes, priced in"
            f" {1000 * d['seconds_to_price']:.0f} ms, {d['folder']}"
            for d in report["databases"]
        ),
    ]
    return [Text("\n".join(lines)), table("Packages", [("package", ""), ("version", "")], packages)]
