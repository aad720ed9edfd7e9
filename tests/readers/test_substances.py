"""What a flow is, is read off its name and compartment, in three nomenclatures."""

from __future__ import annotations

import pytest

from celca.methods import load_method
from celca.readers.gases import by_name
from celca.readers.substances import recognise


@pytest.mark.parametrize(
    ("name", "context", "formula", "origin", "place"),
    [
        ("Carbon dioxide, fossil", ("air",), "CO2", "fossil", "air"),
        ("Carbon dioxide, non-fossil", ("air", "urban air"), "CO2", "biogenic", "air"),
        (
            "Carbon dioxide, fossil",
            ("air", "lower stratosphere + upper troposphere"),
            "CO2",
            "fossil",
            "air/aircraft",
        ),
        ("Carbon dioxide, in air", ("natural resource", "in air"), "CO2", "biogenic", "resource"),
        ("Carbon dioxide, from soil or biomass stock", ("air",), "CO2", "land", "air"),
        ("Carbon dioxide, to soil or biomass stock", ("soil",), "CO2", "land", "resource"),
        ("Carbon dioxide, land transformation", ("air",), "CO2", "land", "air"),
        ("Methane, non-fossil", ("air",), "CH4", "biogenic", "air"),
        ("Methane, biogenic", ("Elementary flows", "air", "unspecified"), "CH4", "biogenic", "air"),
        ("Dinitrogen monoxide", ("air",), "N2O", "fossil", "air"),
        ("Nitrous oxide", ("emission/air",), "N2O", "fossil", "air"),
        ("Sulfur hexafluoride", ("air",), "SF6", "fossil", "air"),
        ("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", ("air",), "HFC134a", "fossil", "air"),
        ("Methane, chlorodifluoro-, HCFC-22", ("air",), "HCFC22", "fossil", "air"),
        ("Methane, bromotrifluoro-, Halon 1301", ("air",), "Halon1301", "fossil", "air"),
        ("Methane, tetrafluoro-, R-14", ("air",), "CF4", "fossil", "air"),
        ("Ethane, hexafluoro-, HFC-116", ("air",), "C2F6", "fossil", "air"),
        ("Methane, tetrachloro-, CFC-10", ("air",), "CCl4", "fossil", "air"),
        ("Methane, dichloro-, HCC-30", ("air",), "CH2Cl2", "fossil", "air"),
        ("Methane, bromo-, Halon 1001", ("air",), "CH3Br", "fossil", "air"),
        ("Methane, monochloro-, R-40", ("air",), "CH3Cl", "fossil", "air"),
        ("Ethane, 1,1,1-trichloro-, HCFC-140", ("air",), "CH3CCl3", "fossil", "air"),
        ("Methane, fossil", ("water",), "", "fossil", "water"),
        ("Gas, natural, in ground", ("resource", "in ground"), "", "biogenic", "resource"),
        ("Carbon monoxide, fossil", ("air",), "", "fossil", "air"),
        ("Methanethiol", ("air",), "", "fossil", "air"),
        ("Carbon dioxide equivalents foo", ("air",), "", "fossil", "air"),
    ],
)
def test_a_flow_is_told_by_name_and_compartment(
    name: str, context: tuple[str, ...], formula: str, origin: str, place: str
) -> None:
    found = recognise(name, context)
    assert (found.formula, found.compartment) == (formula, place)
    if formula:
        assert found.origin == origin
        assert load_method().characterise(formula, origin, place) is not None


def test_carbon_that_does_not_say_where_it_came_from_is_marked() -> None:
    assert not recognise("Carbon dioxide", ("air",)).told
    assert not recognise("Methane", ("air",)).told
    assert recognise("Carbon dioxide, fossil", ("air",)).told
    assert recognise("Dinitrogen monoxide", ("air",)).told


@pytest.mark.parametrize("cas", ["124-38-9", "000124-38-9", "0000124389"])
def test_a_name_in_another_language_is_told_by_its_cas_number(cas: str) -> None:
    found = recognise("Kohlendioxid, biogen", ("Luft", "air"), cas)
    assert (found.formula, found.origin, found.told) == ("CO2", "biogenic", True)
    assert recognise("Kohlendioxid", ("air",)).formula == ""
    assert recognise("Methan", ("water",), "74-82-8").formula == ""  # gases act in air


def test_a_flow_of_the_federal_list_is_told_by_its_id_alone() -> None:
    """The id of `Carbon dioxide`, emission/air, kg in the Federal Elementary Flow List."""
    found = recognise("二酸化炭素", (), key="b6f010fb-a764-3063-af2d-bcb8309a97b7")
    assert (found.formula, found.compartment, found.told) == ("CO2", "air", False)
    assert recognise("二酸化炭素", (), key="b6f010fb-a764-4063-af2d-bcb8309a97b7").formula == ""


def test_every_gas_of_the_table_has_a_factor_or_had_one() -> None:
    """A formula that no method knows would count nothing, and nobody would see why."""
    known = {formula for formula, _ in load_method().factors}
    known |= {formula for formula, _ in load_method("ipcc-ar5-gwp100").factors}
    assert set(by_name().values()) <= known
    assert recognise("Trifluoromethane", ("air",)).formula == "HFC23"
    assert recognise("2H,3H-Decafluoropentane", ("emission", "air")).formula == "HFC4310mee"
