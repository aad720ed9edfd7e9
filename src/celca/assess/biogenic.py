"""The biogenic carbon of a footprint, from uptake to return, and late release beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Any

from celca.assess.circular_result import Biogenic
from celca.assess.result import CarbonContent
from celca.assess.score import Score
from celca.carbon import CO2_PER_CH4
from celca.circular import as_co2, delay_weight
from celca.errors import DataError, Finding
from celca.product import CARBON_TRANSFER, Product

__all__ = ["biogenic", "biogenic_notes", "supplementary", "variants_unreturned"]

_TOLERANCE = 0.02  # of the uptake: what published processes leave open by rounding
_NOT_ASKED = CarbonContent(None, None, None, None)
_LEAST = 1e-6  # kg CO2 per declared unit, below which there is nothing to tell


def biogenic(product: Product, scored: Score, content: CarbonContent) -> Biogenic:
    """Return where the biogenic carbon of a product comes from and goes [kg CO2].

    Every entry inside the boundary counts, upstream included.
    """
    uptake = scored.by_category()["biogenic_uptake"]
    moved = [e.process == CARBON_TRANSFER for e in scored.entries]
    pairs = zip(scored.biogenic_co2, moved, scored.inside, strict=True)
    out = {True: 0.0, False: 0.0}
    for kg, is_moved, counted in pairs:
        out[is_moved] += float(kg) if counted else 0.0
    methane = float(scored.biogenic_ch4[scored.inside].sum())
    as_methane = float(CO2_PER_CH4 * methane)
    held = (content.biogenic, content.packaging_biogenic)
    stored = None if None in held else float(as_co2(fsum(x for x in held if x is not None)))
    left = 0.0 - (uptake + out[False] + out[True] + as_methane)
    kept = max(0.0, left) if product.stored else 0.0
    return Biogenic(uptake, out[False], out[True], as_methane, methane, stored, left - kept, kept)


def biogenic_notes(product: Product, found: Biogenic, gwp: str) -> Iterator[Finding]:
    """Yield what does not close, and what methane takes along.

    Raises DataError for an uptake that never returns and is not stored, neither in a landfill nor
    by the study's word: it would be counted as a credit that nobody earned.
    """
    if product.stored and found.stored:
        yield Finding.of(
            "warning",
            "carbon_stored",
            "{kg:.4g} kg of biogenic CO2 per declared unit count as stored for {years:g} years by"
            " the study's word: {reason}.",
            product.name,
            kg=found.stored,
            years=product.stored.years,
            reason=product.stored.reason,
        )
    largest = max(-found.uptake, found.returned + found.transferred)
    least = max(_TOLERANCE * largest, _LEAST)
    if product.boundary == "cradle-to-grave" and abs(found.open) > least:
        yield _open(found, product)
    # of a method that is not of the IPCC, nobody says what its factor for methane holds
    if gwp and found.as_methane > least:
        yield _methane(found, product, gwp)


def variants_unreturned(
    variants: Mapping[str, Product], scores: Mapping[str, Score]
) -> Iterator[Finding]:
    """Yield a warning for each variant whose carbon would be refused in a study of its own."""
    for name in [n for n in scores if n != "as_specified"]:
        found = biogenic(variants[name], scores[name], _NOT_ASKED)
        try:
            tuple(biogenic_notes(variants[name], found, ""))
        except DataError:
            yield Finding.of(
                "warning",
                "variant_uptake_not_returned",
                "{variant}: {kg:.4g} kg of biogenic CO2 per declared unit are taken up and neither"
                " return nor leave with what is recycled; its total is too low by as much. State"
                " the end of life of every material and of its scrap.",
                name,
                variant=name,
                kg=found.open,
            )


def _methane(found: Biogenic, product: Product, gwp: str) -> Finding:
    return Finding.of(
        "info",
        "carbon_as_methane",
        "{methane:.4g} kg of biogenic methane leave per declared unit, counted with the GWP of"
        " {gwp}, in which the carbon dioxide that it turns to is not included. With uptake −1"
        " the total is {below:.4g} kg CO2e below one that counts neither uptake nor biogenic"
        " carbon dioxide (0/0).",
        product.name,
        methane=found.methane_kg,
        gwp=gwp,
        below=found.as_methane,
    )


def _open(found: Biogenic, product: Product) -> Finding:
    ends = (*product.end_of_life.values(), *(line.scrap_end for line in product.lines))
    kept = any(shares.get("landfill") for shares in ends)
    if found.open < 0:
        return Finding.of(
            "warning",
            "released_without_uptake",
            "{kg:.4g} kg of biogenic CO2 per declared unit are given back, but nothing took them"
            " up: a process of the database leaves out its uptake.",
            product.name,
            kg=-found.open,
        )
    if not kept:
        raise DataError(
            f"{product.name}: {found.open:.4g} kg of biogenic CO2 per declared unit are taken up"
            " and neither return nor leave with what is recycled, nor are they stored. State the"
            " end of life of every material and of its scrap ('scrap_end' in [[production]] or"
            " [inputs.MATERIAL]), or in [stored_carbon] for how long it stays and where."
        )
    return Finding.of(
        "warning",
        "uptake_not_returned",
        "{kg:.4g} kg of biogenic CO2 per declared unit are taken up and neither return nor leave"
        " with what is recycled: they may stay in the landfill, which its data do not say.",
        product.name,
        kg=found.open,
    )


def supplementary(product: Product, scored: Score) -> dict[str, Any]:
    """Return the weighted figure of delayed emissions that a study asks for, {} where it does not.

    After PAS 2050:2011, annex E; ISO 14067, 6.4.8 keeps it out of the footprint. Carbon that
    leaves with recycled material is handed on, not emitted, and keeps its weight of 1.
    """
    if not product.delayed:
        return {}
    if product.boundary != "cradle-to-grave":
        raise DataError(
            f"{product.name}: [delayed_emissions] weighs the emissions of the end of life, but the"
            " study has no [end_of_life]."
        )
    weight = float(delay_weight(product.delayed))
    late = fsum(
        float(kg)
        for entry, kg in zip(scored.entries, scored.by_entry, strict=True)
        if entry.stage == "end_of_life" and entry.process != CARBON_TRANSFER
    )
    return {
        "delayed_emissions": {
            "method": "PAS 2050:2011, annex E",
            "release": {f"{year:g}": share for year, share in product.delayed.items()},
            "weight": weight,
            "end_of_life_kg_co2e": late,
            "total_kg_co2e": scored.total - (1 - weight) * late,
        }
    }
