"""The names on a bill are reviewed and written down; a guess is told, a decision never changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.errors import DataError, FileFault
from celca.inventory import Inventory, read_inventory
from celca.product import ReadingOptions, read_product, review_names, write_matches

Write = Callable[..., Path]
BOM = (
    "Part,Material,Qty,Mass (kg),Process\nA,resin,2,1,moulding\nB,blue stuff,1,5,\n"
    "C,Wood,1,1,\nD,blue stuff,1,1,\nE,SUS304 t1.0,1,1,\nTotal,,,,\n"
)


@pytest.fixture
def inventory(small: Path) -> Inventory:
    aliases = small / "aliases.csv"
    text = aliases.read_text(encoding="utf-8")
    aliases.write_text(text + "SUS304,std,metal\n", encoding="utf-8")
    return read_inventory(small)


def test_each_name_is_listed_once_the_heaviest_first(inventory: Inventory, write: Write) -> None:
    review = review_names(write("bom.csv", BOM), inventory, ReadingOptions())
    rows = [(n.name, n.kind, n.decision, n.how, n.lines, n.mass_share) for n in review.names]
    assert rows == [
        ("blue stuff", "material", "", "", 2, 0.6),
        ("resin", "material", "resin", "id", 1, 0.2),
        ("Wood", "material", "wood", "id", 1, 0.1),
        ("SUS304 t1.0", "material", "", "grade", 1, 0.1),
        ("moulding", "process", "moulding", "id", 1, 0.2),
    ]
    assert [n.name for n in review.undecided] == ["blue stuff", "SUS304 t1.0"]
    assert all(len(n.candidates) <= 3 for n in review.names)
    assert review.reading["mass_share_matched"] == pytest.approx(0.3)


def test_the_file_has_what_is_certain_and_leaves_the_rest(
    inventory: Inventory, write: Write, tmp_path: Path
) -> None:
    bom, out = write("bom.csv", BOM), tmp_path / "decided.csv"
    assert write_matches(out, review_names(bom, inventory, ReadingOptions())) == 5
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "name,material,comment"
    assert lines[2] == "resin,resin,by id"
    assert lines[4].startswith("SUS304 t1.0,,did you mean: metal (0.90)")
    with pytest.raises(DataError, match="no material is called 'blue stuff'"):
        read_product(bom, inventory, ReadingOptions(matches=out))


def test_a_decision_in_the_file_and_a_column_of_ones_own_are_never_changed(
    inventory: Inventory, write: Write
) -> None:
    bom = write("bom.csv", BOM)
    out = write("m.csv", "who,name,material\nme,Resin,wood\n,blue stuff,\n,old name,metal\n")
    review = review_names(bom, inventory, ReadingOptions(), out)
    assert {n.name: n.decision for n in review.names}["resin"] == "wood"
    assert write_matches(out, review) == 3  # Wood, SUS304 and moulding are new
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "who,name,material,comment"
    assert lines[1:4:2] == ["me,Resin,wood,", ",old name,metal,"]
    assert lines[2].startswith(",blue stuff,,")
    before = out.read_text(encoding="utf-8")
    again = review_names(bom, inventory, ReadingOptions(), out)
    assert write_matches(out, again) == 0
    assert out.read_text(encoding="utf-8") == before


def test_a_file_that_is_something_else_is_not_overwritten(
    inventory: Inventory, write: Write
) -> None:
    bom = write("bom.csv", BOM)
    with pytest.raises(FileFault, match="is no matches.csv"):
        write_matches(bom, review_names(bom, inventory, ReadingOptions()))
    assert bom.read_text(encoding="utf-8") == BOM


def test_names_with_commas_quotes_and_line_breaks_come_back_as_they_were(
    inventory: Inventory, write: Write, tmp_path: Path
) -> None:
    text = 'Part,Material,Mass (kg)\nA,"wo, od ""x""",1\nB,"two\nlines",1\n'
    out = tmp_path / "m.csv"
    bom = write("b.csv", text)
    write_matches(out, review_names(bom, inventory, ReadingOptions()))
    filled = out.read_text(encoding="utf-8-sig").replace(",,", ",wood,")
    out.write_text(filled, encoding="utf-8")
    assert not review_names(bom, inventory, ReadingOptions(matches=out)).undecided


def test_a_grade_in_a_longer_text_is_used_with_a_warning(
    inventory: Inventory, write: Write
) -> None:
    bom = write("b.csv", "Part,Material,Mass (kg)\nA,SUS304 t1.0,1\nB,SUS304 t1.0,2\n")
    product = read_product(bom, inventory, ReadingOptions())
    assert [(x.match.target, x.match.how) for x in product.lines] == [("metal", "grade")] * 2
    [told] = [f for f in product.findings if f.code == "material_guessed"]
    assert (told.severity, told.where) == ("warning", "b.csv row 2")
    assert "'SUS304 t1.0' is taken for 'metal', after 'SUS304' in it: a guess" in told.message


def test_the_reading_report_accounts_for_every_row(inventory: Inventory, write: Write) -> None:
    text = (
        "Level,Part,Material,Colour,Qty,Mass (kg)\n0,P,,,1,\n1,A,resin,red,1,3\n1,B,?,,1,1\n"
        "Total,,,,,\n"
    )
    options = ReadingOptions(exclude_unknown=True)
    report = read_product(write("b.csv", text), inventory, options).reading
    assert report["rows_read"] == report["lines"] + report["assemblies"] == 3
    assert report["rows_skipped"] == [{"reason": "total row ('Total')", "rows": [5]}]
    assert report["columns_not_used"] == ["Colour"]
    assert (report["total_mass_kg"], report["mass_share_matched"]) == (4.0, 0.75)


STUDY = """name = "bowl"
bom = "bom.csv"
[[production]]
process = "moulding"
material = "resin"
scrap = 0.1
"""


def test_a_yield_on_the_bill_comes_before_the_scrap_of_the_step(
    inventory: Inventory, write: Write
) -> None:
    write("bom.csv", "Part,Material,Mass (kg),Yield\nA,resin,1,0.8\nB,resin,1,\nC,resin,1,1\n")
    lines = read_product(write("product.toml", STUDY), inventory, ReadingOptions()).lines
    assert [x.scrap for x in lines] == [pytest.approx(0.25), pytest.approx(0.1), 0.0]
