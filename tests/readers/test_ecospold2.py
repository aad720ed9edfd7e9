"""EcoSpold 2 is read with its links, compartments and uncertainty, and scores as bw2calc has it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from celca.assess import open_prices
from celca.errors import DataError, FileFault
from celca.readers import open_database
from celca.readers.ecospold import read_ecospold

ACTIVITY = """<?xml version="1.0" encoding="UTF-8"?>
<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><{tag}>
<activityDescription><activity id="{id}" type="1" specialActivityType="0">
<activityName xml:lang="en">{name}</activityName></activity>
<classification><classificationSystem xml:lang="en">ISIC</classificationSystem>
<classificationValue xml:lang="en">3510: power</classificationValue></classification>
<geography geographyId="g"><shortname xml:lang="en">{place}</shortname></geography>
<technology technologyLevel="3"/><timePeriod startDate="2015-01-01" endDate="2019-12-31"/>
</activityDescription><flowData>{flows}</flowData>
<modellingAndValidation><representativeness/></modellingAndValidation>
<administrativeInformation><dataEntryBy personName="a" personEmail="b"/>
<dataGeneratorAndPublication personName="a" personEmail="b"/></administrativeInformation>
</{tag}></ecoSpold>"""
LOGNORMAL = (
    '<uncertainty><lognormal meanValue="0.5" mu="-0.69" variance="0.02"'
    ' varianceWithPedigreeUncertainty="0.04"/><pedigreeMatrix reliability="1" completeness="2"'
    ' temporalCorrelation="3" geographicalCorrelation="4" furtherTechnologyCorrelation="5"/></uncertainty>'
)


def product(
    key: str,
    amount: float,
    unit: str,
    group: str,
    *,
    link: str = "",
    more: str = "",
    inside: str = "",
) -> str:
    linked = f' activityLinkId="{link}"' if link else ""
    return (
        f'<intermediateExchange id="x" intermediateExchangeId="{key}" amount="{amount!r}"{linked} {more}>'
        f'<name xml:lang="en">{key}</name><unitName xml:lang="en">{unit}</unitName>{inside}{group}'
        "</intermediateExchange>"
    )


def flow(key: str, name: str, amount: float, place: tuple[str, str], inside: str = "") -> str:
    side = "input" if place[0] == "natural resource" else "output"
    return (
        f'<elementaryExchange id="y" elementaryExchangeId="{key}" amount="{amount!r}">'
        f'<name xml:lang="en">{name}</name><unitName xml:lang="en">kg</unitName>{inside}'
        f'<compartment subcompartmentId="c"><compartment xml:lang="en">{place[0]}</compartment>'
        f'<subcompartment xml:lang="en">{place[1]}</subcompartment></compartment>'
        f"<{side}Group>4</{side}Group></elementaryExchange>"
    )


def activity(key: str, name: str, place: str, *flows: str, tag: str = "activityDataset") -> str:
    return ACTIVITY.format(id=key, name=name, place=place, flows="".join(flows), tag=tag)


REFERENCE = "<outputGroup>0</outputGroup>"
BY_PRODUCT = "<outputGroup>2</outputGroup>"
TECHNOSPHERE = "<inputGroup>5</inputGroup>"
AIR = ("air", "urban air close to ground")


def files() -> dict[str, str]:
    """Return the database by name of file.

    Power in JP 0.5, in CN 0.9 kg CO2/kWh. Treating 1 kg of waste gives 0.01 kg of fossil methane.
    A run makes 2 kg of parts from 2 kWh of Japan, gives 0.5 kg of waste to treat, emits 0.4 kg of
    fossil CO2 and takes 0.1 kg up.
    """
    carbon = flow("co2", "Carbon dioxide, fossil", 0.5, AIR, LOGNORMAL)
    jp = [product("electricity", 1.0, "kWh", REFERENCE), carbon]
    cn = [
        product("electricity", 1.0, "kWh", REFERENCE),
        carbon.replace('amount="0.5"', 'amount="0.9"'),
    ]
    part = [
        product("part", 2.0, "kg", REFERENCE),
        product("scrap", 0.0, "kg", BY_PRODUCT),
        product("electricity", 2.0, "kWh", TECHNOSPHERE, link="a-jp"),
        product("waste", -0.5, "kg", TECHNOSPHERE, link="a-treat"),
        flow("co2", "Carbon dioxide, fossil", 0.4, AIR),
        flow("up", "Carbon dioxide, in air", 0.1, ("natural resource", "in air")),
    ]
    treat = [
        product("waste", -1.0, "kg", REFERENCE),
        flow("ch4", "Methane, fossil", 0.01, ("air", "unspecified")),
    ]
    return {
        "a-jp_electricity.spold": activity("a-jp", "electricity production, gas", "JP", *jp),
        "a-cn_electricity.spold": activity(
            "a-cn", "electricity production, coal", "CN", *cn, tag="childActivityDataset"
        ),
        "a-part_part.spold": activity("a-part", "part production", "GLO", *part),
        "a-treat_waste.spold": activity("a-treat", "treatment of waste", "GLO", *treat),
    }


def write(folder: Path) -> Path:
    folder.mkdir()
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


BW2CALC = """
import json, sys, warnings
warnings.simplefilter("ignore")
import bw2calc as bc, bw2data as bd, bw2io as bi
bd.projects.set_current("spold")
bd.Database("flows").write({
    ("flows", key): {"name": key, "unit": "kilogram", "type": kind, "exchanges": []}
    for key, kind in (("co2", "emission"), ("ch4", "emission"), ("up", "natural resource"))
})
method = bd.Method(("GWP",))
method.register(unit="kg CO2-Eq")
method.write([(("flows", "co2"), 1.0), (("flows", "ch4"), 29.8), (("flows", "up"), -1.0)])
source = bi.SingleOutputEcospold2Importer(sys.argv[1], "spold", "flows", use_mp=False)
source.apply_strategies()
source.write_database()
scores = {}
for node in bd.Database("spold"):
    made = node["production amount"]
    demand, objects, _ = bd.prepare_lca_inputs({node: made}, method=("GWP",))
    lca = bc.LCA(demand, data_objs=objects)
    lca.lci()
    lca.lcia()
    scores[node["activity"] + "_" + node["flow"]] = [float(lca.score), made]
print("\\n" + json.dumps(scores))
"""


def test_activities_are_linked_by_their_ids(tmp_path: Path) -> None:
    """A run: 2 kWh × 0.5 + 0.5 kg waste × 0.01 × 29.8 + 0.4 − 0.1 = 1.449 kg for 2 kg of parts."""
    prices = open_prices(write(tmp_path / "set"))
    inventory = prices.system.inventory
    found = dict(zip((p.id for p in inventory.processes), prices.H.sum(axis=0), strict=True))
    assert found == pytest.approx(
        {
            "a-cn_electricity": 0.9,
            "a-jp_electricity": 0.5,
            "a-part_part": 1.449 / 2,
            "a-treat_waste": 0.298,
        },
        rel=1e-14,
    )
    part = inventory.process_by_id["a-part_part"]
    assert (part.name, part.product, part.location, part.year) == (
        "part production",
        "part",
        "GLO",
        2019,
    )
    assert {f.id: f.compartment for f in inventory.flows} == {
        "co2": "air",
        "up": "resource",
        "ch4": "air",
    }


def test_spreads_hold_what_the_pedigree_adds(tmp_path: Path) -> None:
    """The variance with pedigree is 0.04, so σ is 0.2; the scores are kept beside it."""
    inventory = read_ecospold(write(tmp_path / "set"))
    carbon = next(x for x in inventory.exchanges if x.process == "a-jp_electricity")
    assert (carbon.distribution, carbon.scale) == ("lognormal", pytest.approx(0.2, rel=1e-15))
    assert carbon.pedigree == "(1;2;3;4;5)"


def test_treatment_is_a_service_that_counts_above_nothing(tmp_path: Path) -> None:
    inventory = read_ecospold(write(tmp_path / "set"))
    assert inventory.process_by_id["a-treat_waste"].output == 1.0
    assert [x.amount for x in inventory.exchanges if x.input == "a-treat_waste"] == [0.5]
    assert "waste_treated" in [f.code for f in inventory.findings]


@pytest.mark.slow
def test_every_activity_scores_as_bw2calc_has_it(tmp_path: Path) -> None:
    """The same files through bw2io; its arrays hold single precision."""
    pytest.importorskip("bw2io", reason="needs the extra brightway")
    folder = write(tmp_path / "set")
    (tmp_path / "brightway").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", BW2CALC, str(folder)],
        env={**os.environ, "BRIGHTWAY2_DIR": str(tmp_path / "brightway")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    scores = json.loads(done.stdout.strip().splitlines()[-1])
    prices = open_prices(folder)
    processes = prices.system.inventory.processes
    found = {p.id: h * p.output for p, h in zip(processes, prices.H.sum(axis=0), strict=True)}
    assert {key: score for key, (score, _) in scores.items()} == pytest.approx(found, rel=1e-6)


def test_a_zip_with_its_master_data_is_the_same_database(tmp_path: Path) -> None:
    folder = write(tmp_path / "set")
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as file:
        for path in folder.iterdir():
            file.write(path, f"datasets/{path.name}")
        file.writestr("MasterData/Units.xml", "<validUnits/>")
    assert open_database(tmp_path / "set.zip").hash == open_database(folder).hash
    assert len(open_database(folder / "a-jp_electricity.spold").processes) == 1


def test_without_a_link_the_usual_rules_say_who_makes_it(tmp_path: Path) -> None:
    text = files()["a-part_part.spold"].replace(' activityLinkId="a-jp"', "")
    folder = write(tmp_path / "set")
    (folder / "a-part_part.spold").write_text(text.replace("GLO", "CN"), encoding="utf-8")
    inventory = read_ecospold(folder)
    assert [x.input for x in inventory.exchanges if x.amount == 2.0] == ["a-cn_electricity"]
    (folder / "a-part_part.spold").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="1 products have several makers"):
        read_ecospold(folder)


def test_a_link_to_an_activity_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "set")
    (folder / "a-treat_waste.spold").unlink()
    codes = {f.code: f.message for f in read_ecospold(folder).findings}
    assert "waste" in codes["activity_missing"]
    assert "1 input of them counts nothing: waste" in codes["cut_off"]


def test_formulas_that_give_something_else_are_told_and_not_believed(tmp_path: Path) -> None:
    folder = write(tmp_path / "set")
    text = files()["a-jp_electricity.spold"]
    formula = '" amount="0.5" mathematicalRelation="2 * share" variableName="burnt"'
    parameter = '<parameter variableName="share" amount="0.3"><name>s</name></parameter>'
    text = text.replace('" amount="0.5"', formula).replace("</flowData>", f"{parameter}</flowData>")
    (folder / "a-jp_electricity.spold").write_text(text, encoding="utf-8")
    inventory = read_ecospold(folder)
    told = {f.code: f.message for f in inventory.findings}["formula_differs"]
    assert "0.5 by its formula 0.6" in told
    assert [x.amount for x in inventory.exchanges if x.process == "a-jp_electricity"] == [0.5]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</flowData>", "", "not well-formed"),
        ("<ecoSpold", '<!DOCTYPE a [<!ENTITY b "c">]><ecoSpold', "defines entities"),
        ("<outputGroup>0</outputGroup>", "<outputGroup>2</outputGroup>", "no reference product"),
        ('amount="0.0"', 'amount="1.0"', r"gives 2 products \(part, scrap\) and is not allocated"),
        ('<unitName xml:lang="en">kWh</unitName>', "", "'electricity' has no unit"),
        ('amount="0.4"', 'amount="much"', "'Carbon dioxide, fossil' has no amount"),
        ("<inputGroup>5</inputGroup>", "", "has no group"),
    ],
)
def test_a_dataset_that_cannot_be_used_is_refused(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    folder = write(tmp_path / "set")
    text = files()["a-part_part.spold"].replace(old, new)
    (folder / "a-part_part.spold").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told) as caught:
        read_ecospold(folder)
    assert "a-part_part.spold" in str(caught.value)


def test_two_releases_at_once_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "set")
    (folder / "again.spold").write_text(files()["a-part_part.spold"], encoding="utf-8")
    with pytest.raises(DataError, match="twice: import one release at a time"):
        read_ecospold(folder)


def test_entities_hidden_in_utf_16_are_found(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><ecoSpold/>'
    (tmp_path / "a.spold").write_text(text, encoding="utf-16")
    with pytest.raises(FileFault, match="defines entities"):
        open_database(tmp_path / "a.spold")


def test_a_zip_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK not really")
    with pytest.raises(FileFault, match="not a zip that can be read"):
        open_database(tmp_path / "a.zip")


def test_a_unit_that_is_not_that_of_its_maker_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "set")
    text = files()["a-part_part.spold"].replace(">kWh<", ">furlong per fortnight<")
    (folder / "a-part_part.spold").write_text(text, encoding="utf-8")
    codes = {f.code: f.message for f in read_ecospold(folder).findings}
    assert "electricity" in codes["unit_misfit"]


def test_an_archive_that_has_to_be_unpacked_first_is_told(tmp_path: Path) -> None:
    (tmp_path / "ecoinvent.7z").write_bytes(b"7z")
    with pytest.raises(FileFault, match="is a 7z archive. Unpack it"):
        open_database(tmp_path / "ecoinvent.7z")


def test_a_flow_under_a_foreign_name_is_told_by_its_cas_number(tmp_path: Path) -> None:
    made = product("electricity", 1.0, "kWh", REFERENCE)
    known = flow("x", "Kohlendioxid", 0.5, AIR).replace(
        'elementaryExchangeId="x"', 'elementaryExchangeId="x" casNumber="124-38-9"'
    )
    folder = tmp_path / "set"
    folder.mkdir()
    text = activity("a", "power", "DE", made, known)
    (folder / "a_x.spold").write_text(text, encoding="utf-8")
    assert open_prices(folder).H.sum() == pytest.approx(0.5)
