"""What a circular variant saves at the material, before it is part of any product.

The policy claim "20 to 90 % less CO2, depending on the material" is about this figure. It is
cradle to gate and cut-off, and it is not what a product saves: see the variants of a footprint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from celca.assess import Options, open_prices, open_product, score
from celca.circular import METHODS
from celca.errors import DataError
from celca.inventory import DEFAULT, Inventory, Variant, VariantName
from celca.methods import DEFAULT_METHOD, UPTAKE
from celca.product import Product, wholly
from celca.system import Intensities

__all__ = [
    "CLAIM",
    "CircularMaterial",
    "circular_in_product",
    "circular_materials",
    "in_product",
    "per_kilogram",
    "against_claim",
]

CLAIM = (20.0, 90.0)  # per cent less; METI, as given for this comparison


@dataclass(frozen=True, slots=True)
class CircularMaterial:
    """One circular variant of a material against its virgin variant.

    virgin_kg_co2e_per_kg            [kg CO2e/kg], variant likewise
    mass_ratio                       of the variant in the function of 1 kg virgin [kg/kg]
    change_percent                   for the same function; None where virgin is not above 0
    change_excluding_uptake_percent  the same without what growing things took up
    product_change_percent           of a product with all parts of the material so made, under
                                     `product_boundary` and `product_allocation`; None where no
                                     product is given, or the rule or the database refuses it
    by_allocation                    the same under every rule of recycling
    """

    material: str
    name: str
    variant: str
    process: str
    virgin_kg_co2e_per_kg: float
    variant_kg_co2e_per_kg: float
    mass_ratio: float
    change_percent: float | None
    change_excluding_uptake_percent: float | None
    boundary: str = "cradle-to-gate"
    allocation: str = "cut-off"
    product_change_percent: float | None = None
    product_boundary: str = ""
    product_allocation: str = ""
    by_allocation: Mapping[str, float | None] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return asdict(self)


def circular_materials(
    database: str | Path | Intensities = DEFAULT, method: str = DEFAULT_METHOD
) -> tuple[CircularMaterial, ...]:
    """Return every circular variant that has a virgin one beside it, by material."""
    prices = database if isinstance(database, Intensities) else open_prices(database, method)
    pairs = _pairs(prices.system.inventory)
    return tuple(_at_material(virgin, other, prices) for virgin, other in pairs)


def _at_material(virgin: Variant, other: Variant, prices: Intensities) -> CircularMaterial:
    (base, base_without), (new, new_without) = (_cost(v, prices) for v in (virgin, other))
    return CircularMaterial(
        material=other.material,
        name=other.name,
        variant=other.variant,
        process=other.process,
        virgin_kg_co2e_per_kg=base,
        variant_kg_co2e_per_kg=new,
        mass_ratio=other.mass_ratio,
        change_percent=_change(base, new * other.mass_ratio),
        change_excluding_uptake_percent=_change(base_without, new_without * other.mass_ratio),
    )


def _cost(variant: Variant, prices: Intensities) -> tuple[float, float]:
    """Return what 1 kg costs, with and without what growing things took up [kg CO2e]."""
    column = prices.H[:, prices.system.index[variant.process]]
    total = float(column.sum())
    return total, total - float(column[UPTAKE])


def per_kilogram(material: str, prices: Intensities) -> float:
    """Return what 1 kg of a material costs without what growing things took up [kg CO2e].

    Its virgin variant is taken where it has one.
    """
    variants = prices.system.inventory.materials[material]
    return _cost(variants.get("virgin") or next(iter(variants.values())), prices)[1]


def circular_in_product(
    study: str | Path,
    database: str | Path = DEFAULT,
    method: str = DEFAULT_METHOD,
    options: Options | None = None,
) -> tuple[CircularMaterial, ...]:
    """Return the circular variants of the materials of a study, at the material and the product.

    A product with all of a material virgin is set against the same with all of it the variant.
    What saves 60 to 90 % at the material is often 6 to 30 % at the product.
    """
    prices = open_prices(database, method)
    return in_product(open_product(study, prices, options), prices)


def in_product(product: Product, prices: Intensities) -> tuple[CircularMaterial, ...]:
    """Return the same for a product, under its own rule and under every other."""
    used = {line.match.target for line in product.lines}
    rows = (row for row in circular_materials(prices) if row.material in used)
    return tuple(_at_product(row, product, prices) for row in rows)


def _at_product(row: CircularMaterial, product: Product, prices: Intensities) -> CircularMaterial:
    name: VariantName = "recycled" if row.variant == "recycled" else "bio_based"
    virgin, other = (
        _made(product, row.material, "virgin", prices),
        _made(product, row.material, name, prices),
    )
    changes: dict[str, float | None] = {
        rule: _under(rule, virgin, other, prices) for rule in METHODS
    }
    return replace(
        row,
        product_change_percent=changes[product.allocation],
        product_boundary=product.boundary,
        product_allocation=product.allocation,
        by_allocation=changes,
    )


def _made(product: Product, material: str, name: VariantName, prices: Intensities) -> Product:
    """Return the product with all parts of a material made of one variant."""
    inventory = prices.system.inventory
    lines = (wholly(x, name, inventory) if x.match.target == material else x for x in product.lines)
    return replace(product, lines=tuple(lines))


def _under(rule: str, virgin: Product, other: Product, prices: Intensities) -> float | None:
    """Return the change from one product to another under a rule; None where it is refused."""
    try:
        base, new = (score(replace(p, allocation=rule), prices).total for p in (virgin, other))
    except DataError:
        return None
    return _change(base, new)


def _pairs(inventory: Inventory) -> list[tuple[Variant, Variant]]:
    return [
        (variants["virgin"], other)
        for variants in inventory.materials.values()
        if "virgin" in variants
        for other in variants.values()
        if other.variant != "virgin" and other.process != variants["virgin"].process
    ]


def _change(base: float, new: float) -> float | None:
    return 100 * (new - base) / base if base > 0 else None


def against_claim(rows: Sequence[CircularMaterial]) -> tuple[int, int, int]:
    """Return how many variants save less than 20 %, 20 to 90 %, and more, uptake not counted."""
    low, high = CLAIM
    saved = [-c for r in rows if (c := r.change_excluding_uptake_percent) is not None]
    less, more = sum(s < low for s in saved), sum(s > high for s in saved)
    return less, len(saved) - less - more, more
