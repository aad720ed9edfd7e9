"""The page on formats names every field that is mapped."""

from __future__ import annotations

import csv
from pathlib import Path

from celca.declaration import catenax_fields, catenax_paths
from celca.exchange import FORMATS

PAGE = Path(__file__).parents[2] / "docs" / "exchange.md"
AUDITS = PAGE.with_name("audit.md")


def test_the_page_holds_the_table_of_catena_x_row_by_row() -> None:
    text = PAGE.read_text(encoding="utf-8")
    table = PAGE.parents[1] / "src" / "celca" / "declaration" / "catenax_fields.csv"
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        pact = f"`{row['pact']}`" if row["pact"] else "–"
        assert f"| `{row['catenax']}` | {pact} | {row['note']} |" in text
        assert row["pact"] or row["note"], "a field without counterpart says what becomes of it"
    assert len(catenax_paths()) == len(set(catenax_paths())) > len(catenax_fields())


def test_every_format_is_in_the_table_of_formats() -> None:
    text = AUDITS.read_text(encoding="utf-8")
    assert [form for form in FORMATS if f"`{form}`" not in text] == []
