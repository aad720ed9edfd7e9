"""What a page says of circularity and of carbon: label and text, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from celca.assess import Circularity, Footprint
from celca.report.figures import Figures
from celca.report.words import Words, clean

__all__ = ["carbon_rows", "circularity_rows", "before_table"]

_SHARES = ("pre_consumer", "post_consumer", "origin_not_stated", "mass_balanced", "reused_content")
_ORIGINS = (
    *("primary", "primary_bio_based", "pre_consumer", "post_consumer", "origin_not_stated"),
    *("secondary_bio_based", "reused", "mass_balanced"),
)
_FLOWS = ("reused", "recycled", "renewable", "linear")


def circularity_rows(
    found: Circularity, words: Words, figures: Figures
) -> Iterator[tuple[str, str]]:
    """Yield every indicator that has a figure; shares of the mass that are 0 are left out."""
    for name in _SHARES:
        if share := getattr(found, name):
            yield words(name), figures.percent(share)
    if (share := found.recyclability.get("share")) is not None:
        yield words("recyclability"), figures.percent(share)
    for side, flows in (("inflow", found.inflow), ("outflow", found.outflow)):
        for name in _FLOWS:
            if flows is not None and name in flows:
                yield words(side, what=words(f"flow.{name}")), figures.percent(flows[name])
    yield from _shares("cti", found.cti, words, figures)
    yield from _shares("japan", found.japan, words, figures)
    if found.utility != 1:
        yield words("utility"), figures.plain(found.utility)
    if found.lifetime_ratio is not None:
        yield words("lifetime_ratio"), figures.plain(found.lifetime_ratio)


def _shares(
    kind: str, shares: Mapping[str, float | None], words: Words, figures: Figures
) -> Iterator[tuple[str, str]]:
    for name, share in shares.items():
        if share is not None:
            yield words.name(kind, name), figures.percent(share)


def before_table(
    found: Circularity, materials: Mapping[str, str], words: Words, figures: Figures
) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of what each material was before; origins nobody has are left out.

    materials  their names in the reader's language; without one, its id
    """
    kinds = [kind for kind in _ORIGINS if any(row.get(kind) for row in found.materials)]
    heads = [words("material"), "kg", *(words(f"origin.{kind}") for kind in kinds)]
    rows = [
        [
            clean(materials.get(row["material"], row["material"])),
            figures.plain(row["mass_kg"]),
            *(figures.percent(row.get(kind)) for kind in kinds),
        ]
        for row in found.materials
    ]
    return heads, rows


def carbon_rows(result: Footprint, words: Words, figures: Figures) -> Iterator[tuple[str, str]]:
    """Yield where the carbon is: in the product, and what growing things took up."""
    carbon, biogenic = result.carbon_content, result.biogenic
    if carbon is not None:
        contents = {
            "fossil": carbon.fossil,
            "biogenic": carbon.biogenic,
            "recycled": carbon.recycled,
            "packaging": carbon.packaging_biogenic,
        }
        for name, value in contents.items():
            yield words(f"carbon.{name}"), _amount(value, "kg C", words, figures)
    if biogenic is not None and (biogenic.uptake or biogenic.returned or biogenic.open):
        for name in ("uptake", "returned", "transferred", "as_methane", "open"):
            value = getattr(biogenic, name)
            yield words(f"carbon.{name}"), _amount(value, "kg CO₂", words, figures)
        if biogenic.stored:
            yield words("carbon.kept"), _amount(biogenic.stored, "kg CO₂", words, figures)
        stored = biogenic.stored_at_gate
        yield words("carbon.stored"), _amount(stored, "kg CO₂", words, figures)


def _amount(value: float | None, unit: str, words: Words, figures: Figures) -> str:
    return words("not_known") if value is None else f"{figures.plain(value)} {unit}"
