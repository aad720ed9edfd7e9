"""Biogenic carbon: taken up, stored, and given back as carbon dioxide or methane.

Carbon that grew is counted −1 when it is taken up and +1 when it leaves as CO2 (ISO 14067,
6.5.2; EN 15804+A2; PACT). The other custom counts neither (0/0; EF 3). The two agree when all
of it returns as CO2, and part where some leaves as methane: see `Balance.as_methane`. Time
changes nothing in a footprint; the weight of PAS 2050 for late release is a figure beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from celca.carbon import CH4_PER_C, CO2_PER_C, CO2_PER_CH4
from celca.circular.recipe import Number, check_range, check_ranges
from celca.errors import DataError

__all__ = [
    "Balance",
    "Landfill",
    "LandfillFlows",
    "as_co2",
    "balance",
    "check_returns",
    "delay_weight",
    "landfill",
    "single_release_weight",
    "spread_release_weight",
    "uptake",
]


def as_co2(carbon: Number) -> Number:
    """Return the CO2 that holds so much carbon [kg CO2]: what a product stores at the gate.

    carbon  [kg C]
    """
    return carbon * CO2_PER_C


def uptake(carbon: Number) -> Number:
    """Return what growing so much carbon takes from the air [kg CO2], 0 or less."""
    return -as_co2(carbon)


@dataclass(frozen=True, slots=True)
class Landfill:
    """How a material rots, after IPCC 2006 Guidelines, volume 5, chapter 3.

    degraded    carbon that degrades at all, DOCf [kg/kg]
    correction  of it where there is no air, MCF [kg/kg]
    methane     carbon of the gas formed there that is methane, F [kg/kg]
    recovered   methane that is caught and burnt, R [kg/kg]
    oxidised    of the rest, what turns to CO2 in the cover, OX [kg/kg]
    """

    degraded: float
    correction: float
    methane: float
    recovered: float
    oxidised: float

    def __post_init__(self) -> None:
        check_ranges(self, self.__slots__, "landfill", 1)


@dataclass(frozen=True, slots=True)
class LandfillFlows:
    """Where the carbon of a landfilled material goes.

    methane  to the air [kg CH4]
    co2      to the air: formed as such, oxidised in the cover, or burnt [kg CO2]
    stored   stays in the ground [kg C]
    """

    methane: Number
    co2: Number
    stored: Number


def landfill(carbon: Number, site: Landfill) -> LandfillFlows:
    """Return where landfilled carbon goes, over all time.

    carbon  [kg C]

    CH4 = C × DOCf × MCF × F × 16/12 × (1 − R) × (1 − OX); the rest of what degrades is CO2.
    """
    degraded = carbon * site.degraded
    formed = degraded * site.correction * site.methane
    leaves = formed * (1 - site.recovered) * (1 - site.oxidised)
    return LandfillFlows(leaves * CH4_PER_C, (degraded - leaves) * CO2_PER_C, carbon - degraded)


@dataclass(frozen=True, slots=True)
class Balance:
    """The biogenic carbon of a product over its life, under −1/+1.

    uptake       [kg CO2], 0 or less
    co2          given back as CO2 [kg CO2]
    methane      given back as methane [kg CH4]; its GWP is the caller's
    as_methane   CO2 that the carbon in that methane was taken up as [kg CO2], 2.75 kg/kg CH4
    transferred  leaves with what is recycled or reused, as a release here and an uptake in
                 the next product [kg CO2]
    stored       kept for good [kg CO2]

    Uptake + co2 + as_methane + transferred + stored = 0 for a balance that closes. A GWP of
    biogenic methane that is net of the uptake (AR6: 27.0, against 29.8 fossil) has credited
    `as_methane` already: with −1/+1 it must then be added as a release, or the uptake counts
    twice and the footprint falls short of the 0/0 one by just that amount.
    """

    uptake: Number
    co2: Number
    methane: Number
    as_methane: Number
    transferred: Number
    stored: Number


def balance(
    carbon: float,
    methane: float = 0.0,
    transferred: float = 0.0,
    stored: float = 0.0,
    where: str = "product",
) -> Balance:
    """Return the biogenic balance of a product; what goes nowhere else returns as CO2.

    carbon       taken up and held by the product [kg C]
    methane      leaves as methane, over the whole life [kg CH4]
    transferred  leaves with what is recycled or reused [kg C]
    stored       stays out of the air for good: for 100 years at least [kg C]
    """
    back = carbon - methane / CH4_PER_C - transferred - stored
    given = {"carbon": carbon, "methane": methane, "transferred": transferred, "stored": stored}
    for name, value in given.items():
        check_range(name, value, where)
    if back < -1e-9 * carbon:
        told = f"{where}: {carbon - back:g} kg of biogenic carbon leave or are stored, but only"
        raise DataError(f"{told} {carbon:g} kg were taken up.")
    return Balance(
        uptake=uptake(carbon),
        co2=as_co2(back),
        methane=methane,
        as_methane=methane * CO2_PER_CH4,
        transferred=as_co2(transferred),
        stored=as_co2(stored),
    )


def check_returns(found: Balance, where: str, tolerance: float = 1e-6) -> None:
    """Refuse an uptake that neither returns, nor is handed on, nor is stored, or the reverse.

    tolerance  of the uptake [-]
    """
    out = found.co2 + found.as_methane + found.transferred + found.stored
    gap = -found.uptake - out
    if abs(gap) > tolerance * max(abs(found.uptake), abs(out)):
        verb = "never return and are not stored" if gap > 0 else "return without an uptake"
        raise DataError(
            f"{where}: {abs(gap):g} kg of biogenic CO2 {verb}; state their end of life, or how"
            " long they are stored."
        )


def single_release_weight(years: float) -> float:
    """Return the weight of an emission that happens at once, 2 to 25 years on [-].

    (100 − 0.76 t) / 100, PAS 2050:2011, annex E; what is saved by the delay is 0.76 t / 100.
    """
    if not 2 <= years <= 25:
        raise DataError(
            f"delayed emission: a single release after {years:g} years has no weight of its own"
            " in PAS 2050, which gives it for 2 to 25; use the weight of a spread release."
        )
    return (100 - 0.76 * years) / 100


def spread_release_weight(shares: Mapping[float, float]) -> float:
    """Return the weight of emissions spread over 100 years [-]: Σ share × (100 − year) / 100.

    shares  of the emission [-], by year after the product was made; what comes after 100
            years, or is not named, weighs nothing
    """
    check_range("the sum of the shares released", fsum(shares.values()), "delayed emission", 1)
    weight = 0.0
    for year, share in shares.items():
        check_range("the year of release", year, "delayed emission")
        check_range("the share released", share, "delayed emission", 1)
        weight += share * max(0.0, 100 - year) / 100
    return weight


def delay_weight(shares: Mapping[float, float]) -> float:
    """Return the PAS 2050 weight of a delayed emission [-], by the formula that fits it.

    A supplementary figure: ISO 14067, 6.4.8 keeps it out of the footprint. All at once within
    2 to 25 years has a formula of its own, and anything else the general one; so that the
    weight falls from 0.81 to 0.74 between a single release after 25 and after 26 years.
    """
    released = {year: share for year, share in shares.items() if share}
    if len(released) == 1:
        (year, share) = next(iter(released.items()))
        if share == 1 and 2 <= year <= 25:
            return single_release_weight(year)
    return spread_release_weight(shares)
