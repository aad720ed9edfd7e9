"""Write docs/database-contents.md from the files of celca-open: `python databases/describe.py`.

The page counts processes by group, lists the sources and the published checks as they come out
now, and repeats the known gaps of docs/database.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from celca.audit.database import check_database
from celca.inventory import Inventory, embedded, read_inventory

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "database-contents.md"
GAPS = ROOT / "docs" / "database.md"
GROUPS = {
    "electricity": "electricity",
    "freight": "freight",
    "incineration": "waste treatment",
    "landfill": "waste treatment",
    "collection": "waste treatment",
    "composting": "waste treatment",
    "wastewater": "waste treatment",
    "combustion": "fuels and heat",
    "heat": "fuels and heat",
    "steam": "fuels and heat",
}
FUELS = frozenset(
    [
        "hard-coal",
        "lignite",
        "coke",
        "natural-gas",
        "natural-gas-lng",
        "natural-gas-extracted",
        "crude-oil",
        "diesel",
        "gasoline",
        "kerosene",
        "fuel-oil-heavy",
        "lpg",
        "petroleum-refined",
        "wood-chips",
    ]
)
SERVICES = (
    *(
        "moulding",
        "forming",
        "extrusion",
        "rolling",
        "casting",
        "machining",
        "tempering",
        "coating",
    ),
    *("galvanising", "processing", "tanning", "welding", "bending", "enamelling"),
)


def group(id_: str, materials: frozenset[str]) -> str:
    """Return the group of a process, by its id and by what uses it."""
    if id_ in materials:
        return "materials, ready to enter"
    if id_ in FUELS or id_.startswith(("natural-gas-", "lpg-", "crude-oil-", "petroleum-")):
        return "fuels and heat"
    if any(word in id_ for word in SERVICES) and not id_.startswith("steel"):
        return "manufacturing services"
    return GROUPS.get(id_.partition("-")[0], "intermediates and other variants")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(c.replace('|', '/') for c in row)} |" for row in rows)]


def counts(inventory: Inventory) -> list[str]:
    """Return processes by group and by kind."""
    used = frozenset(v.process for v in inventory.variants)
    all_ = Counter(group(p.id, used) for p in inventory.processes)
    unit = Counter(group(p.id, used) for p in inventory.processes if p.kind == "unit")
    rows = [(g, str(n), str(unit[g])) for g, n in all_.most_common()]
    total = ("all", str(sum(all_.values())), str(sum(unit.values())))
    return table(("group", "processes", "of which unit processes"), [*rows, total])


def materials(inventory: Inventory) -> list[str]:
    """Return the materials with their classes and variants."""
    rows = [
        (
            f"`{m}`",
            next(iter(v.values())).name,
            inventory.classes.get(m, ""),
            ", ".join(sorted(v, reverse=True)),
        )
        for m, v in inventory.materials.items()
    ]
    return table(("material", "name", "class", "variants"), rows)


def sources(inventory: Inventory) -> list[str]:
    """Return the sources with how many exchanges rest on each."""
    uses = Counter(x.source.partition("#")[0] for x in inventory.exchanges)
    rows = [
        (f"`{s.id}`", f"{s.citation} <{s.url}>", s.licence, str(uses[s.id]))
        for s in sorted(inventory.sources, key=lambda s: (-uses[s.id], s.id))
    ]
    return table(("source", "document", "licence", "exchanges"), rows)


def checks(values: list[dict[str, Any]]) -> list[str]:
    """Return the published values, those outside their tolerance first."""
    ordered = sorted(values, key=lambda v: (v["inside"], v["process"]))
    rows = [
        (
            f"`{v['process']}`",
            f"{v['published']:.4g}",
            f"{v['computed']:.4g}",
            f"{v['difference_percent']:+.0f} %",
            f"{v['tolerance_percent']:.0f} %",
            f"`{v['source']}`",
            "" if v["inside"] else v["comment"],
        )
        for v in ordered
    ]
    head = ("process", "published", "computed", "off", "allowed", "source", "why outside")
    return table(head, rows)


def gaps() -> list[str]:
    """Return the section on known gaps of the page on the database."""
    text = GAPS.read_text(encoding="utf-8")
    _, _, rest = text.partition("## Known gaps\n")
    return rest.partition("\n## ")[0].strip().splitlines()


def page() -> list[str]:
    """Return the lines of the whole page."""
    inventory = read_inventory(embedded()["celca-open"])
    report = check_database("celca-open")
    inside, checked = (report["published"][k] for k in ("inside", "checked"))
    return [
        "# What the database holds",
        "",
        "Written by `python databases/describe.py` from the files of `databases/celca-open`;"
        " do not edit.",
        "",
        f"{inventory.name} {inventory.version}, content hash `{inventory.hash[:12]}`:"
        f" {len(inventory.processes)} processes, {len(inventory.exchanges)} exchanges,"
        f" {len(inventory.sources)} sources, {len(inventory.aliases)} aliases.",
        *("", "## Processes", "", *counts(inventory)),
        *("", "## Materials", "", *materials(inventory)),
        *("", "## Published checks", ""),
        f"{inside} of {checked} published values are met within the tolerance that was set"
        f" for each; {len(report['uncited'])} figures without a source,"
        f" {len(report['balance_errors'])} carbon balance errors.",
        *("", *checks(report["published"]["values"])),
        *("", "## Known gaps", "", *gaps()),
        *("", "## Sources", "", *sources(inventory)),
    ]


if __name__ == "__main__":
    PAGE.write_text("\n".join(page()) + "\n", encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} written\n")
