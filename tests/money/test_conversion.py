"""Prices are brought to another currency and year by rates that are cited or stated."""

from __future__ import annotations

import pytest

from celca.errors import DataError, UnitError
from celca.money import Basis, Stated, convert, price, split_money


def test_a_price_in_yen_becomes_dollars_of_another_year() -> None:
    """151.4551 JPY per USD in 2024 (FRED AEXJPUS); prices of 2013 to 2024 over the year before.

    Consumer prices in the United States: World Bank, FP.CPI.TOTL.ZG.
    """
    rises = [1.46483265562717, 1.62222297740817, 0.118627135552451, 1.26158320570536]
    rises += [2.13011000365961, 2.44258329692817, 1.81221007526021, 1.23358439630629]
    rises += [4.69785886363742, 8.00279982052121, 4.11633838374488, 2.94952520485207]
    grown = 1.0
    for percent in rises:
        grown *= 1 + percent / 100
    done = convert(Basis("JPY", 2024), Basis("USD", 2012), Stated(), "x")
    assert done.factor == pytest.approx(1 / 151.4551 / grown, rel=1e-12)
    assert "151.455 JPY per USD (average of 2024, Federal Reserve)" in done.reason
    assert "1.366 times those of 2012 (consumer prices, World Bank)" in done.reason


def test_there_and_back_is_nothing() -> None:
    """Between dollars of two years; two currencies that are no dollar cross by it."""
    there = convert(Basis("USD", 2020), Basis("USD", 2015), Stated(), "x").factor
    back = convert(Basis("USD", 2015), Basis("USD", 2020), Stated(), "x").factor
    assert there * back == pytest.approx(1, rel=1e-14)
    cross = convert(Basis("JPY", 2012), Basis("EUR", 2012), Stated(), "x").factor
    assert cross == pytest.approx(0.7777 / 79.8180, rel=1e-12)


def test_what_is_stated_goes_before_the_tables() -> None:
    stated = Stated(exchange_rate=100.0, price_index=1.25)
    done = convert(Basis("JPY", 2024), Basis("USD", 2012), stated, "x")
    assert done.factor == pytest.approx(1 / 125, rel=1e-14)
    assert done.reason.count("as stated") == 2


@pytest.mark.parametrize(
    ("of", "to", "told"),
    [
        (Basis("JPY", None), Basis("USD", 2012), r"\[money\] year = 2024, exchange_rate"),
        (Basis("USD", None), Basis("USD", 2012), "year of the prices is not told.*year = 2024"),
        (Basis("USD", 2024), Basis("USD", None), "--money 'USD 2012'"),
        (Basis("JPY", 1970), Basis("USD", 1970), r"exchange_rate = … \(JPY per USD\)"),
        (Basis("PLN", 2020), Basis("USD", 2020), "no average rate of PLN to USD"),
        (Basis("USD", 2030), Basis("USD", 2012), "price_index = … .prices of 2030 over"),
    ],
)
def test_what_is_not_known_is_asked_for(of: Basis, to: Basis, told: str) -> None:
    with pytest.raises(DataError, match=told):
        convert(of, to, Stated(), "bom.csv row 3")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("USD", ("USD", 1.0, None)),
        ("M.EUR", ("EUR", 1e6, None)),
        ("Mill USD", ("USD", 1e6, None)),
        ("MEUR", ("EUR", 1e6, None)),
        ("1000 JPY", ("JPY", 1e3, None)),
        ("EUR2005", ("EUR", 1.0, 2005)),
        ("USD 2012", ("USD", 1.0, 2012)),
        ("百万円", ("JPY", 1e6, None)),
        ("k€", ("EUR", 1e3, None)),
        ("kg", None),
        ("kWh", None),
        ("p", None),
    ],
)
def test_units_of_money_are_told_from_others(
    text: str, found: tuple[str, float, int | None] | None
) -> None:
    assert split_money(text) == found


def test_a_price_says_its_currency() -> None:
    assert price("1,200 JPY", "x") == (1200.0, "JPY")
    assert price("€ 12.50", "x") == (12.5, "EUR")
    assert price("３，０００円", "x") == (3000.0, "JPY")
    for doubtful in ("1200", "$ 12", "12 kg", "¥500", "12,50 €", "EUR 0,900"):
        with pytest.raises(UnitError, match="not a price with its currency"):
            price(doubtful, "x")
