"""Rows with their amounts to the lines of a bill of materials, and what to say of them."""

from __future__ import annotations

from collections.abc import Sequence

from celca.bom.alca import settle_copper
from celca.bom.estimates import (
    told_of_assemblies,
    told_of_gaps,
    told_of_line_masses,
    told_of_percent,
)
from celca.bom.losses import read_losses
from celca.bom.masses import Amounts
from celca.bom.record import BomLine, lines_of
from celca.bom.rollup import Rolled, Rows, roll_up
from celca.bom.sharing import same_assemblies
from celca.bom.spending import PRICES, row_prices
from celca.bom.tree import Tree, build_tree
from celca.bom.values import supplier_values
from celca.bom.view import View
from celca.bom.wording import wording
from celca.errors import FileFault, Finding

__all__ = ["make_lines"]

_BEFORE, _AFTER = "recycled_before_use", "recycled_after_use"

# what each row is called, its material, its supplier's value, its loss
_Found = tuple[list[str], Sequence[str], Sequence[float | None], Sequence[float | None]]


def make_lines(
    view: View, amounts: Amounts
) -> tuple[list[BomLine], list[tuple[int, str]], list[Finding], str]:
    """Return (lines, rows that are no line with the reason, findings, shape of the tree)."""
    parts = _parts(view)
    tree, repeated = same_assemblies(view, build_tree(view, parts))
    _shares_of_parent(view, tree, amounts)
    _one_product(view, tree, amounts)
    values = supplier_values(view, amounts)
    quantity = [1.0] * len(parts) if amounts.total else amounts.quantity
    valued = [value is not None for value in values]
    losses, assumed = read_losses(view)
    rolled = roll_up(tree, Rows(quantity, amounts.mass, valued, losses))
    materials, findings = settle_copper(view, _materials(view, amounts))
    lines, dropped = _lines(view, tree, amounts, rolled, (parts, materials, values, losses))
    findings += [*repeated, *assumed]
    findings += [
        *_tops(view, tree),
        *told_of_assemblies(view, parts, rolled),
        *told_of_line_masses(view, rolled),
        *told_of_gaps(view, lines),
        *told_of_percent(view),
    ]
    return lines, dropped, findings, tree.shape


def _materials(view: View, amounts: Amounts) -> list[str]:
    """Return the material of each row, from a second column where the first is silent.

    A component whose mass is typical of its footprint is, for want of more, what it is called
    there: `chip resistor`.
    """
    materials = view.texts("material")
    if view.has("material_also"):
        both = zip(materials, view.texts("material_also"), strict=True)
        materials = [first or second for first, second in both]
    if not amounts.typical:
        return materials
    called = {row: t.component for t in amounts.typical for row in t.rows}
    return [m or called.get(n, "") for m, n in zip(materials, view.numbers, strict=True)]


def _parts(view: View) -> list[str]:
    """Return what each row is called: its number, its designators, its name, or its place."""
    told = (view.texts("part"), view.texts("reference"), view.texts("description"))
    rows = zip(*told, view.numbers, strict=True)
    return [part or reference or name or f"row {number}" for part, reference, name, number in rows]


def _shares_of_parent(view: View, tree: Tree, amounts: Amounts) -> None:
    """Turn the rows that say `60 %` of the part above into masses."""
    sums: dict[int, float] = {}
    for index, unit in enumerate(amounts.unit):
        if unit != "%":
            continue
        above, share = tree.above[index], amounts.quantity[index] / 100
        if above < 0 or tree.shape == "parent":
            raise FileFault(
                view.where("quantity", index),
                "the quantity is a percentage, and no part stands above it.",
                "Put the row below the part that it is a share of, one level deeper.",
            )
        sums[above] = sums.get(above, 0.0) + share
        if sums[above] > 1.005:
            raise FileFault(
                view.where("quantity", index),
                f"the shares of {tree.names[above]!r} add up to {sums[above] * 100:g} %.",
                "They must add up to 100 %.",
            )
        mass, count = amounts.mass[above], amounts.quantity[above]
        amounts.quantity[index] = share
        amounts.mass[index] = share * mass / count if mass is not None and count else None


def _one_product(view: View, tree: Tree, amounts: Amounts) -> None:
    """Refuse a list whose only top item is wanted more than once: it may not be the product."""
    tops = [i for i, above in enumerate(tree.above) if above < 0]
    if tree.shape == "flat" or len(tops) != 1 or len(tree.above) == 1 or amounts.total:
        return
    count, where = amounts.quantity[tops[0]], view.where("quantity", tops[0])
    silent = [f for f in amounts.findings if f.code == "no_quantity" and f.where == where]
    for finding in silent:  # of the product itself there is one
        amounts.findings.remove(finding)
    if count != 1:
        raise FileFault(
            where,
            f"the only item at the top has the quantity {count:g}: is it the product itself, or"
            " a part of which one product holds that many?",
            "Write 1 for the product, or add a row for the product above.",
        )


def _lines(
    view: View, tree: Tree, amounts: Amounts, rolled: Rolled, found: _Found
) -> tuple[list[BomLine], list[tuple[int, str]]]:
    """Return (lines, rows that are none with the reason).

    found  what each row is called, its material, its supplier's value, and its loss (no losses
           where the file is silent)
    """
    called, written, values, losses = found
    parts, names, materials, paths = wording(view, tree, amounts, (called, written))
    times = rolled.times
    quantities = [q * t for q, t in zip(amounts.quantity, times, strict=True)]
    masses = [None if m is None else m * t for m, t in zip(rolled.mass, times, strict=True)]
    declared = [None if v is None else v * t for v, t in zip(values, times, strict=True)]
    scrap = _scrap(rolled, losses) if losses else [None] * len(parts)
    recycled, bio = _recycled(view), _share(view, "bio_based")
    columns = (view.numbers, parts, names, materials, quantities, masses, recycled, bio)
    more = (view.texts("process"), declared, paths, scrap, _volumes(amounts, rolled))
    lines = lines_of([*columns, *more, _prices(view, amounts, rolled)])
    if all(rolled.leaf) and not rolled.inside and all(quantities):
        return lines, []
    return _sorted_out(view, tree, rolled, lines)


def _volumes(amounts: Amounts, rolled: Rolled) -> list[float | None]:
    """Return the volume of each row in one product [m3], where no mass is known."""
    volume = amounts.sized.volume
    if volume.count(None) == len(volume):
        return volume
    all_ = zip(volume, rolled.mass, rolled.times, strict=True)
    return [v * t if v is not None and m is None else None for v, m, t in all_]


def _prices(view: View, amounts: Amounts, rolled: Rolled) -> list[tuple[float, str] | None]:
    """Return the price of each row in one product, and its currency."""
    if not any(map(view.has, PRICES)):
        return [None] * len(rolled.times)
    both = zip(row_prices(view, amounts.quantity), rolled.times, strict=True)
    return [None if price is None else (price[0] * times, price[1]) for price, times in both]


def _sorted_out(
    view: View, tree: Tree, rolled: Rolled, rows: Sequence[BomLine]
) -> tuple[list[BomLine], list[tuple[int, str]]]:
    """Return (the rows that are lines, those that are none with the reason)."""
    lines: list[BomLine] = []
    dropped: list[tuple[int, str]] = []
    for i, (leaf, line) in enumerate(zip(rolled.leaf, rows, strict=True)):
        if not leaf:
            continue
        nothing = "" if line.quantity or rolled.mass[i] else "the quantity is 0"
        if why := _held(tree, rolled, i) or nothing:
            dropped.append((view.numbers[i], why))
        else:
            lines.append(line)
    return lines, dropped


def _scrap(rolled: Rolled, losses: Sequence[float | None]) -> list[float | None]:
    """Return what is lost per kg of each row kept, with the losses of the assemblies above it."""
    scrap: list[float | None] = []
    for times, made, own in zip(rolled.times, rolled.made, losses, strict=True):
        above = made / times if times else 1.0
        scrap.append(own if above == 1 else (1 + (own or 0.0)) * above - 1)
    return scrap


def _held(tree: Tree, rolled: Rolled, index: int) -> str:
    """Return why a row is covered by an assembly above it, '' where it is not."""
    if index not in rolled.inside:
        return ""
    return f"inside {tree.names[tree.node[rolled.inside[index]]]!r}, which stands for its parts"


def _share(view: View, meaning: str) -> list[float | None]:
    return view.shares(meaning) if view.has(meaning) else [None] * len(view.rows)


def _recycled(view: View) -> list[float | None]:
    """Return the recycled content per row: one column, or before and after use added up."""
    if view.has("recycled") or not (view.has(_BEFORE) or view.has(_AFTER)):
        return _share(view, "recycled")
    before, after = _share(view, _BEFORE), _share(view, _AFTER)
    both: list[float | None] = []
    for index, (one, two) in enumerate(zip(before, after, strict=True)):
        share = None if one is None and two is None else (one or 0.0) + (two or 0.0)
        if share is not None and share > 1 + 1e-9:
            raise FileFault(
                view.where(_AFTER, index),
                f"recycled before and after use add up to {share * 100:g} %.",
                "Together they are 100 % at most.",
            )
        both.append(share)
    return both


def _tops(view: View, tree: Tree) -> list[Finding]:
    """Return a finding where several rows of a list of parents name none."""
    tops = [i for i, above in enumerate(tree.above) if above < 0]
    if tree.shape != "parent" or len(tops) < 2:
        return []
    shown = ", ".join(str(view.numbers[i]) for i in tops[:10]) + (" …" if len(tops) > 10 else "")
    message = "Rows {rows} name no parent; each is taken as a part of the product itself."
    where = view.where("parent", tops[-1])
    return [Finding.of("warning", "no_parent", message, where, rows=shown)]
