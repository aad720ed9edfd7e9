"""The recycling formulas of ISO 14067:2018, Annex D (informative), as coefficients.

    D.1  closed loop                 E_V + E_EoL − R E_V
    D.2  open loop, primary product  E_V + E_EoL − R A E_V
    D.3  open loop, recycled product A E_V + E_PP + E_EoL − R A E_V
    D.4  D.3 put differently         E_PP + E_EoL + (1−R) A E_V
    D.5  open loop, mixed product    C A E_V + C E_PP + (1−C) E_V + E_EoL − R A E_V
    D.6  D.5 put differently         C E_PP + (1−C) E_V + E_EoL + (C−R) A E_V

C is the recycled content, R the recycling rate, A the allocation factor, such as the price of
scrap over that of primary material: not the A of the Circular Footprint Formula. E_PP is the
pre-processing of the recycled input, E_EoL what is done at the end of life. The formulas were
read in a public transcription of the standard. The annex knows no stages: where a term
stands is our reading, and so is `spell_out`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, get_args

from celca.circular.recipe import Number, Recipe, Role, Term, check_range
from celca.errors import UnknownName

__all__ = ["FORMULAS", "Formula", "annex_d", "spell_out"]

Formula = Literal["D.1", "D.2", "D.3", "D.4", "D.5", "D.6"]
FORMULAS: tuple[Formula, ...] = get_args(Formula)


def annex_d(
    formula: str,
    recycled_content: Number,
    recycling_rate: Number,
    factor: Number,
    where: str = "ISO 14067 Annex D",
) -> tuple[Term, ...]:
    """Return what 1 kg of material in the product answers for under one of the formulas.

    recycled_content  C [kg/kg], 0 to 1; read by D.5 and D.6 alone
    recycling_rate    R [kg/kg], 0 to 1
    factor            A [-], 0 to 1; not read by D.1
    """
    c, r, a = recycled_content, recycling_rate, factor
    _check(formula, {"recycled content": c, "recycling rate": r, "factor A": a}, where)
    operations = Term("end_of_life_operations", "end_of_life", 1.0)
    if formula == "D.1":
        return _raw("virgin", 1.0), operations, _end(-r)
    if formula == "D.2":
        return _raw("virgin", 1.0), operations, _end(-r * a)
    if formula == "D.3":
        return _raw("virgin", a), _raw("pre_processing", 1.0), operations, _end(-r * a)
    if formula == "D.4":
        return _raw("pre_processing", 1.0), operations, _end((1 - r) * a)
    mixed = _raw("pre_processing", c), _raw("virgin", 1 - c), operations
    if formula == "D.5":
        return _raw("virgin", c * a), *mixed, _end(-r * a)
    return *mixed, _end((c - r) * a)


def _check(formula: str, shares: Mapping[str, Number], where: str) -> None:
    if formula not in FORMULAS:
        raise UnknownName("formula of ISO 14067 Annex D", formula, FORMULAS, where)
    for name, value in shares.items():
        check_range(name, value, where, 1)


def _raw(role: Role, coefficient: Number) -> Term:
    return Term(role, "raw_materials", coefficient)


def _end(coefficient: Number) -> Term:
    """Return virgin production handed on to the next product, or received from the last."""
    return Term("virgin", "end_of_life", coefficient, "handed on with the scrap")


def spell_out(terms: Iterable[Term], recipe: Recipe) -> tuple[Term, ...]:
    """Return the terms with E_PP and E_EoL replaced by the processes that make them up.

    E_PP is the recycling of the input after the end of waste, E_EoL the recycling up to there,
    the burning without credit, and the disposal of the rest: the point where one product
    ends and the next begins is the end of waste. Our reading; the annex leaves the point open.
    """
    parts: dict[str, tuple[tuple[Role, Number], ...]] = {
        "pre_processing": (("recycled", 1 - recipe.eow_in),),
        "end_of_life_operations": (
            ("recycling", recipe.r2 * recipe.eow_out),
            ("energy_recovery", recipe.r3),
            ("disposal", 1 - recipe.r2 - recipe.r3),
        ),
    }
    out: list[Term] = []
    for term in terms:
        if term.role not in parts:
            out.append(term)
        for role, share in parts.get(term.role, ()):
            out.append(replace(term, role=role, coefficient=term.coefficient * share))
    return tuple(out)
