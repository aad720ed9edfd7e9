"""A package of ILCD is read from its XML: units, names, variables, spreads, allocation, treatment."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path

import pytest

from celca.errors import DataError, FileFault
from celca.inventory import Inventory
from celca.methods import load_method
from celca.readers import open_database
from celca.system import build, price

_SPACE = "http://lca.jrc.it/ILCD/"


def entity(kind: str, root: str, body: str) -> str:
    """Return a file of the format 1.1."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}{kind}"'
        f' xmlns:common="{_SPACE}Common" xmlns:olca="http://openlca.org/ilcd-extensions"'
        f' version="1.1">{body}</{root}>'
    )


def group(key: str, *units: str, olca: str = "") -> str:
    """Return a unit group whose first unit is the reference; a unit is `name=value`."""
    rows = "".join(
        f'<unit dataSetInternalID="{i}" olca:unitId="{u.split("=")[0]}{olca}">'
        f"<name>{u.split('=')[0]}</name><meanValue>{u.split('=')[1]}</meanValue></unit>"
        for i, u in enumerate(units)
    )
    return entity(
        "UnitGroup",
        "unitGroupDataSet",
        f"<unitGroupInformation><dataSetInformation><common:UUID>{key}</common:UUID>"
        "</dataSetInformation><quantitativeReference><referenceToReferenceUnit>0"
        f"</referenceToReferenceUnit></quantitativeReference></unitGroupInformation>"
        f"<units>{rows}</units>",
    )


def measure(key: str, group: str) -> str:
    return entity(
        "FlowProperty",
        "flowPropertyDataSet",
        f"<flowPropertiesInformation><dataSetInformation><common:UUID>{key}</common:UUID>"
        "</dataSetInformation><quantitativeReference><referenceToReferenceUnitGroup"
        f' refObjectId="{group}"/></quantitativeReference></flowPropertiesInformation>',
    )


def flow(
    key: str,
    name: str,
    kind: str = "Product flow",
    category: str = "",
    measures: str = "mass=1",
    cas: str = "",
) -> str:
    """Return a flow; `measures` are its properties, the reference first."""
    levels = "".join(
        f'<common:category level="{i}">{c}</common:category>'
        for i, c in enumerate(category.split("/"))
    )
    rows = "".join(
        f'<flowProperty dataSetInternalID="{i}"><referenceToFlowPropertyDataSet'
        f' refObjectId="{m.split("=")[0]}"/><meanValue>{m.split("=")[1]}</meanValue></flowProperty>'
        for i, m in enumerate(measures.split())
    )
    return entity(
        "Flow",
        "flowDataSet",
        f"<flowInformation><dataSetInformation><common:UUID>{key}</common:UUID><name>{name}</name>"
        f"<classificationInformation><common:elementaryFlowCategorization>{levels}"
        "</common:elementaryFlowCategorization></classificationInformation>"
        f"<CASNumber>{cas}</CASNumber></dataSetInformation><quantitativeReference>"
        "<referenceToReferenceFlowProperty>0</referenceToReferenceFlowProperty>"
        "</quantitativeReference></flowInformation><modellingAndValidation><LCIMethod>"
        f"<typeOfDataSet>{kind}</typeOfDataSet></LCIMethod></modellingAndValidation>"
        f"<flowProperties>{rows}</flowProperties>",
    )


def exchange(number: int, of: str, amount: object, more: str = "", *, out: bool = False) -> str:
    """Return an exchange; `more` are its further elements."""
    way = "Output" if out else "Input"
    return (
        f'<exchange dataSetInternalID="{number}"><referenceToFlowDataSet refObjectId="{of}">'
        f'<common:shortDescription xml:lang="en">{of} in short</common:shortDescription>'
        f"</referenceToFlowDataSet><exchangeDirection>{way}</exchangeDirection>"
        f"<meanAmount>{amount}</meanAmount>{more}</exchange>"
    )


def process(
    key: str,
    *exchanges: str,
    name: str = "",
    kind: str = "Unit process, black box",
    reference: str = "0",
    more: str = "",
    version: str = "01.00.000",
) -> str:
    """Return a process; `more` stands in its mathematical relations."""
    named = name or f'<baseName xml:lang="en">{key}</baseName>'
    asked = "".join(
        f"<referenceToReferenceFlow>{r}</referenceToReferenceFlow>" for r in reference.split()
    )
    return entity(
        "Process",
        "processDataSet",
        f"<processInformation><dataSetInformation><common:UUID>{key}</common:UUID><name>{named}"
        "</name><classificationInformation><common:classification><common:class level='0'>Metals"
        "</common:class><common:class level='1'>Steel</common:class></common:classification>"
        "</classificationInformation></dataSetInformation><quantitativeReference"
        f' type="Reference flow(s)">{asked}</quantitativeReference><time><common:referenceYear>2019'
        "</common:referenceYear><common:dataSetValidUntil>2025</common:dataSetValidUntil></time>"
        '<geography><locationOfOperationSupplyOrProduction location="JP"/></geography>'
        f"<mathematicalRelations>{more}</mathematicalRelations></processInformation>"
        f"<modellingAndValidation><LCIMethodAndAllocation><typeOfDataSet>{kind}</typeOfDataSet>"
        "</LCIMethodAndAllocation></modellingAndValidation><administrativeInformation>"
        f"<publicationAndOwnership><common:dataSetVersion>{version}</common:dataSetVersion>"
        "</publicationAndOwnership></administrativeInformation>"
        f"<exchanges>{''.join(exchanges)}</exchanges>",
    )


def name(text: str) -> str:
    return f'<baseName xml:lang="en">{text}</baseName>'


AIR = "Emissions/Emissions to air/Emissions to urban air close to ground"
TAKEN = "Resources/Resources from air/Renewable material resources from air"
GROUND = {
    "unitgroups/mass.xml": group("u-mass", "kg=1.0", "t=1000.0"),
    "unitgroups/energy.xml": group("u-energy", "MJ=1.0", "kWh=3.6"),
    "flowproperties/mass.xml": measure("mass", "u-mass"),
    "flowproperties/energy.xml": measure("energy", "u-energy"),
    "flows/steel.xml": flow(
        "steel", name("Steel") + "<mixAndLocationTypes>at plant</mixAndLocationTypes>"
    ),  # fmt: skip
    "flows/slag.xml": flow("slag", name("Slag")),
    "flows/power.xml": flow("power", name("Power"), measures="energy=1"),
    "flows/coal.xml": flow("coal", name("Coal"), measures="mass=2 energy=50"),
    "flows/water.xml": flow("water", name("Waste water"), "Waste flow"),
    "flows/co2.xml": flow("co2", name("carbon dioxide (fossil)"), "Elementary flow", AIR),
    "flows/bio.xml": flow("bio", name("carbon dioxide (biogenic)"), "Elementary flow", AIR),
    "flows/luc.xml": flow("luc", name("carbon dioxide (land use change)"), "Elementary flow", AIR),
    "flows/up.xml": flow("up", name("carbon dioxide"), "Elementary flow", TAKEN),
    "flows/ch4.xml": flow(
        "ch4",
        '<baseName xml:lang="de">Grubengas, fossil</baseName>',
        "Elementary flow",
        AIR,
        cas="000074-82-8",
    ),  # fmt: skip
}
VARIABLES = (
    '<variableParameter name="Share"><meanValue>0.5</meanValue></variableParameter>'
    '<variableParameter name="loss"><formula>share * 3 + 1</formula></variableParameter>'
)
# Steel: 10 kg from 18 MJ of power, 4 (loss: 2.5 x 1.6) kg CO2, 1 kg of waste water given off.
# Power: 36 MJ from 2 kg coal that nothing makes; 4 kg CO2. Works: takes 2 kg water, 0.1 kg CH4.
STEEL = process(
    "p-steel",
    exchange(0, "steel", 10, out=True),
    exchange(1, "power", 18),
    exchange(2, "co2", 1.6, "<referenceToVariable>loss</referenceToVariable>", out=True),
    exchange(3, "water", 1, out=True),
    name='<baseName xml:lang="en">Steel making</baseName><baseName xml:lang="ja">製鋼</baseName>'
    '<mixAndLocationTypes xml:lang="en">at plant</mixAndLocationTypes>',
    more=VARIABLES,
)
POWER = process(
    "p-power",
    exchange(0, "power", 36, out=True),
    exchange(1, "coal", 2),
    exchange(2, "co2", 4, "<resultingAmount>4</resultingAmount>", out=True),
)
WORKS = process("p-works", exchange(0, "water", 2), exchange(1, "ch4", 0.1, out=True))
POWER_SCORE, WORKS_SCORE = 4 / 36, 0.1 * 29.8 / 2
STEEL_SCORE = (18 * POWER_SCORE + 1.6 * 2.5 + WORKS_SCORE) / 10


def package(path: Path, *processes: str, ground: dict[str, str] | None = None) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for place, content in (GROUND if ground is None else ground).items():
            file.writestr(f"ILCD/{place}", content)
        for i, content in enumerate(processes):
            file.writestr(f"ILCD/processes/{i}.xml", content)
        file.writestr("ILCD/schemas/ILCD_ProcessDataSet.xsd", "<schema/>")
        file.writestr("META-INF/MANIFEST.MF", "")
    return path


def scores(path: Path, average: bool = False) -> dict[str, float]:
    """Return the score of one unit of each product."""
    prices = price(build(open_database(path, average=average), load_method()))
    return dict(zip(prices.system.index, prices.H.sum(axis=0).tolist(), strict=True))


def said(inventory: Inventory) -> dict[str, str]:
    return {f.code: f.message for f in inventory.findings}


def test_processes_are_linked_by_their_flows_and_treatments_are_services(tmp_path: Path) -> None:
    """By hand, in the unit of each flow's group: MJ of power, kg of the rest."""
    path = package(tmp_path / "a.zip", STEEL, POWER, WORKS)
    assert scores(path) == pytest.approx(
        {"p-steel": STEEL_SCORE, "p-power": POWER_SCORE, "p-works": WORKS_SCORE}, rel=1e-13
    )


def test_an_unpacked_package_is_the_zip(tmp_path: Path) -> None:
    path = package(tmp_path / "a.zip", STEEL, POWER, WORKS)
    with zipfile.ZipFile(path) as file:
        file.extractall(tmp_path / "folder")
    assert scores(tmp_path / "folder") == scores(tmp_path / "folder" / "ILCD") == scores(path)


def test_names_places_years_and_units_are_kept(tmp_path: Path) -> None:
    inventory = open_database(package(tmp_path / "a.zip", STEEL, POWER, WORKS))
    steel, power = (inventory.process_by_id[k] for k in ("p-steel", "p-power"))
    assert (steel.name, steel.name_ja) == ("Steel making; at plant", "製鋼")
    assert (steel.product, steel.unit, steel.location) == ("Steel; at plant", "kg", "JP")
    assert (steel.year, steel.kind) == (2019, "unit")
    assert steel.comment == "Metals / Steel; valid until 2025"
    assert power.unit == "MJ"
    assert "units_not_given" not in said(inventory)
    assert "Coal" in said(inventory)["cut_off"]
    assert said(inventory)["linked"].startswith("2 of 3 ")


def test_fossil_biogenic_and_land_are_told_apart_and_a_cas_number_tells_a_gas(
    tmp_path: Path,
) -> None:
    gases = process(
        "p",
        exchange(0, "steel", 1, out=True),
        *(exchange(i, k, 1, out=k != "up") for i, k in enumerate(("bio", "luc", "up", "ch4"), 1)),
    )
    inventory = open_database(package(tmp_path / "a.zip", gases))
    found = {f.id: (f.formula, f.origin) for f in inventory.flows}
    assert found == {
        "bio": ("CO2", "biogenic"),
        "luc": ("CO2", "land"),
        "up": ("CO2", "biogenic"),
        "ch4": ("CH4", "fossil"),
    }
    kinds = {x.input: x.kind for x in inventory.exchanges}
    assert kinds["up"] == "uptake"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            "<uncertaintyDistributionType>log-normal</uncertaintyDistributionType>"
            "<relativeStandardDeviation95In>1.21</relativeStandardDeviation95In>",
            ("lognormal", math.log(1.1), None, None),
        ),
        (
            "<uncertaintyDistributionType>normal</uncertaintyDistributionType>"
            "<relativeStandardDeviation95In>0.4</relativeStandardDeviation95In>",
            ("normal", 0.2, None, None),
        ),
        (
            "<minimumAmount>1</minimumAmount><maximumAmount>3</maximumAmount>"
            "<uncertaintyDistributionType>triangular</uncertaintyDistributionType>",
            ("triangular", None, 1.0, 3.0),
        ),
        (  # the amount is not between them
            "<minimumAmount>0.9</minimumAmount><maximumAmount>1.1</maximumAmount>"
            "<uncertaintyDistributionType>uniform</uncertaintyDistributionType>",
            ("", None, None, None),
        ),
        (
            "<uncertaintyDistributionType>undefined</uncertaintyDistributionType>",
            ("", None, None, None),
        ),
    ],
)
def test_a_spread_is_what_holds_95_per_cent(
    more: str, expected: tuple[object, ...], tmp_path: Path
) -> None:
    lines = exchange(0, "steel", 1, out=True), exchange(1, "co2", 2, more, out=True)
    (x,) = open_database(package(tmp_path / "a.zip", process("p", *lines))).exchanges
    assert (x.distribution, x.minimum, x.maximum) == (expected[0], *expected[2:])
    assert x.scale == (expected[1] and pytest.approx(expected[1]))


def test_the_final_amount_is_believed_and_a_variable_that_gives_another_is_told(
    tmp_path: Path,
) -> None:
    line = "<referenceToVariable>share</referenceToVariable><resultingAmount>3</resultingAmount>"
    lines = exchange(0, "steel", 1, out=True), exchange(1, "co2", 2, line, out=True)
    inventory = open_database(package(tmp_path / "a.zip", process("p", *lines, more=VARIABLES)))
    assert [x.amount for x in inventory.exchanges] == [3.0]
    assert "3 by its variable 1" in said(inventory)["formula_differs"]


def shares(*fractions: float) -> str:
    rows = "".join(
        f'<allocation internalReferenceToCoProduct="{i}" allocatedFraction="{f}"/>'
        for i, f in enumerate(fractions)
    )
    return f"<allocations>{rows}</allocations>"


def test_each_product_bears_the_share_of_each_exchange_that_is_allocated_to_it(
    tmp_path: Path,
) -> None:
    """10 kg steel and 2 kg slag: of the CO2 90 and 10 %, of the power all to steel."""
    both = process(
        "p-steel",
        exchange(0, "steel", 10, out=True),
        exchange(1, "slag", 2, out=True),
        exchange(2, "co2", 5, shares(90, 10), out=True),
        exchange(3, "power", 18, shares(100, 0)),
        reference="0 1",
    )
    found = scores(package(tmp_path / "a.zip", both, POWER))
    assert found["p-steel"] == pytest.approx((4.5 + 18 * POWER_SCORE) / 10, rel=1e-13)
    assert found["p-steel:1"] == pytest.approx(0.5 / 2, rel=1e-13)


def test_a_share_of_the_product_itself_holds_for_what_has_none(tmp_path: Path) -> None:
    """That is where openLCA writes physical factors."""
    own = ('<allocations><allocation internalReferenceToCoProduct="{i}" allocatedFraction="{f}"/>'
           "</allocations>")  # fmt: skip
    both = process(
        "p",
        exchange(0, "steel", 10, own.format(i=0, f=80), out=True),
        exchange(1, "slag", 2, own.format(i=1, f=20), out=True),
        exchange(2, "co2", 5, out=True),
    )
    path = package(tmp_path / "a.zip", both)
    assert scores(path) == pytest.approx({"p": 0.4, "p:1": 0.5}, rel=1e-13)
    assert "partly_allocated" not in said(open_database(path))


@pytest.mark.parametrize(
    ("of_co2", "code", "steel"),
    [("<allocations/>", "partly_allocated", 5.0), (None, "allocation_sum", 4.0)],
)
def test_exchanges_that_are_not_wholly_allocated_are_told(
    of_co2: str | None, code: str, steel: float, tmp_path: Path
) -> None:
    both = process(
        "p",
        exchange(0, "steel", 1, out=True),
        exchange(1, "slag", 1, out=True),
        exchange(2, "co2", 5, of_co2 or shares(80, 10), out=True),
        exchange(3, "bio", 1, shares(50, 50), out=True),
    )
    path = package(tmp_path / "a.zip", both)
    assert scores(path)["p"] == pytest.approx(steel + 0.5)
    assert "1 process allocates" in said(open_database(path))[code]


def test_co_products_without_shares_are_told(tmp_path: Path) -> None:
    lines = exchange(0, "steel", 1, out=True), exchange(1, "slag", 1, out=True)
    told = said(open_database(package(tmp_path / "a.zip", process("p", *lines, reference="0 1"))))
    assert "the reference bears everything: p." in told["no_allocation"]


def test_openlca_says_provider_unit_and_credit(tmp_path: Path) -> None:
    """0.005 t of steel by the second maker; 50 MJ of coal (25 a kg) at 3 kg; 1 kWh saved."""
    notes = (
        'olca:defaultProvider="p-second" olca:amount="0.005" olca:unitId="t" olca:propertyId="mass"',
        'olca:amount="50" olca:unitId="MJ" olca:propertyId="energy"',
        'olca:amount="1" olca:unitId="kWh" olca:propertyId="energy" olca:avoidedProduct="true"',
    )
    lines = [
        exchange(0, "slag", 1, out=True),
        exchange(1, "steel", 5),
        exchange(2, "coal", 1250),  # as openLCA converts it for others
        exchange(3, "power", 3.6, out=True),
    ]
    noted = [
        line.replace("<exchange ", f"<exchange {note} ")
        for line, note in zip(lines, ("", *notes), strict=True)
    ]
    first = process("p-first", exchange(0, "steel", 1, out=True), exchange(1, "co2", 9, out=True))
    second = process("p-second", exchange(0, "steel", 1, out=True), exchange(1, "co2", 2, out=True))
    mine = process("p-mine", exchange(0, "coal", 1, out=True), exchange(1, "co2", 3, out=True))
    path = package(tmp_path / "a.zip", process("p", *noted), first, second, mine, POWER)
    power = (4 + 2 * 3) / 36
    assert scores(path)["p"] == pytest.approx(5 * 2 + 2 * 3 - 3.6 * power, rel=1e-13)


def test_openlca_writes_the_deviation_itself_in_the_unit_of_its_amount(tmp_path: Path) -> None:
    """5 +- 0.1 t, which are 5000 +- 100 kg; a geometric deviation of 1.1 has no unit."""
    note = '<exchange olca:amount="5" olca:unitId="t" olca:propertyId="mass" '
    kind = "<uncertaintyDistributionType>{}</uncertaintyDistributionType>"
    wide = "<relativeStandardDeviation95In>{}</relativeStandardDeviation95In>"
    normal, log = kind.format("normal"), kind.format("log-normal")
    lines = [
        exchange(0, "steel", 1, out=True),
        exchange(1, "co2", 5000, normal + wide.format(0.1), out=True),
        exchange(2, "ch4", 5000, log + wide.format(1.1), out=True),
    ]
    noted = [lines[0], *(line.replace("<exchange ", note) for line in lines[1:])]
    inventory = open_database(package(tmp_path / "a.zip", process("p", *noted)))
    found = {x.input: (x.amount, x.distribution, x.scale) for x in inventory.exchanges}
    assert found["co2"] == (5000.0, "normal", pytest.approx(100))
    assert found["ch4"] == (5000.0, "lognormal", pytest.approx(math.log(1.1)))


def test_a_result_counts_by_its_flows_alone_and_reminders_not_at_all(tmp_path: Path) -> None:
    reminder = "<functionType>General reminder flow</functionType>"
    lines = (
        exchange(0, "steel", 1, out=True),
        exchange(1, "co2", 2, out=True),
        exchange(2, "power", 100),
        exchange(3, "water", 100, reminder, out=True),
    )
    path = package(tmp_path / "a.zip", process("p", *lines, kind="LCI result"), POWER)
    assert scores(path)["p"] == pytest.approx(2)
    inventory = open_database(path)
    assert inventory.process_by_id["p"].kind == "aggregated"
    told = said(inventory)
    assert "lci_result_inputs" in told
    assert told["reminder_flows"].startswith("1 exchange is")


def test_what_is_missing_or_out_of_date_is_told(tmp_path: Path) -> None:
    old = STEEL.replace("01.00.000", "00.09.000").replace(">1.6<", ">160<")
    lost = process("p-lost", exchange(0, "steel", 1, out=True), reference="7")
    epd = process("p-epd", exchange(0, "slag", 1, out=True), kind="EPD")
    unknown = process("p-x", exchange(0, "slag", 1, out=True), exchange(1, "soot", 1, out=True))
    path = package(tmp_path / "a.zip", old, STEEL, old, POWER, WORKS, lost, epd, unknown)
    assert scores(path)["p-steel"] == pytest.approx(STEEL_SCORE)
    told = said(open_database(path))
    assert told["older_versions"].startswith("2 processes")
    assert "p-lost" in told["no_reference"]
    assert "soot in short" in told["flow_missing"]
    assert "p-epd" in told["declarations"]


def test_a_reference_without_a_direction_is_made(tmp_path: Path) -> None:
    """As in environmental declarations."""
    stated = exchange(0, "slag", 1).replace("<exchangeDirection>Input</exchangeDirection>", "")
    user = process("p-user", exchange(0, "steel", 1, out=True), exchange(1, "slag", 3))
    path = package(tmp_path / "a.zip", process("p-epd", stated, kind="EPD"), user)
    assert said(open_database(path))["linked"].startswith("1 of 1 ")


def test_less_than_nothing_given_off_is_taken_in(tmp_path: Path) -> None:
    """A treatment whose reference is written as an output of -2 kg."""
    works = process(
        "p-works", exchange(0, "water", -2, out=True), exchange(1, "ch4", 0.1, out=True)
    )
    path = package(tmp_path / "a.zip", STEEL, POWER, works)
    assert scores(path)["p-steel"] == pytest.approx(STEEL_SCORE)


def test_several_makers_are_refused_with_their_list(tmp_path: Path) -> None:
    wind = process("p-wind", exchange(0, "power", 1, out=True))
    path = package(tmp_path / "a.zip", STEEL, POWER, WORKS, wind)
    with pytest.raises(DataError, match=r"'Power' is made by p-power.*p-wind"):
        open_database(path)
    mean = scores(path, average=True)["p-steel"]
    assert mean == pytest.approx(STEEL_SCORE - 18 * POWER_SCORE / 2 / 10)


def test_without_unit_groups_gases_are_in_kg_and_that_is_told(tmp_path: Path) -> None:
    ground = {k: v for k, v in GROUND.items() if k.startswith("flows/")}
    path = package(tmp_path / "a.zip", STEEL, POWER, WORKS, ground=ground)
    assert scores(path)["p-steel"] == pytest.approx(STEEL_SCORE)
    assert "units_not_given" in said(open_database(path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<processDataSet", "not well-formed XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "defines entities"),
        (STEEL.replace("common:UUID", "common:uuid"), "without a UUID"),
        ("<contactDataSet/>", "holds no process of ILCD"),
    ],
)
def test_a_package_that_cannot_be_read_is_refused(
    content: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(FileFault, match=message):
        open_database(package(tmp_path / "a.zip", content))
