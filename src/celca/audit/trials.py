"""The study calculated anew with one thing done otherwise, to see whether that explains a value.

Other GWP sets, other allocation, another end of life, steps and parts left out or misread: each is
the product with one change, and its score. Other inputs are tried in `trial_inputs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import fsum

from celca.assess import score
from celca.audit.causes import Case, Cause
from celca.audit.study import Study
from celca.audit.trial_inputs import from_inputs, heaviest, tried, tried_lines
from celca.circular import METHODS
from celca.errors import DataError
from celca.methods import method_names
from celca.product import GATE_STAGES, Activity, Line, Product
from celca.product.record import TREATMENTS

__all__ = ["from_trials"]

_MOST = 30
_LEAST = 0.1  # of its mass: a part that would have to be lighter, or ten times as heavy, is no clue
_SAME_MASS = 1e-3  # of the mass: rounding


def from_trials(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the causes that need the study calculated anew."""
    yield from _methods(case, study)
    yield from _allocations(case, study)
    yield from _masses(case, study)
    yield from _products(case, study)
    yield from _fitted(case, study)
    yield from from_inputs(case, study)


def _methods(case: Case, study: Study) -> Iterator[Cause]:
    for name, title in method_names().items():
        if name != study.prices.system.method.id:
            total = study.total(study.product, at_gate=case.at_gate, prices=study.under(name))
            told = f"It agrees with {title} instead of {study.prices.system.method.name}."
            yield Cause("method", told, total - case.aside, 3)


def _allocations(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the other rules; those that come to the same are told together."""
    used, own = study.product.allocation, case.result.by_stage["end_of_life"]
    totals: dict[float, list[str]] = {}
    ends: dict[float, list[str]] = {}
    for rule in METHODS:
        if rule == used:
            continue
        try:
            scored = score(replace(study.product, allocation=rule), study.prices)
        except DataError:
            continue
        by_stage = scored.by_stage()
        value = fsum(by_stage[s] for s in GATE_STAGES) if case.at_gate else scored.total
        value -= case.aside
        totals.setdefault(_as_written(value), []).append(rule)
        if not case.at_gate and by_stage["end_of_life"] < own:
            value = case.value - own + by_stage["end_of_life"]
            ends.setdefault(_as_written(value), []).append(rule)
    for value, rules in totals.items():
        told = f"It agrees with the allocation {' or '.join(rules)} instead of {used}."
        yield Cause("allocation", told, value, 3.2)
    for value, rules in ends.items():
        told = (
            f"It agrees when recycling is credited twice: recycled content by {used}, and the end"
            f" of life by {' or '.join(rules)}."
        )
        yield Cause("credited_twice", told, value, 3.6)


def _as_written(value: float) -> float:
    """Return a value to twelve figures, so that the same sum reached in two ways is one."""
    return float(f"{value:.12g}")


def _products(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the product with a line, a packaging or a step changed."""
    product = study.product
    changes = (*_packagings(product), *_steps(product), *_ends(product))
    yield from tried(case, study, "product", changes)
    yield from tried_lines(case, study, "product", _lines(product))
    if any(line.scrap for line in product.lines):
        lines = tuple(replace(line, scrap=0.0) for line in product.lines)
        value = study.total(replace(product, lines=lines), at_gate=case.at_gate) - case.aside
        yield Cause("scrap", "It agrees when production scrap is left out.", value, 3)


def _masses(case: Case, study: Study) -> Iterator[Cause]:
    """Yield each part with what the declared mass has more or less than the study's."""
    declared, gate, product = case.declaration.mass_kg, case.result.at_gate, study.product
    if not declared or gate is None:
        return
    own = gate.product_mass_kg
    more = (declared / case.ratio - own) * product.uses
    for i, line in enumerate(product.lines if abs(more) > _SAME_MASS * own * product.uses else ()):
        if line.packaging or not line.mass or line.mass + more < 0:
            continue
        moved = study.with_line(i, _heavier(line, 1 + more / line.mass), at_gate=case.at_gate)
        told = (
            f"It agrees when the part {line.part or line.description} weighs"
            f" {line.mass + more:.4g} kg instead of {line.mass:.4g} kg, as the declared mass of the"
            " product has it."
        )
        yield Cause("mass", told, case.value + moved, 0.9)


def _packagings(product: Product) -> Iterator[tuple[Product, str, float]]:
    packed = tuple(line for line in product.lines if line.packaging)
    if packed:
        bare = tuple(line for line in product.lines if not line.packaging)
        yield replace(product, lines=bare), "It agrees when packaging is left out.", 2.4
        twice = replace(product, lines=(*product.lines, *packed))
        yield twice, "It agrees when packaging is counted twice.", 3.4


def _ends(product: Product) -> Iterator[tuple[Product, str, float]]:
    """Yield the product with one end of life for all of it."""
    for treatment in TREATMENTS if product.end_of_life else ():
        told = (
            f"It agrees when all of the product goes to {treatment.replace('_', ' ')} at the end."
        )
        yield replace(product, end_of_life={"": {treatment: 1.0}}), told, 3.8


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
            (0.001, "is a thousandth", 3.8),
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


def _lines(product: Product) -> Iterator[tuple[int, Line, str, float]]:
    for i in heaviest(product, _MOST):
        line = product.lines[i]
        for times, words, prior in (
            (0.0, "is left out", 3.4),
            (2.0, "is counted twice", 3.9),
            (1000.0, "weighs 1000 times as much (g taken for kg)", 3.5),
            (0.001, "weighs a thousandth (kg taken for g), which is as good as left out", 3.6),
        ):
            told = f"It agrees when the part {line.part or line.description} {words}."
            yield i, _heavier(line, times), told, prior


def _fitted(case: Case, study: Study) -> Iterator[Cause]:
    """Yield the mass that each of the heaviest parts would have to have."""
    product = study.product
    for i in heaviest(product, _MOST):
        line = product.lines[i]
        if not line.mass:
            continue
        slope = study.with_line(i, _heavier(line, 2.0), at_gate=case.at_gate)
        times = 1 + (case.declared - case.value) / slope if slope else 0.0
        if not _LEAST < times < 1 / _LEAST:
            continue
        written, name = f"{line.mass:.4g}", line.part or line.description
        places = len(written.partition(".")[2])
        needed = f"{times * line.mass:.{places}f}"
        value = case.value + (float(needed) / line.mass - 1) * slope
        if needed != written and _digits(needed) == _digits(written):
            told = (
                f"It agrees when the part {name} weighs {needed} kg instead of {written} kg: the"
                " same digits, which may have been swapped."
            )
            yield Cause("digits_swapped", told, value, 3.65)
        told = (
            f"The part {name} would have to weigh {times * line.mass:.4g} kg instead of"
            f" {written} kg to explain all of it."
        )
        yield Cause("part_mass", told, case.declared, 7.5, fitted=True)


def _digits(number: str) -> tuple[list[str], int]:
    """Return which digits a number is written with, and how many stand before the point."""
    return sorted(number.replace(".", "")), len(number.partition(".")[0])


def _heavier(line: Line, times: float) -> Line:
    value = None if line.supplier_value is None else line.supplier_value * times
    return replace(line, mass=line.mass * times, supplier_value=value)
