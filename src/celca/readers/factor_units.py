"""What a factor is per: `kg-CO2e/kg`, `tCO2eq/百万円`, `kg CO2e/2021 USD, purchaser price`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from celca.errors import UnitError
from celca.money import split_money
from celca.readers.brightway_units import foreign_unit
from celca.units import dimension, number_in

__all__ = ["Per", "figure", "per", "says_factor"]

_EMITTED = re.compile(
    r"(?P<size>kg|mg|t|g|ton(?:ne)?s?|トン)?[-\s_]*(?:of\s+)?"
    r"(?P<what>co2|ghg|温室効果ガス)[-\s_]*(?P<whole>e(?:q(?:uivalents?)?)?\.?|換算)?"
    r"(?:\s*(?:/|per\b|毎)\s*(?P<per>.+))?",
    re.IGNORECASE,
)
_SIZES = {"mg": 1e-6, "g": 1e-3, "": 1.0, "kg": 1.0}  # all else is tonnes
_COUNT = re.compile(r"(\d[\d,.]*|千|万|百万|億|million|thousand)\s*(.+)", re.IGNORECASE)
_COUNTS = {"千": 1e3, "万": 1e4, "百万": 1e6, "億": 1e8, "million": 1e6, "thousand": 1e3}
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)\s+([A-Za-z]{3})\b")
_TRANSPORT = re.compile(r"(passenger|personne|person|人)[.*・\s-]*(km|キロ)", re.IGNORECASE)
_FREIGHT = re.compile(r"(t|tonnes?|tons?|トン)[.*\s-]+km", re.IGNORECASE)
_NAMED = {"cubic metres": "m3", "cubic metre": "m3", "kl": "m3", "キロリットル": "m3"}
# what may stand behind a figure without being part of it
_MARK = re.compile(r"\s*([(（\[][^()（）\[\]]*[)）\]]|[※*†‡注#]+\s*\d*)\s*$")


@dataclass(frozen=True, slots=True)
class Per:
    """What a figure of a list stands for.

    ratio  kilograms per unit that 1 of it is [kg/unit]
    unit   that it is per, '' where only what is emitted is told
    money  currency and year, as 'USD 2021', where it is per money
    whole  whether CO2 equivalents are meant, not carbon dioxide alone
    """

    ratio: float
    unit: str
    money: str = ""
    whole: bool = True


def says_factor(text: str) -> bool:
    """Say whether a text names what is emitted per something: kg CO2e/kg."""
    found = _EMITTED.search(unicodedata.normalize("NFKC", text))
    return found is not None and bool(found["per"])


@lru_cache(maxsize=10_000)
def per(text: str) -> Per:
    """Return what the figures are per: `kg`, or with what is emitted, `t-CO2/千円`."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _EMITTED.search(plain)
    if found is None:
        gas = re.fullmatch(r"(mg|g|kg|t)\s*/\s*(.+)", plain)  # of a gas that another column names
        size = _SIZES.get(gas[1], 1e3) if gas else 1.0
        return _per(gas[2] if gas else plain, size, whole=True)
    ratio = _SIZES.get((found["size"] or "").casefold(), 1e3)
    whole = found["what"].casefold() != "co2" or bool(found["whole"])
    return _per((found["per"] or "").strip(" )]"), ratio, whole=whole)


def _per(text: str, ratio: float, *, whole: bool) -> Per:
    text = re.sub(r",\s+[^\d].*", "", _YEAR_FIRST.sub(r"\2 \1", text))  # … USD, purchaser price
    text = re.sub(r"euros?\b", "EUR", text, flags=re.IGNORECASE)
    count, bare = _counted(re.sub(r"\s*\([^()]*\)\s*$", "", text))  # kWh (Net CV)
    money = split_money(text) or split_money(bare)
    if money is not None:
        currency, size, year = money
        size *= 1.0 if split_money(text) else count
        return Per(ratio / size, currency, f"{currency} {year or ''}".strip(), whole)
    return Per(ratio / count, _unit(bare), "", whole)


def _counted(text: str) -> tuple[float, str]:
    found = _COUNT.fullmatch(text)
    if found is None:
        return 1.0, text
    count = _COUNTS.get(found[1].casefold()) or number_in(found[1])
    return (count, found[2]) if count else (1.0, text)


def _unit(text: str) -> str:
    """Return celca's spelling of a unit; of `kg of net weight` the first word, if that is one."""
    if not text:
        return ""
    if _TRANSPORT.fullmatch(text):
        return "p*km"
    if _FREIGHT.fullmatch(text):
        return "t*km"
    named = _NAMED.get(text.casefold())
    if named:
        return named
    unit = foreign_unit(text)
    if _known(unit) or " " not in text:
        return unit
    first = foreign_unit(text.split()[0])
    return first if _known(first) else unit


def _known(unit: str) -> bool:
    try:
        dimension(unit)
    except UnitError:
        return False
    return True


def figure(cell: str) -> tuple[float | None, bool]:
    """Return the number in a cell, and whether a note stood behind it: `0.5 ※1`, `０．５（注）`."""
    text = unicodedata.normalize("NFKC", cell).strip()
    value = number_in(text)
    if value is not None:
        return value, False
    bare = _MARK.sub("", text)
    return number_in(bare), bare != text
