"""What a result says of circularity, of the service life and of biogenic carbon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Biogenic", "Circularity", "Lifetime"]


@dataclass(frozen=True, slots=True)
class Circularity:
    """Shares of the product's mass [kg/kg], and indicators [-] of its material over its life.

    recycled_content   without reused parts and without regrind (ISO 14021, 7.8)
    bio_based_content  however it was grown
    mci                Material Circularity Indicator
    pre_consumer, post_consumer
                       of the recycled content, as far as the study says; `origin_not_stated` is
                       what it says nothing of
    mass_balanced      what a mass balance certificate alone attributes to the product
    reused_content     parts of an earlier product
    inflow, outflow    reused, recycled, renewable and linear share (ISO 59020, Annex A) and mass
                       [kg per declared unit]; None where nothing is known to go out
    cti                circular inflow, circular outflow, material circularity; likewise
    japan              entry_rate (入口側), exit_rate (出口側)
    utility            X of the MCI
    lifetime_ratio     RLP, lifetime against the industry average; None where that is not given
    mci_parts          what the MCI is made of [kg per product]
    recyclability      `share` of the mass, and each material with the reason
    left_out           indicators without a figure, and why
    materials          of each material of the product without its packaging: `mass_kg` per declared
                       unit, and by what it was before the shares of `celca.circular.Origins`
    """

    recycled_content: float
    bio_based_content: float
    mci: float
    pre_consumer: float = 0.0
    post_consumer: float = 0.0
    origin_not_stated: float = 0.0
    mass_balanced: float = 0.0
    reused_content: float = 0.0
    inflow: Mapping[str, float] | None = None
    outflow: Mapping[str, float] | None = None
    cti: Mapping[str, float | None] = field(default_factory=dict)
    japan: Mapping[str, float | None] = field(default_factory=dict)
    utility: float = 1.0
    lifetime_ratio: float | None = None
    mci_parts: Mapping[str, float] = field(default_factory=dict)
    recyclability: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    materials: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What one product costs once, and what each use of it costs.

    uses                 declared units that one product fulfils, N [-]
    years                service life; None where nobody says [year]
    once_kg_co2e         making, distribution, upkeep and end of life [kg CO2e per product]
    upkeep_kg_co2e       of it repairs and parts replaced [kg CO2e per product]
    per_use_kg_co2e      energy of use, logistics and washing of sharing [kg CO2e per declared unit]
    replacements         by part: how often it is made anew in the life of the product [-]

    once / uses + per use = the total, per declared unit.
    """

    uses: float
    years: float | None
    once_kg_co2e: float
    upkeep_kg_co2e: float
    per_use_kg_co2e: float
    replacements: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Biogenic:
    """The biogenic carbon of a footprint [kg CO2 per declared unit], upstream included.

    uptake          by growing things, 0 or less
    returned        given back as carbon dioxide
    transferred     leaves with what is recycled or reused, less what came in that way
    as_methane      uptake of the carbon that leaves as methane, 2.75 kg CO2/kg CH4
    methane_kg      that methane [kg CH4]; its GWP is in the biogenic emissions
    stored_at_gate  carbon in the product and its packaging as it leaves the gate, as CO2; reported
                    apart, never a credit of its own; None where a part's carbon is not known
    open            what neither returns nor leaves: −(uptake + returned + transferred + as_methane)
                    less what is stored
    stored          stays out of the air for 100 years or more, by the study's word
    """

    uptake: float
    returned: float
    transferred: float
    as_methane: float
    methane_kg: float
    stored_at_gate: float | None
    open: float
    stored: float = 0.0
