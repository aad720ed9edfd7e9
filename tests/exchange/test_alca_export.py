"""The ALCA result file as `celca export --format alca` writes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.errors import DataError
from celca.exchange import Request, export, write_export

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\nB,metal,1\n"


def test_the_company_file_fills_what_only_the_company_knows(
    write: Write, small: Path, tmp_path: Path
) -> None:
    company = write("c.toml", '[alca]\noperator_id = "OP-1"\nmade_by = "外製"\n')
    found = export(write("b.csv", BOM), Request("alca", company, database=small))
    write_export(found, tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert '"OP-1"' in text or "OP-1," in text
    assert '"4,000"' in text  # grams of both parts together
    assert '"11,500"' in text  # 3 × 2.5 + 4 kg CO2e, in grams


def test_a_fact_that_there_is_not_is_refused(write: Write, small: Path) -> None:
    company = write("c.toml", '[alca]\noperator = "OP-1"\n')
    with pytest.raises(DataError, match="is no fact of an ALCA file"):
        export(write("b.csv", BOM), Request("alca", company, database=small))
