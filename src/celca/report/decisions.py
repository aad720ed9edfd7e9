"""What can be decided: the rule for recycling, and which part to change, as rows and bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from celca.assess import Footprint
from celca.report.charts import Bar, Tone
from celca.report.figures import Figures
from celca.report.words import Words, clean
from celca.scenario import AllocationRow, Swap

__all__ = ["allocation_bars", "best_swaps", "improve_lead", "swap_bars", "swap_data", "swap_name"]

_TOP = 10


def allocation_bars(
    rows: Sequence[AllocationRow], result: Footprint, words: Words, figures: Figures
) -> list[Bar]:
    """Return the total under each rule that gives one; the rule of the result stands out.

    What all recycled inputs would make of it is written beside it.
    """
    bars = []
    for row in rows:
        if row.total_kg_co2e is not None:
            tone: Tone = "main" if row.allocation == result.allocation else "soft"
            name = words.name("allocation_short", row.allocation)
            text, again = figures.kg(row.total_kg_co2e), row.variants.get("all_recycled")
            if again is not None:
                text += f" · {words('all_recycled_head')} {figures.kg(again)}"
            bars.append(Bar(name, row.total_kg_co2e, text, tone))
    return bars


def best_swaps(swaps: Sequence[Swap]) -> tuple[Swap, ...]:
    """Return the swaps that save most, and no more than a page has room for."""
    return tuple(swaps[:_TOP])


def swap_bars(
    swaps: Sequence[Swap], materials: Mapping[str, str], words: Words, figures: Figures
) -> list[Bar]:
    """Return what each swap changes, below zero where it saves."""
    return [
        Bar(
            swap_name(swap, materials, words),
            -swap.saved_kg_co2e,
            f"{figures.kg(-swap.saved_kg_co2e)} · {figures.change(_change(swap))}",
            "down" if swap.saved_kg_co2e > 0 else "up",
        )
        for swap in swaps
    ]


def swap_name(swap: Swap, materials: Mapping[str, str], words: Words) -> str:
    """Return a swap in words: part, material, variant."""
    material = materials.get(swap.material, swap.material)
    part = " ".join(dict.fromkeys(t for t in map(clean, (swap.part, swap.description)) if t))
    return f"{part}: {clean(material)} → {words.name('input', swap.variant)}"


def swap_data(swap: Swap, words: Words) -> str:
    """Return the kind, place and year of the data that a swap rests on."""
    if words.lang == "en":
        return swap.data
    kind, _, rest = swap.data.partition(", ")
    place, _, year = rest.rpartition(", ")
    told = (words.name("data_kind", kind), words.name("location", place))
    return "、".join((*told, words.name("year", year)))


def improve_lead(
    swaps: Sequence[Swap], materials: Mapping[str, str], words: Words, figures: Figures
) -> str:
    """Return the one sentence that says what the best swap saves."""
    if not swaps or swaps[0].saved_kg_co2e <= 0 or swaps[0].saved_percent is None:
        return words("improve_lead.none")
    best = swaps[0]
    return words(
        "improve_lead.top",
        part=clean(best.part) or clean(best.description),
        variant=words.name("input", best.variant),
        material=clean(materials.get(best.material, best.material)),
        change=figures.percent((best.saved_percent or 0.0) / 100),
    )


def _change(swap: Swap) -> float | None:
    return None if swap.saved_percent is None else -swap.saved_percent
