"""Tell what a foreign flow is: its formula, where its carbon came from, where it goes.

Read off the name and the compartment that the source gives, its CAS number, and its id where it
is one of the Federal Elementary Flow List. What they do not tell is not guessed: a flow without a
formula counts nothing, and a carbon flow that does not say fossil or biogenic is taken as fossil
and counted in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from celca.errors import Finding
from celca.inventory import Flow
from celca.readers.gases import by_cas, by_flow_id, by_name, is_gas

__all__ = ["Substance", "findings_on_origin", "recognise", "taken_up"]

# names that the table of gases does not have; halocarbons are found by their code below
_NAMES = {
    "dinitrogen monoxide": "N2O",
    "nitrogen fluoride": "NF3",
    "trifluoro nitrogen": "NF3",
    "tetrafluoromethane": "CF4",
    "perfluoromethane": "CF4",
    "ethane, hexafluoro-": "C2F6",
    "octafluoropropane": "C3F8",
    "tetrachloromethane": "CCl4",
    "trichloromethane": "CHCl3",
    "bromomethane": "CH3Br",
    "methane, monochloro-": "CH3Cl",
}
_CODES = re.compile(
    r"\b(cfc|hcfc|hfc|hcc|r|halon|pfc)[- ]?(4310mee|43-10mee|\d{2,4}[a-z]{0,3})\b", re.IGNORECASE
)
# R- and HFC numbers that other families use too
_BY_NUMBER = {
    **dict.fromkeys(("11", "12", "13", "113", "114", "115"), "CFC"),
    **dict.fromkeys(("21", "22", "123", "124", "141b", "142b", "225ca", "225cb"), "HCFC"),
    **dict.fromkeys(
        ("23", "32", "41", "125", "134", "134a", "143", "143a", "152", "152a", "161", "227ea"),
        "HFC",
    ),
    **dict.fromkeys(("236cb", "236ea", "236fa", "245ca", "245fa", "365mfc", "4310mee"), "HFC"),
    **dict.fromkeys(("1201", "1202", "1211", "1301", "2402"), "Halon"),
}
_BY_CODE = {
    **{"14": "CF4", "116": "C2F6", "218": "C3F8", "318": "cC4F8"},
    **{"10": "CCl4", "20": "CHCl3", "30": "CH2Cl2", "40": "CH3Cl"},
    **{"140": "CH3CCl3", "140a": "CH3CCl3", "1001": "CH3Br"},
}
# what may stand behind a plain name without making it another substance
_TAIL = re.compile(
    r"([,(\[ ]*(fossil|non[- ]fossil|biogenic|from [\w /,-]+|in air|to soil or biomass stock|"
    r"land (use|transformation)( change)?|luc|direct|indirect|peat oxidation|unspecified|"
    r"non[- ]biogenic|air|emission|[a-z]?co2|ch4|n2o|sf6|nf3|total|biogen)[\])]*)+",
    re.IGNORECASE,
)
_LAND = re.compile(
    r"land (use|transformation|clearing)|\bluc\b|dluc|soil or biomass stock|peat", re.IGNORECASE
)
_BIOGENIC = re.compile(r"biogen|non[- ]fossil|from biomass|renewable|in air\b", re.IGNORECASE)
_FOSSIL = re.compile(r"(?<!non-)(?<!non )\bfossil|non[- ]biogenic", re.IGNORECASE)
_RESOURCE = re.compile(r"resource|^raw\b|^input from nature|^in ground|^in air", re.IGNORECASE)
_AIRCRAFT = re.compile(r"stratosphere|aircraft|aviation|upper troposphere", re.IGNORECASE)
_PLACES = (("air", "air"), ("atmosphere", "air"), ("water", "water"), ("soil", "soil"))
_WITH_CARBON = ("CO2", "CH4")


@dataclass(frozen=True, slots=True)
class Substance:
    """What a flow is.

    formula  '' where it is no greenhouse gas that is recognised
    told     whether the source says fossil, biogenic or land for a carbon flow
    """

    formula: str
    origin: str
    compartment: str
    told: bool


@lru_cache(maxsize=100_000)
def recognise(
    name: str, context: tuple[str, ...], cas: str = "", key: str = "", stated: str = ""
) -> Substance:
    """Return what a flow is.

    context  path of its compartment, coarsest first
    cas      its CAS number, however written; '' where the source gives none
    key      its id, which tells where name and number do not
    stated   a formula that the source gives, which tells where nothing else does
    """
    listed, place = by_flow_id(key)
    compartment = _compartment(name, context or place)
    formula = _formula(name) or by_cas(cas) or listed or (stated if is_gas(stated) else "")
    if compartment.startswith("resource") and formula != "CO2":
        formula = ""
    if compartment in ("water", "soil", "ground"):
        formula = ""  # gases act in air, and no factor of the IPCC is for anywhere else
    origin, told = _origin(name, compartment)
    return Substance(formula, origin, compartment, told or formula not in _WITH_CARBON)


def taken_up(what: Substance) -> Substance:
    """Return what a flow is as an input: carbon dioxide from the air is uptake.

    What is fossil by name stays so: captured, it is a negative emission.
    """
    fossil = what.told and what.origin != "biogenic"
    if what.formula != "CO2" or not what.compartment.startswith("air") or fossil:
        return what
    return replace(what, origin="biogenic", compartment="resource", told=True)


def _formula(name: str) -> str:
    text = " ".join(name.casefold().split())
    code = _CODES.search(text)
    if code:
        number = code[2].replace("-", "")
        if number in _BY_CODE:
            return _BY_CODE[number]
        return _BY_NUMBER[number] + number if number in _BY_NUMBER else ""
    for plain, formula in _plain_names():
        if text.startswith(plain):
            tail = text[len(plain) :]
            if not tail.strip() or _TAIL.fullmatch(tail):
                return formula
    return {"co2": "CO2", "ch4": "CH4", "n2o": "N2O", "sf6": "SF6", "nf3": "NF3"}.get(text, "")


@cache
def _plain_names() -> tuple[tuple[str, str], ...]:
    """Return names and formulas, the longest first, of what is not told by a code."""
    return tuple(sorted({**by_name(), **_NAMES}.items(), key=lambda n: -len(n[0])))


def _origin(name: str, compartment: str) -> tuple[str, bool]:
    if _LAND.search(name):
        return "land", True
    if _BIOGENIC.search(name) and not re.search(r"non[- ]biogenic", name, re.IGNORECASE):
        return "biogenic", True
    if compartment.startswith("resource"):
        return "biogenic", True
    return "fossil", bool(_FOSSIL.search(name))


def _compartment(name: str, context: tuple[str, ...]) -> str:
    """Return resource, air, air/aircraft, water, soil, ground or '' for a path of names."""
    words = " / ".join(context).casefold()
    if "to soil or biomass stock" in name.casefold():
        return "resource"  # carbon that leaves the air for good: taken, not given
    if any(_RESOURCE.search(c) for c in context):
        return "resource"
    if _AIRCRAFT.search(words):
        return "air/aircraft"
    for word, place in _PLACES:
        if re.search(rf"\b{word}\b", words):
            return place
    return "ground" if re.search(r"\bground\b", words) else words


def findings_on_origin(flows: Iterable[tuple[Flow, bool]]) -> list[Finding]:
    """Return a finding that names the carbon flows whose origin the source does not tell."""
    silent = sorted({flow.name for flow, told in flows if not told})
    if not silent:
        return []
    return [
        Finding(
            "warning",
            "origin_not_told",
            f"The source does not say whether {len(silent)} carbon flows are fossil or biogenic:"
            f" taken as fossil, so products that grow may be overstated: {'; '.join(silent[:5])}.",
        )
    ]
