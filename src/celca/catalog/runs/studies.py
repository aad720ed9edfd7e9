"""A folder of bills of materials and studies as a catalogue: each file is one product.

Each is read and scored as `celca footprint` does, so all that a study can say counts: its life,
its allocation, its transport. A file that cannot be used is set aside with its sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from celca.assess import (
    BEYOND,
    Footprint,
    Options,
    circularity,
    footprint_of,
    open_product,
    with_variants,
)
from celca.bom import find_columns
from celca.catalog.intake import TEXT, open_source
from celca.catalog.pricing import NO_CLASS, VARIANTS, without_class
from celca.errors import DataError, FileFault
from celca.methods import CATEGORIES
from celca.product import STAGES, Product, variant_masses
from celca.system import RATINGS, Intensities

__all__ = ["find_studies", "score_study", "study_file", "study_names", "study_schema"]

_BOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods")
_TABLES = (".parquet", ".ndjson", ".jsonl")
_ASIDE = ("matches.csv", "readme.txt")
_ABOUT = "product.toml"
_SHARES = ("recycled_content", "bio_based_content", "mci")
_PLASTIC = ("plastic_kg", "recycled_plastic_kg", "bio_based_plastic_kg")


def find_studies(catalog: str | Path, columns: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the studies in a folder or under a pattern; none where it holds catalogues.

    columns  meaning -> heading, where the user says so

    A folder with a product.toml is one study, and its files belong to it. Tables with a column
    of products are catalogues.

    Raises FileFault for a folder that holds both.
    """
    path = Path(catalog)
    if path.is_file():
        return (path,) if path.suffix.lower() in (*_BOOKS, ".toml") else ()
    found = sorted(_below(path))
    studies = {p.parent for p in found if p.name == _ABOUT}
    studies |= {p for p in found if p.is_dir() and (p / _ABOUT).is_file()}
    loose = [p for p in found if p.is_file() and not any(d in studies for d in p.parents)]
    loose = [p for p in loose if p.name.casefold() not in _ASIDE]
    books = [p for p in loose if p.suffix.lower() in (*_BOOKS, ".toml") and p.name != "bom.toml"]
    texts = [p for p in loose if p.suffix.lower() in TEXT]
    bills = [p for p in texts if not _has_products(p, columns.get("product", ""))]
    tables = [p for p in loose if p.suffix.lower() in _TABLES]
    tables += [p for p in texts if p not in bills]
    every = sorted({*studies, *books, *bills})
    if every and tables:
        raise FileFault(
            str(catalog),
            f"holds bills of materials ({every[0].name}) and catalogues ({tables[0].name}).",
            "Keep them in folders of their own.",
        )
    return tuple(every)


def _below(path: Path) -> Iterator[Path]:
    if path.is_dir():
        if (path / _ABOUT).is_file():
            yield path
        else:
            yield from (p for p in path.rglob("*") if p.suffix != ".toml" or p.name == _ABOUT)
    elif any(c in str(path) for c in "*?["):
        anchor = Path(path.anchor) if path.anchor else Path()
        yield from anchor.glob(str(path.relative_to(path.anchor)))


def _has_products(path: Path, named: str) -> bool:
    """Say whether a table has a column of products; what cannot be read is a bill, to be told."""
    try:
        headings = open_source(path).headings
        return named in headings or "product" in find_columns(headings, path.name, {})
    except DataError:
        return False


def study_names(studies: Sequence[Path], catalog: str | Path) -> list[str]:
    """Return what studies are called in the output: their places in the folder, without ending.

    Where two would be called alike, both keep their endings.
    """
    places = [Path(study_file(s, catalog)) for s in studies]
    short = [
        (p if s.is_dir() else p.with_suffix("")).as_posix()
        for s, p in zip(studies, places, strict=True)
    ]
    count = Counter(short)
    return [n if count[n] == 1 else p.as_posix() for n, p in zip(short, places, strict=True)]


def study_file(study: Path, catalog: str | Path) -> str:
    """Return where a study stands in the folder that was given."""
    base = Path(catalog)
    place = study.relative_to(base) if base.is_dir() and study != base else Path(study.name)
    return place.as_posix()


def score_study(
    study: Path, name: str, prices: Intensities, options: Options, plastics: frozenset[str]
) -> dict[str, Any]:
    """Return the line of a study in the output. Raises what reading and scoring it raise."""
    product = open_product(study, prices, options)
    result = footprint_of(product, prices, options)
    every = with_variants(product, prices, options.changes)
    line: dict[str, Any] = {
        "product": name,
        "parts": len(product.lines),
        **_columns("", result, every["as_specified"], prices),
        **{f"{c}_kg_co2e": result.by_category[c] for c in CATEGORIES},
        **_plastic(product, prices, plastics),
        "excluded_mass_share": result.excluded.mass_share,
        "findings": ";".join(sorted(_codes(result, product, prices, plastics))),
        "boundary": result.boundary,
        "allocation": result.allocation,
        **{f"{s}_kg_co2e": result.by_stage.get(s, 0.0) for s in (*STAGES, BEYOND)},
        "name": product.name,
        "declared_unit": f"{result.declared_unit.amount:g} {result.declared_unit.unit}",
    }
    for variant in result.variants:
        if variant.name != "as_specified":
            line |= _columns(f"{variant.name}_", result, every[variant.name], prices)
    return line


def _columns(
    prefix: str, result: Footprint, product: Product, prices: Intensities
) -> dict[str, float]:
    """Return what is said of every variant."""
    (score,) = (v for v in result.variants if f"{v.name}_" == (prefix or "as_specified_"))
    return {
        f"{prefix}total_kg_co2e": score.total_kg_co2e,
        f"{prefix}total_excluding_uptake_kg_co2e": score.total_excluding_uptake_kg_co2e,
        f"{prefix}mass_kg": product.mass / product.uses,
        f"{prefix}recycled_content": score.recycled_content,
        f"{prefix}bio_based_content": score.bio_based_content,
        f"{prefix}mci": circularity(product, prices.system.inventory).mci,
    }


def _codes(
    result: Footprint, product: Product, prices: Intensities, plastics: frozenset[str]
) -> set[str]:
    """Return the codes of the findings, and of what is not known to be plastic."""
    inventory, codes = prices.system.inventory, {f.code for f in result.findings}
    bare = (x.mass and without_class(x.match.target, inventory, plastics) for x in product.lines)
    return codes | {NO_CLASS} if any(bare) else codes


def _plastic(product: Product, prices: Intensities, plastics: frozenset[str]) -> dict[str, float]:
    """Return the mass of plastic, and of it the recycled and the bio-based [kg]."""
    inventory, sums = prices.system.inventory, [0.0, 0.0, 0.0]
    for line in product.lines:
        if line.match.target in plastics:
            variants = inventory.materials.get(line.match.target)
            for name, mass in variant_masses(line, inventory).items():
                sums[0] += mass
                sums[1] += mass * (name == "recycled")
                sums[2] += mass * variants[name].bio_based if variants else 0.0
    return dict(zip(_PLASTIC, (s / product.uses for s in sums), strict=True))


def study_schema(changes: Sequence[str]) -> dict[str, type[pl.DataType]]:
    """Return the columns of the output and what they hold: those of every catalogue, and two more.

    changes  names of the scenarios

    The ratings of data are left empty.
    """
    quality = (*(f"quality_{name}" for name in RATINGS), "quality_rated_share")
    each = ("total_kg_co2e", "total_excluding_uptake_kg_co2e", "mass_kg", *_SHARES)
    numbers = [*each, *(f"{c}_kg_co2e" for c in (*CATEGORIES, *STAGES, BEYOND)), *_PLASTIC]
    variants = (*(f"all_{v}" for v in VARIANTS), *changes)
    more = [f"{variant}_{name}" for variant in variants for name in each]
    texts: dict[str, type[pl.DataType]] = {"boundary": pl.String, "allocation": pl.String}
    return {
        **{"product": pl.String, "parts": pl.UInt32, **texts},
        **dict.fromkeys((*numbers, *quality, "excluded_mass_share"), pl.Float64),
        "findings": pl.String,
        **dict.fromkeys(more, pl.Float64),
        **{"name": pl.String, "declared_unit": pl.String},
    }
