"""What one kilogram costs: of each variant of each material, and of each way to form it.

One row of prices per thing that a catalogue can ask for. The impacts are columns of H; mass,
recycled mass and the like are priced as well, so that one product D @ prices gives all. To make
a product all virgin, all recycled or all bio-based is linear in D: V D, so the prices of such a
variant are V @ prices, and the same D gives every variant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, get_args

import numpy as np
from scipy.sparse import csr_array

from celca.catalog.pricing.plastics import plastics_of, without_class
from celca.circular import Component, linear_and_through, linear_flows
from celca.inventory import UNSPECIFIED, Inventory, Variant, VariantName
from celca.methods import CATEGORIES, UPTAKE
from celca.product import Stage
from celca.system import RATINGS, Intensities, pedigrees
from celca.units import same_dimension

__all__ = ["COLUMNS", "PLASTIC", "QUALITY", "SUMS", "VARIANTS", "PriceList", "price_list"]

VARIANTS: tuple[VariantName, ...] = get_args(VariantName)
# of every variant: kg CO2e with and without uptake; kg in all, recycled, and that grew; and the
# kg of the MCI, see `celca.circular.linear_and_through`
SUMS = ("total", "without_uptake", "mass", "recycled", "grown", "linear", "through")
PLASTIC = ("plastic", "recycled_plastic", "bio_based_plastic")
# up to the gate, without uptake: kg CO2e, of it rated, and that times each rating
QUALITY = ("sized", "rated", *RATINGS)
COLUMNS = (
    *(*SUMS, *CATEGORIES, *get_args(Stage), "excluded", *PLASTIC, "unclassed"),
    *("foreign", "gross"),
    *QUALITY,
)
_PLASTICS = [COLUMNS.index(name) for name in PLASTIC]
_OF_MASS = [COLUMNS.index(name) for name in ("mass", "recycled", "grown")]


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
    rated    (6 x n): QUALITY of one unit of each process of the database
    asks     (rows of the table x n): what 1 kg takes from each process of the database
    """

    inventory: Inventory
    targets: tuple[str, ...]
    table: Any
    has: Any
    plain: Any
    grown: Any
    ratio: Any
    rated: Any
    asks: csr_array

    @cached_property
    def code(self) -> dict[str, int]:
        """Code of each target."""
        return {id_: i for i, id_ in enumerate(self.targets)}

    @cached_property
    def forming(self) -> dict[str, int]:
        """Row of the table of each process that is priced by mass."""
        start = 3 * len(self.targets)
        return {id_: start + i for i, id_ in enumerate(_by_mass(self.inventory))}

    @cached_property
    def whole(self) -> tuple[csr_array, ...]:
        """V of all_virgin, all_recycled and all_bio_based (things x things) [kg/kg].

        Row: what is in the product as specified; column: what is in the variant instead. What
        has no such variant stays as it is. A forming process stays, though the mass that it
        forms may change: see `celca.catalog.pricing.products`.
        """
        return tuple(_whole(self, k) for k in range(len(VARIANTS)))

    @cached_property
    def wide(self) -> Any:  # noqa: ANN401
        """Prices of the product as specified, then the SUMS of each whole variant, beside it."""
        sums = self.table[:, : len(SUMS)]
        return np.hstack([self.table, *(V @ sums for V in self.whole)])


def _whole(prices: PriceList, k: int) -> csr_array:
    things = np.arange(len(prices.table))
    to, ratio = things.copy(), np.ones(len(things))
    for j in range(len(VARIANTS)):
        of_j = np.flatnonzero(prices.has[:, k])
        to[3 * of_j + j] = 3 * of_j + k
        ratio[3 * of_j + j] = _mass(prices.ratio[of_j], k) / _mass(prices.ratio[of_j], j)
    return csr_array((ratio, (things, to)), shape=(len(things), len(things)))


def _mass(ratio: Any, k: int) -> Any:  # noqa: ANN401
    """Return the mass of variant k in the function of 1 kg virgin [kg/kg]."""
    return ratio if VARIANTS[k] == "bio_based" else np.ones_like(ratio)


def price_list(prices: Intensities, plastics: Collection[str] | None = None) -> PriceList:
    """Return the prices of a database, ready for catalogues.

    plastics  ids of the materials that are plastic; None for those of the database
    """
    inventory, rated = prices.system.inventory, _quality(prices)
    plastics = plastics_of(inventory) if plastics is None else plastics
    processes = _by_mass(inventory)
    targets = tuple(dict.fromkeys((*inventory.materials, *processes, UNSPECIFIED)))
    table = np.zeros((3 * len(targets) + len(processes), len(COLUMNS)))
    made = tuple(_made(inventory, targets, processes))
    for thing in made:
        table[thing.row] = _row(prices, rated, thing)
    _add_plastic(table, targets, inventory, plastics)
    at = 3 * targets.index(UNSPECIFIED)
    table[at : at + 3, COLUMNS.index("excluded")] = 1.0
    has = np.array([[v in inventory.materials.get(t, {}) for v in VARIANTS] for t in targets])
    columns = [prices.system.index[thing.process] for thing in made]
    place = ([thing.row for thing in made], columns)
    asks = csr_array((np.ones(len(made)), place), shape=(len(table), len(prices.system.index)))
    plain = np.array([t not in inventory.materials for t in targets])
    grown, ratio = _bio_based(inventory, targets)
    return PriceList(inventory, targets, table, has, plain, grown, ratio, rated, asks)


@dataclass(frozen=True, slots=True)
class _Made:
    """What stands in a row of the table, and the process that makes it."""

    row: int
    process: str
    variant: Variant | None = None
    stage: Stage = "raw_materials"


def _made(
    inventory: Inventory, targets: Sequence[str], processes: Sequence[str]
) -> Iterator[_Made]:
    for i, target in enumerate(targets):
        variants = inventory.materials.get(target, {})
        for k, name in enumerate(VARIANTS):
            if name in variants:
                yield _Made(3 * i + k, variants[name].process, variants[name])
            elif not variants and target != UNSPECIFIED:
                yield _Made(3 * i + k, target)
    for j, process in enumerate(processes):
        yield _Made(3 * len(targets) + j, process, stage="production")


def _bio_based(inventory: Inventory, targets: Sequence[str]) -> tuple[Any, Any]:
    """Return `grown` and `ratio` of a list of prices."""
    grown, ratio = np.zeros(len(targets)), np.ones(len(targets))
    for i, target in enumerate(targets):
        variants = inventory.materials.get(target, {})
        if "bio_based" in variants:
            ratio[i] = variants["bio_based"].mass_ratio
        elif "virgin" in variants:
            grown[i] = variants["virgin"].bio_based
    return grown, ratio


def _add_plastic(
    table: Any,  # noqa: ANN401
    targets: Sequence[str],
    inventory: Inventory,
    plastics: Collection[str],
) -> None:
    """Fill in the mass that is plastic, and that of which nobody knows."""
    of_mass = np.repeat(np.array([t in plastics for t in targets]), 3)
    unknown = np.repeat(np.array([without_class(t, inventory, plastics) for t in targets]), 3)
    own = table[: len(of_mass)]
    own[:, _PLASTICS] = own[:, _OF_MASS] * of_mass[:, None]
    own[:, COLUMNS.index("unclassed")] = own[:, COLUMNS.index("mass")] * unknown


def _by_mass(inventory: Inventory) -> list[str]:
    return [p.id for p in inventory.processes if same_dimension(p.unit, "kg")]


def _row(prices: Intensities, rated: Any, thing: _Made) -> Any:  # noqa: ANN401
    """Return the price of 1 kg up to the gate, in the order of COLUMNS."""
    j, variant, stage = prices.system.index[thing.process], thing.variant, thing.stage
    impacts, kg = prices.H[:, j], float(stage == "raw_materials")
    again = kg * (variant is not None and variant.variant == "recycled")
    linear, through = _circular(kg, again)
    priced = {
        "total": impacts.sum(),
        "without_uptake": np.delete(impacts, UPTAKE).sum(),
        "mass": kg,
        "recycled": again,
        "grown": variant.bio_based if variant else 0.0,
        "linear": linear,
        "through": through,
        stage: impacts.sum(),
        **dict(zip(CATEGORIES, impacts, strict=True)),
        "foreign": prices.foreign[j],
        "gross": np.abs(impacts).sum(),
        **dict(zip(QUALITY, rated[:, j], strict=True)),
    }
    return np.array([priced.get(name, 0.0) for name in COLUMNS])


def _quality(prices: Intensities) -> Any:  # noqa: ANN401
    """Return (6 x n): QUALITY of one unit of each product."""
    share, *ratings = pedigrees(prices.system)
    sized = np.abs(np.delete(prices.H, UPTAKE, axis=0).sum(axis=0))
    return np.array([sized, sized * share, *(sized * share * r for r in ratings)])


@cache
def _circular(mass: float, recycled: float) -> tuple[float, float]:
    """Return the kg of the MCI up to the gate: nothing is collected."""
    return linear_and_through(linear_flows(Component(mass, recycled, 0.0)))
