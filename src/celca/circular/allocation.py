"""Who answers for recycling: the allocation rules, each as coefficients on the same burdens.

`terms(method, recipe)` gives, per kg of material in the product, how much of each burden the
product carries. Multiplied by processes it is a demand; so all rules can stand side by side
on one product. No burden is known here.

Standing of the rules. `cff` and `pef-2013` follow the Environmental Footprint method, whose
formula we took from publications that quote it (Zampori & Pant 2019, eq. 3). `en15804` follows
EN 15804:2012+A2:2019, Annex D, `net-scrap` the worldsteel methodology; both were written
without the text at hand, and checked against worked numbers. `rcm` and `clam` are the two
methods that Japan's GX-CFP study group (March 2025) sets beside the CFF, one rewarding the use
of recycled material and the other its recycling; no formula of theirs was open to us, and ours
is a reading through the recycled content and the closed loop approximation methods of the GHG
Protocol Product Standard (2011), chapter 9. The two `iso14067` rules are formulas of its Annex D,
see `iso14067`. Whatever a rule's docstring calls `our reading`
is not in its standard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal, get_args

from celca.circular.cff import (
    Terms,
    avoided_burden,
    cff,
    energy,
    half_and_half,
    pef_2013,
    rest,
    times,
)
from celca.circular.iso14067 import annex_d, spell_out
from celca.circular.recipe import Recipe, Term
from celca.errors import Finding, UnknownName

__all__ = ["METHODS", "Method", "doubts", "terms"]

Method = Literal[
    "cut-off",
    "avoided-burden",
    "50:50",
    "pef-2013",
    "cff",
    "net-scrap",
    "en15804",
    "rcm",
    "clam",
    "iso14067-closed",
    "iso14067-open",
]
METHODS: tuple[Method, ...] = get_args(Method)


def terms(method: str, recipe: Recipe) -> Terms:
    """Return what 1 kg of material in the product answers for under a rule.

    method  one of METHODS

    Raises UnknownName for another method, and DataError where the rule needs a figure that
    the recipe does not give. Cradle to gate is the terms of the stage raw_materials alone.
    """
    rule = _RULES.get(method)
    if rule is None:
        raise UnknownName("allocation method", method, METHODS, recipe.where)
    return rule(recipe)


def doubts(method: str, recipe: Recipe) -> tuple[Finding, ...]:
    """Return what is allowed by arithmetic but not by the rule's standard."""
    found = []
    if method == "cff" and isinstance(recipe.a, int | float) and not 0.2 <= recipe.a <= 0.8:
        text = "A is {factor:g}; the Circular Footprint Formula has it between 0.2 and 0.8."
        found.append(
            Finding.of("warning", "allocation_factor_unusual", text, recipe.where, factor=recipe.a)
        )
    if isinstance(recipe.q_out, int | float) and recipe.q_out > 1:
        text = "q_out is {ratio:g}: recycled material worth more than what it replaces."
        found.append(
            Finding.of("warning", "quality_ratio_above_one", text, recipe.where, ratio=recipe.q_out)
        )
    return tuple(found)


def _taken_in(recipe: Recipe) -> Terms:
    """Return virgin and recycled material as they go in, each with its own burden."""
    return (
        Term("virgin", "raw_materials", 1 - recipe.r1),
        Term("recycled", "raw_materials", recipe.r1),
    )


def _cut_off(recipe: Recipe) -> Terms:
    """(1−R1) Ev + R1 Erec + R3 EER + (1−R2−R3) ED; what leaves for recycling leaves free.

    100:0. The recycling belongs to the next user, as does the energy recovered: no credits.
    """
    burning = Term("energy_recovery", "end_of_life", recipe.r3)
    return (*_taken_in(recipe), burning, rest(recipe))


def _net_scrap(recipe: Recipe) -> Terms:
    """(1−R1) Ev + R1 Erec − (R2−R1)(Ev − Erec): only the scrap made beyond the scrap used counts.

    A product that uses more scrap than it gives back pays for the difference. Our reading: the
    rest of the product is burnt or disposed of at its own cost, without credit for energy.
    """
    net = recipe.r2 - recipe.r1
    return (
        *_taken_in(recipe),
        Term("virgin", "end_of_life", -net, "displaced by net scrap"),
        Term("recycled", "end_of_life", net, "remelting of net scrap"),
        Term("energy_recovery", "end_of_life", recipe.r3),
        rest(recipe),
    )


def _en15804(recipe: Recipe) -> Terms:
    """Return modules A1, C3 and C4, and module D beyond the boundary, never added in.

    A1  (1−R1) Ev + R1 Erec after the end of waste
    C   R2 ErecEoL up to the end of waste + R3 EER + (1−R2−R3) ED
    D1  (R2−R1)(ErecEoL after the end of waste − E*v Qout), the net flow alone
    D3  −R3 LHV (Xheat ESEheat + Xelec ESEelec)

    Our reading: net flow is counted at the output of the recycling plant. Not here for want of
    data: exported secondary fuels (D2) and landfill gas (D4).
    """
    net = recipe.r2 - recipe.r1
    return (
        Term("virgin", "raw_materials", 1 - recipe.r1),
        Term("recycled", "raw_materials", recipe.r1 * (1 - recipe.eow_in)),
        Term("recycling", "end_of_life", recipe.r2 * recipe.eow_out, "up to the end of waste"),
        *energy(recipe, recipe.r3, "beyond_boundary"),
        rest(recipe),
        Term("recycling", "beyond_boundary", net * (1 - recipe.eow_out), "after the end of waste"),
        Term("substituted_virgin", "beyond_boundary", -times(net, recipe, "q_out")),
    )


def _clam(recipe: Recipe) -> Terms:
    """Ev + R2 (ErecEoL − Ev) + R3 EER + (1−R2−R3) ED: the loop is taken as closed.

    Recycled content makes no difference, since the material is held to keep its properties and
    to replace itself kg for kg. Our reading throughout: R1 is ignored, quality is 1, energy
    earns no credit. The displaced virgin material is a term of its own, because the GHG
    Protocol wants it shown apart.
    """
    return (
        Term("virgin", "raw_materials", 1.0),
        Term("recycling", "end_of_life", recipe.r2),
        Term("virgin", "end_of_life", -recipe.r2, "displaced by recycling"),
        Term("energy_recovery", "end_of_life", recipe.r3),
        rest(recipe),
    )


def _closed_loop(recipe: Recipe) -> Terms:
    """D.1 of ISO 14067: E_V + E_EoL − R E_V.

    Our reading: the whole of the recycling is in E_EoL, since nothing of it is left to another.
    """
    return spell_out(annex_d("D.1", recipe.r1, recipe.r2, 1.0), replace(recipe, eow_out=1.0))


def _open_loop(recipe: Recipe) -> Terms:
    """D.6 of ISO 14067: C E_PP + (1−C) E_V + E_EoL + (C−R) A E_V; D.2 at C = 0, D.4 at C = 1.

    A is the price of scrap over that of primary material.
    """
    ratio = recipe.price_ratio
    if ratio is None:
        times(recipe.r1 - recipe.r2, recipe, "price_ratio")  # refused, but where C = R
        ratio = 0.0
    return spell_out(annex_d("D.6", recipe.r1, recipe.r2, ratio, recipe.where), recipe)


_RULES: Mapping[str, Callable[[Recipe], Terms]] = MappingProxyType(
    {
        "cut-off": _cut_off,
        "avoided-burden": avoided_burden,
        "50:50": half_and_half,
        "pef-2013": pef_2013,
        "cff": cff,
        "net-scrap": _net_scrap,
        "en15804": _en15804,
        "rcm": _cut_off,
        "clam": _clam,
        "iso14067-closed": _closed_loop,
        "iso14067-open": _open_loop,
    }
)
