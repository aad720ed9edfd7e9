"""A board's list gives no masses: they are typical of the footprint, and told so."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import celca.bom
from celca.bom import read_bom
from celca.bom.components import typical_of
from celca.errors import FileFault

Write = Callable[..., Path]
TABLE = Path(celca.bom.__file__).with_name("components.csv")
MG = 1e-6

KICAD = """"Reference","Value","Datasheet","Footprint","Qty","DNP"
"C1,C2","100nF","~","Capacitor_SMD:C_0603_1608Metric","2",""
"R1-R4","10k","~","Resistor_SMD:R_0402_1005Metric","4",""
"R5","0R","~","Resistor_SMD:R_0402_1005Metric","1","DNP"
"U1","MCU","~","Package_QFP:LQFP-48_7x7mm_P0.5mm","1",""
"J1","USB_C","~","Connector_USB:USB_C_Receptacle_HRO","1",""
"""


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Panasonic, Thick Film Chip Resistors, Type ERJ 1G to 1T: 2 g per 1000 pieces of 0603, 0.8 g of
# 0402, 45 g of 2512. Zetex, SO8: 74.2 mg. Diodes, MMBT3904 in SOT-23: 8 mg. Ceramic chips:
# 1.6 x 0.8 x 0.8 mm of barium titanate at 6.02 g/cm3 is 6.16 mg. Vishay Sprague 515D: 12.53 g
# and 15.71 g for the two cans of 18 mm. Lattice, 100 TQFP: 0.65 g on 14 x 14 mm.
@pytest.mark.parametrize(
    ("footprint", "letters", "mg"),
    [
        ("Resistor_SMD:R_0603_1608Metric", "R", 2),
        ("R_0402_1005Metric_Pad0.72x0.64mm_HandSolder", "", 0.8),
        ("0603", "R", 2),
        ("RESC1608X55N", "", 2),
        ("R_2512_6332Metric", "R", 45),
        ("C_0603_1608", "C", 6.16),
        ("C_0603_1608", "R", 2),  # the designator says what is put there
        ("CAPC1608X90N", "C", 6.16),
        ("SOT-23", "Q", 8),
        ("SOT95P240X110-3N", "Q", 8),
        ("SOIC-8_3.9x4.9mm_P1.27mm", "U", 74.2),
        ("SOIC127P600X175-8N", "U", 74.2),
        ("LQFP-100_14x14mm_P0.5mm", "U", 3.32 * 14 * 14),
        ("LQFP100", "U", 651),
        ("QFN-48-1EP_7x7mm_P0.5mm_EP5.6x5.6mm", "U", 2.37 * 49),
        ("CP_Radial_D18.0mm_P7.50mm", "C", 14120),
        ("PinHeader_1x05_P2.54mm_Vertical", "J", 5 * 59.8),
    ],
)
def test_a_footprint_tells_a_typical_mass(footprint: str, letters: str, mg: float) -> None:
    found = typical_of(footprint, letters)
    assert found is not None
    assert found.mass / MG == pytest.approx(mg, rel=1e-3)
    assert found.low <= found.mass <= found.high


@pytest.mark.parametrize(
    ("footprint", "letters"),
    [
        ("0603", ""),  # of what?
        ("R_0603Metric", "R"),  # a size in mm, 0201 in inches, that stands alone
        ("R_Bourns_CRE2512", "R"),
        ("SOIC-16W_7.5x10.3mm_P1.27mm", "U"),
        ("QFN-48", "U"),  # no body
        ("USB_C_Receptacle", "J"),
        ("Housing", ""),
    ],
)
def test_what_is_not_certain_has_no_typical_mass(footprint: str, letters: str) -> None:
    assert typical_of(footprint, letters) is None


def test_every_class_has_a_range_and_a_source_that_can_be_opened() -> None:
    for row in rows():
        assert float(row["low_mg"]) <= float(row["mass_mg"]) <= float(row["high_mg"]), row
        assert "https://" in row["source"] or "http://" in row["source"], row


def test_a_closed_form_gives_the_mass_that_stands_beside_it() -> None:
    seen = 0
    for row in rows():
        form = re.match(r"Closed form ([0-9. x]+) mm x ([0-9.]+) g/cm3\. ", row["source"])
        if form:
            volume = 1.0
            for side in form[1].split(" x "):
                volume *= float(side)
            assert float(row["mass_mg"]) == pytest.approx(volume * float(form[2]), rel=5e-3)
            seen += 1
    assert seen == 6


def test_a_board_is_read_without_masses_and_says_so(write: Write) -> None:
    bom = read_bom(write(KICAD))
    assert [line.description for line in bom.lines] == ["100nF", "10k", "MCU", "USB_C"]
    assert [line.material for line in bom.lines] == [
        *("ceramic chip capacitor", "chip resistor", "semiconductor", "")
    ]
    assert bom.mass / MG == pytest.approx(2 * 6.16 + 4 * 0.8 + 3.32 * 49)
    assert [t.rows for t in bom.typical] == [(2,), (3,), (5,)]
    [told] = [f for f in bom.findings if f.code == "typical_mass"]
    assert told.message.startswith(
        "3 rows (2, 3, 5) state no mass; masses typical of the footprint"
    )
    assert [f.where for f in bom.findings if f.code == "no_mass"] == ["bom.csv row 6"]
    assert bom.columns["footprint"] == "Footprint"


def test_a_mass_that_is_stated_is_not_replaced_by_a_typical_one(write: Write) -> None:
    bom = read_bom(write("Part,Material,Qty,Package,Mass (g)\nR1,x,2,R_0603_1608Metric,5\n"))
    assert bom.mass == pytest.approx(0.01)
    assert bom.typical == ()
    assert bom.not_used == ("Package",)


def test_a_board_of_parts_that_nobody_weighed_is_refused(write: Write) -> None:
    with pytest.raises(FileFault, match="no column gives a mass"):
        read_bom(write("Reference,Value,Footprint,Qty\nJ1,USB,USB_C_Receptacle,1\n"))


def test_a_board_calls_its_parts_by_designator_and_leaves_out_holes_and_marks(
    write: Write,
) -> None:
    text = (
        "Ref,Qty,Value,Footprint,Description\n"
        "R1-R2,2,10k,Resistor_SMD:R_0603_1608Metric,Resistor\n"
        "J1,1,USB,Connector_USB:USB_C_Receptacle,\n"
        "H1,1,Hole,MountingHole:MountingHole_3.2mm_M3,\n"
        "FID1,1,Mark,Fiducial:Fiducial_1mm_Mask2mm,\n"
    )
    bom = read_bom(write(text))
    assert [x.part for x in bom.lines] == ["R1-R2", "J1"]
    reason = "a hole or a mark of the bare board, no part"
    assert list(bom.rows_skipped) == [(4, reason), (5, reason)]
