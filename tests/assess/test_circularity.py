"""Circularity, losses and biogenic carbon, from a study's files to the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import Footprint, footprint
from celca.assess.biogenic import biogenic_notes
from celca.assess.circular_result import Biogenic
from celca.assess.circularity import origins_of
from celca.errors import CelcaError
from celca.inventory import read_inventory
from celca.matching import Match
from celca.product import Line, Product
from celca.product.record import DeclaredUnit, Origin

Write = Callable[..., Path]
WriteDatabase = Callable[..., Path]


def study(write: Write, small: Path, bom: str, toml: str) -> Footprint:
    write("bom.csv", "Part,Material,Mass (kg)\n" + bom)
    return footprint(write("product.toml", f'name = "P"\nbom = "bom.csv"\n{toml}'), small)


# M=10 FR=.3 FU=.1 CR=.5 CU=.1 EF=EC=.8 X=1.25: V 6, W0 4, WC 1, WF .75, W 4.875,
# LFI 10.875/19.875, F .72
GOLDEN = """
[life]
service_life = "10 year"
uses_per_year = 1
industry_average_life = "8 year"
[[life.reuse]]
share = 0.1
[inputs.resin]
recycled = 0.3333333333333333
post_consumer = 0.75
recycling_yield = 0.8
[end_of_life.resin]
recycling = 0.4
reuse = 0.1
landfill = 0.5
recycling_yield = 0.8
"""


@pytest.fixture
def golden(write: Write, small: Path) -> Footprint:
    return study(write, small, "A,resin,10\n", GOLDEN)


def test_the_mci_of_a_study_is_that_reckoned_by_hand(golden: Footprint) -> None:
    found = golden.circularity
    assert found.mci == pytest.approx(1 - 10.875 / 19.875 * 0.72, rel=1e-9)
    assert found.utility == pytest.approx(1.25)
    assert found.mci_parts["virgin"] == pytest.approx(6)
    assert found.mci_parts["waste"] == pytest.approx(4.875)


def test_the_flows_of_iso_59020_add_up_to_the_whole(golden: Footprint) -> None:
    """In: 30 % recycled, 10 % reused, 60 % linear; out: 0.5 × 0.8 = 40 % recycled; RLP 10/8."""
    into, out = golden.circularity.inflow, golden.circularity.outflow
    assert into is not None
    assert out is not None
    assert [into[k] for k in ("recycled", "reused", "linear")] == pytest.approx([0.3, 0.1, 0.6])
    assert [out[k] for k in ("recycled", "reused", "linear")] == pytest.approx([0.4, 0.1, 0.5])
    assert into["mass"] == pytest.approx(10 / 10)  # per declared unit: 10 uses
    assert golden.circularity.lifetime_ratio == pytest.approx(1.25)


def test_cti_and_the_rates_of_japan_follow_from_the_same_flows(golden: Footprint) -> None:
    """Circular in 4 of 10 kg, out 5 of 10; 入口側 4 / 10, 出口側 5 / 10."""
    assert golden.circularity.cti == {
        "inflow": pytest.approx(0.4),
        "outflow": pytest.approx(0.5),
        "material_circularity": pytest.approx(0.45),
    }
    assert golden.circularity.japan == {
        "entry_rate": pytest.approx(0.4),
        "exit_rate": pytest.approx(0.5),
    }


def test_recycled_content_is_split_where_the_study_says(golden: Footprint) -> None:
    found = golden.circularity
    assert found.recycled_content == pytest.approx(0.3)
    assert found.post_consumer == pytest.approx(0.225)
    assert found.pre_consumer == pytest.approx(0.075)
    assert found.origin_not_stated == pytest.approx(0, abs=1e-12)


def test_at_the_gate_nothing_is_said_of_what_goes_out(write: Write, small: Path) -> None:
    found = study(write, small, "A,resin,1\n", "[inputs.resin]\nrecycled = 0.5\n").circularity
    assert found.outflow is None
    assert found.cti["outflow"] is None
    assert found.japan["exit_rate"] is None
    assert any("CTI" in text for text in found.left_out)
    assert found.origin_not_stated == pytest.approx(0.5)


def test_recyclability_is_given_with_its_reason(write: Write, small: Path) -> None:
    toml = "[end_of_life.default]\nlandfill = 1\n[end_of_life.metal]\nlandfill = 1\n"
    toml += 'recyclable = true\nreason = "sorted by magnet"\n'
    found = study(write, small, "A,resin,1\nB,metal,2\nC,wood,1\n", toml).circularity
    assert found.recyclability["share"] == pytest.approx(0.75)
    reasons = {
        m["material"]: (m["recyclable"], m["reason"]) for m in found.recyclability["materials"]
    }
    assert reasons["metal"] == (True, "as the study says: sorted by magnet")
    assert "sends none" in reasons["resin"][1]
    assert reasons["wood"][0] is False


def test_what_is_recycled_or_reused_is_recyclable_by_that(write: Write, small: Path) -> None:
    toml = "[end_of_life.default]\nreuse = 0.4\nlandfill = 0.6\n"
    toml += '[end_of_life.resin]\nrecycling = 0.5\nreuse = 0.25\nlandfill = 0.25\nreason = "seen"\n'
    found = study(write, small, "A,resin,1\nB,metal,2\n", toml).circularity.recyclability
    told = {m["material"]: (m["recyclable"], m["reason"]) for m in found["materials"]}
    assert told == {
        "resin": (True, "75% of it is recycled or reused at its end (seen)"),
        "metal": (True, "40% of it is recycled or reused at its end"),
    }


def test_what_is_recycled_cannot_be_called_unrecyclable(write: Write, small: Path) -> None:
    toml = '[end_of_life.resin]\nrecycling = 1\nrecyclable = false\nreason = "painted"\n'
    with pytest.raises(CelcaError, match="one is wrong"):
        study(write, small, "A,resin,1\n", toml)


def test_sustained_growth_is_renewable_inflow_only_where_proven(write: Write, small: Path) -> None:
    for proven in (0.0, 0.6):
        toml = f"[inputs.wood]\nsustained = {proven}\n"
        found = study(write, small, "A,wood,2\n", toml).circularity
        assert found.inflow is not None
        assert found.inflow["renewable"] == pytest.approx(proven)
        assert found.bio_based_content == pytest.approx(1)


def test_material_by_certificate_alone_is_flagged(write: Write, small: Path) -> None:
    toml = "[inputs.resin]\nrecycled = 0.5\nmass_balanced = 0.8\n"
    result = study(write, small, "A,resin,2\n", toml)
    assert result.circularity.mass_balanced == pytest.approx(0.4)
    assert "mass_balance" in [f.code for f in result.findings if f.severity == "warning"]


def test_more_collected_than_there_is_is_refused(write: Write, small: Path) -> None:
    toml = "[end_of_life.resin]\nrecycling = 0.6\nlandfill = 0.4\nrecycling_yield = 0.5\n"
    with pytest.raises(CelcaError, match="more than there is"):
        study(write, small, "A,resin,2\n", toml)


STEP = '[[production]]\nprocess = "moulding"\nmaterial = "resin"\nscrap = 0.2\n'


def test_regrind_saves_material_and_is_no_recycled_content(write: Write, small: Path) -> None:
    """Of 0.2 kg cut away 0.15 go back: 1.05 kg resin, 1 kg moulding."""
    result = study(write, small, "A,resin,1\n", STEP + "regrind = 0.75\n")
    assert result.total_kg_co2e == pytest.approx(1.05 * 2.5 + 1.0)
    assert result.circularity.recycled_content == 0
    assert {"regrind", "scrap_end_not_stated"} <= {f.code for f in result.findings}


def test_scrap_that_others_use_leaves_free_and_the_rest_is_treated(
    write: Write, small: Path
) -> None:
    """Of 0.05 kg scrap a fifth is landfilled; the others' raw material bears no burden here."""
    end = "regrind = 0.75\nscrap_end = { recycling = 0.8, landfill = 0.2 }\n"
    result = study(write, small, "A,resin,1\n", STEP + end)
    assert result.total_kg_co2e == pytest.approx(1.05 * 2.5 + 1.0 + 0.01 * 0.01)
    assert "scrap_end_not_stated" not in {f.code for f in result.findings}


def test_scrap_of_what_is_made_is_treated_and_of_what_was_in_use_before_there_is_none(
    write: Write, small: Path
) -> None:
    """2 kg wood, a quarter reused: 1.5 kg made of 1.8; .15 kg landfilled, .15 kg handed on."""
    step = STEP.replace("resin", "wood") + "scrap_end = { recycling = 0.5, landfill = 0.5 }\n"
    life = "[[life.reuse]]\nshare = 0.25\n[end_of_life.default]\nincineration = 1\n"
    result = study(write, small, "A,wood,2\n", step + life)
    scrap = [x.amount for x in result.lines if x.description == "scrap to landfill"]
    assert scrap == [pytest.approx(0.15)]
    carbon = [x.amount for x in result.lines if x.description == "carbon in scrap"]
    assert carbon == [pytest.approx(0.15 * 0.5 * 44 / 12)]
    # the landfill may hold the carbon of the rest, as it may at the end of life
    assert "uptake_not_returned" in {f.code for f in result.findings}


def test_a_later_step_makes_an_earlier_one_cut_more(write: Write, small: Path) -> None:
    """1.2 × 1.1 kg resin; scrap of the first step 0.2 × 1.1, all to landfill."""
    steps = STEP + "scrap_end = { landfill = 1 }\n" + STEP.replace("0.2", "0.1")
    result = study(write, small, "A,resin,1\n", steps)
    assert result.total_kg_co2e == pytest.approx(1.32 * 2.5 + 2.0 + 0.22 * 0.01)


def test_carbon_in_wood_scrap_leaves_with_it(write: Write, small: Path) -> None:
    step = STEP.replace("resin", "wood") + "scrap_end = { recycling = 1 }\n"
    end = "[end_of_life.default]\nincineration = 1\n"
    found = study(write, small, "A,wood,1\n", step + end).biogenic
    assert found is not None
    assert found.transferred == pytest.approx(0.2 * 0.5 * 44 / 12)
    assert found.open == pytest.approx(0, abs=1e-9)


def test_regrind_without_scrap_is_refused(write: Write, small: Path) -> None:
    with pytest.raises(CelcaError, match="scrap"):
        study(write, small, "A,resin,1\n", STEP.replace("scrap = 0.2\n", "regrind = 0.5\n"))


# 1 kg wood with 0.5 kg C: uptake −1.833333, incineration +1.833333
def test_carbon_stored_at_the_gate_is_reported_apart(write: Write, small: Path) -> None:
    found = study(write, small, "A,wood,1\n", "").biogenic
    assert found is not None
    assert found.stored_at_gate == pytest.approx(1.8333333333, rel=1e-9)
    assert found.uptake == pytest.approx(-1.8333333333, rel=1e-9)


def test_all_carbon_that_returns_as_co2_leaves_nothing_open(write: Write, small: Path) -> None:
    """−1/+1 = 0/0: the total is the fossil 0.2."""
    result = study(write, small, "A,wood,1\n", "[end_of_life.default]\nincineration = 1\n")
    assert result.total_kg_co2e == pytest.approx(0.2)
    assert result.biogenic is not None
    assert result.biogenic.open == pytest.approx(0, abs=1e-12)
    assert "uptake_not_returned" not in {f.code for f in result.findings}


def test_what_is_burnt_returns_and_what_is_recycled_is_handed_on(write: Write, small: Path) -> None:
    """Of 3 kg wood with 1.5 kg C, 30 % and 70 %; nothing that lies beyond the boundary counts."""
    toml = "[end_of_life.default]\nincineration = 0.3\nrecycling = 0.7\n"
    for rule in (
        "",
        'allocation = "en15804"\n[circularity.wood]\nrecycling = "wood"\nquality_ratio = 1\n',
    ):
        found = study(write, small, "A,wood,3\n", rule + toml).biogenic
        assert found is not None
        assert found.returned == pytest.approx(0.3 * 1.5 * 44 / 12)
        assert found.transferred == pytest.approx(0.7 * 1.5 * 44 / 12)


@pytest.mark.parametrize(("left", "told"), [(0.015, []), (0.025, ["uptake_not_returned"])])
def test_what_rounding_leaves_open_is_not_told(small: Path, left: float, told: list[str]) -> None:
    """2 % of the uptake; a landfill may hold the rest."""
    made = Product("p", DeclaredUnit(), (), boundary="cradle-to-grave")
    made = replace(made, end_of_life={"": {"landfill": 1.0}})
    found = Biogenic(-10.0, 10.0 * (1 - left), 0.0, 0.0, 0.0, None, 10.0 * left, 0.0)
    assert [f.code for f in biogenic_notes(made, found, "AR6")] == told


def test_an_uptake_that_never_returns_is_found(write: Write, small: Path) -> None:
    """The small database's landfill gives no carbon back."""
    result = study(write, small, "A,wood,1\n", "[end_of_life.default]\nlandfill = 1\n")
    (finding,) = [f for f in result.findings if f.code == "uptake_not_returned"]
    assert finding.severity == "warning"
    assert "landfill" in finding.message


def test_a_release_without_uptake_is_found(write: Write, write_database: WriteDatabase) -> None:
    taken = "wood,uptake,co2-up,1.8333333333333333,kg,,,,,,book#5,\n"
    small = write_database({"exchanges.csv": (taken, "")})
    result = study(write, small, "A,wood,1\n", "[end_of_life.default]\nincineration = 1\n")
    assert "released_without_uptake" in {f.code for f in result.findings}


def test_methane_from_landfill_is_counted_and_its_carbon_stated(
    write: Write, write_database: WriteDatabase
) -> None:
    """0.01 kg CH4: +0.27 (AR6, 27.0); its carbon was taken up as 0.0275 kg CO2."""
    text = "landfill,emission,co2,0.01,kg,,,,,,book#9,\n"
    more = (
        "landfill,emission,ch4-bio,0.01,kg,,,,,,book#9,\n"
        "landfill,emission,co2-bio,1.8058333333333333,kg,,,,,,book#9,\n"
    )
    flow = "ch4,Methane,air,kg,CH4,fossil,\n"
    small = write_database({"exchanges.csv": (text, more), "flows.csv": (flow, flow + BIO)})
    result = study(write, small, "A,wood,1\n", "[end_of_life.default]\nlandfill = 1\n")
    assert result.biogenic is not None
    assert result.biogenic.methane_kg == pytest.approx(0.01)
    assert result.biogenic.as_methane == pytest.approx(0.0275)
    assert result.biogenic.open == pytest.approx(0, abs=1e-9)
    zero = 0.2 + 0.27  # neither uptake nor biogenic CO2 counted
    assert result.total_kg_co2e == pytest.approx(zero - 0.0275)


BIO = "ch4-bio,Methane from biomass,air,kg,CH4,biogenic,\n"


def test_late_release_is_a_figure_beside_the_footprint(write: Write, small: Path) -> None:
    """PAS 2050, 10 years: 0.924 of the end of life; the footprint stays what it is."""
    end = "[end_of_life.default]\nincineration = 1\n"
    plain = study(write, small, "A,resin,1\n", end)
    late = study(write, small, "A,resin,1\n", end + '[delayed_emissions]\nafter = "10 year"\n')
    assert plain.supplementary == {}
    assert late.total_kg_co2e == plain.total_kg_co2e
    found = late.supplementary["delayed_emissions"]
    assert found["weight"] == pytest.approx(0.924)
    assert found["total_kg_co2e"] == pytest.approx(2.5 + 0.924 * 3)


@pytest.mark.parametrize(
    ("shares", "weight"), [("25 = 1.0", 0.81), ("50 = 1.0", 0.50), ("0 = 0.5\n100 = 0.5", 0.5)]
)
def test_the_weights_of_pas_2050_are_used(
    write: Write, small: Path, shares: str, weight: float
) -> None:
    toml = "[end_of_life.default]\nincineration = 1\n[delayed_emissions.release]\n" + shares
    found = study(write, small, "A,resin,1\n", toml).supplementary["delayed_emissions"]
    assert found["weight"] == pytest.approx(weight)


def test_a_delay_without_an_end_of_life_is_refused(write: Write, small: Path) -> None:
    with pytest.raises(CelcaError, match="end_of_life"):
        study(write, small, "A,resin,1\n", '[delayed_emissions]\nafter = "10 year"\n')


# 10 kg resin: 1 reused; of the 9 others a third recycled, three quarters of that of users
def test_each_material_says_what_it_was_before(golden: Footprint) -> None:
    (resin,) = golden.circularity.materials
    assert resin["material"] == "resin"
    assert resin["mass_kg"] == pytest.approx(10 / 10)  # per declared unit
    told = {k: resin[k] for k in ("primary", "pre_consumer", "post_consumer", "reused")}
    assert told == {
        "primary": pytest.approx(0.6),
        "pre_consumer": pytest.approx(0.075),
        "post_consumer": pytest.approx(0.225),
        "reused": pytest.approx(0.1),
    }
    assert resin["origin_not_stated"] == pytest.approx(0, abs=1e-12)


def test_grown_and_unstated_material_have_classes_of_their_own(write: Write, small: Path) -> None:
    """Resin half recycled, nobody says from where, a quarter by certificate; wood grown."""
    toml = "[inputs.resin]\nrecycled = 0.5\nmass_balanced = 0.5\n"
    toml += '[[packaging]]\nmaterial = "resin"\nmass = "9 kg"\n'
    found = study(write, small, "A,resin,2\nB,wood,1\nC,metal,1\n", toml).circularity.materials
    resin, wood, metal = found
    assert (resin["primary"], resin["origin_not_stated"]) == (0.5, 0.5)
    assert resin["mass_balanced"] == pytest.approx(0.25)
    assert resin["mass_kg"] == 2  # packaging is no part of it
    assert wood["primary_bio_based"] == 1
    assert metal["primary"] == 1


def test_a_certificate_attributes_nothing_to_what_was_in_use_before(small: Path) -> None:
    """4 kg, a quarter reused; of the rest 30 % recycled, 50 % bio-based, by certificate alone."""
    origin = Origin(reused=0.25, mass_balanced=1.0)
    line = Line("A", "", "resin", Match("resin", "id"), 4.0, 0.3, 0.5, origin=origin)
    assert origins_of(line, read_inventory(small)).mass_balanced == pytest.approx(3 * 0.8)


def test_what_is_recycled_and_grew_is_no_recycled_plastic_or_metal(
    write: Write, write_database: WriteDatabase
) -> None:
    """Wood, half of it recycled: one class, whatever waste it was."""
    again = (
        "wood,Wood,木材,recycled,wood,1,1,0,0.5,15,,,landfill,incineration-wood,,book,\nwood,Wood,"
    )
    folder = write_database({"materials.csv": ("wood,Wood,", again)})
    toml = "[inputs.wood]\nrecycled = 0.5\npost_consumer = 0.6\n"
    (wood,) = study(write, folder, "A,wood,4\n", toml).circularity.materials
    assert (wood["secondary_bio_based"], wood["primary_bio_based"]) == (0.5, 0.5)
    assert (wood["pre_consumer"], wood["post_consumer"], wood["primary"]) == (0, 0, 0)


# 1 kg wood by 1.2 kg: 0.2 kg of scrap whose carbon, 0.366667 kg CO2, goes nowhere
LOST = STEP.replace("resin", "wood") + "[end_of_life.default]\nincineration = 1\n"


def test_an_uptake_that_never_returns_and_is_not_stored_is_refused(
    write: Write, small: Path
) -> None:
    with pytest.raises(CelcaError, match="0.3667 kg of biogenic CO2 .* nor are they stored"):
        study(write, small, "A,wood,1\n", LOST)


def test_carbon_that_a_study_keeps_for_a_century_is_stored_by_its_word(
    write: Write, small: Path
) -> None:
    kept = '[stored_carbon]\nfor = "120 year"\nreason = "beams of a listed house"\n'
    result = study(write, small, "A,wood,1\n", LOST + kept)
    assert result.biogenic is not None
    assert result.biogenic.stored == pytest.approx(0.2 * 0.5 * 44 / 12)
    assert result.biogenic.open == pytest.approx(0, abs=1e-12)
    (finding,) = [f for f in result.findings if f.code == "carbon_stored"]
    assert "120 years by the study's word: beams of a listed house" in finding.message
    with pytest.raises(CelcaError, match="kept for 30 years is released later, not stored"):
        study(write, small, "A,wood,1\n", LOST + kept.replace("120", "30"))


def test_scrap_that_the_bill_states_gets_its_end_from_the_inputs(write: Write, small: Path) -> None:
    """Of 1.25 kg of wood 0.25 are cut away, half to others and half to the fire."""
    write("bom.csv", "Part,Material,Mass (kg),Yield\nA,wood,1,80%\n")
    toml = 'name = "P"\nbom = "bom.csv"\n[end_of_life.default]\nincineration = 1\n'
    with pytest.raises(CelcaError, match="nor are they stored"):
        footprint(write("lost.toml", toml), small)
    toml += "[inputs.wood]\nscrap_end = { recycling = 0.5, incineration = 0.5 }\n"
    result = footprint(write("told.toml", toml), small)
    assert result.biogenic is not None
    assert result.biogenic.transferred == pytest.approx(0.125 * 0.5 * 44 / 12)
    assert result.total_kg_co2e == pytest.approx(1.25 * 0.2)
