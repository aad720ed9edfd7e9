"""Money: what a price in one currency and year is in another, and on whose word.

Annual averages of exchange rates and of consumer prices, each with its source. What the tables
do not hold is asked for, not guessed.
"""

from celca.money.conversion import Basis, Conversion, Stated, convert
from celca.money.currency import CURRENCIES, currency_in, price, split_money

__all__ = [
    "CURRENCIES",
    "Basis",
    "Conversion",
    "Stated",
    "convert",
    "currency_in",
    "price",
    "split_money",
]
