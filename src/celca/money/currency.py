"""Read what is written of money: `1,200 JPY`, `M.EUR`, `Mill USD`, `EUR2005`, `百万円`."""

from __future__ import annotations

import re
import unicodedata

from celca.errors import UnitError
from celca.units import NUMBER

__all__ = ["CURRENCIES", "currency_in", "price", "split_money"]

# codes of ISO 4217 that prices and tables are commonly in
CURRENCIES = frozenset(
    (
        *("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR"),
        *("INR", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RUB", "SAR", "SEK"),
        *("SGD", "THB", "TRY", "TWD", "USD", "VND", "ZAR"),
    )
)
# a sign that stands for one currency only: $ and ¥ stand for several
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "円": "JPY",
    "us$": "USD",
    "人民币": "CNY",
    "₩": "KRW",
    "₹": "INR",
}
_SIZES = {
    **dict.fromkeys(("", "1"), 1.0),
    **dict.fromkeys(("k", "th", "thousand", "1000", "tsd"), 1e3),
    **dict.fromkeys(("m", "mill", "mio", "mln", "million", "millions", "1000000"), 1e6),
    **dict.fromkeys(("bn", "bln", "billion", "billions", "mrd"), 1e9),
    **{"千": 1e3, "万": 1e4, "百万": 1e6, "億": 1e8, "十億": 1e9},
}
_MONEY = re.compile(
    r"(?:([a-z]+|10+|[十百千万億]+)[. ]*)??([a-z]{3})[ .]?((?:19|20)\d\d)?", re.IGNORECASE
)
_PRICE = re.compile(rf"(.*?)\s*({NUMBER})\s*(.*?)")


def currency_in(text: str) -> str:
    """Return the code of a currency, '' for a text that is none."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return _SIGNS.get(plain) or (plain.upper() if plain.upper() in CURRENCIES else "")


def split_money(unit: str) -> tuple[str, float, int | None] | None:
    """Return (currency, how many of it, year) of a unit of money, None for any other unit."""
    text = unicodedata.normalize("NFKC", unit).strip()
    for sign, code in _SIGNS.items():
        text = text.replace(sign, code)
    match = _MONEY.fullmatch(text)
    if match is None:
        return None
    size, currency, year = (match[1] or "").casefold(), match[2].upper(), match[3]
    if size not in _SIZES or currency not in CURRENCIES:
        return None
    return currency, _SIZES[size], int(year) if year else None


def price(text: str, where: str) -> tuple[float, str]:
    """Return amount and currency of a price such as `1,200 JPY` or `€ 12.50`.

    Raises UnitError where it does not say which currency.
    """
    match = _PRICE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    currency = currency_in(f"{match[1]}{match[3]}") if match else ""
    if match is None or not currency:
        raise UnitError(
            f"{where}: {text!r} is not a price with its currency, such as '1200 JPY' or '12.5 USD'."
        )
    return float(match[2].replace(",", "")), currency
