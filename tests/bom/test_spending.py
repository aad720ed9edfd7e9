"""Prices are read where a heading or a cell names the currency, and never stop a bill."""

from __future__ import annotations

from pathlib import Path

import pytest

from celca.bom import read_bom


def prices(path: Path, heading: str, *cells: str) -> list[tuple[float, str] | None]:
    """Return the prices of lines of 2 pieces, 0.5 kg each, with these cells of one column."""
    rows = "".join(f'p{i},2,0.5,"{cell}"\n' for i, cell in enumerate(cells))
    path.write_text(f"Part,Qty,Unit mass (kg),{heading}\n{rows}", encoding="utf-8")
    return [line.price for line in read_bom(path).lines]


@pytest.mark.parametrize(
    ("heading", "cells", "found"),
    [
        ("Unit price (USD)", ("1.5", "", "3"), [(3.0, "USD"), None, (6.0, "USD")]),
        ("Total price [EUR]", ("1.5",), [(1.5, "EUR")]),
        ("単価(円)", ("1,200", "80.5"), [(2400.0, "JPY"), (161.0, "JPY")]),
        ("Unit price", ("12 USD", "€ 3.5", "7"), [(24.0, "USD"), (7.0, "EUR"), None]),
        ("Unit price", ("1.5", "2"), [None, None]),  # in which currency?
        ("Unit price", ("$ 1.5", "¥200"), [None, None]),  # several use these signs
        ("Unit price (USD)", ("on request", "-3", "2"), [None, None, (4.0, "USD")]),
        ("Unit price (USD)", ("1,5", "2.5"), [None, None]),  # which of them is the decimal sign?
    ],
)
def test_a_price_needs_its_currency(
    heading: str, cells: tuple[str, ...], found: list[tuple[float, str] | None], tmp_path: Path
) -> None:
    assert prices(tmp_path / "bom.csv", heading, *cells) == found


def test_a_column_of_prices_is_used_only_where_it_names_a_currency(tmp_path: Path) -> None:
    prices(tmp_path / "a.csv", "Unit price (USD)", "1")
    prices(tmp_path / "b.csv", "Unit price", "1")
    assert "unit_price" in read_bom(tmp_path / "a.csv").columns
    assert read_bom(tmp_path / "b.csv").not_used == ("Unit price",)


def test_a_bill_of_prices_alone_is_a_bill(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Part,Qty,Unit price (USD)\np,2,1\n")
    (line,) = read_bom(tmp_path / "a.csv").lines
    assert (line.mass, line.price) == (None, (2.0, "USD"))
