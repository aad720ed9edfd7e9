"""openLCA packages of both schemas are linked, allocated, evaluated, and given back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from celca.assess import open_prices
from celca.errors import DataError, FileFault
from celca.readers import open_database
from celca.readers.jsonld import read_jsonld
from celca.readers.jsonld_export import write_jsonld
from celca.system import build, price

Entity = dict[str, Any]


def ref(key: str, **more: object) -> Entity:
    return {"@id": key, "name": key, **more}


def package(
    path: Path, processes: list[Entity], extra: dict[str, list[Entity]] | None = None
) -> Path:
    """Write a zip with mass in g and kg, a CO2 and an uptake flow, and the given processes."""
    mass = ref("mass", unitGroup=ref("masses"))
    factor = {"flowProperty": ref("mass"), "conversionFactor": 1.0, "isRefFlowProperty": True}
    pieces = {"flowProperty": ref("count"), "conversionFactor": 4.0}
    flows = [
        ref(
            "co2",
            flowType="ELEMENTARY_FLOW",
            category="Elementary flows/air",
            flowProperties=[factor],
        ),
        ref(
            "up",
            flowType="ELEMENTARY_FLOW",
            category="Elementary flows/resource/in air",
            flowProperties=[factor],
        ),
    ]
    flows[0]["name"], flows[1]["name"] = "Carbon dioxide, fossil", "Carbon dioxide, in air"
    names = {x["flow"]["@id"]: x["flow"] for p in processes for x in p["exchanges"]}
    flows += [
        {**f, "flowProperties": [factor, pieces]}
        for k, f in names.items()
        if k not in ("co2", "up")
    ]
    entities = {
        "unit_groups": [
            ref(
                "masses",
                units=[
                    ref("kg", isRefUnit=True, conversionFactor=1.0),
                    ref("g", conversionFactor=0.001),
                ],
            ),
            ref("counts", units=[ref("Item(s)", isRefUnit=True, conversionFactor=1.0)]),
        ],
        "flow_properties": [mass, ref("count", unitGroup=ref("counts"))],
        "flows": flows,
        "processes": processes,
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w") as file:
        for kind, items in entities.items():
            for item in items:
                file.writestr(f"{kind}/{item['@id']}.json", json.dumps(item))
    return path


def x(flow: str, amount: float, kind: str = "PRODUCT_FLOW", **more: object) -> Entity:
    """Return an exchange: in=… ref=… of schema 2, in kg where no unit is given."""
    if flow in ("co2", "up"):
        kind = "ELEMENTARY_FLOW"
    unit, measure = str(more.pop("unit", "kg")), str(more.pop("measure", "mass"))
    base = {"flow": ref(flow, flowType=kind), "unit": ref(unit), "flowProperty": ref(measure)}
    return {"amount": amount, "isInput": False, **base, **more}


def made(flow: str, amount: float = 1.0, **more: object) -> Entity:
    return x(flow, amount, isQuantitativeReference=True, **more)


def used(flow: str, amount: float, **more: object) -> Entity:
    return x(flow, amount, isInput=True, **more)


def scores(path: Path, **options: Any) -> dict[str, float]:  # noqa: ANN401
    prices = price(build(read_jsonld(path, **options), open_prices().system.method))
    totals = prices.H.sum(axis=0)
    return {p.id: float(totals[j]) for j, p in enumerate(prices.system.inventory.processes)}


def test_units_and_properties_are_brought_to_the_reference_of_the_flow(tmp_path: Path) -> None:
    """Steel 2 kg CO2/kg; a bolt uses 50 g, a nut 2 pieces of steel at 4 pieces/kg = 0.5 kg."""
    path = package(
        tmp_path / "a.zip",
        [
            ref("steel", exchanges=[made("s", 500, unit="g"), x("co2", 1)]),
            ref("bolt", exchanges=[made("b"), used("s", 50, unit="g")]),
            ref("nut", exchanges=[made("n"), used("s", 2, unit="Item(s)", measure="count")]),
        ],
    )
    assert scores(path) == pytest.approx({"steel": 2, "bolt": 0.1, "nut": 1})


def test_without_unit_groups_amounts_are_brought_to_the_unit_of_the_maker(tmp_path: Path) -> None:
    """Steel 2 000 kg CO2/t is made in t; a bolt uses 50 kg of it. The package has no units."""
    path = package(
        tmp_path / "a.zip",
        [
            ref("bolt", exchanges=[made("b"), used("s", 50)]),
            ref("steel", exchanges=[made("s", unit="t"), x("co2", 2000)]),
        ],
        {"unit_groups": [], "flow_properties": []},
    )
    assert scores(path) == pytest.approx({"steel": 2000, "bolt": 100})


def test_waste_is_a_service_and_an_avoided_product_a_credit(tmp_path: Path) -> None:
    path = package(
        tmp_path / "a.zip",
        [
            ref("burn", exchanges=[made("w", kind="WASTE_FLOW", isInput=True), x("co2", 3)]),
            ref("heat", exchanges=[made("h"), x("co2", 0.2)]),
            ref(
                "part",
                exchanges=[
                    made("p"),
                    x("w", 0.5, "WASTE_FLOW"),
                    x("h", 2, isInput=True, isAvoidedProduct=True),
                    x("up", 0.1, isInput=True),
                ],
            ),
        ],
    )
    assert scores(path) == pytest.approx({"burn": 3, "heat": 0.2, "part": 1.5 - 0.4 - 0.1})


def co_production() -> Entity:
    def share(kind: str, flow: str, value: float, exchange: int = 0) -> Entity:
        more = {"exchange": {"internalId": exchange}} if exchange else {}
        return {"allocationType": kind, "product": ref(flow), "value": value, **more}

    return ref(
        "mill",
        defaultAllocationMethod="PHYSICAL_ALLOCATION",
        exchanges=[made("a", internalId=1), x("b", 3, internalId=2), x("co2", 8, internalId=3)],
        allocationFactors=[
            share("PHYSICAL_ALLOCATION", "a", 0.25),
            share("PHYSICAL_ALLOCATION", "b", 0.75),
            share("ECONOMIC_ALLOCATION", "a", 0.5),
            share("ECONOMIC_ALLOCATION", "b", 0.5),
            share("CAUSAL_ALLOCATION", "a", 1.0, 3),
            share("CAUSAL_ALLOCATION", "b", 0.0, 3),
        ],
    )


@pytest.mark.parametrize(
    ("rule", "a", "user"),
    [("as defined", 2, 2), ("economic", 4, 4 / 3), ("causal", 8, 0), ("none", 8, 0)],
)
def test_products_are_allocated_as_defined_or_by_one_rule(
    rule: str, a: float, user: float, tmp_path: Path
) -> None:
    """8 kg CO2 for 1 kg a and 3 kg b: by mass 2 each; without allocation a bears it all."""
    path = package(
        tmp_path / "a.zip", [co_production(), ref("user", exchanges=[made("u"), used("b", 1)])]
    )
    found = scores(path, allocation=rule)
    assert found["mill"] == pytest.approx(a)
    assert found["user"] == pytest.approx(user)
    codes = [f.code for f in read_jsonld(path, rule).findings]  # type: ignore[arg-type]
    assert ("no_allocation" in codes) == (rule == "none")


def test_formulas_are_evaluated_over_global_and_own_parameters(tmp_path: Path) -> None:
    process = ref(
        "p",
        parameters=[
            {"name": "Share", "value": 0.5, "isInputParameter": "TRUE"},
            {"name": "total", "formula": "share * world", "isInputParameter": "FALSE"},
        ],
        exchanges=[
            made("a"),
            x("co2", 7, amountFormula="Total + 1"),
            x("co2", 2, amountFormula="?"),
        ],
    )
    world = [ref("g", isInputParameter=True, value=4.0)]
    world[0]["name"] = "world"
    path = package(tmp_path / "a.zip", [process], {"parameters": world})
    assert scores(path) == pytest.approx({"p": 3 + 2})
    codes = {f.code for f in read_jsonld(path).findings}
    assert codes == {"formula_differs", "formula_not_evaluated"}


def two_makers() -> list[Entity]:
    return [
        ref("one", exchanges=[made("a"), x("co2", 1)]),
        ref("two", exchanges=[made("a"), x("co2", 3)]),
        ref("user", exchanges=[made("u"), used("a", 1)]),
    ]


def test_several_makers_are_refused_with_their_names(tmp_path: Path) -> None:
    path = package(tmp_path / "a.zip", two_makers())
    with pytest.raises(DataError, match=r"'a' is made by one \(, one\); two \(, two\)"):
        read_jsonld(path)


def test_several_makers_are_resolved_by_provider_decision_or_mean(tmp_path: Path) -> None:
    processes = two_makers()
    path = package(tmp_path / "a.zip", processes)
    assert scores(path, decided={"a": "two"})["user"] == pytest.approx(3)
    assert scores(path, average=True)["user"] == pytest.approx(2)
    processes[2]["exchanges"][1]["defaultProvider"] = ref("one")
    assert scores(package(tmp_path / "b.zip", processes))["user"] == pytest.approx(1)


def test_a_product_that_nothing_makes_is_counted_as_a_gap(tmp_path: Path) -> None:
    path = package(tmp_path / "a.zip", [ref("p", exchanges=[made("a"), used("gold", 1)])])
    (finding,) = read_jsonld(path).findings
    assert (finding.code, finding.severity) == ("cut_off", "warning")
    assert "gold" in finding.message


def test_uncertainty_and_pedigree_come_along(tmp_path: Path) -> None:
    given = {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 1.0, "geomSd": 2.0}
    lines = [made("a"), x("co2", 1000, unit="g", uncertainty=given, dqEntry="(1;2;3;4;5)")]
    lines.append(
        x(
            "co2",
            2,
            uncertainty={"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 1, "maximum": 4},
        )
    )
    lines.append(
        x("co2", 3, uncertainty={"distributionType": "NORMAL_DISTRIBUTION", "mean": 3, "sd": -1})
    )
    first, second, third = read_jsonld(
        package(tmp_path / "a.zip", [ref("p", exchanges=lines)])
    ).exchanges
    assert (first.distribution, first.pedigree) == ("lognormal", "(1;2;3;4;5)")
    assert first.scale == pytest.approx(0.6931471805599453)
    assert (second.minimum, second.maximum) == (1, 4)
    assert third.distribution == ""


def test_the_first_schema_is_read_alike(tmp_path: Path) -> None:
    flow = {
        "flow": ref("a", flowType="PRODUCT_FLOW"),
        "unit": ref("kg"),
        "flowProperty": ref("mass"),
    }
    gas = {
        "flow": ref("co2", flowType="ELEMENTARY_FLOW"),
        "unit": ref("g"),
        "flowProperty": ref("mass"),
    }
    process = ref(
        "p",
        exchanges=[
            {**flow, "amount": 2.0, "input": False, "quantitativeReference": True},
            {**gas, "amount": 500.0, "input": False, "avoidedProduct": False},
        ],
    )
    assert scores(package(tmp_path / "a.zip", [process])) == pytest.approx({"p": 0.25})


def test_a_package_without_processes_or_reference_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="0 quantitative references"):
        read_jsonld(package(tmp_path / "a.zip", [ref("p", exchanges=[x("a", 1)])]))
    (tmp_path / "b.zip").write_bytes(b"not a zip")
    with pytest.raises(FileFault, match=r"b\.zip"):
        open_database(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as file:
        file.writestr("readme.txt", "nothing")
    with pytest.raises(FileFault, match="neither openLCA"):
        open_database(tmp_path / "c.zip")


def test_a_database_goes_to_openlca_and_back_with_the_same_scores(
    small: Path, tmp_path: Path
) -> None:
    prices = open_prices(small)
    path = tmp_path / "out.zip"
    write_jsonld(prices.system.inventory, path)
    back = open_prices(path)
    assert pytest.approx(prices.H, rel=1e-12, abs=1e-15) == back.H
    ours, theirs = prices.system.inventory, back.system.inventory
    assert [p.id for p in ours.processes] == [p.id for p in theirs.processes]
    for before, after in zip(ours.exchanges, theirs.exchanges, strict=True):
        assert (before.kind, before.amount, before.pedigree) == (
            after.kind,
            after.amount,
            after.pedigree,
        )
        assert (before.distribution, after.distribution) in {("", ""), ("lognormal", "lognormal")}
    assert [p.name_ja for p in ours.processes] == [p.name_ja for p in theirs.processes]
    with pytest.raises(FileFault, match="is there already"):
        write_jsonld(prices.system.inventory, path)
