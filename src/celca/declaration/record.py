"""A declared footprint as every other room sees it, whatever form it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Check", "Declaration"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    id       short and stable, for scripts
    result   ok, warning or error
    message  what was found, in one sentence
    where    JSON path, file and row; '' where the whole was looked at
    """

    id: str
    result: str
    message: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declared footprint.

    kg_co2e           the declared value, biogenic uptake counted if it says so [kg CO2e]
    excluding_uptake  the value without biogenic uptake, None where not told apart [kg CO2e]
    amount, unit      what it is declared for; unit is '' where the declaration does not say
    gwp_sets          assessment reports it says it used, such as AR6
    precision         half a unit in the last place that was written [kg CO2e]
    form              number, PACT 3, PACT 2, Catena-X PCF, Ouranos cfp, Ouranos parts, lcax,
                      ILCD+EPD, openLCA result
    boundary          cradle-to-gate or cradle-to-grave; '' where the declaration does not say
    packaging         whether packaging is counted; None where the declaration does not say
    mass_kg           of the product that it is declared for [kg], None where not stated
    counts_uptake     whether kg_co2e has biogenic uptake taken off
    name              of the product
    document          the same as a PACT 3 footprint, as far as it goes; None for a number
    by_stage          stages that it tells apart, those that it does not joined by + [kg CO2e]
    """

    source: str
    kg_co2e: float
    excluding_uptake: float | None = None
    amount: float = 1.0
    unit: str = ""
    gwp_sets: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    precision: float = 0.0
    form: str = "number"
    boundary: str = ""
    packaging: bool | None = None
    mass_kg: float | None = None
    counts_uptake: bool = True
    name: str = ""
    document: Mapping[str, Any] | None = None
    by_stage: Mapping[str, float] = field(default_factory=dict)

    @property
    def pcf(self) -> Mapping[str, Any]:
        """The footprint in its document, as PACT has it; empty where there is none."""
        pcf = (self.document or {}).get("pcf")
        return pcf if isinstance(pcf, Mapping) else {}
