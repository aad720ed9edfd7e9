"""openLCA packages of both schemas are linked, allocated, evaluated, and given back."""

from __future__ import annotations

import json
import zipfile
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from celca.assess import open_prices
from celca.errors import DataError, FileFault, UsageError
from celca.inventory import Flow, Process
from celca.readers import open_database
from celca.readers.draft import Spread, draft_of
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


@pytest.mark.parametrize(("rule", "mill"), [("", 2), ("economic", 4), ("none", 8)])
def test_an_address_may_say_how_co_products_are_allocated(
    rule: str, mill: float, tmp_path: Path
) -> None:
    path = package(tmp_path / "a.zip", [co_production()])
    prices = open_prices(f"{path}?allocation={rule}" if rule else path)
    assert prices.H[:, prices.system.index["mill"]].sum() == pytest.approx(mill)
    with pytest.raises(UsageError, match="'allocation=mass' is no rule"):
        open_database(f"{path}?allocation=mass")


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
    inventory = read_jsonld(package(tmp_path / "a.zip", [ref("p", exchanges=lines)]))
    first, second, third = inventory.exchanges
    assert (first.distribution, first.pedigree) == ("lognormal", "(1;2;3;4;5)")
    assert first.scale == pytest.approx(0.6931471805599453)
    assert (second.minimum, second.maximum) == (1, 4)
    assert third.distribution == ""
    told = {f.code: f.message for f in inventory.findings}
    assert told["spread_empty"].startswith("1 distribution has no width")
    assert "p, co2: 1 for 1000" in told["spread_moved"]


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


def bare(process: Entity) -> Entity:
    """Return a process as the olca-schema package writes it: no flow says what type it is."""
    for line in process["exchanges"]:
        line["flow"] = {"@id": line["flow"]["@id"], "@type": "Flow"}
    return process


def test_types_of_flows_are_taken_from_the_flows(tmp_path: Path) -> None:
    """Emissions would be products otherwise, and bear nothing."""
    burn = ref("burn", exchanges=[made("w", 2, kind="WASTE_FLOW", isInput=True), x("co2", 6)])
    part = ref("part", exchanges=[made("p"), x("w", 0.5, "WASTE_FLOW"), x("co2", 1)])
    path = package(tmp_path / "a.zip", [burn, part])
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for name in old.namelist():
            entity = json.loads(old.read(name))
            new.writestr(name, json.dumps(bare(entity) if "exchanges" in entity else entity))
    assert scores(tmp_path / "b.zip") == pytest.approx({"burn": 3, "part": 2.5})
    assert read_jsonld(tmp_path / "b.zip").findings == ()
    assert [p.product for p in read_jsonld(tmp_path / "b.zip").processes] == ["w", "p"]


def test_a_waste_that_is_treated_beside_is_neither_allocated_nor_credited(tmp_path: Path) -> None:
    burn = ref("burn", exchanges=[made("w", kind="WASTE_FLOW", isInput=True), x("co2", 3)])
    kiln = ref("kiln", exchanges=[made("p"), used("w", 1, kind="WASTE_FLOW"), x("co2", 1)])
    path = package(tmp_path / "a.zip", [burn, kiln])
    assert scores(path) == pytest.approx({"burn": 3, "kiln": 1})
    assert [f.code for f in read_jsonld(path).findings] == ["no_allocation"]


def test_global_formulas_use_global_values_and_own_ones_their_own(tmp_path: Path) -> None:
    """Globally eff is 0.5 and twice it 1; the process calls 0.4 eff, and adds both: 1.4."""
    shared = [
        {"@id": "g1", "name": "eff", "value": 0.5, "isInputParameter": True},
        {"@id": "g2", "name": "twice", "formula": "eff * 2", "isInputParameter": False},
    ]
    own = [{"name": "eff", "value": 0.4, "isInputParameter": True}]
    lines = [made("a"), x("co2", 1.4, amountFormula="twice + eff")]
    path = package(
        tmp_path / "a.zip", [ref("p", parameters=own, exchanges=lines)], {"parameters": shared}
    )
    assert scores(path) == pytest.approx({"p": 1.4})
    assert read_jsonld(path).findings == ()


def test_allocation_factors_may_be_formulas_and_have_to_add_up(tmp_path: Path) -> None:
    """A bears 0.5 by formula, b, which has no factor, all of it, as in openLCA."""
    factor = {"allocationType": "PHYSICAL_ALLOCATION", "product": ref("a"), "value": 0.9}
    mill = ref(
        "mill",
        defaultAllocationMethod="PHYSICAL_ALLOCATION",
        parameters=[{"name": "half", "value": 0.5, "isInputParameter": True}],
        exchanges=[made("a"), x("b", 1), x("co2", 8)],
        allocationFactors=[{**factor, "formula": "half"}],
    )
    path = package(tmp_path / "a.zip", [mill])
    assert scores(path) == pytest.approx({"mill": 4, "mill:b": 8})
    (found,) = read_jsonld(path).findings
    assert found.code == "allocation_sum"
    assert "mill (1.5)" in found.message


def test_processes_without_a_reference_are_left_out_and_named(tmp_path: Path) -> None:
    path = package(
        tmp_path / "a.zip",
        [
            ref("good", exchanges=[made("a"), x("co2", 2)]),
            ref("lost", exchanges=[x("b", 1), x("co2", 2)]),
            ref("empty", exchanges=[]),
            ref("nothing", exchanges=[made("c", 0)]),
        ],
    )
    assert scores(path) == pytest.approx({"good": 2})
    (found,) = read_jsonld(path).findings
    assert found.code == "no_reference"
    assert found.message.startswith("3 processes have no quantitative reference")


def test_a_default_provider_that_is_elsewhere_is_told(tmp_path: Path) -> None:
    line = used("a", 1, defaultProvider=ref("library"))
    path = package(
        tmp_path / "a.zip",
        [ref("one", exchanges=[made("a"), x("co2", 1)]), ref("u", exchanges=[made("b"), line])],
    )
    assert scores(path)["u"] == pytest.approx(1)
    assert [f.code for f in read_jsonld(path).findings] == ["provider_missing"]


def test_an_input_in_a_property_that_its_flow_lacks_counts_nothing_and_is_told(
    tmp_path: Path,
) -> None:
    path = package(
        tmp_path / "a.zip",
        [
            ref("one", exchanges=[made("a"), x("co2", 1)]),
            ref("u", exchanges=[made("b"), used("a", 5, unit="MJ", measure="energy")]),
        ],
        {
            "unit_groups": [
                ref("masses", units=[ref("kg", isRefUnit=True, conversionFactor=1.0)]),
                ref("energies", units=[ref("MJ", isRefUnit=True, conversionFactor=1.0)]),
            ],
            "flow_properties": [
                ref("mass", unitGroup=ref("masses")),
                ref("energy", unitGroup=ref("energies")),
            ],
        },
    )
    assert scores(path)["u"] == 0
    (found,) = read_jsonld(path).findings
    assert found.code == "unit_misfit"
    assert "'a' is given in MJ, and counted in kg" in found.message


def test_carbon_dioxide_that_is_taken_is_uptake_whatever_flow_it_is_written_with(
    tmp_path: Path,
) -> None:
    """1.8 kg taken and 0.5 given off with the flow of emissions that are biogenic."""
    path = package(
        tmp_path / "a.zip", [ref("pla", exchanges=[made("a"), used("co2", 1.8), x("co2", 0.5)])]
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for name in old.namelist():
            text = old.read(name).decode().replace("Carbon dioxide, fossil", "Carbon dioxide")
            new.writestr(name, text)
    column = open_prices(tmp_path / "b.zip").H[:, 0]
    assert column.tolist() == pytest.approx([0.5, 0, 0, -1.8, 0])


def test_a_zip_as_a_mac_packs_a_folder_is_read(tmp_path: Path) -> None:
    path = package(tmp_path / "a.zip", [ref("p", exchanges=[made("a"), x("co2", 2)])])
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for name in old.namelist():
            new.writestr(f"USLCI/{name}", b"\xef\xbb\xbf" + old.read(name))
            new.writestr(f"__MACOSX/USLCI/{name.replace('/', '/._')}", b"\x00\x05\x16\x07")
    assert open_prices(tmp_path / "b.zip").H.sum() == pytest.approx(2)


def test_the_newest_of_several_versions_is_taken(tmp_path: Path) -> None:
    new = ref("p", version="01.00.002", exchanges=[made("a"), x("co2", 2)])
    old = ref("p", version="01.00.001", exchanges=[made("a"), x("co2", 9)])
    path = package(tmp_path / "a.zip", [new])
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("processes/old.json", json.dumps(old))
    assert scores(path) == pytest.approx({"p": 2})
    assert [f.code for f in read_jsonld(path).findings] == ["repeated"]


def test_libraries_that_are_not_in_the_package_are_named(tmp_path: Path) -> None:
    path = package(tmp_path / "a.zip", [ref("p", exchanges=[made("a"), x("co2", 2)])])
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("openlca.json", json.dumps({"libraries": [{"id": "ecoinvent_3.10"}]}))
    (found,) = read_jsonld(path).findings
    assert found.code == "library_missing"
    assert "rests on ecoinvent_3.10" in found.message


def test_an_archive_in_an_archive_and_an_exchange_without_flow_are_refused(tmp_path: Path) -> None:
    inner = package(tmp_path / "a.zip", [ref("p", exchanges=[made("a")])])
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as file:
        file.write(inner, "a.zip")
    with pytest.raises(FileFault, match="holds another archive, a.zip. Unpack it first"):
        open_database(tmp_path / "b.zip")
    with zipfile.ZipFile(inner, "a") as file:
        file.writestr("processes/q.json", json.dumps(ref("q", exchanges=[{"amount": 1}])))
    with pytest.raises(DataError, match=r"an exchange of 'q' \(q\) names no flow"):
        read_jsonld(inner)


def test_a_package_without_processes_or_reference_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no process with a quantitative reference"):
        read_jsonld(package(tmp_path / "a.zip", [ref("p", exchanges=[x("a", 1)])]))
    (tmp_path / "b.zip").write_bytes(b"not a zip")
    with pytest.raises(FileFault, match=r"b\.zip"):
        open_database(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as file:
        file.writestr("readme.txt", "nothing")
    with pytest.raises(FileFault, match="neither openLCA"):
        open_database(tmp_path / "c.zip")


def test_what_openlca_drops_changes_no_score(small: Path, tmp_path: Path) -> None:
    """A program that keeps to the schema leaves out `otherProperties`; uptake stays uptake."""
    prices = open_prices(small)
    write_jsonld(prices.system.inventory, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as old:
        entities = {name: json.loads(old.read(name)) for name in old.namelist()}
    assert any("otherProperties" in e for e in entities.values())
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for name, entity in entities.items():
            more = {k: v for k, v in entity.items() if k != "otherProperties"}
            new.writestr(name, json.dumps(more))
    back = open_prices(tmp_path / "b.zip")
    assert pytest.approx(prices.H, rel=1e-12, abs=1e-15) == back.H
    licences = {
        e["processDocumentation"]["restrictionsDescription"]
        for name, e in entities.items()
        if name.startswith("processes/")
    }
    assert licences == {prices.system.inventory.licence}


def test_every_distribution_and_comment_goes_to_openlca_and_back(tmp_path: Path) -> None:
    draft = draft_of("spreads", "x")
    draft.flows["co2"] = Flow("co2", "Carbon dioxide, fossil", "air", "kg", "CO2", "fossil")
    row = Process("p", "p", "", "p", "kg", "", 2024, "unit", "", "", "Made in one go. A / B")
    draft.processes["p"] = row
    spreads = [
        Spread("lognormal", 0.2),
        Spread("normal", 0.3),
        Spread("triangular", minimum=0.5, maximum=2.5),
        Spread("uniform", minimum=0.9, maximum=1.1),
        Spread(),
    ]
    for spread in spreads:
        draft.add("p", "emission", "co2", 1.0, spread, ("(1;2;3;4;5)", "", ""))
    write_jsonld(draft.inventory(), tmp_path / "a.zip")
    back = read_jsonld(tmp_path / "a.zip")
    for before, after in zip(spreads, back.exchanges, strict=True):
        assert after.distribution == before.distribution
        assert after.scale == (
            None if isnan(before.scale) else pytest.approx(before.scale, rel=1e-12)
        )
        assert after.minimum == (None if isnan(before.minimum) else before.minimum)
        assert after.pedigree == "(1;2;3;4;5)"
    assert back.processes[0].comment == row.comment
    assert back.findings == ()


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
