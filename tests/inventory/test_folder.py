"""The native folder: read as it stands, refused with file and line where it is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.errors import DataError, UnknownName
from celca.inventory import content_hash, folded, locate, read_inventory, write_inventory

Write = Callable[..., Path]


def test_amounts_are_converted_to_the_unit_of_what_they_refer_to(small: Path) -> None:
    by_place = {(x.process, x.input): x.amount for x in read_inventory(small).exchanges}
    assert by_place["electricity", "co2"] == pytest.approx(0.5)  # 500 g
    assert by_place["resin-recycled", "electricity"] == pytest.approx(1)  # 3.6 MJ


def test_an_output_other_than_one_is_kept(write_database: Write) -> None:
    row = "electricity,output,electricity,36,MJ,,,,,,book,\nelectricity,emission"
    folder = write_database({"exchanges.csv": ("electricity,emission", row)})
    assert read_inventory(folder).process_by_id["electricity"].output == pytest.approx(10)


def test_the_hash_is_of_the_content_and_not_of_line_ends(small: Path) -> None:
    before = content_hash(small)
    path = small / "processes.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert content_hash(small) == before
    path.write_bytes(path.read_bytes().replace(b"2020", b"2021", 1))
    assert content_hash(small) != before


def test_an_alias_that_only_comes_near_says_why_and_is_written_again(
    small: Path, tmp_path: Path
) -> None:
    assumed = small / "assumed.csv"
    before = content_hash(small)
    assumed.write_text("alias,reason\nPlastic,another polymer\n", encoding="utf-8")
    assert content_hash(small) != before
    read = read_inventory(small)
    assert {a.alias: a.assumed for a in read.aliases if a.assumed} == {"plastic": "another polymer"}
    written = write_inventory(read, tmp_path / "written").folder
    assert written is not None
    assert read_inventory(written).aliases == read.aliases
    (written / "stored.npz").unlink()
    assert read_inventory(written).aliases == read.aliases
    assumed.write_text("alias,reason\nplasticc,another polymer\n", encoding="utf-8")
    with pytest.raises(UnknownName, match=r"assumed.csv line 2: no alias is called 'plasticc'"):
        read_inventory(small)


def test_a_name_is_one_whatever_its_width_case_and_spacing() -> None:
    assert folded("ＰＰ樹脂") == folded("pp 樹脂") == folded("PP樹脂")
    assert folded("Stainless-Steel") == folded("stainless  steel")
    assert folded("PA 6") != folded("PA 66")


FAULTS = {
    "no such process": ("exchanges.csv", "moulding,input,electricity", "moulding,input,electrcity", "line 12: no process is called 'electrcity'. Did you mean 'electricity'"),
    "no such flow": ("exchanges.csv", "emission,co2,500", "emission,co3,500", "line 2: no flow is called 'co3'"),
    "unknown maker": ("exchanges.csv", "moulding,input", "molding,input", "line 12: no process is called 'molding'"),
    "wrong dimension": ("exchanges.csv", "electricity,1,kWh", "electricity,1,kg", "line 4: 'kg' is a unit of mass"),
    "unknown unit": ("exchanges.csv", "electricity,1,kWh", "electricity,1,kWhh", "line 4: 'kWhh' is not a unit"),
    "no number": ("exchanges.csv", "co2,500,g", "co2,5oo,g", "line 2: column 'amount' holds '5oo'"),
    "not finite": ("exchanges.csv", "co2,500,g", "co2,nan,g", "line 2: column 'amount' holds 'nan'"),
    "empty amount": ("exchanges.csv", "co2,500,g", "co2,,g", "line 2: column 'amount' is empty"),
    "unknown kind": ("exchanges.csv", "truck,emission", "truck,emision", "line 13: no kind is called 'emision'"),
    "no scale": ("exchanges.csv", "lognormal,0.1", "lognormal,", "line 3: a lognormal distribution needs a scale"),
    "negative scale": ("exchanges.csv", "lognormal,0.1", "lognormal,-1", "line 3: a lognormal distribution needs a scale"),
    "long line": ("exchanges.csv", "book#1,", "book#1,a,b", "line 2: has 13 cells, but the header has 12"),
    "twice": ("processes.csv", "wood,Sawn wood", "metal,Sawn wood", "line 7: the id 'metal' stands on line 6 already"),
    "no year": ("processes.csv", "wood,kg,XX,2020", "wood,kg,XX,20x0", "line 6: column 'year' holds '20x0'"),
    "no unit": ("processes.csv", "wood,kg,XX", "wood,,XX", "line 6: column 'unit' is empty"),
    "missing column": ("processes.csv", "kind,technology", "sort,technology", "line 1: has no column 'kind'"),
    "no such variant": ("materials.csv", "bio_based,resin-bio", "grown,resin-bio", "line 4: no variant is called 'grown'"),
    "no such treatment": ("materials.csv", ",landfill,incineration-bio", ",landfil,incineration-bio", "line 4, column 'landfill': no process is called 'landfil'"),
    "share above one": ("materials.csv", "wood,1,1,0,0.5", "wood,1,1.5,0,0.5", "line 5: column 'bio_based' holds 1.5"),
    "material not by mass": ("materials.csv", "virgin,metal", "virgin,board", "line 6: 'm2' is a unit of area"),
    "ambiguous alias": ("aliases.csv", "various,en", "Plastic,en,wood\nvarious,en", "line 5: 'Plastic' means 'wood' here, but 'resin' on line 2"),
    "alias of nothing": ("aliases.csv", "plastic,en,resin", "plastic,en,resinn", "line 2: no material or process is called 'resinn'"),
    "published of nothing": ("published.csv", "wood,total", "woood,total", "line 3: no process is called 'woood'"),
    "no licence": ("database.toml", 'licence = "none"\n', "", "does not say licence"),
    "broken toml": ("database.toml", '"small"', '"small', "is not well-formed TOML"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_by_file_and_line(fault: str, write_database: Write) -> None:
    name, old, new, message = FAULTS[fault]
    folder = write_database({name: (old, new)})
    with pytest.raises(DataError) as error:
        read_inventory(folder)
    assert message in str(error.value)
    assert str(error.value).startswith(name)


def test_a_class_is_of_the_material_and_of_what_makes_it_alone(
    small: Path, classify: Callable[..., Path]
) -> None:
    before = read_inventory(small)
    assert before.classes == {}
    after = read_inventory(classify(small, resin="plastic", metal="iron"))
    makers = ("resin-virgin", "resin-recycled", "resin-bio")
    assert after.classes == {
        "resin": "plastic",
        "metal": "iron",
        **dict.fromkeys(makers, "plastic"),
    }
    assert after.hash != before.hash


def test_a_class_that_there_is_not_is_told_its_neighbour(
    small: Path, classify: Callable[..., Path]
) -> None:
    classify(small, resin="plastics")
    with pytest.raises(DataError, match=r"line 2: no class is called 'plastics'.*'plastic'.*iron"):
        read_inventory(small)


def test_variants_of_one_material_are_of_one_class(
    small: Path, classify: Callable[..., Path]
) -> None:
    path = classify(small, resin="plastic") / "materials.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("incineration-bio,,book,,plastic", "incineration-bio,,book,,rubber")
    )
    with pytest.raises(DataError, match=r"line 4: 'resin' is of class 'rubber' here, but of 'pl"):
        read_inventory(small)


def test_a_missing_file_is_named(write_database: Write) -> None:
    folder = write_database(drop=("flows.csv",))
    with pytest.raises(DataError, match=r"flows.csv: is missing from"):
        read_inventory(folder)


def test_text_that_is_not_utf8_is_refused(small: Path) -> None:
    (small / "aliases.csv").write_bytes("alias,language,material\n樹脂,ja,resin\n".encode("cp932"))
    with pytest.raises(DataError, match=r"aliases.csv: is not UTF-8"):
        read_inventory(small)


def test_a_folder_that_is_no_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"has no database.toml"):
        locate(tmp_path)


def test_an_unknown_database_is_told_its_neighbour() -> None:
    with pytest.raises(DataError, match="Did you mean 'celca-open'"):
        locate("celca-opn")


def test_what_was_read_before_is_used_only_for_the_same_content(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path / "kept"))
    first = read_inventory(small)
    (kept,) = (tmp_path / "kept").iterdir()
    again = read_inventory(small)
    assert tuple(again.exchanges) == tuple(first.exchanges)
    assert again.processes == first.processes
    path = small / "exchanges.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("co2,500,g", "co2,600,g"))
    changed = {(x.process, x.input): x.amount for x in read_inventory(small).exchanges}
    assert changed["electricity", "co2"] == pytest.approx(0.6)
    kept.write_bytes(b"damaged")
    path.write_text(path.read_text(encoding="utf-8").replace("co2,600,g", "co2,500,g"))
    assert tuple(read_inventory(small).exchanges) == tuple(first.exchanges)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_who_may_read_the_tables_may_read_what_is_stored_beside_them(
    small: Path, tmp_path: Path
) -> None:
    """A database in a shared folder loads as quickly for others as for who imported it."""
    write_inventory(read_inventory(small), tmp_path / "shared")
    modes = {p.stat().st_mode & 0o777 for p in (tmp_path / "shared").iterdir()}
    assert (tmp_path / "shared" / "stored.npz").is_file()
    assert len(modes) == 1
