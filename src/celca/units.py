"""Units at the door: one spelling for each, and the factor from one to another.

Units are read, checked and converted here, once, where a file is opened; behind the door
every number is a plain float in a documented unit. This is the only room that knows pint,
and it loads pint only for a unit that the short table below does not hold: the table
covers what bills of materials and inventories are written in, and a test compares each
of its rows with pint.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from celca.errors import UnitError, nearest

__all__ = [
    "NUMBER",
    "canonical",
    "dimension",
    "factor",
    "number_in",
    "quantity",
    "same_dimension",
]

# one word, or up to three joined by a sign, each to the power of 3 at most: pint evaluates
# expressions, and what stands in a file may be anything
_WORD = r"[^\W\d_][\w°]{0,20}\.?(?:\^?[23])?"
_SANE = re.compile(rf"{_WORD}(?:[/*·\-. ]{_WORD}){{0,2}}")

# canonical spelling -> (base unit of its dimension, size in that base unit)
_TABLE: dict[str, tuple[str, float]] = {
    # capitals that mean another size than the small letter: never folded into each other
    "Mg": ("kg", 1e3),
    "mJ": ("MJ", 1e-9),
    "Mm": ("m", 1e6),
    "kg": ("kg", 1.0),
    "g": ("kg", 1e-3),
    "mg": ("kg", 1e-6),
    "t": ("kg", 1e3),
    "lb": ("kg", 0.45359237),
    "oz": ("kg", 0.028349523125),
    "MJ": ("MJ", 1.0),
    "kJ": ("MJ", 1e-3),
    "GJ": ("MJ", 1e3),
    "TJ": ("MJ", 1e6),
    "kWh": ("MJ", 3.6),
    "Wh": ("MJ", 3.6e-3),
    "MWh": ("MJ", 3.6e3),
    "t*km": ("t*km", 1.0),
    "kg*km": ("t*km", 1e-3),
    "m": ("m", 1.0),
    "mm": ("m", 1e-3),
    "cm": ("m", 1e-2),
    "km": ("m", 1e3),
    "m2": ("m2", 1.0),
    "cm2": ("m2", 1e-4),
    "mm2": ("m2", 1e-6),
    "m3": ("m3", 1.0),
    "l": ("m3", 1e-3),
    "ml": ("m3", 1e-6),
    "cm3": ("m3", 1e-6),
    "h": ("h", 1.0),
    "year": ("year", 1.0),
    "piece": ("piece", 1.0),
    "kg/m3": ("kg/m3", 1.0),
    "g/cm3": ("kg/m3", 1e3),
    "kg/m2": ("kg/m2", 1.0),
    "g/m2": ("kg/m2", 1e-3),
    "kg/m": ("kg/m", 1.0),
    "g/m": ("kg/m", 1e-3),
}
_MEASURES = {
    "kg": "mass",
    "MJ": "energy",
    "t*km": "freight",
    "m": "length",
    "m2": "area",
    "m3": "volume",
    "h": "time",
    "year": "service life",
    "piece": "count",
    "kg/m3": "density",
    "kg/m2": "mass per area",
    "kg/m": "mass per length",
}
# unit, then the other ways it is written (letter case does not matter)
_WRITTEN = """
piece  pieces pc pcs pce ea each nos no. unit units item items set sets lot pair 個 ヶ ケ コ 本
piece  kit kits roll rolls reel reels off 対 箇所 ヶ所
piece  枚 台 式 組 脚 点 巻 袋 箱 セット stk stk. stück st 件 个 張 张 根 片 套 只 条
kg     kilogram kilograms kilo kgs kilogramm キロ キログラム 公斤 千克
kg     kg/part kg/piece kg/pc kg/pcs kg/ea kg/each kg/stk kg/stück kg/個 kg/台 kg/件
g      gram grams gramm gr グラム 克
g      g/part g/piece g/pc g/pcs g/ea g/each g/stk g/stück g/個 g/台 g/件
mg     milligram ミリグラム 毫克
t      ton tons tonne tonnes トン 吨 噸
lb     lbs pound pounds ポンド
oz     ounce ounces オンス
m      meter metre meters metres メートル 米
mm     millimeter millimetre ミリ ミリメートル 毫米
cm     centimeter centimetre センチ センチメートル 厘米
km     キロメートル キロメーター 公里
m2     sqm qm m^2 sq.m 平方メートル 平米 平方米
cm2    cm^2 平方センチメートル
mm2    mm^2 平方ミリメートル
m3     m^3 cbm 立方メートル 立方米
cm3    cm^3 cc
l      litre liter litres liters ltr リットル 升
ml     milliliter millilitre ミリリットル 毫升
t*km   tkm t.km ton-km tonne-km tonnekm tonne*km トンキロ トンキロメートル 吨公里
kg*km  kgkm kg.km
kWh    kilowatthour kilowatt-hour キロワット時 千瓦时
MJ     メガジュール
h      hour hours hr hrs 時間 小时
year   years yr a 年
kg/m2  kg/m^2 kg/平米
kg/m3  kg/m^3
g/cm3  g/cm^3 g/cc
g/m2   gsm g/m^2 g/平米
"""
_SPELLINGS = {
    spelling: unit
    for unit, *spellings in map(str.split, _WRITTEN.strip().splitlines())
    for spelling in spellings
}

NUMBER = r"(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBER = re.compile(rf"[-+]?{NUMBER}")
_AMOUNT = re.compile(rf"\s*([-+]?{NUMBER})\s*([^\d.,].*?)\s*")


@cache
def canonical(unit: str) -> str:
    """Return the one spelling of a unit: `ｋｇ`, `㎏`, `KG` and `キログラム` are all `kg`.

    An unknown unit comes back as it is, less its white space and full-width forms.
    """
    text = unicodedata.normalize("NFKC", unit).strip()
    text = re.sub(r"\s*[・·⋅×]\s*", "*", text).replace(" ", "").replace("**", "^")
    if text in _TABLE:
        return text
    folded = text.casefold()
    by_fold = {k.casefold(): k for k in _TABLE}
    return _SPELLINGS.get(folded) or by_fold.get(folded) or text


def dimension(unit: str) -> str:
    """Return what a unit measures: mass, energy, freight, length, area, volume or count.

    Raises UnitError for an unknown unit.
    """
    return _measure(_size(canonical(unit), "")[0])


def same_dimension(unit: str, other: str) -> bool:
    """Say whether amounts in the two units can be converted into each other."""
    try:
        factor(unit, other)
    except UnitError:
        return False
    return True


@cache
def factor(unit: str, to: str, where: str = "") -> float:
    """Return what an amount in `unit` is multiplied by to be an amount in `to` [to/unit].

    Raises UnitError, naming both units, when one is unknown or they measure different things.
    """
    a, b = canonical(unit), canonical(to)
    if a == b:
        return 1.0
    base, size = _size(a, where)
    base_to, size_to = _size(b, where)
    if base != base_to:
        place = f"{where}: " if where else ""
        raise UnitError(
            f"{place}{unit!r} is a unit of {_measure(base)}, but"
            f" {to!r} ({_measure(base_to)}) is needed here."
        )
    return size / size_to


def number_in(text: str) -> float | None:
    """Return a number such as `1,200.5`, None for any other text.

    A comma stands between thousands only: 0,5 is no number, rather than 5.
    """
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def quantity(text: str, to: str, where: str) -> float:
    """Return an amount written with its unit, such as `54 g` or `1,200 km`, in the unit `to`.

    A bare number has no unit and is refused, and so is a decimal comma: nothing is guessed.
    """
    match = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        raise UnitError(f"{where}: {text!r} is not an amount with its unit, such as '1.5 {to}'.")
    return float(match[1].replace(",", "")) * factor(match[2], to, where)


def _measure(base: str) -> str:
    return _MEASURES.get(base, base)


def _size(unit: str, where: str) -> tuple[str, float]:
    """Return (base unit, size in it) of a canonical unit; ask pint for what is not listed."""
    if unit in _TABLE:
        return _TABLE[unit]
    if not unit:
        raise UnitError((f"{where}: " if where else "") + "the unit is empty.")
    import pint

    registry = _registry()
    try:
        if not _SANE.fullmatch(unit):
            raise ValueError(unit)
        size = registry.Quantity(1, registry.parse_units(unit.replace("t*km", "t*kilometer")))
        for base in _MEASURES:
            if base in ("h", "year"):
                continue
            if size.is_compatible_with(_pint_name(base)):
                return base, float(size.to(_pint_name(base)).magnitude)
        return str(size.dimensionality), float(size.to_base_units().magnitude)
    except (pint.PintError, AttributeError, ValueError, TypeError, AssertionError, OverflowError):
        near = nearest(unit, [*_TABLE, *_SPELLINGS])
        place = f"{where}: " if where else ""
        hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise UnitError(f"{place}{unit!r} is not a unit that celca knows.{hint}") from None


def _pint_name(base: str) -> str:
    return {"t*km": "metric_ton * kilometer", "m2": "m**2", "m3": "m**3"}.get(
        base, base.replace("m2", "m**2").replace("m3", "m**3")
    )


@cache
def _registry() -> Any:  # noqa: ANN401  pint's registry is built at run time
    import pint

    registry: Any = pint.UnitRegistry()
    registry.define("piece = [piece]")
    return registry
