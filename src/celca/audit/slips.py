"""Slips and omissions that can be read off a footprint: units, references, stages, parts."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from celca.audit.causes import Case, Cause
from celca.carbon import CO2_PER_C

__all__ = ["from_footprint", "needed_figures"]

_SCALES = {
    1000.0: "It is 1000 times too high: a unit may have been mistaken (g for kg, kg for t).",
    0.001: "It is 1000 times too low: a unit may have been mistaken (g for kg, kg for t).",
    1e6: "It is a million times too high: grams may have been given as tonnes.",
    1e-6: "It is a million times too low: tonnes may have been given as grams.",
    2.2046226: "It is 2.2 times too high: pounds may have been taken for kilograms.",
    0.45359237: "It is 2.2 times too low: kilograms may have been taken for pounds.",
    100.0: "It is 100 times too high: a percentage may have been taken for a share.",
    0.01: "It is 100 times too low: a percentage may have been taken for a share.",
    CO2_PER_C: "It is 44/12 too high: carbon dioxide may have been converted once more.",
    1 / CO2_PER_C: "It is 44/12 too low: carbon may have been declared, not carbon dioxide.",
    12.0: "It is 12 times too high: a dozen may have been taken for one, or months for a year.",
    1 / 12: "It is 12 times too low: one of a dozen, or a month of a year.",
    1.10231131: "It is 1.102 times too high: short tons may have been taken for tonnes.",
    0.90718474: "It is 1.102 times too low: tonnes may have been taken for short tons.",
    2.0: "It is twice as high: two may have been taken for one, or all of it counted twice.",
    0.5: "It is half as high: one of two, or half of it, may have been counted.",
    10.0: "It is 10 times too high: a decimal place may have slipped.",
    0.1: "It is 10 times too low: a decimal place may have slipped.",
}

_MANY = 10
_SAME = 1e-9
_SCALE_PRIORS = {1000.0: 0.5, 0.001: 0.5, 10.0: 2.5, 0.1: 2.5, 2.0: 2.6, 0.5: 2.6}


def from_footprint(case: Case) -> Iterator[Cause]:
    """Yield the causes that can be read off the footprint."""
    yield from _rounding(case)
    yield from _uptake(case)
    yield from _scales(case)
    yield from _reference(case)
    yield from _stages(case)
    yield from _packaging(case)
    yield from _categories(case)
    yield from _parts(case)
    if case.whole:
        for v in case.result.variants:
            if v.name != "as_specified":
                told = f"It agrees with the variant {v.name}."
                yield Cause("variant", told, v.total_kg_co2e, 4)


def _excluding(case: Case) -> float:
    """Return the aligned value without biogenic uptake."""
    if case.at_gate and case.result.at_gate is not None:
        return case.value - case.result.at_gate.by_category["biogenic_uptake"]
    return case.value - case.result.by_category["biogenic_uptake"]


def _uptake(case: Case) -> Iterator[Cause]:
    excluding = _excluding(case)
    uptake = case.value - excluding
    if not uptake:
        return
    told = "It agrees with the total that leaves biogenic uptake out."
    yield Cause("uptake_left_out", told, excluding, 0)
    told = "It agrees when biogenic uptake is counted twice."
    yield Cause("uptake_twice", told, case.value + uptake, 1)
    told = "It agrees when biogenic uptake is added instead of taken off."
    yield Cause("uptake_sign", told, excluding - uptake, 1)
    biogenic = case.result.by_category["biogenic_emissions"]
    if biogenic and not case.at_gate:
        told = "It agrees when biogenic carbon dioxide is left out altogether, in and out."
        yield Cause("biogenic_left_out", told, excluding - biogenic, 1)


def _rounding(case: Case) -> Iterator[Cause]:
    """Yield that the recalculation, rounded as the declared value is, is that value.

    Nothing at all is no rounded value: what is small would hide behind it.
    """
    if case.declared and abs(case.declared - case.value) <= case.precision:
        step = 2 * case.declaration.precision
        told = f"Rounded to {step:g} kg CO2e, as the declared value is, the recalculation meets it."
        yield Cause("rounding", told, case.declared, -1)


def _scales(case: Case) -> Iterator[Cause]:
    for times, sentence in _SCALES.items():
        prior = _SCALE_PRIORS.get(times, 1.5)
        yield Cause("scale", sentence, case.value * times, prior)


def _reference(case: Case) -> Iterator[Cause]:
    result = case.result
    if case.ratio != 1:
        found, unit = case.declaration, result.declared_unit
        told = (
            f"It agrees as the value of {unit.amount:g} {unit.unit}, though it is declared for"
            f" {found.amount:g} {found.unit}: the unit or the amount may be wrong."
        )
        yield Cause("unit_label", told, case.value / case.ratio, 0.8)
    gate = result.at_gate
    masses = {"product": gate.product_mass_kg if gate else result.mass_kg}
    if abs(result.mass_kg - masses["product"]) > 1e-9 * result.mass_kg:
        masses["product and packaging"] = result.mass_kg
    for name, mass in masses.items():
        if mass and mass != 1:
            told = f"It agrees per kilogram of {name}: it may have been declared for another unit."
            yield Cause("per_kilogram", told, case.value / mass, 1)
            if abs(case.ratio * mass - 1) < _SAME:
                continue  # that is the value of the whole, told above
            told = (
                f"It agrees when multiplied by the mass of the {name}: a value per kilogram of it."
            )
            yield Cause("times_mass", told, case.value * mass, 2)
    uses = float(result.provenance.get("uses", 1.0))
    if uses != 1:
        unit = result.declared_unit
        told = f"It agrees per product, not per {unit.amount:g} {unit.unit}: {uses:g} uses apart."
        yield Cause("per_product", told, case.value * uses, 1)
        told = f"It agrees when divided by the {uses:g} uses once more."
        yield Cause("uses_twice", told, case.value / uses, 1)


def _stages(case: Case) -> Iterator[Cause]:
    counted = case.stages()
    for stage in counted:
        kg = case.result.by_stage[stage]
        if kg:
            told = f"It agrees when the stage {stage} is left out."
            yield Cause("stage_left_out", told, case.value - kg, 3)
    gate = fsum(case.result.by_stage[s] for s in counted[:2])
    if not case.at_gate and case.value != gate:
        told = "It agrees with the footprint up to the gate: all later stages are left out."
        yield Cause("gate_only", told, gate, 2)
    beyond = case.result.by_stage.get("beyond_boundary", 0.0)
    if beyond:
        told = "It agrees when what lies beyond the boundary (module D) is added in."
        yield Cause("beyond_added", told, case.value + beyond, 2)
    for stage, kg in case.result.by_stage.items():
        if case.at_gate and stage not in counted and kg and stage != "beyond_boundary":
            told = f"It agrees when the stage {stage}, which lies beyond the gate, is counted."
            yield Cause("stage_added", told, case.value + kg, 3)


def _packaging(case: Case) -> Iterator[Cause]:
    gate = case.result.at_gate
    if gate and (gate.packaging or gate.packaging_uptake):
        kg = gate.packaging + gate.packaging_uptake
        told = "It agrees when packaging is left out."
        yield Cause("packaging_left_out", told, case.value - kg, 2.5)


def _categories(case: Case) -> Iterator[Cause]:
    """Yield the total without one category that has to be in it."""
    gate = case.result.at_gate
    sums = gate.by_category if case.at_gate and gate is not None else case.result.by_category
    for category, kg in sums.items():
        if kg and category != "biogenic_uptake":
            told = f"It agrees when the category {category.replace('_', ' ')} is left out."
            yield Cause("category_left_out", told, case.value - kg, 2.7)
    rest = sums["fossil"] + sums["aircraft"]
    if rest != case.value:
        told = "It agrees when only fossil emissions are counted."
        yield Cause("fossil_only", told, rest, 1.8)


def _parts(case: Case) -> Iterator[Cause]:
    counted = set(case.stages())
    parts: dict[str, float] = {}
    for line in case.result.lines:
        if line.part and line.stage in counted:
            parts[line.part] = parts.get(line.part, 0.0) + line.kg_co2e
    biggest = sorted(parts.items(), key=lambda item: -abs(item[1]))[:40]
    for part, kg in biggest:
        if not kg:
            continue
        for times, words, prior in (
            (0.0, "is left out", 3.5),
            (2.0, "is counted twice", 4),
            (1000.0, "weighs 1000 times as much (g taken for kg)", 3.6),
            (0.001, "weighs a thousandth (kg taken for g), which is as good as left out", 3.7),
            (10.0, "weighs 10 times as much", 4.5),
            (0.1, "weighs a tenth", 4.5),
            (2.2046226, "weighs 2.2 times as much (pounds taken for kilograms)", 4.5),
            (0.45359237, "weighs 2.2 times less (kilograms taken for pounds)", 4.5),
            (0.5, "weighs half", 5),
        ):
            told = f"It agrees when the part {part} {words}."
            yield Cause("part", told, case.value + (times - 1) * kg, prior)


def needed_figures(case: Case) -> Iterator[str]:
    """Yield which single figures would have to change, and by how much, to explain all of it.

    One that would have to change its sign, or to be many times what it is, explains nothing.
    """
    told = False
    difference = case.declared - case.value
    counted = set(case.stages())
    ranked = sorted(
        (x for x in case.result.lines if x.stage in counted), key=lambda x: -abs(x.kg_co2e)
    )
    for line in ranked[:3]:
        if line.kg_co2e and line.amount:
            now, needed = line.kg_co2e / line.amount, difference / line.amount
            if not 0 <= (now + needed) / now <= _MANY:
                continue
            told = True
            yield (
                f"{line.process or line.part} would have to be {now + needed:.3g} instead of"
                f" {now:.3g} kg CO2e/{line.unit} ({100 * needed / abs(now):+.0f} %) to explain"
                " all of it."
            )
    if not told:
        yield "No single one of the largest figures explains all of it."
