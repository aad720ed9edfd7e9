import builtins
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from celca.assess import Footprint
from celca.errors import MissingExtra
from celca.report import gather, workbook, write_workbook
from celca.report.factors import factors_of

pytest.importorskip("xlsxwriter")

Write = Callable[..., Path]


def _sheets(content: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_object(BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_amounts_times_factors_add_up_to_the_total(lamp: Footprint) -> None:
    factors, places = factors_of(lamp.lines)
    pairs = zip(lamp.lines, places, strict=True)
    assert sum(x.amount * factors[p].value for x, p in pairs) == pytest.approx(20.0, rel=1e-12)


def test_a_process_used_twice_has_one_factor(catalogue_item: Footprint) -> None:
    factors, places = factors_of(catalogue_item.lines)
    assert [f.value for f in factors] == [0.02]
    assert set(places) == {0}


def test_every_footprint_in_the_book_is_a_formula(lamp: Footprint) -> None:
    with zipfile.ZipFile(BytesIO(workbook(lamp))) as book:
        lines = book.read("xl/worksheets/sheet2.xml").decode()
        stages = book.read("xl/worksheets/sheet4.xml").decode()
    for row in range(2, 2 + len(lamp.lines)):
        assert f"<f>G{row}*I{row}</f>" in lines
    assert stages.count("<f>SUMIFS(") == len(lamp.by_stage)
    assert "<f>SUM(C2:C6)</f>" in stages


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_book_says_the_same_as_the_result(lamp: Footprint, lang: str) -> None:
    sheets = _sheets(workbook(lamp, lang=lang))
    summary, lines, _, stages, categories, variants, items, left, findings, _, repeat = sheets
    assert items[1][0] == "G1"
    assert summary[7][1] == summary[8][1] == lamp.total_kg_co2e
    assert [row[9] for row in lines[1:]] == [x.kg_co2e for x in lamp.lines]
    assert [row[2] for row in stages[1:6]] == list(lamp.by_stage.values())
    assert [row[2] for row in categories[1:6]] == list(lamp.by_category.values())
    assert categories[7][2] == lamp.total_excluding_uptake_kg_co2e
    assert [row[1:3] for row in variants[1:]] == [
        [v.total_kg_co2e, v.change_percent] for v in lamp.variants
    ]
    assert left[1][0] == "A-9"
    assert [row[1] for row in findings[1:]] == ["no_forming", "odd_mass"]
    assert repeat[2][2] == "d" * 64 or repeat[1][2] == "d" * 64


@pytest.mark.parametrize(
    "bad", ["=cmd|'/c calc'!A0", "+1", "-1", "@SUM(1)", "https://x.org", "{=1}"]
)
def test_a_name_that_looks_like_a_formula_stays_text(lamp: Footprint, bad: str) -> None:
    evil = replace(lamp, product=bad, lines=(replace(lamp.lines[0], part=bad, description=bad),))
    content = workbook(evil)
    with zipfile.ZipFile(BytesIO(content)) as book:
        names = book.namelist()
        formulas = re.findall(r"<f[^>]*>(.*?)</f>", book.read("xl/worksheets/sheet2.xml").decode())
    assert not [f for f in formulas if bad in f]
    assert not [n for n in names if "rels" in n and "sheet" in n]  # no link to anywhere
    assert _sheets(content)[1][1][0] == bad


def test_sheets_for_checklist_and_sources_are_always_there(lamp: Footprint) -> None:
    source = {"id": "book", "citation": "=cmd|x", "url": "https://example.org", "year": "2020"}
    content = workbook(replace(lamp, sources=({**source, "licence": "CC0"},)))
    sheets = _sheets(content)
    assert sheets[9][1][:2] == ["book", "=cmd|x"]
    items = {row[0]: row[3] for row in sheets[6][1:]}
    assert items["L2"] == "met"


def test_sheets_for_allocation_and_improvements_hold_what_was_asked(
    write: Write, small: Path
) -> None:
    result, beside = gather(write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n"), small)
    content = workbook(result, beside=beside)
    book = CalamineWorkbook.from_object(BytesIO(content))
    rows = book.get_sheet_by_name("Allocation").to_python()
    assert [row[0] for row in rows[1:]] == [row.allocation for row in beside.allocations]
    rows = book.get_sheet_by_name("Improvements").to_python()
    assert [row[6] for row in rows[1:]] == pytest.approx([s.saved_kg_co2e for s in beside.swaps])


def test_the_same_result_gives_the_same_file(lamp: Footprint) -> None:
    assert workbook(lamp) == workbook(lamp)


def test_libreoffice_recalculates_the_total_from_the_lines(lamp: Footprint, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice is installed to recalculate the workbook")
    path = tmp_path / "lamp.xlsx"
    write_workbook(lamp, path)
    _double_first_amount_and_forget_results(path)
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    summary, *_ = _sheets((tmp_path / "out" / "lamp.xlsx").read_bytes())
    assert summary[7][1] == pytest.approx(29.0, rel=1e-9)  # 20 and once more the 9 of the foot
    assert summary[10][1] == "DIFFERS"


def _double_first_amount_and_forget_results(path: Path) -> None:
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", content.decode())
                if name.endswith("sheet2.xml"):
                    text = re.sub(r'(<c r="G2"[^>]*><v>)2(</v>)', r"\g<1>4\2", text, count=1)
                content = text.encode()
            book.writestr(name, content)


def test_a_missing_xlsxwriter_is_named_with_the_command_that_installs_it(
    lamp: Footprint, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if name == "xlsxwriter":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match=r"xlsxwriter.*celca\[report\]"):
        workbook(lamp)
