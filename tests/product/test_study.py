"""Studies: a bill alone, a product.toml with a whole life, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.errors import DataError
from celca.inventory import Inventory, read_inventory
from celca.matching import Match
from celca.product import Change, Product, ReadingOptions, apply, demand, read_product
from celca.product.record import Activity, Origin, Replacement, Stage

Write = Callable[..., Path]
BOM = "Part,Material,Quantity,Mass (kg)\nA,resin,2,1.5\nB,wood,1,4\n"
TOML = """
name = "Box"
bom = "bom.csv"

[declared_unit]
amount = 1
unit = "use"
description = "one trip"

[life]
uses = 10

[inputs.resin]
recycled = 0.4

[[packaging]]
material = "metal"
mass = "500 g"

[[production]]
process = "moulding"
material = "resin"

[[production]]
process = "electricity"
amount = "3.6 MJ"

[[distribution]]
process = "truck"
distance = "200 km"

[[use]]
process = "electricity"
amount = "0.2 kWh"

[end_of_life.default]
recycling = 0.5
landfill = 0.5

[end_of_life.resin]
recycling = 0.25
incineration = 0.75
"""


@pytest.fixture
def inventory(small: Path) -> Inventory:
    return read_inventory(small)


@pytest.fixture
def box(write: Write, inventory: Inventory) -> Product:
    write("bom.csv", BOM)
    return read_product(write("product.toml", TOML), inventory, ReadingOptions())


def test_a_bill_alone_is_a_study_from_cradle_to_gate(write: Write, inventory: Inventory) -> None:
    product = read_product(write("bom.csv", BOM), inventory, ReadingOptions())
    assert product.boundary == "cradle-to-gate"
    assert [(x.match.target, x.mass) for x in product.lines] == [("resin", 3.0), ("wood", 4.0)]
    assert "bom_alone" in [f.code for f in product.findings]


def test_the_demand_is_what_the_study_says_per_use(box: Product, inventory: Inventory) -> None:
    wanted = {
        ("raw_materials", "resin-virgin"): 3 * 0.6 / 10,
        ("raw_materials", "resin-recycled"): 3 * 0.4 / 10,
        ("raw_materials", "wood"): 0.4,
        ("raw_materials", "metal"): 0.05,
        ("production", "moulding"): 0.3,
        ("production", "electricity"): 0.1,
        ("distribution", "truck"): 7.5 * 200 / 1000 / 10,
        ("use", "electricity"): 0.2,
        ("end_of_life", "incineration"): 0.3 * 0.75,
        ("end_of_life", "landfill"): (0.4 + 0.05) / 2,
        ("end_of_life", "biogenic-carbon-transfer"): 0.4 * 0.5 * 0.5 * 44 / 12,
    }
    found: dict[tuple[str, str], float] = {}
    for d in demand(box, inventory):
        found[d.stage, d.process] = found.get((d.stage, d.process), 0.0) + d.amount
    assert found == pytest.approx(wanted)
    assert box.boundary == "cradle-to-grave"


def test_what_a_step_cuts_away_is_bought_too(write: Write, inventory: Inventory) -> None:
    step = '[[production]]\nprocess = "moulding"\nmaterial = "resin"\nscrap = '
    write("bom.csv", BOM)
    text = 'name = "B"\nbom = "bom.csv"\n' + step + "0.25\n" + step + "0.2\n"
    product = read_product(write("product.toml", text), inventory, ReadingOptions())
    bought = [d.amount for d in demand(product, inventory) if d.process == "resin-virgin"]
    assert bought == pytest.approx([3 * 1.25 * 1.2])
    assert product.mass == 7


def test_what_is_reground_is_cut_again_by_a_later_step(write: Write, inventory: Inventory) -> None:
    """Two steps, half of the scrap reground: lost .1 and .05, reground .2 × .5 × 1.05 + .1 × .5."""
    step = '[[production]]\nprocess = "moulding"\nmaterial = "resin"\nregrind = 0.5\nscrap = '
    write("bom.csv", BOM)
    text = 'name = "B"\nbom = "bom.csv"\n' + step + "0.2\n" + step + "0.1\n"
    line = read_product(write("product.toml", text), inventory, ReadingOptions()).lines[0]
    assert line.scrap == pytest.approx(1.1 * 1.05 - 1)
    assert line.reground == pytest.approx(0.1 * 1.05 + 0.05)


def test_what_is_cut_away_of_a_bought_part_is_bought_too(
    box: Product, inventory: Inventory
) -> None:
    """2 kg of a process that is no material, half as much again cut away: 3 kg over 10 uses."""
    line = replace(box.lines[0], match=Match("truck", "id"), mass=2.0, scrap=0.5, recycled=0.0)
    found = demand(replace(box, lines=(line,), activities=()), inventory)
    assert [(d.process, d.amount) for d in found] == [("truck", pytest.approx(0.3))]


@pytest.mark.parametrize(("stage", "made"), [("production", 0.75), ("distribution", 1.0)])
def test_a_step_by_material_is_for_what_is_made_or_for_all_that_there_is(
    box: Product, inventory: Inventory, stage: Stage, made: float
) -> None:
    """3 kg of a part of which a quarter was in use before: it is moved whole, but made only new."""
    line = replace(box.lines[0], origin=Origin(reused=0.25))
    step = Activity(stage, "electricity", None, per_kg=2.0, material="resin")
    found = demand(replace(box, lines=(line,), activities=(step,), uses=1.0), inventory)
    assert [d.amount for d in found if d.process == "electricity"] == [3 * 2 * made]


@pytest.mark.parametrize(("stage", "moved"), [("distribution", 3 + 3 * 2 + 4), ("use", 3 + 4)])
def test_parts_made_anew_are_moved_like_the_rest_and_counted_in_use_but_once(
    box: Product, inventory: Inventory, stage: Stage, moved: float
) -> None:
    """3 kg made 3 times in 6 uses, and 4 kg: a step by the mass of the whole product."""
    first, second = box.lines[:2]
    lines = (replace(first, replaced=Replacement(2, "whole")), second)
    step = Activity(stage, "electricity", None, per_kg=1.0)
    whole = replace(box, lines=lines, activities=(step,), uses=6.0)
    found = sum(d.amount for d in demand(whole, inventory) if d.process == "electricity")
    assert found * (1 if stage == "use" else 6) == pytest.approx(moved)


def test_a_factor_on_use_leaves_the_making_and_what_follows_from_mass_is_taken_too(
    box: Product, inventory: Inventory
) -> None:
    """1 kWh to make it, .2 in each use, and .1 for each of its 7.5 kg: half as much in use."""
    more = Activity("use", "electricity", None, per_kg=0.1)
    whole = replace(box, activities=(*box.activities, more))
    found = apply(whole, Change("x", use={"electricity": 0.5}), inventory)
    used = [(d.stage, d.amount) for d in demand(found, inventory) if d.process == "electricity"]
    assert used == [
        ("production", pytest.approx(0.1)),
        ("use", pytest.approx(0.1)),
        ("use", pytest.approx(0.5 * 0.1 * 7.5)),
    ]


def test_uses_are_the_smaller_of_life_and_technical_limit(
    write: Write, inventory: Inventory
) -> None:
    life = 'service_life = "8 year"\nuses_per_year = 1100\ntechnical_maximum_uses = 6000'
    write("bom.csv", BOM)
    path = write("product.toml", TOML.replace("uses = 10", life))
    assert read_product(path, inventory, ReadingOptions()).uses == 6000


def test_a_change_sets_shares_and_keeps_the_function(box: Product, inventory: Inventory) -> None:
    changed = apply(box, Change("x", {"resin": 0}, {"resin": 1}), inventory)
    assert changed.lines[0].mass == pytest.approx(3 * 1.25)
    assert changed.lines[0].bio_based == 1
    assert changed.lines[1:] == box.lines[1:]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change("x", {"glass": 1}), "no material or part of this product is called 'glass'"),
        (Change("x", {"wood": 1}), "'wood' has no recycled variant"),
        (Change("x", {"resin": 0.7}, {"resin": 0.7}), "add up to more than 1"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    change: Change, told: str, box: Product, inventory: Inventory
) -> None:
    with pytest.raises(DataError, match=told):
        apply(box, change, inventory)


FAULTS = {
    "unknown key": ("uses = 10", "use = 10", r"\[life\]: no entry is called 'use'"),
    "misspelt table": ("[[packaging]]", "[[packging]]", "'packging'. Did you mean 'packaging'"),
    "no name": ('name = "Box"', "", "'name' is missing, but text in quotes is needed"),
    "scrap of nothing": ('amount = "3.6 MJ"', 'amount = "3.6 MJ"\nscrap = 0.1', "'scrap' needs a 'material'"),
    "no such bill": ('"bom.csv"', '"bomb.csv"', "'bomb.csv' does not exist"),
    "zero unit": ("amount = 1\n", "amount = 0\n", "'amount' is 0"),
    "recycling of nothing": ("recycled = 0.4", "recycling_yield = 0", "'recycling_yield' is 0"),
    "zero uses": ("uses = 10", "uses = 0", "fulfils 0 uses"),
    "text for number": ("uses = 10", 'uses = "10"', "'uses' is '10', but a number"),
    "share over one": ("recycled = 0.4", "recycled = 40", "'recycled' is 40"),
    "negative share": ("recycled = 0.4", "recycled = -0.1", "'recycled' is -0.1"),
    "unknown input": ("[inputs.resin]", "[inputs.resine]", "no material is called 'resine'"),
    "bare mass": ('mass = "500 g"', "mass = 500", "'mass' is 500, but an amount with its unit"),
    "mass without unit": ('mass = "500 g"', 'mass = "500"', "'500' is not an amount with its unit"),
    "mass in litres": ('mass = "500 g"', 'mass = "5 l"', "'l' is a unit of volume"),
    "energy in kg": ('amount = "0.2 kWh"', 'amount = "0.2 kg"', "'kg' is a unit of mass"),
    "negative amount": ('amount = "0.2 kWh"', 'amount = "-1 kWh"', "'amount' is '-1 kWh'"),
    "unknown process": ('process = "truck"', 'process = "trukc"', "Did you mean 'truck'"),
    "material as process": ('process = "truck"', 'process = "resin"', "'resin' is a material"),
    "distance by mass": ('process = "truck"', 'process = "moulding"', "'kg\\*km' is a unit of freight"),
    "recycled without yield": ("landfill = 0.5", "landfill = 0.5\nrecycling_yield = 0", "'recycling_yield' is 0"),
    "supplier told twice": ("[life]", '[[supplier_value]]\npart = "A"\nkg_co2e = 3\nfile = "a.json"\n[life]', "give 'file' or 'kg_co2e', not both"),
    "shares of end of life": ("landfill = 0.5", "landfill = 0.4", "the shares add up to 0.9, not 1"),
    "unknown treatment": ("landfill = 0.5", "dumping = 0.5", "no entry is called 'dumping'"),
    "broken toml": ('name = "Box"', "name = Box", "is not well-formed TOML"),
    "boundary": ('name = "Box"', 'name = "Box"\nboundary = "cradle-to-gate"', "'boundary' is cradle-to-gate"),
    "allocation": ('name = "Box"', 'name = "Box"\nallocation = "magic"', "'allocation' is 'magic'"),
    "supplier without source": ("[life]", '[[supplier_value]]\npart = "A"\nkg_co2e = 3\n[life]', "'source' is missing"),
    "supplier of nothing": ("[life]", '[[supplier_value]]\npart = "Z"\nkg_co2e = 3\nsource = "s"\n[life]', "no part 'Z'"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_study_is_named_by_its_place(
    fault: str, write: Write, inventory: Inventory
) -> None:
    old, new, told = FAULTS[fault]
    assert old in TOML
    write("bom.csv", BOM)
    path = write("product.toml", TOML.replace(old, new, 1))
    with pytest.raises(DataError, match=told) as error:
        read_product(path, inventory, ReadingOptions())
    assert str(error.value).startswith("product.toml")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("[inputs.wood]\nbio_based = 0.5\n", "product.toml [inputs.wood]"),
        ("[end_of_life.wood]\nlandfill = 1\n", "product.toml [end_of_life.wood]"),
        ("[circularity.wood]\nprice_ratio = 0.5\n", "product.toml [circularity.wood]"),
        (
            '[[production]]\nprocess = "moulding"\nmaterial = "wood"\n',
            "product.toml [production 3]",
        ),
    ],
)
def test_what_is_said_of_a_material_of_no_part_is_told(
    said: str, place: str, write: Write, inventory: Inventory
) -> None:
    def told(text: str) -> list[tuple[str, str]]:
        product = read_product(write("product.toml", text), inventory, ReadingOptions())
        return [(f.severity, f.where) for f in product.findings if f.code == "no_effect"]

    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n")
    assert told(TOML) == []
    assert told(TOML + said) == [("warning", place)]
    write("bom.csv", BOM)
    assert told(TOML + said) == []


def test_a_folder_without_a_study_names_the_bill_in_it(write: Write, inventory: Inventory) -> None:
    path = write("bom.csv", BOM)
    told = r"the folder holds no product\.toml\. Name the bill of materials itself \(.*bom\.csv\)"
    with pytest.raises(DataError, match=told):
        read_product(path.parent, inventory, ReadingOptions())
    with pytest.raises(DataError, match=r"does not exist\. Did you mean '.*bom\.csv'\?"):
        read_product(path.with_name("bomm.csv"), inventory, ReadingOptions())


def test_an_end_of_life_that_the_database_cannot_treat_is_refused(
    write: Write, inventory: Inventory
) -> None:
    write("bom.csv", BOM)
    text = TOML.replace("recycling = 0.5\nlandfill = 0.5", "incineration = 1")
    product = read_product(write("product.toml", text), inventory, ReadingOptions())
    with pytest.raises(DataError, match="no incineration of 'metal'"):
        demand(product, inventory)


def test_every_unknown_line_is_named_at_once(write: Write, inventory: Inventory) -> None:
    path = write("bom.csv", BOM + "C,unobtainium,1,1\nD,kryptonite,1,1\nE,resin,1,\n")
    with pytest.raises(DataError) as error:
        read_product(path, inventory, ReadingOptions())
    for told in (
        "row 4: no material is called 'unobtainium'",
        "row 5",
        "row 6: part 'E' has no mass",
    ):
        assert told in str(error.value)


def test_unknown_lines_can_be_set_aside_and_are_listed(write: Write, inventory: Inventory) -> None:
    path = write("bom.csv", BOM + "C,unobtainium,1,1\nD,various,1,2\n")
    product = read_product(path, inventory, ReadingOptions(exclude_unknown=True))
    assert [(x.part, x.mass) for x in product.excluded] == [("C", 1.0), ("D", 2.0)]
    (finding,) = [f for f in product.findings if f.code == "excluded_lines"]
    assert finding.severity == "warning"
    assert "30.0%" in finding.message
    assert finding.where == "bom.csv row 4 'unobtainium', bom.csv row 5 'various'"


def test_a_name_that_many_rows_have_is_told_once(write: Write, inventory: Inventory) -> None:
    path = write("bom.csv", BOM + "C,unobtainium,1,1\nD,unobtainium,1,1\nE,,1,1\n")
    with pytest.raises(DataError, match=r"^bom\.csv rows 4, 5: no material is called") as error:
        read_product(path, inventory, ReadingOptions())
    assert str(error.value).count("unobtainium") == 1


def test_what_a_supplier_declares_needs_no_known_material(
    write: Write, inventory: Inventory
) -> None:
    """The value counts, the mass too; a share of recycled content of nothing known does not."""
    text = "Part,Material,Mass (kg),Recycled,PCF (kg CO2e)\nA,resin,1,,\nLED,,0.1,0.5,1.9\n"
    product = read_product(write("bom.csv", text), inventory, ReadingOptions())
    led = product.lines[1]
    assert (led.supplier_value, led.mass, led.recycled) == (1.9, 0.1, 0.0)
    entries = [d for d in demand(product, inventory) if d.line == 1]
    assert [(d.process, d.amount) for d in entries] == [("", 1.9)]
    (told,) = [f for f in product.findings if f.code == "declared_alone"]
    assert (told.severity, told.where) == ("warning", "bom.csv row 3")
    assert product.reading["mass_share_matched"] == pytest.approx(1 / 1.1)


def test_what_a_study_declares_needs_no_known_material(write: Write, inventory: Inventory) -> None:
    write("bom.csv", BOM + "Motor,unobtainium,1,2\n")
    text = TOML + '\n[[supplier_value]]\npart = "Motor"\nkg_co2e = 7\nsource = "EPD 1"\n'
    product = read_product(write("product.toml", text), inventory, ReadingOptions())
    (motor,) = [x for x in product.lines if x.part == "Motor"]
    assert (motor.supplier_value, motor.match.target) == (7, "unspecified")


def test_a_supplier_value_replaces_the_model(write: Write, inventory: Inventory) -> None:
    write("bom.csv", BOM)
    text = TOML + '\n[[supplier_value]]\npart = "A"\nkg_co2e = 7\nsource = "EPD 1"\n'
    product = read_product(write("product.toml", text), inventory, ReadingOptions())
    entries = [d for d in demand(product, inventory) if d.line == 0 and d.stage != "end_of_life"]
    assert [(d.process, d.amount) for d in entries] == [("", 0.7)]


def test_a_share_of_a_process_without_variants_is_refused(
    write: Write, inventory: Inventory
) -> None:
    bom = "Part,Material,Mass (kg),Recycled content\nA,moulding,1,0.5\n"
    with pytest.raises(DataError, match="'moulding' is a process without variants"):
        read_product(write("bom.csv", bom), inventory, ReadingOptions())


def test_a_bill_of_nothing_known_weighs_nothing(write: Write, inventory: Inventory) -> None:
    bom = "Part,Material,Mass (kg)\nA,various,0\n"
    product = read_product(write("bom.csv", bom), inventory, ReadingOptions())
    assert product.mass == 0
    assert [x.part for x in product.excluded] == ["A"]


def pact(**changes: object) -> str:
    pcf = {
        "declaredUnitOfMeasurement": "kilogram",
        "declaredUnitAmount": "2",
        "pcfExcludingBiogenicUptake": "5",
        "pcfIncludingBiogenicUptake": "5",
        "fossilGhgEmissions": "5",
        **changes,
    }
    return json.dumps({"id": "x", "specVersion": "3.0.0", "pcf": pcf})


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({}, 5 / 2 * 3),
        ({"declaredUnitOfMeasurement": "piece", "productMassPerDeclaredUnit": "4"}, 5 / 4 * 3),
    ],
)
def test_a_supplier_footprint_is_read_and_scaled_by_mass(
    changes: dict[str, object], value: float, write: Write, inventory: Inventory
) -> None:
    write("bom.csv", BOM)
    write("supplier.json", pact(**changes))
    text = TOML + '\n[[supplier_value]]\npart = "A"\nfile = "supplier.json"\n'
    product = read_product(write("product.toml", text), inventory, ReadingOptions())
    assert product.lines[0].supplier_value == pytest.approx(value)
    assert "supplier.json" in dict(product.inputs)


def test_a_supplier_footprint_that_cannot_be_scaled_is_refused(
    write: Write, inventory: Inventory
) -> None:
    write("bom.csv", BOM)
    write("supplier.json", pact(declaredUnitOfMeasurement="piece"))
    text = TOML + '\n[[supplier_value]]\npart = "A"\nfile = "supplier.json"\n'
    with pytest.raises(DataError, match="states no mass, so it cannot be scaled"):
        read_product(write("product.toml", text), inventory, ReadingOptions())
