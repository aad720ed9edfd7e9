"""Periods as people write them."""

from __future__ import annotations

import pytest

from celca.exchange.period import moment_of, period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024-04/2025-03", "2024-04-01", "2025-04-01"),
        ("2023-2024", "2023-01-01", "2025-01-01"),
        ("2024年度", "2024-04-01", "2025-04-01"),
        ("2024-02-28/2024-02-29", "2024-02-28", "2024-03-01"),
    ],
)
def test_a_period_ends_where_the_next_begins(text: str, start: str, end: str) -> None:
    assert period(text) == (f"{start}T00:00:00Z", f"{end}T00:00:00Z")


@pytest.mark.parametrize(
    "text", ["", "recent", "2024-13", "2025/2024", "composition of 2004", "24"]
)
def test_what_is_no_period_is_not_guessed(text: str) -> None:
    assert period(text) is None


def test_a_day_is_a_moment() -> None:
    assert moment_of("2024-04-01") == "2024-04-01T00:00:00Z"
    assert moment_of("2024-04-01T12:00:00+09:00") == "2024-04-01T12:00:00+09:00"
    assert moment_of("2024") is None
