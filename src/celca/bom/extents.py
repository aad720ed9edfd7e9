"""What a text says of the size of a piece: `tube 20x2 mm, 1.5 m`, `sheet t1.0`, `film 25 g/m2`.

Only what leaves no doubt is taken: a profile needs the word for its shape beside its figures,
and a number such as 1,500, which may be two, is none. Lengths in text are in mm unless they say
otherwise, as on every drawing; a length on its own needs its unit.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from celca.bom.words import fold
from celca.units import factor

__all__ = ["Extent", "measure", "read_extent"]

_N = r"([0-9]+(?:[.,][0-9]+)?)"
_TUBE = re.compile(r"\b(tubes?|tubing|pipes?|hollow|rohre?)\b|rohr\b|パイプ|管|チューブ")
_ROUND = re.compile(r"\b(rods?|round bars?|wires?|rundst[aä]hl\w*|draht)\b|丸棒|丸鋼|線材|圆钢")
_FLAT = re.compile(r"\b(flat bars?|flats?|square bars?|flachst[aä]hl\w*)\b|平鋼|フラットバー|扁钢")
_SHEET = re.compile(r"\b(sheets?|plates?|foils?|films?|blech\w*|folie\w*)\b|板|フィルム|箔|薄膜")
_COVERED = re.compile(r"\b(cables?|insulated|coated|kabel)\b|ケーブル|電線|电缆")
_TIMES = re.compile(rf"[øφ⌀]?\s*{_N}((?:\s*x\s*{_N})+)\s*(mm|cm|m)?(?![a-z0-9/\"″'])")
_DIAMETER = re.compile(
    rf"(?:[øφ⌀]|\bd\s*=|\bdia\.?|\bdiameter)\s*{_N}\s*(mm|cm)?(?![a-wyz0-9\"″'])"
)
_AWG = re.compile(r"\bawg\s*([0-9]{1,2})\b|\b([0-9]{1,2})\s*awg\b")
_THICK = re.compile(
    rf"(?<![a-z0-9])t\s*=?\s*{_N}\s*(mm)?(?![a-z0-9])"
    rf"|(?:板厚|厚さ|厚み|厚度|thickness|dicke)\s*[:=]?\s*{_N}\s*(mm|µm|μm|um)?"
    rf"|(?<![0-9.,x]){_N}\s*(mm|µm|μm|um)\s*(?:thick|sheet|plate|foil|film|blech|folie|dick)"
)
_LENGTH = re.compile(
    rf"(?:\bl\s*=?|\blength\b|\blg\.?|長さ|全長|länge|长度)\s*[:=]?\s*{_N}\s*(mm|cm|m)?(?![a-z0-9/])"
    rf"|(?<![0-9.,x/ø]){_N}\s*(m)(?![a-z0-9/])"
    rf"|(?<![0-9.,x/ø]){_N}\s*(mm|cm)\s*(?:long|length|lang)\b"
)
_AREA = re.compile(rf"(?<![0-9.,/]){_N}\s*(m2|cm2|qm|sqm)(?![a-z0-9])")
_AREAL = re.compile(rf"(?<![0-9.,]){_N}\s*(g/m2|kg/m2|gsm|g/qm)(?![a-z0-9])")
_LINEAR = re.compile(rf"(?<![0-9.,]){_N}\s*(g/m|kg/m)(?![a-z0-9])")
_BESIDE = re.compile(r"(?:[^\W\d_]\.?\s*[:=]?\s*|⌀\s*)[0-9]|[0-9]\s*[^\W\d_]")
_UNITS = {
    "um": "mm",
    "µm": "mm",
    "μm": "mm",
    "gsm": "g/m2",
    "g/qm": "g/m2",
    "qm": "m2",
    "sqm": "m2",
}


@dataclass(frozen=True, slots=True)
class Extent:
    """What is known of one piece; 0 where the text is silent.

    section    area across a bar, tube or wire [m2]
    thickness  of a sheet [m]
    length     [m]
    area       of a sheet [m2]
    linear     mass per length [kg/m]
    areal      mass per area [kg/m2]
    """

    section: float = 0.0
    thickness: float = 0.0
    length: float = 0.0
    area: float = 0.0
    linear: float = 0.0
    areal: float = 0.0


def read_extent(text: str, decimal: str = "") -> Extent:
    """Return what a text says of the size of one piece.

    decimal  the decimal sign of the file, '' where unknown
    """
    plain = fold(text).replace("×", "x").replace("*", "x")
    if not _BESIDE.search(plain):  # a figure with no letter beside it is no size
        return Extent()
    numbers = _figures(plain, decimal)
    section, length, area = _profile(plain, numbers, decimal)
    thickness = _first(_THICK, plain, decimal, "mm")
    if not section and _SHEET.search(plain):
        if len(numbers) == 3:
            thickness = min(numbers)
            area = math.prod(numbers) / thickness if thickness else 0.0
        elif len(numbers) == 2 and thickness:
            area = math.prod(numbers)
    return Extent(
        section=section,
        thickness=thickness,
        length=length or _first(_LENGTH, plain, decimal, "mm"),
        area=area or _first(_AREA, plain, decimal, "m2"),
        linear=_first(_LINEAR, plain, decimal, "kg/m"),
        areal=_first(_AREAL, plain, decimal, "kg/m2"),
    )


def measure(text: str, decimal: str) -> float | None:
    """Return a number in a text, None for 1,500 where nobody says which sign is the decimal sign.

    A point is one unless the file has commas.
    """
    whole, sign, digits = text.replace(",", ".").partition(".")
    grouped = len(digits) == 3 and 0 < len(whole) <= 3 and whole != "0"
    written = "," if "," in text else "."
    if not sign or not grouped or written == (decimal or "."):
        return float(f"{whole}.{digits or 0}")
    return float(whole + digits) if decimal else None


def _first(pattern: re.Pattern[str], text: str, decimal: str, unit: str) -> float:
    """Return the first figure that a pattern finds [m, m2, kg/m or kg/m2]; 0 for none."""
    match = pattern.search(text)
    if match is None:
        return 0.0
    groups = [g for g in match.groups() if g is not None]
    number = measure(groups[0], decimal)
    if number is None:
        return 0.0
    written = groups[1] if len(groups) > 1 else unit
    small = 1e-3 if written in ("um", "µm", "μm") else 1.0
    known = _UNITS.get(written, written)
    base = {"m": "m", "mm": "m", "cm": "m", "m2": "m2", "cm2": "m2"}.get(known, unit)
    return number * small * factor(known, base)


def _figures(text: str, decimal: str) -> list[float]:
    """Return the figures of `20x2 mm` or `300x200x1.5` [m]."""
    match = _TIMES.search(text)
    if match is None:
        return []
    numbers = [measure(n, decimal) for n in re.findall(_N, match[0])]
    unit = match[4] or "mm"
    across = "mm" if unit == "m" and not _SHEET.search(text) else unit  # `20x2 x 1.5 m`
    scales = [factor(across, "m")] * (len(numbers) - 1) + [factor(unit, "m")]
    known = [n * scale for n, scale in zip(numbers, scales, strict=True) if n is not None]
    return known if len(known) == len(numbers) else []


def _profile(text: str, numbers: list[float], decimal: str) -> tuple[float, float, float]:
    """Return (section [m2], length [m], area [m2]) of a profile that is named by its shape."""
    if _COVERED.search(text):
        return 0.0, 0.0, 0.0  # what is around the wire is not known
    if _TUBE.search(text):
        return (*_tube(numbers), 0.0)
    if _ROUND.search(text):
        return (*_bar(text, numbers, decimal), 0.0)
    if _FLAT.search(text) and len(numbers) in (2, 3):
        return numbers[0] * numbers[1], numbers[2] if len(numbers) == 3 else 0.0, 0.0
    return 0.0, 0.0, 0.0


def _tube(n: list[float]) -> tuple[float, float]:
    """Return (section, length): 20x2 is round, 40x20x2 is not; a last figure is the length."""
    if len(n) >= 3 and n[2] < min(n[0], n[1]) / 2:
        return 2 * n[2] * (n[0] + n[1] - 2 * n[2]), n[3] if len(n) == 4 else 0.0
    if len(n) in (2, 3) and n[1] < n[0] / 2:
        return math.pi * n[1] * (n[0] - n[1]), n[2] if len(n) == 3 else 0.0
    return 0.0, 0.0


def _bar(text: str, n: list[float], decimal: str) -> tuple[float, float]:
    """Return (section, length) of a round bar or a wire, by its diameter or its gauge (AWG)."""
    gauge = _AWG.search(text)
    if gauge:
        across = 0.127e-3 * 92 ** ((36 - int(gauge[1] or gauge[2])) / 39)  # ASTM B258
        return math.pi / 4 * across**2, 0.0
    across = _first(_DIAMETER, text, decimal, "mm")
    along = len(n) == 2 and math.isclose(n[0], across)  # `20 x 6` alone may be twenty of six
    return math.pi / 4 * across**2, n[1] if along else 0.0
