"""A Catena-X PCF (9.0, 10.0) as a PACT 3 footprint.

Source of the fields: semantic model `io.catenax.pcf` of Eclipse Tractus-X (CC-BY-4.0). Every
group is a list of one entity, and figures are numbers. Here the fossil figure leaves aircraft
out and aircraft is added; in PACT the fossil figure holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from decimal import Decimal
from functools import cache
from itertools import islice
from math import fsum
from typing import Any

from celca.declaration.pact2 import plain
from celca.declaration.pact_form import decimal
from celca.declaration.record import Check
from celca.errors import nearest
from celca.shipped import shipped_rows

__all__ = [
    "CATENAX_STANDARDS",
    "catenax_fields",
    "catenax_paths",
    "catenax_to_pact3",
    "is_catenax",
]

CATENAX_STANDARDS = {
    "ISO 14067": "ISO14067",
    "GHG Protocol Product": "GHGP-Product",
    "PAS 2050": "PAS2050",
    "ISO 14040-44": "ISO14040-44",
    "PEF": "PEF",
    "PACT-1": "PACT-1.0",
    "PACT-2": "PACT-2.0",
    "PACT-3": "PACT-3.0",
}
_MOST = 50  # findings of one kind
_ADDENDS = (
    *("fossilGhgEmissions", "biogenicNonCO2Emissions", "landUseChangeGhgEmissions"),
    *("landManagementBiogenicCO2Emissions", "landManagementBiogenicCO2Removals"),
    "aircraftGhgEmissions",
)


@cache
def _table() -> tuple[Mapping[str, str], ...]:
    return shipped_rows("celca.declaration", "catenax_fields.csv")


def catenax_fields() -> tuple[tuple[str, str, str], ...]:
    """Return (path in Catena-X, path in PACT, kind) of the fields that both have."""
    return tuple((r["catenax"], r["pact"], r["kind"]) for r in _table() if r["pact"])


def catenax_paths() -> tuple[str, ...]:
    """Return the paths of all fields of Catena-X, in the order of the model."""
    return tuple(r["catenax"] for r in _table())


def is_catenax(document: Mapping[str, Any]) -> bool:
    """Say whether a document is a Catena-X PCF."""
    return "productLifeCycleStagesAndEmissions" in document and "scopeOfPcfForm" in document


def catenax_to_pact3(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[Check]]:
    """Return a Catena-X PCF as PACT 3, with findings on its sums and on what is lost."""
    out: dict[str, Any] = {"specVersion": "3.0.0", "pcf": {}}
    for path, target, kind in catenax_fields():
        value = _find(document, path)
        if value is not None:
            _put(out, target, _from(value, kind))
    _aircraft(out["pcf"])
    _narrowest(out["pcf"])
    prefix = "pcfAssessmentAndMethodology."
    standards = _find(document, f"{prefix}pcfMethodology.standards.crossSectoralStandards")
    listed = standards if isinstance(standards, list) else [standards] if standards else []
    if listed:
        names = [CATENAX_STANDARDS.get(str(s), str(s)) for s in listed]
        out["pcf"]["crossSectoralStandards"] = names
    sources = _find(document, f"{prefix}dataSourcesAndQuality.secondaryEmissionFactorSources")
    if isinstance(sources, list) and sources:
        split = [str(s).rpartition(" ") for s in sources]
        out["pcf"]["secondaryEmissionFactorSources"] = [
            {"name": n or v, "version": v if n else "not stated"} for n, _, v in split
        ]
    return out, [*_form(document), *_scope(document), *_sums(document)]


def _form(document: Mapping[str, Any]) -> Iterator[Check]:
    """Yield figures that are no numbers, and fields that the model does not have."""
    for path, _, kind in catenax_fields():
        value = _find(document, path)
        if kind == "number" and value is not None and not _is_number(value):
            where = f"$.{path.replace('.', '[0].')}"
            message = f"{where} is {str(value)[:60]!r}, but must be a number without quotes."
            yield Check("catenax_form", "error", message, where)
    known = set(catenax_paths())
    groups = {path[:i] for path in known for i, sign in enumerate(path) if sign == "."}
    for where, path in islice(_strangers(document, "", "$", (known, groups)), _MOST):
        near = nearest(path.rpartition(".")[2], [k.rpartition(".")[2] for k in known], 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        message = f"{where} is no field that celca knows of the model.{hint}"
        yield Check("catenax_unknown_field", "warning", message, where)


def _scope(document: Mapping[str, Any]) -> Iterator[Check]:
    """Yield that later stages are not read, where a document has them."""
    where = "scopeOfPcfForm.partialFullPcf"
    if _find(document, where) == "Cradle-to-grave":
        message = (
            "The document is from cradle to grave; of it the production stage, up to the gate, is"
            " read."
        )
        yield Check("catenax_scope", "warning", message, "$.scopeOfPcfForm[0].partialFullPcf")


def _strangers(
    value: object, path: str, where: str, model: tuple[Set[str], Set[str]]
) -> Iterator[tuple[str, str]]:
    """Yield (JSON path, path in the model) of what is neither a field nor a group of it."""
    if isinstance(value, list):
        for i, each in enumerate(value):
            yield from _strangers(each, path, f"{where}[{i}]", model)
        return
    known, groups = model
    for name, inner in value.items() if isinstance(value, dict) else ():
        below = f"{path}.{name}" if path else str(name)
        if below in groups:
            yield from _strangers(inner, below, f"{where}.{name}", model)
        elif below not in known:
            yield f"{where}.{name}", below


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _aircraft(pcf: dict[str, Any]) -> None:
    """Add aircraft to the fossil figure, which holds it in PACT."""
    fossil, aircraft = pcf.get("fossilGhgEmissions"), pcf.get("aircraftGhgEmissions")
    if decimal(fossil) is not None and decimal(aircraft) is not None:
        pcf["fossilGhgEmissions"] = plain(Decimal(str(fossil)) + Decimal(str(aircraft)))


def _narrowest(pcf: dict[str, Any]) -> None:
    """Keep the narrowest of the places: Catena-X asks for a region beside a country, PACT has one.

    Global and Several are no regions of the UN, and stand for none in PACT.
    """
    names = ("geographyCountrySubdivision", "geographyCountry", "geographyRegionOrSubregion")
    stated = [k for k in names if pcf.get(k) is not None]
    for key in stated[1:]:
        del pcf[key]
    if pcf.get("geographyRegionOrSubregion") in ("Global", "Several"):
        del pcf["geographyRegionOrSubregion"]


def _find(document: Any, path: str) -> Any:  # noqa: ANN401
    for name in path.split("."):
        if isinstance(document, list):
            document = document[0] if document else None
        if not isinstance(document, dict):
            return None
        document = document.get(name)
    return document


def _from(value: Any, kind: str) -> Any:  # noqa: ANN401
    if kind == "number" and _is_number(value):
        return plain(Decimal(str(value)))
    if kind == "only":
        return value if isinstance(value, list) else [value]
    return value


def _put(out: dict[str, Any], path: str, value: object) -> None:
    *holders, name = path.split(".")
    for holder in holders:
        out = out.setdefault(holder, {})
    out[name] = value


def _sums(document: Mapping[str, Any]) -> Iterator[Check]:
    stage = "productLifeCycleStagesAndEmissions.productionStage"

    def part(name: str) -> float:
        value = _find(document, f"{stage}.{name}")
        known = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if known else 0.0

    excluding, including = part("pcfExcludingBiogenicUptake"), part("pcfIncludingBiogenicUptake")
    addends = fsum(map(part, _ADDENDS))
    where = f"$.{stage.replace('.', '[0].')}[0]"
    for id_, name, value, expected in (
        ("catenax_sum", "pcfExcludingBiogenicUptake", excluding, addends),
        ("catenax_uptake", "pcfIncludingBiogenicUptake", including,
         excluding + part("biogenicCO2Uptake")),
    ):  # fmt: skip
        ok = abs(value - expected) <= 0.01 * max(abs(value), abs(expected))
        message = (
            f"{name} ({value:g}) {'equals' if ok else 'does not equal'} the sum of its parts"
            f" ({expected:g})."
        )
        result = "ok" if ok else "warning" if id_ == "catenax_sum" else "error"
        yield Check(id_, result, message, f"{where}.{name}")
    share = _find(document, "pcfAssessmentAndMethodology.verificationAndCertificationShares")
    if share is not None:
        message = "The shares of verification and certification have no place in PACT 3."
        yield Check("catenax_lost", "ok", message, "$.verificationAndCertificationShares")
