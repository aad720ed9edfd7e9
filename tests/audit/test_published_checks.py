"""The published values of celca-open keep the rule of docs/database.md on what a check is."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from celca.audit.database import check_database
from celca.inventory import embedded

FOLDER = embedded()["celca-open"]
BARRED = Path(__file__).parents[2] / "databases" / "not-checks.csv"
PAGE = Path(__file__).parents[2] / "docs" / "database.md"


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(source: str) -> str:
    return source.partition("#")[0]


def test_no_value_checks_a_process_that_was_entered_from_the_same_document() -> None:
    entered = {(r["process"], document(r["source"])) for r in cells(FOLDER / "exchanges.csv")}
    checked = {(r["process"], document(r["source"])) for r in cells(FOLDER / "published.csv")}
    assert checked & entered == set()


def test_a_document_checks_a_process_once() -> None:
    rows = cells(FOLDER / "published.csv")
    times = Counter((r["process"], r["measure"], document(r["source"])) for r in rows)
    assert [key for key, n in times.items() if n > 1] == []


def test_a_barred_value_is_no_check_and_names_its_clause() -> None:
    checks = {(r["process"], r["source"]) for r in cells(FOLDER / "published.csv")}
    page = PAGE.read_text(encoding="utf-8")
    for row in cells(BARRED):
        assert (row["process"], row["source"]) not in checks
        assert f"| `{row['clause']}` | " in page
        assert row["reason"]


def test_a_value_outside_its_tolerance_says_why() -> None:
    outside = check_database("celca-open")["published"]["outside"]
    assert [v["process"] for v in outside if "Outside" not in v["comment"]] == []


def test_the_page_gives_the_counts_that_come_out() -> None:
    report = check_database("celca-open")["published"]
    page = PAGE.read_text(encoding="utf-8")
    assert f"**Now {report['inside']} of {report['checked']} are inside" in page
    inside = Counter(row["inside"] for row in cells(BARRED))
    assert f"**{inside['yes']} inside and {inside['no']} outside**" in page
