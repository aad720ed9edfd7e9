"""What a reader is told of the database and of what has no factor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import assess, footprint, open_prices
from celca.product import ReadingOptions, read_product
from celca.product.supplied import Supplied
from celca.system import build, price

Write = Callable[..., Path]


def test_an_output_below_zero_is_told_where_something_asks_for_it(
    write: Write, small: Path
) -> None:
    """Half a kilogram of a landfill of −1 kg: less than one, but asked for."""
    system = open_prices(small).system
    made = (
        replace(p, output=-1.0 if p.id == "landfill" else 1.0) for p in system.inventory.processes
    )
    prices = price(build(replace(system.inventory, processes=tuple(made)), system.method))
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,0.5\n")
    ends = {"landfill": True, "incineration": False}
    for treatment, told in ends.items():
        text = f'name = "x"\nbom = "bom.csv"\n[end_of_life.default]\n{treatment} = 1\n'
        study = write("product.toml", text)
        product = read_product(study, prices.system.inventory, ReadingOptions())
        codes = [f.code for f in assess(product, prices).findings]
        assert ("output_below_zero" in codes) is told


def test_a_supplier_s_gwp_set_is_doubted_only_where_it_is_another(
    write: Write, small: Path
) -> None:
    prices = open_prices(small)
    bom = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\n")
    plain = read_product(bom, prices.system.inventory, ReadingOptions())

    def told(*theirs: str) -> list[str]:
        said = Supplied({"fossil": 2.0}, file="a.json", gwp_sets=theirs)
        line = replace(plain.lines[0], supplier_value=2.0, supplied=said)
        findings = assess(replace(plain, lines=(line,)), prices).findings
        return [f.message for f in findings if f.code == "supplier_gwp_set"]

    assert told() == told("AR6") == told("AR5", "AR6") == []
    (message,) = told("AR5")
    assert message.startswith("The supplier's footprint of A was characterised with AR5, the study")


def test_the_parts_that_suppliers_declare_are_named_and_no_others(
    write: Write, small: Path
) -> None:
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\nB,metal,1\n")
    value = '[[supplier_value]]\npart = "B"\nkg_co2e = 7.0\nsource = "letter"\n'
    study = write("product.toml", f'name = "x"\nbom = "bom.csv"\n{value}')
    (told,) = [f for f in footprint(study, small).findings if f.code == "supplier_value"]
    assert told.message.endswith("counts as fossil: B.")


def test_what_is_no_material_has_an_end_that_nothing_counts_unless_it_is_handed_on(
    write: Write, small: Path
) -> None:
    """A process bought by mass: its recycling is the next user's, its landfill has no process."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin-virgin,1\n")
    for treatment, told in (("landfill", True), ("recycling", False)):
        text = f'name = "x"\nbom = "bom.csv"\n[end_of_life.default]\n{treatment} = 1\n'
        codes = [f.code for f in footprint(write("product.toml", text), small).findings]
        assert ("end_not_counted" in codes) is told


FORMED = '[[production]]\nprocess = "electricity"\namount = "1 kWh"\n'
MOVED = '[[distribution]]\nprocess = "truck"\ndistance = "1 km"\n'
DECLARED = '[[supplier_value]]\npart = "A"\nkg_co2e = 7.0\nsource = "letter"\n'


@pytest.mark.parametrize(
    ("text", "named"),
    [("", ["metal, wood"]), (MOVED, ["metal, wood"]), (FORMED, []), (DECLARED, ["wood"])],
)
def test_a_part_that_nothing_forms_is_named_unless_its_supplier_did(
    write: Write, small: Path, text: str, named: list[str]
) -> None:
    write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\nB,wood,1\n")
    study = write("product.toml", f'name = "x"\nbom = "bom.csv"\n{text}')
    found = [f.message for f in footprint(study, small).findings if f.code == "no_forming"]
    assert [
        m.removeprefix("No manufacturing process is stated for ").partition(":")[0] for m in found
    ] == named
