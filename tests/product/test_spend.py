"""A line that is bought meets a sector in money, and the result says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from celca.assess import Footprint, Options, footprint
from celca.errors import CelcaError, DataError
from celca.product import ReadingOptions, review_names
from celca.readers import import_database, open_database

A = np.array([[0.1, 0.2], [0.3, 0.0]])
D = np.array([[0.5, 0.1]])  # kg CO2e per USD of 2012
STEEL, DESIGN = (D @ np.linalg.inv(np.eye(2) - A))[0]
# 151.4551 JPY per USD (FRED, 2024); US consumer prices of 2024 over 2012 (World Bank)
YEN = 0.004832561790261412
MONEY = "[money]\nyear = 2024\n"
SPEND = '[[spend]]\nname = "drawings"\nsector = "Design"\nprice = "1200 JPY"\n'


@pytest.fixture
def hybrid(small: Path, tmp_path: Path) -> str:
    """The small database of processes, and two sectors of a table in USD of 2012."""
    np.savez(tmp_path / "io.npz", A=A, D=D)
    (tmp_path / "io_sectors.csv").write_text("code,name,location\ns1,Steel,US\ns2,Design,US\n")
    (tmp_path / "io_indicators.csv").write_text("name,unit\nGreenhouse Gases,kg CO2 eq\n")
    import_database(tmp_path / "io.npz", tmp_path / "sectors", money="USD 2012")
    return f"{small} + {tmp_path / 'sectors'}"


@pytest.fixture
def study(write: Callable[..., Path], hybrid: str) -> Callable[..., Footprint]:
    """The footprint of a bill of materials, and of a product.toml where one is given."""

    def run(bom: str, about: str | None = None) -> Footprint:
        path = write("study/bom.csv", bom)
        if about is not None:
            path = write("study/product.toml", f'name = "x"\nbom = "bom.csv"\n{about}')
        return footprint(path, hybrid)

    return run


WEIGHED = "Part,Material,Mass (kg)\nhousing,resin,2\n"


def test_a_weighed_part_and_a_bought_service_add_up(study: Callable[..., Footprint]) -> None:
    """2 kg of resin at 2.5 kg CO2e, and 1200 yen of design, brought to dollars of 2012."""
    result = study(WEIGHED, MONEY + SPEND)
    bought = 1200 * YEN * DESIGN
    assert result.total_kg_co2e == pytest.approx(2 * 2.5 + bought, rel=1e-12)
    line = next(x for x in result.lines if x.part == "drawings")
    assert (line.price, line.unit, line.process) == ("1200 JPY", "USD", "s2")
    assert line.amount == pytest.approx(1200 * YEN, rel=1e-12)
    assert [x.price for x in result.lines if x.part == "housing"] == [""]
    assert result.to_dict()["lines"][-1]["price"] == "1200 JPY"


def test_the_result_says_that_it_is_spend_based_and_how(study: Callable[..., Footprint]) -> None:
    result = study(WEIGHED, MONEY + SPEND)
    finding = next(f for f in result.findings if f.code == "spend_based_lines")
    assert finding.severity == "warning"
    for told in ("'drawings'", "JPY 2024 to USD 2012", "151.455 JPY per USD", "1.366 times"):
        assert told in finding.message


def test_a_column_of_prices_is_used_for_lines_that_a_sector_makes(
    study: Callable[..., Footprint],
) -> None:
    """3 pieces at 2 USD of 2012 each; the price of the resin decides nothing."""
    bom = "Part,Material,Qty,Unit mass (kg),Unit price (USD)\n"
    bom += "housing,resin,1,2,99\ncasting,Steel,3,,2\n"
    result = study(bom, "[money]\nyear = 2012\n")
    assert result.total_kg_co2e == pytest.approx(2 * 2.5 + 6 * STEEL, rel=1e-12)
    assert [x.price for x in result.lines if x.part == "casting"] == ["6 USD"]


def test_prices_roll_up_with_their_assembly(study: Callable[..., Footprint]) -> None:
    """2 assemblies with 3 pieces each, 1,200 yen a piece, are 7200 yen."""
    bom = 'Level,Part,Material,Qty,Mass (kg),単価(円)\n1,chair,,1,,\n2,frame,,2,,\n3,casting,Steel,3,,"1,200"\n'
    bom += "3,housing,resin,1,2.5,\n"
    result = study(bom, MONEY)
    assert result.total_kg_co2e == pytest.approx(2 * 2.5 * 2.5 + 7200 * YEN * STEEL, rel=1e-12)


def test_a_total_price_is_that_of_the_line(study: Callable[..., Footprint]) -> None:
    bom = "Part,Material,Qty,Unit price (USD),Total price (USD)\ncasting,Steel,3,2,5\n"
    result = study(bom, "[money]\nyear = 2012\n")
    assert result.total_kg_co2e == pytest.approx(5 * STEEL, rel=1e-12)


def test_a_stated_rate_goes_before_the_tables(study: Callable[..., Footprint]) -> None:
    about = "[money]\nyear = 2024\nexchange_rate = 100\nprice_index = 1.5\n" + SPEND
    result = study(WEIGHED, about)
    assert result.total_kg_co2e == pytest.approx(5 + 1200 / 150 * DESIGN, rel=1e-12)


@pytest.mark.parametrize(
    ("bom", "about", "told"),
    [
        (WEIGHED, SPEND, r"spend 1.*Write it into product.toml: \[money\] year = 2024"),
        (WEIGHED, MONEY + SPEND.replace("Design", "resin"), "'resin' is not bought by money"),
        (WEIGHED, MONEY + SPEND.replace("1200 JPY", "1200"), "not a price with its currency"),
        (WEIGHED, MONEY + SPEND.replace("Design", "Desing"), "no process is called 'Desing'"),
        (WEIGHED, "[money]\nprice_index = 0\n", "'price_index' is 0"),
        (
            "Part,Material,Mass (kg)\nc,Steel,1\n",
            MONEY,
            r"row 2: 's1' is bought by USD.*'Unit price \(USD\)'",
        ),
        (
            "Part,Material,Mass (kg),Unit price\nc,Steel,1,5\n",
            MONEY,
            "no price that says its currency",
        ),
    ],
)
def test_what_is_missing_is_asked_for(
    bom: str, about: str, told: str, study: Callable[..., Footprint]
) -> None:
    with pytest.raises(CelcaError, match=told):
        study(bom, about)


def test_a_line_without_a_price_can_be_set_aside(write: Callable[..., Path], hybrid: str) -> None:
    bom = write("study/bom.csv", WEIGHED + "c,Steel,1\n")
    result = footprint(bom, hybrid, options=Options(reading=ReadingOptions(exclude_unknown=True)))
    assert result.total_kg_co2e == pytest.approx(5, rel=1e-12)
    assert len(result.excluded.lines) == 1


def test_a_bill_alone_asks_for_the_year_of_its_prices(study: Callable[..., Footprint]) -> None:
    with pytest.raises(DataError, match=r"\[money\] year = 2024"):
        study("Part,Material,Qty,Unit price (USD)\nc,Steel,1,5\n")


def test_a_sector_is_a_decided_name(write: Callable[..., Path], hybrid: str) -> None:
    bom = write("study/bom.csv", "Part,Material,Qty,Unit price (USD)\nc,Steel,1,5\n")
    (name,) = review_names(bom, open_database(hybrid), ReadingOptions()).names
    assert (name.decision, name.problem) == ("s1", "")
