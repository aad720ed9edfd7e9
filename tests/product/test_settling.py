"""Mixtures become their materials, sizes become masses, and a process may be guessed and told."""

from __future__ import annotations

import csv
from collections.abc import Callable
from math import pi
from pathlib import Path

import pytest

import celca.product
from celca.errors import DataError, FileFault
from celca.inventory import Inventory, read_inventory
from celca.matching import Match, Matcher
from celca.product import Line, Product, ReadingOptions, read_product, review_names, save_reading
from celca.product.forming import guess_forming, stated_forming

Write = Callable[..., Path]
HEAD = "Part,Description,Material,Qty,Mass (kg),Recycled,PCF (kg CO2e)\n"
ROOM = Path(celca.product.__file__).parent


@pytest.fixture
def inventory(write_database: Callable[..., Path], classify: Callable[..., Path]) -> Inventory:
    """The small database with a plastic, a filler, steel, and a moulding of its own."""
    more = (
        "abs,ABS,,virgin,resin-virgin,1,0,0.8,0,40,,,landfill,incineration,,book,\n"
        "steel,Steel,,virgin,metal,1,0,0,0,,,,landfill,,,book,\n"
        "pet,PET,,virgin,resin-virgin,1,0,0.6,0,23,,,landfill,incineration,,book,\n"
        "glass-fibre,Glass fibre,,virgin,metal,1,0,0,0,,,,landfill,,,book,\n"
    )
    moulding = "injection-moulding,Injection moulding,,shaping,kg,XX,2020,unit,,book,\n"
    power = "injection-moulding,input,electricity,2,kWh,,,,,,book#7,\n"
    files = {
        "materials.csv": ("metal,Metal", more + "metal,Metal"),
        "processes.csv": ("truck,Truck", moulding + "truck,Truck"),
        "exchanges.csv": ("truck,emission,co2,0.1", power + "truck,emission,co2,0.1"),
    }
    classes = {"abs": "plastic", "pet": "plastic", "steel": "iron", "glass-fibre": "glass"}
    return read_inventory(classify(write_database(files), **classes))


def read(write: Write, inventory: Inventory, rows: str, **options: object) -> Product:
    return read_product(write("bom.csv", HEAD + rows), inventory, ReadingOptions(**options))  # type: ignore[arg-type]


def materials(product: Product) -> list[tuple[str, float]]:
    return [(line.match.target, line.mass) for line in product.lines]


def codes(product: Product) -> list[str]:
    return [f.code for f in product.findings]


def test_a_mixture_is_a_line_for_each_material(write: Write, inventory: Inventory) -> None:
    product = read(write, inventory, "A,,60% resin 40% wood,2,1,,\nB,,ABS-GF30,1,1,,\n")
    assert materials(product) == [
        ("resin", pytest.approx(1.2)),
        ("wood", pytest.approx(0.8)),
        ("abs", pytest.approx(0.7)),
        ("glass-fibre", pytest.approx(0.3)),
    ]
    assert {line.part for line in product.lines} == {"A", "B"}
    told = [f.message for f in product.findings if f.code == "mixture_split"]
    assert told == [
        "'60% resin 40% wood' is taken for resin 60 %, wood 40 %.",
        "'ABS-GF30' is taken for ABS 70 %, glass fibre 30 %, 'ABS' being what is left over.",
    ]
    assert product.reading["mixtures"] == told
    assert product.reading["lines"] == 2
    assert product.reading["total_mass_kg"] == pytest.approx(3)


def test_a_mixture_without_shares_says_what_to_write(write: Write, inventory: Inventory) -> None:
    with pytest.raises(DataError, match=r"names 'resin' and 'ABS' without their shares \(write"):
        read(write, inventory, "A,,resin/ABS,1,1,,\n")


def test_a_part_of_a_mixture_that_is_not_known_is_left_out_alone(
    write: Write, inventory: Inventory
) -> None:
    product = read(write, inventory, "A,,70% resin 30% unobtainium,1,1,,\n", exclude_unknown=True)
    assert materials(product) == [("resin", pytest.approx(0.7))]
    assert [(x.material, x.mass) for x in product.excluded] == [("unobtainium", pytest.approx(0.3))]


def test_what_is_left_over_is_only_split_off_where_all_is_known(
    write: Write, inventory: Inventory
) -> None:
    with pytest.raises(DataError, match="no material is called 'wood 12% moisture'"):
        read(write, inventory, "A,,wood 12% moisture,1,1,,\n")


def test_a_name_that_was_decided_is_no_mixture(write: Write, inventory: Inventory) -> None:
    matches = write("m.csv", "name,material\nABS-GF30,resin\n")
    product = read(write, inventory, "A,,ABS-GF30,1,1,,\n", matches=matches)
    assert materials(product) == [("resin", 1.0)]


def test_what_is_recycled_in_a_mixture_is_in_the_part_that_can_be(
    write: Write, inventory: Inventory
) -> None:
    """30 % of 1 kg is half of the 0.6 kg of resin; wood has no recycled variant."""
    product = read(write, inventory, "A,,60% resin 40% wood,1,1,30%,\n")
    assert [line.recycled for line in product.lines] == [pytest.approx(0.5), 0.0]
    [told] = [f for f in product.findings if f.code == "mixture_variant"]
    assert told.message.startswith("What is recycled in '60% resin 40% wood' is taken to be in 're")
    with pytest.raises(DataError, match="70% of the mixture is said to be recycled"):
        read(write, inventory, "A,,60% resin 40% wood,1,1,70%,\n")


def test_a_suppliers_value_is_shared_out_over_a_mixture(write: Write, inventory: Inventory) -> None:
    product = read(write, inventory, "A,,60% resin 40% wood,1,1,,10\n")
    assert [line.supplier_value for line in product.lines] == pytest.approx([6, 4])
    study = (
        'name = "s"\nbom = "bom.csv"\n[[supplier_value]]\npart = "A"\nkg_co2e = 7\nsource = "s"\n'
    )
    write("bom.csv", HEAD + "A,,60% resin 40% wood,1,1,,\n")
    product = read_product(write("product.toml", study), inventory, ReadingOptions())
    assert [line.supplier_value for line in product.lines] == pytest.approx([4.2, 2.8])


def test_a_size_and_a_density_make_a_mass(write: Write, inventory: Inventory) -> None:
    """Four tubes of 20 x 2 mm and 1.5 m, of rolled steel, 7850 kg/m3."""
    product = read(write, inventory, 'A,"tube 20x2 mm, 1.5 m",steel,4,,,\nB,,steel,1,1,,\n')
    mass = 4 * pi * 2e-3 * 18e-3 * 1.5 * 7850
    assert materials(product) == [("steel", pytest.approx(mass)), ("steel", 1.0)]
    [told] = [f for f in product.findings if f.code == "mass_from_volume"]
    assert "7850 kg/m3 gives 5.327 kg. Density: steel - rolled. SImetric" in told.message
    assert product.reading["lines_without_mass"] == 0
    assert "no_mass" not in codes(product)


def test_a_size_of_a_material_without_a_density_is_no_mass(
    write: Write, inventory: Inventory
) -> None:
    with pytest.raises(DataError, match="part 'A' has no mass"):
        read(write, inventory, 'A,"tube 20x2 mm, 1.5 m",wood,4,,,\nB,,steel,1,1,,\n')


def test_a_bill_that_stands_alone_guesses_the_forming_and_says_so(
    write: Write, inventory: Inventory
) -> None:
    rows = "A,,abs,1,1,,\nB,,ABS-GF30,1,1,,\nC,,wood,1,1,,\nD,,abs,1,1,,5\nE,,glass fibre,1,1,,\n"
    product = read(write, inventory, rows)
    moulded = "injection-moulding"
    assert [line.forming for line in product.lines] == [moulded, moulded, moulded, "", "", ""]
    [told] = [f for f in product.findings if f.code == "forming_guessed"]
    assert told.severity == "warning"
    assert told.message.startswith(
        "No process is stated for abs, glass-fibre: 'injection-moulding' is guessed"
    )
    assert told.where == "bom.csv row 2, bom.csv row 3"


def test_the_class_tells_the_forming_but_for_what_is_shaped_in_many_ways(
    write: Write, inventory: Inventory
) -> None:
    """PET is a plastic, and mostly bottles and film; resin is of no class here."""
    product = read(write, inventory, "A,,abs,1,1,,\nB,,pet,1,1,,\nC,,resin,1,1,,\n")
    assert [line.forming for line in product.lines] == ["injection-moulding", "", ""]


def test_a_step_that_is_stated_is_not_guessed_over(inventory: Inventory) -> None:
    line = Line("A", "", "abs", Match("abs", "id"), 1.0, forming="moulding")
    assert guess_forming([line], inventory) == ([line], [])


def test_a_step_that_is_not_by_mass_forms_nothing(inventory: Inventory) -> None:
    matcher = Matcher(inventory, {})
    assert stated_forming("moulding", matcher, "row 2") == "moulding"
    with pytest.raises(DataError, match="row 2: 'electricity' is no manufacturing process"):
        stated_forming("electricity", matcher, "row 2")


def test_only_what_is_stated_is_taken_where_that_is_asked_for(
    write: Write, inventory: Inventory
) -> None:
    product = read(write, inventory, "A,,abs,1,1,,\n", forming="stated")
    assert [line.forming for line in product.lines] == [""]
    assert "forming_guessed" not in codes(product)


def test_a_study_guesses_the_forming_only_if_it_says_so(write: Write, inventory: Inventory) -> None:
    write("bom.csv", HEAD + "A,,abs,1,1,,\n")
    study = 'name = "s"\nbom = "bom.csv"\n'
    for text, forming in (("", ""), ('forming = "guess"\n', "injection-moulding")):
        product = read_product(write("product.toml", study + text), inventory, ReadingOptions())
        assert [line.forming for line in product.lines] == [forming]
    step = '[[production]]\nprocess = "moulding"\nmaterial = "abs"\n'
    path = write("product.toml", study + 'forming = "guess"\n' + step)
    assert read_product(path, inventory, ReadingOptions()).lines[0].forming == ""  # not twice
    path = write("product.toml", study + 'forming = "maybe"\n')
    with pytest.raises(FileFault, match="'forming' is 'maybe', but must be stated or guess"):
        read_product(path, inventory, ReadingOptions())


def test_a_bill_of_which_nothing_is_left_is_refused(write: Write, inventory: Inventory) -> None:
    with pytest.raises(FileFault, match="all 1 lines are set aside, so nothing is left to count"):
        read(write, inventory, "A,,unobtainium,1,1,,\n", exclude_unknown=True)


def test_the_names_in_a_mixture_are_reviewed_one_by_one(write: Write, inventory: Inventory) -> None:
    bom = write("bom.csv", HEAD + "A,,70% resin 30% unobtainium,1,1,,\n")
    review = review_names(bom, inventory, ReadingOptions())
    assert [(n.name, n.decision, n.mass_kg) for n in review.names] == [
        ("resin", "resin", pytest.approx(0.7)),
        ("unobtainium", "", pytest.approx(0.3)),
    ]


def test_how_a_bill_was_read_is_kept_for_the_next_export(
    write: Write, inventory: Inventory
) -> None:
    bom = write("bom.csv", "Teil,Zeug,Menge,Wie schwer\nA,resin,2,100\n")
    columns = {"mass": "Wie schwer", "mass_unit": "g", "material": "Zeug"}
    save_reading(bom, ReadingOptions(columns=columns))
    assert materials(read_product(bom, inventory, ReadingOptions())) == [("resin", 0.2)]
    save_reading(bom, ReadingOptions(columns={"part": "Teil"}))  # what was kept stays
    assert materials(read_product(bom, inventory, ReadingOptions())) == [("resin", 0.2)]
    with pytest.raises(FileFault, match="there is nothing to keep"):
        save_reading(bom, ReadingOptions())


def test_every_density_has_a_range_and_a_source() -> None:
    with (ROOM / "densities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            low, typical, high = (float(row[f"{k}_kg_m3"]) for k in ("low", "density", "high"))
            assert low <= typical <= high, row
            assert "https://" in row["source"], row
