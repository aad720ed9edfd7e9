"""What a footprint says, and the same as JSON: the contract with scripts.

Keys of the contract are only added, never renamed. All amounts are per declared unit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from celca.assess.circular_result import Biogenic, Circularity, Lifetime
from celca.assess.showing import html_of, line_rows
from celca.errors import Finding
from celca.methods import Category
from celca.product import DeclaredUnit, Stage
from celca.solver import Numerics

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = [
    "AtGate",
    "Biogenic",
    "CarbonContent",
    "Circularity",
    "ExcludedLines",
    "Footprint",
    "Lifetime",
    "ResultLine",
    "VariantScore",
]

# Where results are drawn: an outlet, which knows footprints; they know only its name.
_PLOTS = ("celca.report.plots", "Plots")


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One entry of the demand and what it costs.

    amount   [unit], per declared unit
    share    of the total [-]
    match    how the material was found, and how surely
    variant  virgin, recycled or bio_based; empty where it is no material
    source   of the process, and its name, place and year
    category of a declared value; '' for a process
    price    that a spend-based line was bought for, as '1200 JPY'; empty for any other
    data_quality
             what the study or the supplier says of the data: primary (share) and the ratings
             technology, geography, time; empty where nothing is said
    """

    part: str
    description: str
    material: str
    process: str
    amount: float
    unit: str
    kg_co2e: float
    share: float
    match: Mapping[str, Any]
    stage: Stage
    variant: str
    source: str
    process_name: str = ""
    process_name_ja: str = ""
    location: str = ""
    year: int | None = None
    category: str = ""
    data_quality: Mapping[str, float] = field(default_factory=dict)
    price: str = ""


@dataclass(frozen=True, slots=True)
class VariantScore:
    """The same product with other inputs.

    change_percent     of the total, against `as_specified`; None where that is 0
    recycled_content   [kg/kg], bio_based_content likewise
    """

    name: str
    total_kg_co2e: float
    change_percent: float | None
    recycled_content: float
    bio_based_content: float
    total_excluding_uptake_kg_co2e: float


@dataclass(frozen=True, slots=True)
class ExcludedLines:
    """Lines that are not in the footprint.

    mass_share  of the known mass of the product; None where a mass is unknown [kg/kg]
    """

    lines: tuple[Mapping[str, Any], ...]
    mass_share: float | None


@dataclass(frozen=True, slots=True)
class CarbonContent:
    """Carbon in the product as it leaves the gate [kg C per declared unit].

    fossil, biogenic    of the product without its packaging; None where a part's is not known
    recycled            of both together, what came in as recycled material; None likewise
    packaging_biogenic  of the packaging; None likewise, 0 without packaging
    unknown             materials and processes whose carbon no source states
    """

    fossil: float | None
    biogenic: float | None
    recycled: float | None
    packaging_biogenic: float | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtGate:
    """The footprint up to the gate: raw materials and production [kg CO2e per declared unit].

    by_category        of both stages
    biogenic_co2       of the biogenic emissions, carbon dioxide; the rest is methane and the like
    by_stage           of each of the two, biogenic uptake left out
    packaging          share of the packaging in it, biogenic uptake left out
    packaging_uptake   of the packaging, taken up by growing things, 0 or less
    distribution       of the stage that follows, biogenic uptake left out
    supplier_declared  share of the gross emissions that suppliers declared themselves [-]
    product_mass_kg    without packaging [kg per declared unit]
    """

    by_category: Mapping[Category, float]
    biogenic_co2: float
    by_stage: Mapping[Stage, float]
    packaging: float
    packaging_uptake: float
    distribution: float
    supplier_declared: float
    product_mass_kg: float


@dataclass(frozen=True)
class Footprint:
    """The carbon footprint of a product, with all that is needed to judge and repeat it.

    sources      id, citation, url, year and licence of each source that a line names
    uncertainty  spread of the total and of each variant; None where it was not asked for
    carbon_content, at_gate
                 what a footprint that is passed on has to state; None in a result made by hand
    lifetime, biogenic
                 uses and their cost, biogenic carbon over the life; None likewise
    supplementary
                 figures beside the footprint that a study asks for, never part of it
    """

    product: str
    declared_unit: DeclaredUnit
    boundary: str
    allocation: str
    method: str
    database: Mapping[str, str]
    total_kg_co2e: float
    total_excluding_uptake_kg_co2e: float
    by_category: Mapping[Category, float]
    by_stage: Mapping[Stage, float]
    lines: tuple[ResultLine, ...]
    variants: tuple[VariantScore, ...]
    circularity: Circularity
    excluded: ExcludedLines
    findings: tuple[Finding, ...]
    numerics: Numerics
    provenance: Mapping[str, Any]
    mass_kg: float
    sources: tuple[Mapping[str, str], ...] = ()
    uncertainty: Mapping[str, Any] | None = None
    carbon_content: CarbonContent | None = None
    at_gate: AtGate | None = None
    lifetime: Lifetime | None = None
    biogenic: Biogenic | None = None
    supplementary: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the contract as plain data."""
        out = {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}
        unit = self.declared_unit
        out["declared_unit"] = {"amount": unit.amount, "unit": unit.unit}
        out["functional_unit"] = unit.description
        for name in ("uncertainty", "carbon_content", "at_gate", "lifetime", "biogenic"):
            if out[name] is None:
                del out[name]
        return out

    def json(self, indent: int | None = 2) -> str:
        """Return the contract as JSON text; never NaN or Infinity."""
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False)

    def to_polars(self) -> polars.DataFrame:
        """Return the lines, one row each, amounts per declared unit."""
        from polars import DataFrame

        return DataFrame(line_rows(self), infer_schema_length=None)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the lines, one row each, amounts per declared unit."""
        from pandas import DataFrame

        return DataFrame(line_rows(self))

    @property
    def plot(self) -> Any:  # noqa: ANN401
        """The pictures of the report, one method each: `result.plot.stages()`."""
        module, name = _PLOTS
        return getattr(import_module(module), name)(self)

    def _repr_html_(self) -> str:
        return html_of(self)


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {k: _plain(v) for k, v in asdict(value).items()}
    if isinstance(value, float) and value != value:
        return None
    return value
