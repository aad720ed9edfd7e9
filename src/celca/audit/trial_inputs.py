"""The study with other inputs: recycled and bio-based shares, materials, grids, ways of transport.

Each is the product as it is, but for one input that another would have been taken for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import fsum

from celca.assess import score
from celca.audit.causes import Case, Cause
from celca.audit.study import Study
from celca.errors import DataError
from celca.inventory import Inventory, placeless
from celca.matching import Match
from celca.product import GATE_STAGES, Change, Line, Product, apply

__all__ = ["from_inputs", "from_materials", "heaviest", "tried", "tried_lines"]

_FREIGHT = "freight-"
_HEAVIEST = 4
_GRID = "electricity"
_CONTRACTS = {
    f"{_GRID}-{x}" for x in ("hydro", "wind", "solar", "geothermal", "biomass", "nuclear")
}


def from_inputs(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the causes that lie in what the product is made of and who supplies it."""
    yield from _shares(case, study)
    yield from _places(case, study)
    yield from _electricity(case, study)
    yield from tried(case, study, "input", _freight(study))


def from_materials(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the heaviest parts made of other materials: many, for where nothing simpler meets."""
    yield from tried_lines(case, study, "input", _materials(study))


def tried(
    case: Case, study: Study, code: str, changes: Iterable[tuple[Product, str, float]]
) -> Iterator[Cause]:
    """Yield a cause for each (product, sentence, how unlikely) that can be calculated."""
    for changed, told, prior in changes:
        try:
            value = study.total(changed, at_gate=case.at_gate) - case.aside
        except DataError:
            continue
        yield Cause(code, told, value, prior)


def tried_lines(
    case: Case, study: Study, code: str, changes: Iterable[tuple[int, Line, str, float]]
) -> Iterator[Cause]:
    """Yield the same for (place, line in its stead, sentence, how unlikely)."""
    for i, line, told, prior in changes:
        try:
            moved = study.with_line(i, line, at_gate=case.at_gate)
        except DataError:
            continue
        yield Cause(code, told, case.value + moved, prior)


def heaviest(product: Product, most: int) -> list[int]:
    """Return the places of the heaviest lines, the heaviest first."""
    return sorted(range(len(product.lines)), key=lambda i: -product.lines[i].mass)[:most]


def _freight(study: Study) -> Iterator[tuple[Product, str, float]]:
    """Yield every journey by each other means."""
    product, index = study.product, study.prices.system.index
    means = [p for p in index if p.startswith(_FREIGHT)]
    for i, step in enumerate(product.activities):
        for other in means if step.process.startswith(_FREIGHT) else ():
            if other != step.process:
                moved = replace(step, process=other)
                rest = (*product.activities[:i], moved, *product.activities[i + 1 :])
                told = f"It agrees with {other} instead of {step.process} ({step.stage})."
                yield replace(product, activities=rest), told, 4.6


def _materials(study: Study) -> Iterator[tuple[int, Line, str, float]]:
    """Yield each of the heaviest parts made of every other material."""
    product, materials = study.product, study.prices.system.inventory.materials
    for rank, i in enumerate(heaviest(product, _HEAVIEST)):
        line = product.lines[i]
        if line.match.target not in materials:
            continue
        for other in materials:
            if other != line.match.target:
                changed = replace(line, match=Match(other, "id"), recycled=0.0, bio_based=0.0)
                name = line.part or line.description
                told = f"It agrees when the part {name} is of {other}, not of {line.match.target}."
                yield i, changed, told, 6 + rank / 10


def _shares(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the recycled or bio-based share of a material that would explain the value."""
    product, inventory = study.product, study.prices.system.inventory
    for material, line in {x.match.target: x for x in product.lines}.items():
        variants = inventory.materials.get(material, {})
        for kind, now in (("recycled", line.recycled), ("bio_based", line.bio_based)):
            if kind not in variants:
                continue
            ends = [_with_share(case, study, material, kind, share) for share in (0.0, 1.0)]
            if None in ends or ends[0] == ends[1]:
                continue
            low, high = (x for x in ends if x is not None)
            share = (case.declared - low) / (high - low)
            if not -1e-9 <= share <= 1 + 1e-9:
                continue
            yield _share_cause(case, (material, kind), (now, share, low, high))


def _with_share(case: Case, study: Study, material: str, kind: str, share: float) -> float | None:
    shares = {material: share}
    change = Change("trial", recycled=shares if kind == "recycled" else {})
    if kind == "bio_based":
        change = Change("trial", bio_based=shares)
    try:
        changed = apply(study.product, change, study.prices.system.inventory)
        return study.total(changed, at_gate=case.at_gate) - case.aside
    except DataError:
        return None


def _share_cause(
    case: Case, which: tuple[str, str], found: tuple[float, float, float, float]
) -> Cause:
    """Return the cause; a share of whole percents is likelier than any other."""
    material, kind = which
    now, share, low, high = found
    whole = round(20 * share) / 20
    slack = max(case.precision, 1e-4 * abs(case.declared)) / abs(high - low)
    plain = abs(share - whole) <= slack
    share = whole if plain else share
    words = "recycled" if kind == "recycled" else "bio-based"
    told = (
        f"It agrees when the {words} content of {material} is {100 * share:.3g} % instead of"
        f" {100 * now:.3g} %."
        if plain
        else f"The {words} content of {material} would have to be {100 * share:.3g} % instead of"
        f" {100 * now:.3g} % to explain all of it."
    )
    value, prior = low + share * (high - low), 3.3 if plain else 7
    return Cause(f"{kind}_share", told, value, prior, not plain)


def _places(case: Case, study: Study) -> Iterator[Cause]:
    """Yield another place for each process: the same product from elsewhere, such as a grid."""
    inventory, index = study.prices.system.inventory, study.prices.system.index
    H = study.prices.H.sum(axis=0)
    siblings = _siblings(inventory)
    for process, amount in _amounts(case, study).items():
        for other in siblings.get(process, ()):
            value = case.value + amount * float(H[index[other]] - H[index[process]])
            told = f"It agrees with {other} instead of {process}: another place, or another grid."
            yield Cause("place", told, value, 5)


def _electricity(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the electricity of the product's own steps bought by contract, not off the grid."""
    inventory, index = study.prices.system.inventory, study.prices.system.index
    H = study.prices.H.sum(axis=0)
    used = {p: x for p, x in _amounts(case, study).items() if p.startswith(_GRID)}
    now = fsum(amount * float(H[index[p]]) for p, amount in used.items())
    if not now:
        return
    told = (
        "It agrees when the electricity of its own steps counts nothing: a contract for electricity"
        " without emissions (market-based) may stand for the grid (location-based)."
    )
    yield Cause("electricity_contract", told, case.value - now, 3.7)
    for process in inventory.processes:
        if placeless(process) in _CONTRACTS and process.id not in used:
            value = fsum(used.values()) * float(H[index[process.id]])
            told = (
                f"It agrees with {process.id} for the electricity of its own steps: a contract"
                " (market-based) may stand for the grid (location-based)."
            )
            yield Cause("electricity_contract", told, case.value - now + value, 4.7)


def _amounts(case: Case, study: Study) -> dict[str, float]:
    """Return what the product calls on within the boundary that is compared, by process."""
    amounts: dict[str, float] = {}
    for entry in score(study.product, study.prices).entries:
        if entry.process and (entry.stage in GATE_STAGES or not case.at_gate):
            amounts[entry.process] = amounts.get(entry.process, 0.0) + entry.amount
    return amounts


def _siblings(inventory: Inventory) -> Mapping[str, list[str]]:
    """Return the same products from other places, by process."""
    alike: dict[tuple[str, str], list[str]] = {}
    for process in inventory.processes:
        alike.setdefault((placeless(process), process.unit), []).append(process.id)
    return {one: [x for x in ids if x != one] for ids in alike.values() for one in ids}
