"""What a study says of recycling: of a material at its end, and for allocation rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["CircularSettings", "MaterialSettings", "Recovery", "StoredCarbon"]


@dataclass(frozen=True, slots=True)
class MaterialSettings:
    """What a study says of the recycling of one material, before all else; None where nothing.

    allocation_factor        A of the Circular Footprint Formula [-]
    quality_in, quality_out  Qs,in/Qp and Qs,out/Qp [-]
    price_ratio              A of ISO 14067 Annex D, price of scrap over primary [-]
    lhv                      lower heating value [MJ/kg]
    end_of_waste_in, end_of_waste_out
                             of the recycling of the input and at the end of life, what lies before
                             the end of waste [-]
    recycling                process that makes 1 kg recycled material at the end of life (ErecEoL);
                             '' for the one that makes the recycled variant
    substitutes              process that is then not called on (E*v); '' for the virgin variant's
    """

    allocation_factor: float | None = None
    quality_in: float | None = None
    quality_out: float | None = None
    price_ratio: float | None = None
    lhv: float | None = None
    end_of_waste_in: float = 0.0
    end_of_waste_out: float = 0.0
    recycling: str = ""
    substitutes: str = ""


@dataclass(frozen=True, slots=True)
class CircularSettings:
    """What allocation rules ask for where the database does not say; None where nobody said.

    allocation_factor       A of the Circular Footprint Formula [-]
    quality_ratio           Qs/Qp of recycled material, in and out [-]
    energy_allocation       B of the Circular Footprint Formula [-]
    heat, electricity       processes whose product recovered energy replaces
    heat_efficiency, electricity_efficiency
                            of energy recovery [MJ/MJ]
    materials               what is said of one material alone, by its id
    """

    allocation_factor: float | None = None
    quality_ratio: float | None = None
    energy_allocation: float = 0.0
    heat: str = ""
    electricity: str = ""
    heat_efficiency: float | None = None
    electricity_efficiency: float | None = None
    materials: Mapping[str, MaterialSettings] = field(default_factory=dict)

    def of(self, material: str) -> MaterialSettings:
        """Return what is said of one material."""
        return self.materials.get(material, MaterialSettings())


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the study says of the end of a material.

    recycling_yield  of what is collected, what leaves the recycling as material [kg/kg], above 0
    recyclable       None where nobody says
    reason           why, or why not
    processes        by treatment: the process that treats 1 kg of it, before the database's own
    """

    recycling_yield: float = 1.0
    recyclable: bool | None = None
    reason: str = ""
    processes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredCarbon:
    """That biogenic carbon of the product stays out of the air, by the study's word.

    years   at least, 100 or more [year]
    reason  where it stays, and who sees to it
    """

    years: float
    reason: str
