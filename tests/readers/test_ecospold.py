"""EcoSpold 1 is read with its groups, units and uncertainty."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from celca.assess import open_prices
from celca.errors import DataError, FileFault
from celca.readers.ecospold import read_ecospold

DATASET = """<dataset number="{number}"><metaInformation><processInformation>
<referenceFunction name="{name}" unit="{unit}" amount="1" category="metals" subCategory="x"/>
<geography location="JP"/><timePeriod><startYear>2001</startYear><endYear>2009</endYear></timePeriod>
</processInformation></metaInformation><flowData>{exchanges}</flowData></dataset>"""
POWER = (
    '<exchange number="10" name="power" unit="kWh" meanValue="1"><outputGroup>0</outputGroup></exchange>'
    '<exchange number="20" name="Carbon dioxide, fossil" category="air" subCategory="unspecified"'
    ' unit="kg" meanValue="0.5" uncertaintyType="1" standardDeviation95="4">'
    "<outputGroup>4</outputGroup></exchange>"
)
PART = (
    '<exchange number="11" name="part" unit="kg" meanValue="2"><outputGroup>0</outputGroup></exchange>'
    '<exchange number="10" name="power" unit="MJ" meanValue="7.2"><inputGroup>5</inputGroup></exchange>'
    '<exchange number="20" name="Carbon dioxide, fossil" category="air" subCategory="unspecified"'
    ' unit="g" meanValue="400" uncertaintyType="3" minValue="300" maxValue="600">'
    "<outputGroup>4</outputGroup></exchange>"
    '<exchange number="21" name="Carbon dioxide, in air" category="resource" subCategory="in air"'
    ' unit="kg" meanValue="0.1"><inputGroup>4</inputGroup></exchange>'
)


def spold(path: Path, *datasets: tuple[str, str, str, str]) -> Path:
    keys = ("number", "name", "unit", "exchanges")
    texts = [DATASET.format(**dict(zip(keys, d, strict=True))) for d in datasets]
    space = 'xmlns="http://www.EcoInvent.org/EcoSpold01"'
    path.write_text(f"<ecoSpold {space}>{''.join(texts)}</ecoSpold>", encoding="utf-8")
    return path


def test_datasets_are_linked_and_converted(tmp_path: Path) -> None:
    """2 kWh × 0.5 + 0.4 − 0.1 = 1.3 kg for 2 kg of part."""
    path = spold(tmp_path / "a.xml", ("1", "power", "kWh", POWER), ("2", "part", "kg", PART))
    prices = open_prices(path)
    assert prices.H.sum(axis=0) == pytest.approx([0.5, 0.65], rel=1e-14)
    inventory = prices.system.inventory
    assert inventory.process_by_id["2"].year == 2009
    first, _, third, _ = inventory.exchanges
    assert (first.distribution, first.scale) == ("lognormal", pytest.approx(0.6931471805599453))
    assert (third.minimum, third.maximum) == pytest.approx((0.3, 0.6))


def test_a_zip_and_a_folder_of_files_are_the_same_database(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    one = spold(folder / "1.xml", ("1", "power", "kWh", POWER))
    two = spold(folder / "2.xml", ("2", "part", "kg", PART))
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as file:
        file.write(one, "1.xml")
        file.write(two, "2.xml")
    assert (open_prices(folder).H == open_prices(tmp_path / "set.zip").H).all()


def test_two_makers_are_refused_or_averaged_on_request(tmp_path: Path) -> None:
    dirty = POWER.replace('meanValue="0.5"', 'meanValue="1.5"')
    path = spold(
        tmp_path / "a.xml",
        ("1", "power", "kWh", POWER),
        ("3", "old power", "kWh", dirty),
        ("2", "part", "kg", PART.replace("JP", "US")),
    )
    path.write_text(path.read_text().replace(">2009<", ">2010<", 1).replace('"JP"', '"CN"', 1))
    inventory = read_ecospold(path, {"power": "old power"})
    assert [x.input for x in inventory.exchanges if x.kind == "input"] == ["3"]
    mixed = read_ecospold(
        spold(
            tmp_path / "b.xml",
            ("1", "p1", "kWh", POWER),
            ("3", "p3", "kWh", dirty),
            ("2", "part", "kg", PART),
        ),
        average=True,
    )
    assert {x.input: x.amount for x in mixed.exchanges if x.process == "mix:10"} == {
        "1": 0.5,
        "3": 0.5,
    }
    with pytest.raises(DataError, match="2 products|1 products"):
        read_ecospold(tmp_path / "b.xml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<ecoSpold", "not well-formed"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><ecoSpold/>', "defines entities"),
        ('<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"/>', "no dataset"),
        ("<other/>", "no dataset"),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    with pytest.raises(FileFault, match=told):
        read_ecospold(tmp_path / "a.xml")


def test_a_maker_in_another_dimension_is_a_gap_that_is_told(tmp_path: Path) -> None:
    part = PART.replace('unit="MJ"', 'unit="m3"')
    path = spold(tmp_path / "a.xml", ("1", "power", "kWh", POWER), ("2", "part", "kg", part))
    assert "unit_misfit" in [f.code for f in read_ecospold(path).findings]


def test_a_flow_under_a_foreign_name_is_told_by_its_cas_number(tmp_path: Path) -> None:
    named = POWER.replace("Carbon dioxide, fossil", "二酸化炭素")
    assert open_prices(spold(tmp_path / "a.xml", ("1", "power", "kWh", named))).H.sum() == 0
    numbered = named.replace('name="二酸化炭素"', 'name="二酸化炭素" CASNumber="000124-38-9"')
    found = open_prices(spold(tmp_path / "b.xml", ("1", "power", "kWh", numbered)))
    assert found.H.sum() == pytest.approx(0.5)
