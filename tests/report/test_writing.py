"""The ending of the file says what is written, and what cannot be is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from celca.assess import Footprint
from celca.errors import CelcaError
from celca.report import write


@pytest.mark.parametrize(
    ("name", "template", "start"),
    [
        ("a.html", "page", b"<!DOCTYPE html>"),
        ("b.HTML", "cfp-ja", b"<!DOCTYPE html>"),
        ("c.xlsx", "page", b"PK"),
        ("d.svg", "page", b"<svg"),
        ("e.html", "iso14067", b"<!DOCTYPE html>"),
        ("f.docx", "iso14067", b"PK"),
        ("g.docx", "cfp-ja", b"PK"),
    ],
)
def test_the_ending_says_what_is_written(
    lamp: Footprint, tmp_path: Path, name: str, template: str, start: bytes
) -> None:
    write(lamp, tmp_path / name, template=template)
    assert (tmp_path / name).read_bytes().lower().startswith(start.lower())


def test_facts_fill_the_calculation_report(lamp: Footprint, tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    facts.write_text('company = "株式会社あかり"\n', encoding="utf-8")
    write(lamp, tmp_path / "a.html", template="cfp-ja", facts=facts)
    assert "株式会社あかり" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "template", "facts", "told"),
    [
        ("a.doc", "page", None, "the ending must be one of .html"),
        ("a.xlsx", "cfp-ja", None, "cfp-ja is for .html, .pdf, .docx, not .xlsx"),
        ("a.html", "page", "", "--facts is for --template cfp-ja"),
        ("a.html", "cfp-ja", "company = 3", "must be text in quotes"),
        ("a.html", "cfp-ja", "company = ", "is not well-formed TOML"),
        ("a.html", "cfp-ja", 'compny = "A"', "Did you mean 'company'"),
    ],
)
def test_what_cannot_be_written_is_refused(
    lamp: Footprint, tmp_path: Path, name: str, template: str, facts: str | None, told: str
) -> None:
    path = None
    if facts is not None:
        path = tmp_path / "facts.toml"
        path.write_text(facts, encoding="utf-8")
    with pytest.raises(CelcaError, match=told):
        write(lamp, tmp_path / name, template=template, facts=path)
    assert not (tmp_path / name).exists()


def test_missing_facts_are_refused(lamp: Footprint, tmp_path: Path) -> None:
    with pytest.raises(CelcaError, match="cannot be read"):
        write(lamp, tmp_path / "a.html", template="cfp-ja", facts=tmp_path / "none.toml")
