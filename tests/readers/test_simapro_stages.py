"""Assemblies, life cycles, waste scenarios, disposal, disassembly and reuse of SimaPro, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from celca.assess import open_prices
from celca.errors import FileFault
from celca.readers import open_database

HEADER = """{SimaPro 9.1.0.8}
{processes}
{Project: Machine}
{CSV separator: Semicolon}
{Decimal separator: .}

"""


def block(heading: str, kind: str, **lists: str) -> str:
    """Return a process or product stage; `_` in the name of a list is a blank, `__` a slash."""
    rows = "".join(
        f"{name.replace('__', '/').replace('_', ' ')}\n{text}\n\n" for name, text in lists.items()
    )
    return f"{heading}\n\nCategory type\n{kind}\n\n{rows}End\n\n"


def process(kind: str, **lists: str) -> str:
    return block("Process", kind, **lists)


def stage(kind: str, **lists: str) -> str:
    return block("Product stage", kind, **lists)


# kg CO2: steel 2, plastic 3, power 0.5, melting 0.2, burning 1, landfill 0.1
GROUND = "".join(
    process(kind, **{heading: f"{row}", "Emissions_to_air": f"Carbon dioxide, fossil;;kg;{co2};"})
    for kind, heading, row, co2 in (
        ("material", "Products", "steel;kg;1;100;Steel;Metals;", 2),
        ("material", "Products", "plastic;kg;1;100;Plastics;Polymers;", 3),
        ("energy", "Products", "power;kWh;1;100;not defined;Energy;", 0.5),
        ("waste treatment", "Waste_treatment", "melting;kg;1;Steel;Wastes;", 0.2),
        ("waste treatment", "Waste_treatment", "burning;kg;1;All waste types;Wastes;", 1),
        ("waste treatment", "Waste_treatment", "landfill;kg;1;All waste types;Wastes;", 0.1),
    )
)
HOUSEHOLD = process(
    "waste scenario",
    Waste_scenario="household;kg;1;All waste types;Wastes;",
    Electricity__heat="power;kWh;own;Undefined;0;0;0;",
    Separated_waste="melting;Steel;90;\nburning;Plastics;50;",
    Remaining_waste="landfill;All waste types;100;",
    Input_parameters="own;0.01;Undefined;0;0;0;No;",
)
MOTOR = stage("assembly", Products="motor;p;2;Parts;;", Materials__assemblies="steel;g;4000;")
MACHINE = stage(
    "assembly",
    Products="machine;p;1;Parts;;",
    Materials__assemblies="motor;p;2;Undefined;0;0;0;\nplastic;kg;1;Undefined;0;0;0;",
    Processes="power;kWh;4;Undefined;0;0;0;",
)
LIFE = stage(
    "life cycle",
    Products="machine life;p;1;Lives;;",
    Assembly="machine;p;1;Undefined;0;0;0;",
    Processes="power;kWh;10;Undefined;0;0;0;",
    Waste__Disposal_scenario="household;;;Undefined;0;0;0;",
)
MOTOR_END = stage(
    "disposal scenario",
    Products="motor end;p;1;Ends;;",
    Reference_assembly="motor;p;2;Undefined;0;0;0;",
    Waste_scenarios="household;%;100;Undefined;0;0;0;",
)
APART = stage(
    "disassembly",
    Products="machine apart;p;1;Ends;;",
    Reference_assembly="machine;p;1;Undefined;0;0;0;",
    Processes="power;kWh;2;Undefined;0;0;0;",
    Disposal_scenarios="motor end;%;50;Undefined;0;0;0;",
    Waste_scenarios="household;%;100;Undefined;0;0;0;",
)
AGAIN = stage(
    "reuse",
    Products="machine again;p;1;Ends;;",
    Reference_assembly="machine;p;1;Undefined;0;0;0;",
    Processes="power;kWh;1;Undefined;0;0;0;",
)
END = stage(
    "disposal scenario",
    Products="machine end;p;1;Ends;;",
    Reference_assembly="machine;p;1;Undefined;0;0;0;",
    Processes="power;kWh;1;Undefined;0;0;0;",
    Waste_scenarios="household;%;60;Undefined;0;0;0;",
    Disassemblies="machine apart;%;30;Undefined;0;0;0;",
    Reuses="machine again;%;10;Undefined;0;0;0;",
)
SECOND = stage(
    "life cycle",
    Products="second life;p;1;Lives;;",
    Assembly="machine;p;2;Undefined;0;0;0;",
    Waste__Disposal_scenario="machine end;p;1;Undefined;0;0;0;",
    Additional_life_cycles="machine life;p;0.1;Undefined;0;0;0;",
)
EVERY = HEADER + GROUND + HOUSEHOLD + MOTOR + MACHINE + LIFE + MOTOR_END + APART + AGAIN + END
EVERY += SECOND


def export(path: Path, text: str = EVERY) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def scores(path: Path) -> dict[str, float]:
    """Return the score of one unit of each product."""
    prices = open_prices(path)
    names = [p.id for p in prices.system.inventory.processes]
    return dict(zip(names, prices.H.sum(axis=0).tolist(), strict=True))


def said(path: Path) -> dict[str, str]:
    return {f.code: f.message for f in open_database(path).findings}


# of 1 kg: power for the scenario, then what is sorted out, then what remains
STEEL_GONE = 0.005 + 0.9 * 0.2 + 0.1 * 0.1
PLASTIC_GONE = 0.005 + 0.5 * 1 + 0.5 * 0.1
MACHINE_SCORE = 4 * 2 + 3 + 4 * 0.5
MACHINE_GONE = 4 * STEEL_GONE + PLASTIC_GONE
APART_SCORE = 1 + 2 * STEEL_GONE + 2 * STEEL_GONE + PLASTIC_GONE  # one motor of two sorted out
AGAIN_SCORE = 0.5 - MACHINE_SCORE
END_SCORE = 0.5 + 0.6 * MACHINE_GONE + 0.3 * APART_SCORE + 0.1 * AGAIN_SCORE
LIFE_SCORE = MACHINE_SCORE + 10 * 0.5 + MACHINE_GONE


def test_an_assembly_is_what_it_holds_and_what_is_done_to_it(tmp_path: Path) -> None:
    found = scores(export(tmp_path / "a.csv"))
    assert found["motor"] == pytest.approx(4, rel=1e-13)
    assert found["machine"] == pytest.approx(MACHINE_SCORE, rel=1e-13)


def test_a_waste_scenario_deals_with_each_material_by_its_waste_type(tmp_path: Path) -> None:
    """The scenario alone, of waste of which nothing is known, puts everything into landfill."""
    found = scores(export(tmp_path / "a.csv"))
    assert found["household"] == pytest.approx(0.005 + 0.1, rel=1e-13)
    assert found["household [steel]"] == pytest.approx(STEEL_GONE, rel=1e-13)
    assert found["household [plastic]"] == pytest.approx(PLASTIC_GONE, rel=1e-13)


def test_a_row_that_names_the_material_goes_before_its_type(tmp_path: Path) -> None:
    text = EVERY.replace("melting;Steel;90;", "melting;Steel;90;\nburning;steel;20;")
    found = scores(export(tmp_path / "a.csv", text))
    assert found["household [steel]"] == pytest.approx(0.005 + 0.2 * 1 + 0.8 * 0.1, rel=1e-13)


def test_a_scenario_inside_a_scenario_meets_the_same_material(tmp_path: Path) -> None:
    outer = process(
        "waste scenario",
        Waste_scenario="country;t;1;All waste types;Wastes;",
        Remaining_waste="household;All waste types;100;",
    )
    text = (EVERY + outer).replace("household;;;", "country;;;")
    found = scores(export(tmp_path / "a.csv", text))
    assert found["country [steel]"] == pytest.approx(1000 * STEEL_GONE, rel=1e-13)
    assert found["machine life"] == pytest.approx(LIFE_SCORE, rel=1e-13)


def test_a_life_cycle_is_assembly_use_and_the_waste_of_its_materials(tmp_path: Path) -> None:
    assert scores(export(tmp_path / "a.csv"))["machine life"] == pytest.approx(
        LIFE_SCORE, rel=1e-13
    )


def test_disposal_parts_an_assembly_into_waste_disassembly_and_reuse(tmp_path: Path) -> None:
    found = scores(export(tmp_path / "a.csv"))
    assert found["machine apart"] == pytest.approx(APART_SCORE, rel=1e-13)
    assert found["machine again"] == pytest.approx(AGAIN_SCORE, rel=1e-13)
    assert found["machine end"] == pytest.approx(END_SCORE, rel=1e-13)
    second = 2 * MACHINE_SCORE + 2 * END_SCORE + 0.1 * LIFE_SCORE
    assert found["second life"] == pytest.approx(second, rel=1e-13)
    told = said(export(tmp_path / "a.csv"))
    assert not {"not_read", "share_sum"} & told.keys()


def test_assemblies_are_sorted_out_by_shares_of_all_that_there_were(tmp_path: Path) -> None:
    """Both motors in two lots of 50 %: no steel is left, and the scenario for motors burns it."""
    text = EVERY.replace("motor end;%;50;", "motor end;%;50;\nmotor end;%;50;")
    text = text.replace(MOTOR_END, MOTOR_END.replace("household", "burning"))
    found = scores(export(tmp_path / "a.csv", text))["machine apart"]
    assert found == pytest.approx(1 + 4 * 1 + PLASTIC_GONE, rel=1e-13)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("machine end;p;1;Undefined", "motor end;p;1;Undefined", "'motor end' is not about"),
        ("Assembly\nmachine;p;1;", "Assembly\ncar;p;1;", "has no assembly to dispose of"),
        ("steel;g;4000;", "steel;m2;3;", "motor, steel is in m2"),
        ("Disposal scenarios\nmotor end", "Disposal scenarios\nlid end", "about nothing"),
        ("Disassemblies\nmachine apart", "Disassemblies\ngone", "'gone' of 'machine end'"),
        ("\nreuse\n", "\nrepair\n", "of the kind 'repair'"),
    ],
)
def test_what_cannot_be_represented_is_named_by_line(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    path = export(tmp_path / "a.csv", EVERY.replace(old, new))
    message = said(path)["not_read"]
    assert told in message
    assert "a.csv line " in message


def test_shares_that_leave_something_are_told(tmp_path: Path) -> None:
    text = EVERY.replace("All waste types;100;", "All waste types;80;").replace(
        "household;%;60;", "household;%;50;"
    )
    message = said(export(tmp_path / "a.csv", text))["share_sum"]
    assert "household [steel]: 0.98" in message
    assert "machine end: 0.9 of machine" in message


def test_a_file_that_ends_inside_a_stage_was_cut_off(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="was cut off"):
        open_database(export(tmp_path / "a.csv", EVERY.rstrip().removesuffix("End")))
