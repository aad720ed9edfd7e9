"""The study calculated anew with one thing done otherwise, to see whether that explains a value.

Other GWP sets, other allocation, other recycled and bio-based shares, other grids, steps left
out or misread: each is the product with one change, and its score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from celca.assess import Options, Score, open_prices, open_product, score
from celca.audit.causes import Case, Cause
from celca.circular import METHODS
from celca.errors import DataError
from celca.inventory import Inventory
from celca.methods import load_method, method_names
from celca.product import Activity, Change, Line, Product, apply
from celca.system import Intensities, build, price

__all__ = ["Study", "from_trials", "method_for"]

_GATE = ("raw_materials", "production")
_PLACE = re.compile(r"-[a-z]{2}$")
_MOST = 30


@dataclass(frozen=True)
class Study:
    """A study that can be calculated again with one thing changed.

    product  as the options make it
    prices   of the database under the method
    """

    path: Path
    database: str | Path
    method: str
    options: Options
    product: Product
    prices: Intensities

    @classmethod
    def open(
        cls, path: str | Path, database: str | Path, method: str, options: Options | None
    ) -> Study:
        """Open a study. Raises DataError."""
        prices = open_prices(database, method)
        chosen = options or Options()
        product = open_product(path, prices, chosen)
        return cls(Path(path), database, method, chosen, product, prices)

    def total(self, product: Product, *, at_gate: bool, prices: Intensities | None = None) -> float:
        """Return the total of a changed product [kg CO2e per declared unit]. Raises DataError."""
        return _total(score(product, prices or self.prices), at_gate=at_gate)

    def under(self, method: str) -> Intensities:
        """Return the prices under another method."""
        return price(build(self.prices.system.inventory, load_method(method)))


def _total(scored: Score, *, at_gate: bool) -> float:
    if not at_gate:
        return scored.total
    kept = zip(scored.entries, map(float, scored.by_entry), strict=True)
    return sum(kg for entry, kg in kept if entry.stage in _GATE)


def method_for(gwp_set: str) -> str | None:
    """Return the GWP100 method of an assessment report, None where there is none."""
    for name in method_names():
        if name.endswith("gwp100") and load_method(name).gwp_set == gwp_set:
            return name
    return None


def from_trials(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the causes that need the study calculated anew."""
    yield from _methods(case, study)
    yield from _allocations(case, study)
    yield from _products(case, study)
    yield from _shares(case, study)
    yield from _places(case, study)


def _methods(case: Case, study: Study) -> Iterator[Cause]:
    for name, title in method_names().items():
        if name != study.prices.system.method.id:
            value = study.total(study.product, at_gate=case.at_gate, prices=study.under(name))
            told = f"It agrees with {title} instead of {study.prices.system.method.name}."
            yield Cause("method", told, value, 3)


def _allocations(case: Case, study: Study) -> Iterator[Cause]:
    for rule in METHODS:
        if rule == study.product.allocation:
            continue
        try:
            value = study.total(replace(study.product, allocation=rule), at_gate=case.at_gate)
        except DataError:
            continue
        told = f"It agrees with the allocation {rule} instead of {study.product.allocation}."
        yield Cause("allocation", told, value, 3.2)


def _products(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the product with a line, a packaging or a step changed."""
    product = study.product
    for changed, told, prior in (*_without_packaging(product), *_steps(product), *_lines(product)):
        try:
            yield Cause("product", told, study.total(changed, at_gate=case.at_gate), prior)
        except DataError:
            continue
    if any(line.scrap for line in product.lines):
        lines = tuple(replace(line, scrap=0.0) for line in product.lines)
        value = study.total(replace(product, lines=lines), at_gate=case.at_gate)
        yield Cause("scrap", "It agrees when production scrap is left out.", value, 3)


def _without_packaging(product: Product) -> Iterator[tuple[Product, str, float]]:
    bare = tuple(line for line in product.lines if not line.packaging)
    if len(bare) < len(product.lines):
        yield replace(product, lines=bare), "It agrees when packaging is left out.", 2.4


def _steps(product: Product) -> Iterator[tuple[Product, str, float]]:
    for i, step in enumerate(product.activities):
        rest = (*product.activities[:i], *product.activities[i + 1 :])
        named = f"{step.note or step.process} ({step.stage})"
        yield (
            replace(product, activities=rest, lines=_without_scrap(product, step)),
            f"It agrees when {named} is left out.",
            2.8,
        )
        for times, words, prior in (
            (2.0, "is counted twice", 4.2),
            (3.6, "is 3.6 times as much (kWh taken for MJ)", 3.8),
            (1 / 3.6, "is 3.6 times less (MJ taken for kWh)", 3.8),
            (1000.0, "is 1000 times as much", 3.8),
            (0.1, "is a tenth", 4.4),
            (10.0, "is 10 times as much", 4.4),
            (1.609344, "is 1.6 times as much (miles taken for kilometres)", 4.4),
            (1 / 1.609344, "is 1.6 times less (kilometres taken for miles)", 4.4),
            (product.uses, "is counted per use instead of per product", 3.8),
            (1 / product.uses, "is counted per product instead of per use", 3.8),
        ):
            if times != 1:
                changed = (
                    *product.activities[:i],
                    _times(step, times),
                    *product.activities[i + 1 :],
                )
                told = f"It agrees when {named} {words}."
                yield replace(product, activities=changed), told, prior


def _without_scrap(product: Product, step: Activity) -> tuple[Line, ...]:
    """Return the lines without what a step cuts away of its material."""
    kept = 1 + step.scrap
    return tuple(
        replace(line, scrap=(1 + line.scrap) / kept - 1)
        if step.material and line.match.target == step.material
        else line
        for line in product.lines
    )


def _times(step: Activity, times: float) -> Activity:
    amount = None if step.amount is None else step.amount * times
    return replace(step, amount=amount, per_kg=step.per_kg * times)


def _lines(product: Product) -> Iterator[tuple[Product, str, float]]:
    ranked = sorted(range(len(product.lines)), key=lambda i: -product.lines[i].mass)[:_MOST]
    for i in ranked:
        line = product.lines[i]
        for times, words, prior in (
            (0.0, "is left out", 3.4),
            (2.0, "is counted twice", 3.9),
            (1000.0, "weighs 1000 times as much (g taken for kg)", 3.5),
            (0.001, "weighs a thousandth (kg taken for g), which is as good as left out", 3.6),
        ):
            lines = (*product.lines[:i], _heavier(line, times), *product.lines[i + 1 :])
            told = f"It agrees when the part {line.part or line.description} {words}."
            yield replace(product, lines=lines), told, prior


def _heavier(line: Line, times: float) -> Line:
    value = None if line.supplier_value is None else line.supplier_value * times
    return replace(line, mass=line.mass * times, supplier_value=value)


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
        return study.total(changed, at_gate=case.at_gate)
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
    )
    return Cause(f"{kind}_share", told, low + share * (high - low), 3.3 if plain else 7)


def _places(case: Case, study: Study) -> Iterator[Cause]:
    """Yield another place for each process: the same product from elsewhere, such as a grid."""
    inventory, index = study.prices.system.inventory, study.prices.system.index
    H = study.prices.H.sum(axis=0)
    siblings = _siblings(inventory)
    amounts: dict[str, float] = {}
    for entry in score(study.product, study.prices).entries:
        if entry.process and (entry.stage in _GATE or not case.at_gate):
            amounts[entry.process] = amounts.get(entry.process, 0.0) + entry.amount
    for process, amount in amounts.items():
        for other in siblings.get(_PLACE.sub("", process), ()):
            if other == process:
                continue
            value = case.value + amount * float(H[index[other]] - H[index[process]])
            told = f"It agrees with {other} instead of {process}: another place, or another grid."
            yield Cause("place", told, value, 5)


def _siblings(inventory: Inventory) -> Mapping[str, list[str]]:
    out: dict[str, list[str]] = {}
    for process in inventory.processes:
        out.setdefault(_PLACE.sub("", process.id), []).append(process.id)
    return out
