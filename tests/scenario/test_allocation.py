"""One product under every allocation rule, against the formulas with the small database's figures.

1 kg resin, 30 % recycled, at the end of life 25 % recycled, 45 % burnt with recovery and 30 %
landfilled: Ev = E*v = 2.5, Erec = ErecEoL = 0.6, EER = 3, LHV 40 MJ/kg, heat and electricity from
moulding and electricity (1 and 0.5 kg CO2), ED = 0.01.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import Options, footprint
from celca.errors import DataError, UnknownName
from celca.scenario import compare_allocations

Write = Callable[..., Path]
TOML = """
name = "Part"
bom = "bom.csv"
[inputs.resin]
recycled = 0.3
[circularity.resin]
price_ratio = 0.7
[circularity]
electricity = "electricity"
heat = "electricity"
heat_efficiency = 0.3
electricity_efficiency = 0.12
[end_of_life.default]
recycling = 0.25
incineration_energy = 0.45
landfill = 0.3
"""
R1, R2, R3, EV, EREC, EER, ED, A, Q = 0.3, 0.25, 0.45, 2.5, 0.6, 3.0, 0.01, 0.5, 0.9
ENERGY = 40 * (0.3 + 0.12) / 3.6 * 0.5  # kg CO2 saved per kg burnt
BURNT, REST = R3 * EER, (1 - R2 - R3) * ED
GATE = (1 - R1) * EV + R1 * EREC
EXPECTED = {
    "cut-off": GATE + BURNT + REST,
    "rcm": GATE + BURNT + REST,
    "avoided-burden": (1 - R1) * EV
    + R1 * EV * Q
    + R2 * (EREC - EV * Q)
    + R3 * (EER - ENERGY)
    + REST,
    "cff": (1 - R1) * EV
    + R1 * (A * EREC + (1 - A) * EV * Q)
    + (1 - A) * R2 * (EREC - EV * Q)
    + R3 * (EER - ENERGY)
    + REST,
    "50:50": (1 - R1) * EV
    + R1 * (0.5 * EREC + 0.5 * EV)
    + 0.5 * R2 * (EREC - EV)
    + R3 * (EER - ENERGY)
    + REST,
    "pef-2013": (1 - R1 / 2) * EV
    + R1 / 2 * EREC
    + R2 / 2 * (EREC - EV * Q)
    + R3 * (EER - ENERGY)
    + (1 - R2 / 2 - R3) * ED
    - R1 / 2 * ED,
    "net-scrap": GATE - (R2 - R1) * (EV - EREC) + BURNT + REST,
    "en15804": GATE + BURNT + REST,
    "clam": EV + R2 * (EREC - EV) + BURNT + REST,
    "iso14067-closed": EV + R2 * EREC + BURNT + REST - R2 * EV,
    "iso14067-open": GATE + BURNT + REST + (R1 - R2) * 0.7 * EV,
}


@pytest.fixture
def study(write: Write) -> Path:
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\n")
    return write("product.toml", TOML)


@pytest.fixture
def database(write_database: Write) -> Path:
    """The small database, in which resin can be burnt with recovery."""
    row = "landfill,incineration,,book,\nresin,Resin,樹脂,recycled"
    return write_database(
        {"materials.csv": (row, row.replace("incineration,,", "incineration,incineration,"))}
    )


def test_every_rule_gives_what_its_formula_gives(study: Path, database: Path) -> None:
    totals = {r.allocation: r.total_kg_co2e for r in compare_allocations(study, database)}
    assert totals == pytest.approx(EXPECTED, rel=1e-12)


def test_the_reduction_is_from_all_virgin_to_all_recycled(study: Path, database: Path) -> None:
    """Cut-off: 2.5 and 0.6, and the same end."""
    row = next(r for r in compare_allocations(study, database) if r.allocation == "cut-off")
    end = BURNT + REST
    assert row.variants["all_virgin"] == pytest.approx(EV + end)
    assert row.reduction_percent == pytest.approx(100 * (EV - EREC) / (EV + end))


def test_what_suppliers_declare_is_added_part_by_part(
    study: Path, write: Write, database: Path
) -> None:
    """Two parts of one material, at 3 and 5 kg CO2e each, are not one of 3."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\nB,resin,1\n")
    values = "".join(
        f'[[supplier_value]]\npart = "{part}"\nkg_co2e = {kg}\nsource = "letter"\n'
        for part, kg in (("A", 3), ("B", 5))
    )
    text = study.read_text(encoding="utf-8").replace("[end_of_life", f"{values}[end_of_life", 1)
    path = write("declared.toml", text)
    row = next(r for r in compare_allocations(path, database) if r.allocation == "cut-off")
    assert row.total_kg_co2e == pytest.approx(8 + 2 * (BURNT + REST))
    assert row.total_kg_co2e == pytest.approx(footprint(path, database).total_kg_co2e)


def test_what_lies_beyond_the_boundary_is_shown_and_not_added(study: Path, database: Path) -> None:
    result = footprint(study, database, options=Options(allocation="en15804"))
    beyond = (R2 - R1) * (EREC - EV * Q) - R3 * ENERGY
    assert result.by_stage["beyond_boundary"] == pytest.approx(beyond)
    assert result.total_kg_co2e == pytest.approx(EXPECTED["en15804"])
    assert sum(x.kg_co2e for x in result.lines) == pytest.approx(result.total_kg_co2e)
    inside = sum(v for k, v in result.by_stage.items() if k != "beyond_boundary")
    assert inside == pytest.approx(result.total_kg_co2e)


def test_a_rule_that_disposes_of_what_the_study_recycles_sends_it_to_landfill(
    write: Write, database: Path
) -> None:
    """All is recycled, and half of it disposed of all the same (Recommendation 2013/179/EU)."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\n")
    end = "[end_of_life.default]\nrecycling = 1\n"
    path = write("all.toml", f'name = "x"\nbom = "bom.csv"\nallocation = "pef-2013"\n{end}')
    found = footprint(path, database).total_kg_co2e
    assert found == pytest.approx(EV + (EREC - EV * Q) / 2 + 0.01 / 2)


@pytest.mark.parametrize(("again", "out", "told"), [(0, 0, False), (0.5, 0, True), (0, 0.5, True)])
def test_defaults_matter_only_where_something_is_recycled(
    write: Write, database: Path, again: float, out: float, told: bool
) -> None:
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\n")
    text = f"[inputs.resin]\nrecycled = {again}\n"
    text += f"[end_of_life.default]\nrecycling = {out}\nlandfill = {1 - out}\n"
    path = write("cff.toml", f'name = "x"\nbom = "bom.csv"\nallocation = "cff"\n{text}')
    assert ("allocation_defaults" in [f.code for f in footprint(path, database).findings]) is told


def test_a_part_made_twice_leaves_twice_as_much_beyond_the_boundary(
    study: Path, write: Write, database: Path
) -> None:
    """It is made anew and treated in the use stage; its module D stays beyond."""
    life = '[[life.replacement]]\npart_uses = 0.5\ncounting = "whole"\n'
    text = study.read_text(encoding="utf-8")
    twice = write("twice.toml", text.replace("[end_of_life", f"{life}[end_of_life", 1))
    options = Options(allocation="en15804")
    one, two = (footprint(x, database, options=options) for x in (study, twice))
    assert two.by_stage["beyond_boundary"] == pytest.approx(2 * one.by_stage["beyond_boundary"])
    assert two.total_kg_co2e == pytest.approx(2 * one.total_kg_co2e)
    assert two.by_stage["use"] == pytest.approx(one.total_kg_co2e)


def test_what_has_no_factor_is_told_only_inside_the_boundary(
    study: Path, write_database: Write
) -> None:
    """Recycling gives off dust; under EN 15804 all of it lies beyond, but for what goes in."""
    row = "landfill,incineration,,book,\nresin,Resin,樹脂,recycled"
    folder = write_database(
        {
            "materials.csv": (row, row.replace("incineration,,", "incineration,incineration,")),
            "flows.csv": ("ch4,Methane", "dust,Dust,air,kg,,fossil,\nch4,Methane"),
            "exchanges.csv": (
                "resin-recycled,input",
                "resin-recycled,emission,dust,2,kg,,,,,,book#3,\nresin-recycled,input",
            ),
        }
    )
    result = footprint(study, folder, options=Options(allocation="en15804"))
    (told,) = [f for f in result.findings if f.code == "uncounted_mass"]
    assert told.message.startswith(f"{2 * R1:.3g} kg of emissions")


def test_up_to_the_gate_only_what_goes_in_counts(write: Write, database: Path) -> None:
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\n")
    path = write("product.toml", TOML[: TOML.index("[end_of_life")])
    totals = {r.allocation: r.total_kg_co2e for r in compare_allocations(path, database)}
    assert totals["cut-off"] == pytest.approx(GATE)
    assert totals["cff"] == pytest.approx((1 - R1) * EV + R1 * (A * EREC + (1 - A) * EV * Q))


def test_a_rule_that_lacks_a_figure_is_refused_alone(
    study: Path, write: Write, database: Path
) -> None:
    text = study.read_text(encoding="utf-8").replace("heat_efficiency = 0.3\n", "")
    rows = {r.allocation: r for r in compare_allocations(write("product.toml", text), database)}
    assert rows["cff"].total_kg_co2e is None
    assert "the efficiency of heat recovery" in rows["cff"].refused
    assert rows["cut-off"].total_kg_co2e == pytest.approx(EXPECTED["cut-off"])


def test_a_rule_without_its_process_is_refused(study: Path, write: Write, database: Path) -> None:
    text = study.read_text(encoding="utf-8").replace('heat = "electricity"\n', "")
    with pytest.raises(DataError, match="nothing stands for 'substituted heat'"):
        footprint(write("product.toml", text), database, options=Options(allocation="cff"))


def test_an_unknown_rule_is_told_its_neighbour(study: Path, database: Path) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'cut-off'"):
        footprint(study, database, options=Options(allocation="cutoff"))


def test_biogenic_carbon_is_balanced_under_every_rule(write: Write, small: Path) -> None:
    """Wood, half recycled and half landfilled without decay: uptake less what left again."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,wood,1\n")
    toml = 'name = "W"\nbom = "bom.csv"\n[end_of_life.default]\nincineration = 1.0\n'
    result = footprint(write("product.toml", toml), small)
    assert result.total_kg_co2e == pytest.approx(0.2)  # −11/6 taken up, 11/6 burnt


def test_a_variant_that_cannot_be_treated_does_not_hide_the_others(
    study: Path, database: Path
) -> None:
    """Bio-based resin has no burning with recovery in the small database."""
    result = footprint(study, database)
    assert [v.name for v in result.variants] == ["as_specified", "all_virgin", "all_recycled"]
    (finding,) = [f for f in result.findings if f.code == "variant_without_score"]
    assert finding.where == "all_bio_based"


def test_many_parts_of_one_material_score_like_one_of_their_mass(write: Write, small: Path) -> None:
    one = write("one.csv", "Part,Material,Mass (kg),Recycled\nA,resin,3,0.4\nB,resin,2,0\n")
    rows = "A1,resin,1,0.4\nA2,resin,2,0.4\nB1,resin,0.5,0\nB2,resin,1.5,0\n"
    many = write("many.csv", f"Part,Material,Mass (kg),Recycled\n{rows}")
    for single, several in zip(
        compare_allocations(one, small), compare_allocations(many, small), strict=True
    ):
        assert several.refused.replace("many", "one") == single.refused
        assert several.variants == pytest.approx(single.variants)


def test_defaults_of_the_database_are_told_and_the_study_s_own_are_not(
    study: Path, write: Write, database: Path
) -> None:
    """The small database holds A .5 and Q .9 for resin; a study that gives both borrows nothing."""

    def codes(path: Path, rule: str) -> set[str]:
        result = footprint(path, database, options=Options(allocation=rule))
        return {f.code for f in result.findings}

    assert "allocation_defaults" in codes(study, "cff")
    assert "allocation_defaults" not in codes(study, "cut-off")
    text = study.read_text(encoding="utf-8").replace(
        "price_ratio", "allocation_factor = 0.9\nquality_ratio = 0.8\nprice_ratio"
    )
    for given in ("allocation_factor = 0.9", "quality_ratio = 0.8"):
        half = text.replace(f"{given}\n", "")
        assert "allocation_defaults" in codes(write("product.toml", half), "cff")
    own = codes(write("product.toml", text), "cff")
    assert "allocation_defaults" not in own
    assert "allocation_factor_unusual" in own  # .9 is outside .2 to .8
