"""From a bill of materials or a study to its footprint, with every variant beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy

from celca.assess.biogenic import biogenic, supplementary, variants_unreturned
from celca.assess.circularity import circularity
from celca.assess.gate import at_gate, carbon_content
from celca.assess.lifetime import lifetime, longer_lives
from celca.assess.notes import notes
from celca.assess.result import CarbonContent, Footprint
from celca.assess.result_lines import excluded, result_lines, sources
from celca.assess.score import Score
from celca.assess.variants import (
    other_boundaries,
    score_variants,
    variant_scores,
    with_variants,
)
from celca.circular import METHODS
from celca.errors import UnknownName, UsageError
from celca.inventory import DEFAULT, Inventory
from celca.matching import Matcher
from celca.methods import DEFAULT_METHOD
from celca.product import (
    Change,
    Product,
    ReadingOptions,
    apply,
    one_process,
    read_product,
)
from celca.readers import open_database, open_method
from celca.system import Intensities, build, price
from celca.version import __version__

__all__ = [
    "footprint_of",
    "Options",
    "assess",
    "footprint",
    "open_prices",
    "open_product",
]


@dataclass(frozen=True, slots=True)
class Options:
    """What a footprint is asked for.

    recycled, bio_based  shares set before anything else, by material [kg/kg]
    allocation           rule instead of the study's own; '' keeps that
    changes              further variants, each a change of the product as specified
    reading              how the files are to be read
    amount               with its unit, of the process that is asked for instead of a study; '' for
                         a study
    """

    recycled: Mapping[str, float] = field(default_factory=dict)
    bio_based: Mapping[str, float] = field(default_factory=dict)
    allocation: str = ""
    changes: Sequence[Change] = ()
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    amount: str = ""

    def arguments(self) -> list[str]:
        """Return the options that the command line needs for the same total."""
        out = [f"--recycled={name}={share!r}" for name, share in self.recycled.items()]
        out += [f"--bio={name}={share!r}" for name, share in self.bio_based.items()]
        out += [f"--allocation={self.allocation}"] if self.allocation else []
        out += [f"--column={meaning}={head}" for meaning, head in self.reading.columns.items()]
        out += [f"--sheet={self.reading.sheet}"] if self.reading.sheet else []
        out += [f"--matches={self.reading.matches}"] if self.reading.matches else []
        out += [f"--forming={self.reading.forming}"] if self.reading.forming else []
        out += [f"--amount={self.amount}"] if self.amount else []
        return out + ["--exclude-unknown"] * self.reading.exclude_unknown


def open_prices(database: str | Path = DEFAULT, method: str = DEFAULT_METHOD) -> Intensities:
    """Open a database and price every product in it under a method.

    database  a name, a folder, bw:PROJECT/DATABASE, or a file that `celca.readers` opens
    method    an id, or the name of a method of the Brightway project

    Raises UnknownName for a database or method that does not exist, and what the reading and
    solving of it raise.
    """
    inventory = open_database(database)
    return price(build(inventory, open_method(method, database, inventory)))


def footprint(
    study: str | Path,
    database: str | Path | Intensities = DEFAULT,
    method: str = DEFAULT_METHOD,
    options: Options | None = None,
) -> Footprint:
    """Return the carbon footprint of a product [kg CO2e per declared unit].

    study     a bill of materials, a product.toml, or a folder that holds one
    database  name, folder, or prices already opened with `open_prices` (then `method` is theirs)

    Raises DataError for input that cannot be used, naming file and place.
    """
    prices = database if isinstance(database, Intensities) else open_prices(database, method)
    return footprint_of(open_product(study, prices, options), prices, options)


def footprint_of(product: Product, prices: Intensities, options: Options | None) -> Footprint:
    """Return the footprint of a product that `open_product` read with the same options."""
    options = options or Options()
    result = assess(product, prices, options.changes)
    return replace(result, provenance={**result.provenance, "options": options.arguments()})


def open_product(study: str | Path, prices: Intensities, options: Options | None) -> Product:
    """Read a study, and set the shares that the options name. Raises DataError."""
    options = options or Options()
    inventory = prices.system.inventory
    product = _opened(study, inventory, options)
    if options.recycled or options.bio_based:
        change = Change("option", options.recycled, options.bio_based)
        product = apply(product, change, inventory)
    if options.allocation:
        if options.allocation not in METHODS:
            raise UnknownName("allocation method", options.allocation, METHODS)
        product = replace(product, allocation=options.allocation)
    return product


def _opened(study: str | Path, inventory: Inventory, options: Options) -> Product:
    if options.amount:
        return one_process(str(study), options.amount, inventory)
    found = None if Path(study).exists() else Matcher(inventory, {}).find(str(study))
    if found is not None:
        raise UsageError(
            f"{str(study)!r} is no file, but in {inventory.name}: say how much of it, with a unit,"
            " as in --amount '1 kg'."
        )
    return read_product(Path(study), inventory, options.reading)


def assess(product: Product, prices: Intensities, changes: Sequence[Change] = ()) -> Footprint:
    """Return the footprint of a product, with its standard variants and further changes."""
    inventory, method = prices.system.inventory, prices.system.method
    variants = with_variants(product, prices, changes)
    scores, left_out = score_variants(variants, prices)
    specified = scores["as_specified"]
    carbon = carbon_content(product, inventory)
    return Footprint(
        product=product.name,
        declared_unit=product.declared_unit,
        boundary=product.boundary,
        allocation=product.allocation,
        method=method.name,
        database=inventory.identity,
        **_sums(specified),
        lines=result_lines(product, specified, inventory),
        variants=variant_scores(variants, scores, inventory),
        circularity=circularity(product, inventory),
        excluded=excluded(product),
        findings=(
            *(*product.findings, *prices.system.findings),
            *notes(product, specified, prices, carbon),
            *(*other_boundaries(variants), *variants_unreturned(variants, scores)),
            *(*longer_lives(variants, scores), *left_out),
        ),
        numerics=prices.numerics,
        provenance=_provenance(product, prices),
        sources=sources(specified, inventory),
        carbon_content=carbon,
        **_beside(product, specified, carbon),
    )


def _sums(scored: Score) -> dict[str, Any]:
    return {
        "total_kg_co2e": scored.total,
        "total_excluding_uptake_kg_co2e": scored.total_excluding_uptake,
        "by_category": scored.by_category(),
        "by_stage": scored.by_stage(),
    }


def _beside(product: Product, scored: Score, carbon: CarbonContent) -> dict[str, Any]:
    """Return what stands beside the total: mass, gate, life, carbon, late release."""
    return {
        "mass_kg": product.mass / product.uses,
        "at_gate": at_gate(product, scored),
        "lifetime": lifetime(product, scored),
        "biogenic": biogenic(product, scored, carbon),
        "supplementary": supplementary(product, scored),
    }


def _provenance(product: Product, prices: Intensities) -> dict[str, Any]:
    method = prices.system.method
    return {
        "celca": __version__,
        "numpy": numpy.__version__,
        "scipy": prices.numerics.scipy,
        "inputs": [{"file": name, "sha256": digest} for name, digest in product.inputs],
        "method": {"id": method.id, "gwp_set": method.gwp_set, "hash": method.hash},
        "database_licence": prices.system.inventory.licence,
        "period": product.period,
        "uses": product.uses,
        **({"reading": product.reading} if product.reading else {}),
    }
