"""Two to six footprints on one page, where the standard allows them side by side.

ISO 14067:2018, Annex B: the same functional or declared unit, the same boundary, the same
method and rules. Whether the products do the same thing for their users, only people know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celca.assess import Footprint
from celca.errors import DataError
from celca.product import STAGES
from celca.report.bundle import packed_plotly
from celca.report.charts import SERIES, Bar, Series, bars, stacks
from celca.report.figures import Figures, decimals_for
from celca.report.pictures import alt_text
from celca.report.render import render, write_text
from celca.report.view import unit_text
from celca.report.words import Words, clean, load_words
from celca.scenario import check_comparable
from celca.uncertainty import Band

__all__ = ["Spread", "comparison_page", "write_comparison"]

_FEWEST, _MOST = 2, 6


@dataclass(frozen=True, slots=True)
class Spread:
    """The bands of the products of a comparison, from the same draws.

    bands  one for each product, in their order
    """

    bands: tuple[Band, ...]
    draws: int
    seed: int


def comparison_page(
    results: Sequence[Footprint], *, lang: str = "en", spread: Spread | None = None
) -> str:
    """Return one self-contained HTML page that sets footprints side by side.

    results  2 to 6; changes are against the first
    lang     en or ja
    spread   of each in the same draws; None where nothing was drawn

    Raises DataError where they may not be compared, UnknownName for another language,
    MissingExtra without jinja2 and plotly.
    """
    _check(results)
    words = load_words(lang)
    first = results[0]
    totals = [r.total_kg_co2e for r in results]
    figures = Figures(lang, decimals_for(totals))
    changes = [_change(total, totals[0]) for total in totals]
    unit = unit_text(first, words)
    return render(
        "compare.html",
        words,
        figures,
        results=results,
        first=first,
        changes=changes,
        unit=unit,
        per=words("per", unit=unit),
        lead=_lead(results, changes, words, figures),
        notes=list(_notes(results, words)),
        variants=_variants(results),
        spread=spread,
        plotly=packed_plotly(),
        data={"products": [r.to_dict() for r in results]},
        **_drawn(results, changes, words, figures, spread),
    )


def write_comparison(
    results: Sequence[Footprint],
    path: Path,
    *,
    lang: str = "en",
    spread: Spread | None = None,
) -> None:
    """Write the page of a comparison; a file that is there is replaced whole or not at all.

    Raises FileFault where the page cannot be written, and what `comparison_page` raises.
    """
    write_text(path, comparison_page(results, lang=lang, spread=spread))


def _drawn(
    results: Sequence[Footprint],
    changes: Sequence[float | None],
    words: Words,
    figures: Figures,
    spread: Spread | None,
) -> dict[str, Any]:
    rows = [
        Bar(clean(r.product), r.total_kg_co2e, _text(r, change, figures))
        for r, change in zip(results, changes, strict=True)
    ]
    series = _series(results, words, figures)
    unit = words("per_short", unit=unit_text(results[0], words))
    charts, alts = {"totals": stacks(rows, series, unit)}, {"totals": alt_text(rows, words)}
    if spread is not None:
        banded = [
            Bar(row.name, row.value, _range(b, figures), low=b.p2_5, high=b.p97_5)
            for row, b in zip(rows, spread.bands, strict=True)
        ]
        charts["bands"], alts["bands"] = bars(banded, unit), alt_text(banded, words)
    return {"series": series, "charts": charts, "alts": alts}


def _range(band: Band, figures: Figures) -> str:
    return f"{figures.kg(band.p2_5)} – {figures.kg(band.p97_5)}"


def _check(results: Sequence[Footprint]) -> None:
    if not _FEWEST <= len(results) <= _MOST:
        raise DataError(
            f"A comparison page holds {_FEWEST} to {_MOST} products, but {len(results)} were given."
        )
    check_comparable(results)


def _notes(results: Sequence[Footprint], words: Words) -> list[str]:
    functions = {r.declared_unit.description for r in results}
    databases = {r.database["hash"] for r in results}
    notes = []
    if functions == {""} or len(functions) > 1:
        notes.append(words("compare_function"))
    if len(databases) > 1:
        notes.append(words("compare_database"))
    return [*notes, words("compare_limits")]


def _change(total: float, base: float) -> float | None:
    return 100 * (total - base) / abs(base) if base else None


def _text(result: Footprint, change: float | None, figures: Figures) -> str:
    text = figures.kg(result.total_kg_co2e)
    return f"{text} · {figures.change(change)}" if change else text


def _series(results: Sequence[Footprint], words: Words, figures: Figures) -> list[Series]:
    """Return the stages that count for any of the products, each in its own colour."""
    return [
        Series(words.name("stage", stage), values, list(map(figures.kg, values)), colour)
        for stage, colour in zip(STAGES, SERIES, strict=True)
        if any(values := [r.by_stage[stage] for r in results])
    ]


def _lead(
    results: Sequence[Footprint],
    changes: Sequence[float | None],
    words: Words,
    figures: Figures,
) -> str:
    place = min(range(len(results)), key=lambda i: results[i].total_kg_co2e)
    first, change = clean(results[0].product), changes[place]
    if not change:
        return words("compare_lead.first", first=first)
    name = clean(results[place].product)
    return words("compare_lead.top", name=name, first=first, change=figures.change(change))


def _variants(results: Sequence[Footprint]) -> dict[str, list[float | None]]:
    """Return the total of each variant in each product; None where a product has it not."""
    names = dict.fromkeys(v.name for r in results for v in r.variants)
    totals = [{v.name: v.total_kg_co2e for v in r.variants} for r in results]
    return {name: [found.get(name) for found in totals] for name in names}
