"""The period of a study as a pair of moments: its start, and its end, which lies outside."""

from __future__ import annotations

import re
from datetime import date, timedelta

__all__ = ["moment_of", "moments", "period"]

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def period(text: str) -> tuple[str, str] | None:
    """Return (start, end) of `2024`, `2024-04`, `2024-04/2025-03`, `2023-2024`, `2024年度`.

    None for anything else: what a period means is not guessed. A fiscal year (年度) begins in
    April.
    """
    text = text.strip()
    fiscal = re.fullmatch(r"(\d{4})年度", text)
    if fiscal:
        return moments(date(int(fiscal[1]), 4, 1), date(int(fiscal[1]) + 1, 4, 1))
    first, _, last = text.replace("–", "/").partition("/")
    years = re.fullmatch(r"(\d{4})-(\d{4})", text)
    if years:
        first, last = years[1], years[2]
    start, end = _span(first.strip()), _span((last or first).strip())
    if start is None or end is None or start[0] >= end[1]:
        return None
    return moments(start[0], end[1])


def moments(start: date, end: date) -> tuple[str, str]:
    """Return two days as moments, at midnight in UTC."""
    return f"{start.isoformat()}T00:00:00Z", f"{end.isoformat()}T00:00:00Z"


def moment_of(text: str) -> str | None:
    """Return a day or a moment as a moment, None for anything else."""
    if _MOMENT.fullmatch(text):
        return text
    span = _span(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    return f"{span[0].isoformat()}T00:00:00Z" if span else None


def _span(text: str) -> tuple[date, date] | None:
    """Return the first day of a year, month or day, and the first after it."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    try:
        start = date(year, month, day)
        if match[3]:
            return start, start + timedelta(days=1)
        if match[2]:
            return start, date(year + month // 12, month % 12 + 1, 1)
        return start, date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
