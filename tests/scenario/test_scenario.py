"""Scenario files, and comparisons that the standard allows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import Options, footprint
from celca.errors import CelcaError
from celca.scenario import combined, compare, read_scenarios

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\n"


def test_a_scenario_file_names_changes_in_its_order(write: Write) -> None:
    text = "[scenarios.b]\nrecycled = { resin = 0.5 }\n[scenarios.a]\nbio_based = { resin = 1 }\n"
    changes = read_scenarios(write("s.toml", text))
    assert [(c.name, dict(c.recycled), dict(c.bio_based)) for c in changes] == [
        ("b", {"resin": 0.5}, {}),
        ("a", {}, {"resin": 1.0}),
    ]


WHOLE = """
[scenarios.all]
recycled = { resin = 0.5 }
material = { metal = { to = "wood", mass_ratio = 2 } }
mass = { A = 0.5 }
process = { truck = "truck" }
supplier_value = { C = 3 }
uses = 4
[scenarios.all.end_of_life.default]
landfill = 1
"""
PARTS = "Part,Material,Mass (kg),Process\nA,resin,3,moulding\nB,metal,1,\nC,metal,1,\n"


def test_a_scenario_may_change_everything_at_once(write: Write, small: Path) -> None:
    """A: 1.5 kg, half recycled; B: 2 kg wood; C: 3 kg CO2e declared; moulding, landfill; 4 uses."""
    write("bom.csv", PARTS)
    toml = 'name = "P"\nbom = "bom.csv"\n[[distribution]]\nprocess = "truck"\ndistance = "1 km"\n'
    study = write("product.toml", toml)
    changes = read_scenarios(write("s.toml", WHOLE))
    result = footprint(study, small, options=Options(changes=changes))
    found = {v.name: v.total_kg_co2e for v in result.variants}["all"]
    a = 0.75 * 2.5 + 0.75 * 0.6 + 1.5 * 1.0
    b = 2 * (0.2 - 11 / 6)
    freight = (1.5 + 2 + 2) / 1000 * (0.1 + 0.0298)
    landfill = (1.5 + 2 + 2) * 0.01
    assert found == pytest.approx((a + b + 3 + freight + landfill) / 4)


def test_another_material_weighs_the_same_where_nothing_else_is_said(write: Write) -> None:
    text = '[scenarios.a]\nmaterial = { metal = { to = "wood" } }\n'
    (change,) = read_scenarios(write("s.toml", text))
    assert change.material["metal"].mass_ratio == 1


def test_another_material_weighs_so_much_for_each_kilogram(write: Write, small: Path) -> None:
    """3 kg metal become 6 kg wood."""
    text = '[scenarios.a]\nmaterial = { metal = { to = "wood", mass_ratio = 2 } }\n'
    options = Options(changes=read_scenarios(write("s.toml", text)))
    bom = write("bom.csv", "Part,Material,Mass (kg)\nA,metal,3\n")
    found = footprint(bom, small, options=options).variants[-1]
    assert found.total_kg_co2e == pytest.approx(6 * (0.2 - 11 / 6))


def test_every_combination_is_made(write: Write) -> None:
    text = "[scenarios.a]\nmass = { A = 0.5 }\n[scenarios.b]\nmass = { A = 0.4 }\nuses = 2\n"
    every = combined(read_scenarios(write("s.toml", text)))
    assert [(c.name, dict(c.mass), c.uses) for c in every] == [
        ("a", {"A": 0.5}, None),
        ("b", {"A": 0.4}, 2),
        ("a + b", {"A": 0.4}, 2),
    ]
    six = "".join(f"[scenarios.{x}]\n" for x in "abcdef")
    assert len(combined(read_scenarios(write("s.toml", six)))) == 63
    with pytest.raises(CelcaError, match="would be combined into 127"):
        combined(read_scenarios(write("s.toml", "".join(f"[scenarios.{x}]\n" for x in "abcdefg"))))


REFUSED = {
    "material": ('material = { resin = { to = "glas" } }', "no material or process is called 'glas'"),
    "ratio": ('material = { resin = { to = "wood", mass_ratio = 0 } }', "mass ratio is 0"),
    "mass": ("mass = { Z = 0.5 }", "no material or part of this product is called 'Z'. It has: metal, resin, A, B, C."),
    "process": ('process = { ship = "truck" }', "no process of this product is called 'ship'"),
    "new process": ('process = { moulding = "shipp" }', "no process is called 'shipp'"),
    "unit": ('process = { moulding = "truck" }', "'moulding' is by kg, but 'truck' by t"),
    "place": ('place = { jp = "us" }', "no process of this product ends in '-jp'"),
    "supplier": ("supplier_value = { metal = 3 }", "'metal' is a material, not a part"),
    "uses": ("uses = 0", "fulfils 0 uses"),
    "end": ("end_of_life = { resin = { landfill = 0.5 } }", "the shares add up to 0.5"),
    "share": ("recycled = { metal = 1 }", "'metal' has no recycled variant"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_change_that_cannot_be_made_is_refused(kind: str, write: Write, small: Path) -> None:
    text, told = REFUSED[kind]
    path, bom = write("s.toml", f"[scenarios.x]\n{text}\n"), write("bom.csv", PARTS)

    def answer() -> None:
        footprint(bom, small, options=Options(changes=read_scenarios(path)))

    with pytest.raises(CelcaError, match=told):
        answer()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "names no scenario"),
        ("[scenarios.a]\nrecycled = { resin = 5 }\n", "'resin' is 5, but a share"),
        ("[scenarios.a]\nrecyled = { resin = 1 }\n", "Did you mean 'recycled'"),
        ("[scenario.a]\n", "Did you mean 'scenarios'"),
        ("[scenarios.as_specified]\nuses = 2\n", "a scenario cannot be called 'as_specified'"),
        ("[scenarios.all_recycled]\nuses = 2\n", "a scenario cannot be called 'all_recycled'"),
        ("[scenarios.a]\nmaterial = { A = 'wood' }\n", 'Write { to = "wood" }'),
        ("[scenarios.a]\nmass = { A = '200 g' }\n", "'A' is '200 g', but a factor"),
        ("[scenarios.a]\nrecycled = { A = '50%' }\n", "'A' is '50%', but a share of 0 to 1"),
    ],
)
def test_a_scenario_file_that_is_wrong_is_refused(text: str, told: str, write: Write) -> None:
    with pytest.raises(CelcaError, match=told):
        read_scenarios(write("s.toml", text))


def test_products_are_set_against_the_first(write: Write, small: Path) -> None:
    a, b = write("a.csv", BOM), write("b.csv", BOM.replace("resin,3", "resin,6"))
    data = compare([a, b], small).to_dict()
    assert [p["change_percent"] for p in data["products"]] == pytest.approx([0, 100])


def test_one_product_is_no_comparison(write: Write, small: Path) -> None:
    with pytest.raises(CelcaError, match="two products or more"):
        compare([write("a.csv", BOM)], small)


def test_products_of_different_units_may_not_be_compared(write: Write, small: Path) -> None:
    write("a.csv", BOM)
    toml = 'name = "B"\nbom = "a.csv"\n[declared_unit]\namount = 1\nunit = "kg"\n'
    with pytest.raises(CelcaError, match="may not be compared: their declared unit differs"):
        compare([tmp := write("a.csv", BOM), write("b.toml", toml)], small)
    assert tmp.exists()


def test_products_with_other_functions_may_not_be_compared(write: Write, small: Path) -> None:
    write("a.csv", BOM)
    toml = 'name = "{}"\nbom = "a.csv"\n[declared_unit]\nunit = "use"\ndescription = "{}"\n'
    one = write("one.toml", toml.format("one", "5 kg of laundry washed"))
    two = write("two.toml", toml.format("two", "8 kg of laundry washed"))
    like = write("like.toml", toml.format("like", "5 kg of  Laundry washed"))
    with pytest.raises(CelcaError, match="^two is given for 1 use .8 kg of laundry washed., one"):
        compare([one, two], small)
    assert not compare([one, like], small).findings
    silent = write("silent.toml", toml.format("silent", ""))
    assert [f.code for f in compare([one, silent], small).findings] == ["function_not_stated"]


def test_a_scenario_for_another_material_takes_its_steps_and_its_scrap(
    write: Write, small: Path
) -> None:
    """1 kg of metal, turned and its chips tipped, becomes 2 kg of resin, moulded, 10 % cut away.

    Before: 4 × 1.5 + 1 moulding + 0.5 × 0.01. After, by hand: 2 × 1.1 × 2.5 + 2 moulding + 0.2 × 3.
    """
    study = write(
        "product.toml",
        'name = "P"\nbom = "bom.csv"\n'
        '[[production]]\nprocess = "moulding"\nmaterial = "metal"\nscrap = 0.5\n'
        "scrap_end = { landfill = 1.0 }\n"
        '[[production]]\nprocess = "moulding"\nmaterial = "resin"\nscrap = 0.1\n'
        "[inputs.resin]\nscrap_end = { incineration = 1.0 }\npost_consumer = 0.4\n",
    )
    text = '[scenarios.plastic]\nmaterial = { metal = { to = "resin", mass_ratio = 2 } }\n'
    options = Options(changes=read_scenarios(write("s.toml", text)))
    write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n")
    found = footprint(study, small, options=options)
    assert found.total_kg_co2e == pytest.approx(4 * 1.5 + 1 + 0.5 * 0.01)
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,2\n")
    written_out = footprint(study, small).total_kg_co2e
    scenario = {v.name: v.total_kg_co2e for v in found.variants}["plastic"]
    assert scenario == pytest.approx(2 * 1.1 * 2.5 + 2 + 0.2 * 3)
    assert scenario == pytest.approx(written_out, rel=1e-12)


def test_a_reused_part_of_another_material_is_still_reused(write: Write, small: Path) -> None:
    """Half of the part is of an earlier product: 0.5 kg of resin are made."""
    study = write(
        "product.toml",
        'name = "P"\nbom = "bom.csv"\n[[life.reuse]]\npart = "A"\nshare = 0.5\n',
    )
    write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n")
    text = '[scenarios.plastic]\nmaterial = { metal = { to = "resin" } }\n'
    options = Options(changes=read_scenarios(write("s.toml", text)))
    found = {v.name: v.total_kg_co2e for v in footprint(study, small, options=options).variants}
    assert found["plastic"] == pytest.approx(0.5 * 2.5)


def test_a_scenario_that_goes_to_the_grave_alone_is_told(write: Write, small: Path) -> None:
    text = "[scenarios.tipped.end_of_life.default]\nlandfill = 1\n"
    options = Options(changes=read_scenarios(write("s.toml", text)))
    bom = write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n")

    def told(study: Path) -> list[str]:
        found = footprint(study, small, options=options).findings
        return [f.where for f in found if f.code == "variant_other_boundary"]

    assert told(bom) == ["tipped"]
    grave = 'name = "P"\nbom = "bom.csv"\n[end_of_life.default]\nlandfill = 1\n'
    assert told(write("product.toml", grave)) == []


def test_a_variant_with_an_uptake_that_never_returns_is_told(write: Write, small: Path) -> None:
    """Half a kilogram of scrap has no end: the 3 kg CO2/kg of bio-based resin in it stay open."""
    text = (
        'name = "P"\nbom = "bom.csv"\n[end_of_life.default]\nincineration = 1\n'
        '[[production]]\nprocess = "moulding"\nmaterial = "resin"\nscrap = 0.5\n'
    )
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,0.8\n")

    def told(study: Path) -> list[tuple[str, float]]:
        found = footprint(study, small).findings
        one = [f for f in found if f.code == "variant_uptake_not_returned"]
        return [(f.where, float(str(f.values["kg"]))) for f in one]

    # 0.8 kg of resin is 1 kg of the bio-based, and its scrap half a kilogram
    assert told(write("product.toml", text)) == [("all_bio_based", pytest.approx(1.5))]
    ended = text + "scrap_end = { incineration = 1.0 }\n"
    assert told(write("product.toml", ended)) == []
