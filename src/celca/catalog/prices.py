"""What one kilogram costs: of each variant of each material, and of each way to form it.

One row of prices per thing that a catalogue can ask for. The impacts are columns of H; mass,
recycled mass and the like are priced as well, so that one product D @ prices gives all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

import numpy as np

from celca.inventory import UNSPECIFIED, Inventory, Variant, VariantName
from celca.methods import CATEGORIES
from celca.system import Intensities
from celca.units import same_dimension

__all__ = ["COLUMNS", "VARIANTS", "PriceList", "price_list"]

VARIANTS: tuple[VariantName, ...] = get_args(VariantName)
COLUMNS = (*CATEGORIES, "mass", "recycled", "grown", "excluded", "foreign", "gross")
_WIDTH = len(COLUMNS)
_M = len(CATEGORIES)


@dataclass(frozen=True)
class PriceList:
    """The prices of everything that a row of a catalogue can name, by code.

    targets  id of each material, each process priced by mass, and `unspecified`
    table    (3 t + p, columns): row 3 i + k is variant k of target i, then one row for each
             forming process; per kg
    has      (t, 3): whether the target has the variant
    plain    (t): whether the target is a process, which has no variants
    grown    (t): bio-based share of the virgin variant [kg/kg], where nothing replaces it
    ratio    (t): mass of the bio-based variant in the function of 1 kg of the others [kg/kg]
    """

    inventory: Inventory
    targets: tuple[str, ...]
    table: Any
    has: Any
    plain: Any
    grown: Any
    ratio: Any

    @cached_property
    def code(self) -> dict[str, int]:
        """Code of each target."""
        return {id_: i for i, id_ in enumerate(self.targets)}

    @cached_property
    def forming(self) -> dict[str, int]:
        """Row of the table of each process that is priced by mass."""
        start = 3 * len(self.targets)
        return {id_: start + i for i, id_ in enumerate(_by_mass(self.inventory))}


def price_list(prices: Intensities) -> PriceList:
    """Return the prices of a database, ready for catalogues."""
    inventory = prices.system.inventory
    processes = _by_mass(inventory)
    targets = tuple(dict.fromkeys((*inventory.materials, *processes, UNSPECIFIED)))
    table = np.zeros((3 * len(targets) + len(processes), _WIDTH))
    has = np.zeros((len(targets), 3), dtype=bool)
    ratio, grown = np.ones(len(targets)), np.zeros(len(targets))
    for i, target in enumerate(targets):
        variants = inventory.materials.get(target)
        if variants is None:
            if target != UNSPECIFIED:
                table[3 * i] = _row(prices, target, None)
            continue
        for k, name in enumerate(VARIANTS):
            if name in variants:
                has[i, k] = True
                table[3 * i + k] = _row(prices, variants[name].process, variants[name])
        if "bio_based" in variants:
            ratio[i] = variants["bio_based"].mass_ratio
        elif "virgin" in variants:
            grown[i] = variants["virgin"].bio_based
    table[3 * targets.index(UNSPECIFIED), COLUMNS.index("excluded")] = 1.0
    for j, process in enumerate(processes):
        table[3 * len(targets) + j] = _row(prices, process, None)
        table[3 * len(targets) + j, COLUMNS.index("mass")] = 0.0
    plain = np.array([t not in inventory.materials for t in targets])
    return PriceList(inventory, targets, table, has, plain, grown, ratio)


def _by_mass(inventory: Inventory) -> list[str]:
    return [p.id for p in inventory.processes if same_dimension(p.unit, "kg")]


def _row(prices: Intensities, process: str, variant: Variant | None) -> Any:  # noqa: ANN401
    """Return the price of 1 kg, in the order of COLUMNS."""
    j = prices.system.index[process]
    out = np.zeros(_WIDTH)
    out[:_M] = prices.H[:, j]
    out[COLUMNS.index("mass")] = 1.0
    out[COLUMNS.index("recycled")] = float(variant is not None and variant.variant == "recycled")
    out[COLUMNS.index("grown")] = variant.bio_based if variant else 0.0
    out[COLUMNS.index("foreign")] = prices.foreign[j]
    out[COLUMNS.index("gross")] = np.abs(prices.H[:, j]).sum()
    return out
