"""The standards' rows: what a program sees, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import Footprint, footprint, open_prices
from celca.audit import PROFILES, Evidence, Item, checklist, inspect, quality, read_facts
from celca.audit.checklists import CHECKS, counts
from celca.declaration import read_declaration
from celca.errors import FileFault, UnknownName, UsageError

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\nB,wood,4\n"


def by_id(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.id: item for item in items}


@pytest.fixture
def result(write: Write, small: Path) -> Footprint:
    return footprint(write("bom.csv", BOM), small)


@pytest.mark.parametrize("standard", list(PROFILES))
def test_every_row_of_a_standard_has_an_answer(standard: str, result: Footprint) -> None:
    items = checklist(Evidence(result), standard)
    known = {"ok", "error", "warning", "info", "open", "not applicable"}
    assert {item.result for item in items} <= known
    assert all(item.found and item.clause and item.asks for item in items)
    assert sum(counts(items).values()) == len(items) >= 10


def test_every_check_is_used_by_some_row(result: Footprint) -> None:
    from celca.audit.checklists import _rows

    assert {row["check"].partition(":")[0] for row in _rows()} == set(CHECKS)
    assert len(_rows()) == len({row["id"] for row in _rows()})


def test_a_bill_of_materials_alone_is_a_partial_footprint(result: Footprint) -> None:
    found = by_id(checklist(Evidence(result)))
    assert "partial" in found["G4"].found
    assert found["S2"].result == "not applicable"
    assert found["L2"].result == "ok"
    assert found["I2"].result == "warning"  # no forming
    assert found["T1"].result == "error"  # no period
    assert found["G3"].result == "open"


def test_facts_answer_what_only_people_know(result: Footprint, write: Write) -> None:
    facts = read_facts(write("facts.toml", 'purpose = "to inform customers"\n'))
    found = by_id(checklist(Evidence(result, facts=facts)))
    assert (found["G3"].result, found["G3"].found) == ("ok", "to inform customers")
    with pytest.raises(FileFault, match="text in quotes"):
        read_facts(write("facts.toml", "purpose = 1\n"))


@pytest.mark.parametrize(
    ("standard", "id_", "ok"), [("iso14067", "B2", False), ("jp", "B2j", True)]
)
def test_the_cut_off_is_that_of_the_standard(
    standard: str, id_: str, ok: bool, write: Write, small: Path
) -> None:
    """4 of 100 kg are left out: more than 3 %, less than 5 %."""
    bom = "Part,Material,Mass (kg)\nA,resin,96\nB,various,4\n"
    result = footprint(write("bom.csv", bom), small)
    assert (by_id(checklist(Evidence(result), standard))[id_].result == "ok") == ok


def test_an_older_gwp_set_is_not_the_latest(write: Write, small: Path) -> None:
    result = footprint(write("bom.csv", BOM), small, "ipcc-ar5-gwp100")
    assert by_id(checklist(Evidence(result)))["L1"].result == "error"


def test_the_same_line_twice_is_doubted(write: Write, small: Path) -> None:
    result = footprint(write("bom.csv", BOM + "A,resin,3\n"), small)
    assert by_id(checklist(Evidence(result)))["R6"].result == "error"


def test_the_quality_of_the_data_is_shown(write: Write, small: Path) -> None:
    prices = open_prices(small)
    result = footprint(write("bom.csv", BOM), prices)
    found = by_id(checklist(Evidence(result, quality=quality(result, prices)), "pact"))
    assert "0 % is declared" in found["D1"].found


def test_a_battery_per_piece_with_cut_off_fails_its_regulation(result: Footprint) -> None:
    found = by_id(checklist(Evidence(result), "battery"))
    assert (found["E2"].result, found["E4"].result) == ("error", "error")
    assert found["E3"].result == "ok"


def test_another_standard_is_refused(result: Footprint) -> None:
    with pytest.raises(UnknownName, match="standard"):
        checklist(Evidence(result), "iso9001")


@pytest.mark.parametrize(
    ("declared", "sector", "result", "told"),
    [
        ("5 kg CO2e/kg", "", "ok", "5 kg CO2e/kg"),
        ("5000 kg CO2e/kg", "", "warning", "1000 too high"),
        ("0.0012 kg CO2e/kg", "Packaging for consumer goods", "warning", "1000 too low"),
        ("5 kg CO2e/piece", "", "warning", "mass of the product is not declared"),
    ],
)
def test_a_value_per_kilogram_is_held_against_published_products(
    declared: str, sector: str, result: str, told: str
) -> None:
    found = inspect(declared, sector)
    last = found.checks[-1]
    assert (last.id, last.result) == ("plausible", result)
    assert told in last.message
    assert found.verdict == "consistent"
    assert read_declaration(declared).kg_co2e == found.to_dict()["declared_kg_co2e"]


def test_a_number_alone_has_nothing_to_be_checked_against() -> None:
    with pytest.raises(UsageError, match="--against"):
        inspect("5")


# the rows that a reviewer goes through: ISO 14067:2018 and 14044 by clause, and what each of the
# others adds (GHG Protocol Product Standard, its reporting template; METI and MOE, CFPガイドライン
# 2023; Regulation (EU) 2023/1542, Annex II, and METI 車載用蓄電池のCFP算定方法 2023)
ROWS = {
    "iso14067": "G1 G2 G3 G4 U1 U2 B1 B2 B3 D1 D2 T1 T2 S1 S2 I1 I2 A1 A2 C1 F1 F2 F3 F4 F5 F6 E1"
    " L1 L2 N1 R1 R2 R3 R4 R5 R6 R7",
    "ghgp": "G1 G2 G4 U1 U2 B1 B3 D1 D2 T1 A1 A2 F1 F2 F4 E1 L1 L2 N1 R1 R2 R5 R6 H1 H2 H3 H4 H5"
    " H6 H7 H8 H9 H10 H11 H12 H13 H14 H15 H16",
    "pact": "U2 B1 B2 B3 D1 D2 T1 A1 F1 F2 F3 F4 F6 E1 L1 L2 R5 P1 P2 P3 P4 P5 P6",
    "jp": "G2 G4 U1 U2 B1 B2j B3 D1 D2 T1 S1 S2 A1 E1 L1 L2 R1 R2 R3 R4 R5 J1 J2 J3 J4 J5 J6 J7",
    "jp-comparison": "G2 R4 J1 J8 J9 J10 J11 J12",
    "battery": "U2 B1 B2p B3 D2 S2 A1 E1 L2 R1 E2 E3 E4 E5 E6 E7 E8",
}


@pytest.mark.parametrize("standard", list(ROWS))
def test_every_row_of_the_standard_is_looked_at(standard: str, result: Footprint) -> None:
    found = by_id(checklist(Evidence(result), standard))
    assert set(ROWS[standard].split()) <= set(found)


def test_a_comparison_asks_for_all_that_a_footprint_asks_for(result: Footprint) -> None:
    """The guideline has two levels: 基礎要件 for every footprint, and more for a comparison."""
    basis, comparison = (by_id(checklist(Evidence(result), s)) for s in ("jp", "jp-comparison"))
    assert set(basis) < set(comparison)
    assert "J9" not in basis
    facts = {"rule": "PCR", "rule_review": "three experts"}
    found = by_id(checklist(Evidence(result, facts=facts), "jp-comparison"))
    assert (found["J8"].result, found["J9"].result) == ("ok", "ok")


def test_a_battery_without_distribution_or_with_a_material_left_out_fails(
    write: Write, small: Path
) -> None:
    from celca.assess import Options
    from celca.product import ReadingOptions

    bom = BOM + "C,unobtainium,0.5\n"
    options = Options(reading=ReadingOptions(exclude_unknown=True))
    found = by_id(checklist(Evidence(footprint(write("b.csv", bom), small, options=options)),
                            "battery"))  # fmt: skip
    assert found["E6"].result == "error"
    assert "distribution" in found["E6"].found
    assert found["E7"].result == "error"
    assert "unobtainium" in found["E7"].found


def test_a_grid_is_told_but_its_ground_is_asked_for(write: Write, small: Path) -> None:
    write("s/bom.csv", BOM)
    text = (
        'name = "s"\nbom = "bom.csv"\n[[production]]\nprocess = "electricity"\namount = "1 kWh"\n'
    )
    result = footprint(write("s/product.toml", text), small)
    row = by_id(checklist(Evidence(result)))["E1"]
    assert (row.result, "electricity: nobody" in row.found) == ("open", True)
    facts = {"electricity": "grid average, Japan 2023"}
    assert by_id(checklist(Evidence(result, facts=facts)))["E1"].result == "ok"
