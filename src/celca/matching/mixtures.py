"""A material that is several: `60% cotton 40% polyester`, `PA66-GF30`, `PC/ABS 70/30`.

Only shares that the text states are taken: as percentages, as a ratio, or as the number behind
the symbol of a filler (ISO 1043-2: GF30 is 30 % of glass fibre by mass). `PC/ABS` states none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

__all__ = ["Mixture", "names_of", "read_mixture"]

# ISO 1043-2:2011, tables 1 and 2: the first letter is the filler, the second its form
_FILLERS = {
    "GF": "glass fibre",
    "GB": "glass beads",
    "CF": "carbon fibre",
    "TD": "talc",
    "MD": "mineral powder",
    "AF": "aramid fibre",
}
_ELEMENTS = {"Zn": "zinc", "Ni": "nickel", "Sn": "tin", "Cu": "copper", "Cr": "chromium"}
_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?)\s*(?:(?:wt|mass|質量|重量)\.?\s*)?%")
_FILLER = re.compile(r"[-+ _(]*L?(GF|GB|CF|TD|MD|AF)[- ]?([0-9]{2})\)?")
_ASIDE = re.compile(r"(?:[\s,]+(?:FR|V-?[0-2]|HB|black|white|natural|schwarz|natur|黒|白))+$", re.I)
_RATIO = re.compile(r"\(?\s*([0-9]{1,2}(?:\s*[/:]\s*[0-9]{1,2})+)\s*\)?")
_ORIGIN = re.compile(
    r"recycl|rezykl|post-?consumer|pre-?consumer|\bp[ci]r\b|bio|virgin|再生|リサイクル|回收|バイオ",
    re.IGNORECASE,
)
_EDGES = " \t,;+/&・、，:()[]<>"
_JOINS = re.compile(
    r"^(?:and|und|with|mit|of|aus|と)\s+|\s+(?:and|und|with|mit|と)$", re.IGNORECASE
)
_ROUNDING = 0.005
_LONGEST = 200  # an essay is no name


@dataclass(frozen=True, slots=True)
class Mixture:
    """What a text says that a material is made of.

    parts   (name as written, share of the mass [kg/kg]), adding up to 1
    rest    name of the part whose share is what the others leave over; '' where all are stated
    """

    parts: tuple[tuple[str, float], ...]
    rest: str = ""


@lru_cache(maxsize=1 << 14)
def read_mixture(name: str) -> Mixture | None:
    """Return the parts of a mixture whose shares are stated, None for anything else."""
    text = unicodedata.normalize("NFKC", name).strip().strip("><")
    if len(text) > _LONGEST or _ORIGIN.search(text):
        return None  # `PP 30% recycled` is one material with a share of another kind
    found = _by_percent(text) or _by_ratio(text) or _by_filler(_ASIDE.sub("", text))
    whole = fsum(share for _, share in found.parts) if found else 0.0
    if found is None or abs(whole - 1) > _ROUNDING or len(found.parts) < 2:
        return None
    return Mixture(tuple((name, share / whole) for name, share in found.parts), found.rest)


def names_of(name: str) -> tuple[str, ...]:
    """Return the names in `PC/ABS` and `SPCC+Zn`, which state no shares; empty for others."""
    text = unicodedata.normalize("NFKC", name).strip().strip("><")
    names = [_plain(part) for part in re.split(r"[/+&]", text)]
    return tuple(names) if len(names) > 1 and all(names) else ()


def _by_percent(text: str) -> Mixture | None:
    """Read `60% cotton 40% polyester`, `PP 70% + talc 30%` and `PP with 30% talc`."""
    shares = [float(s.replace(",", ".")) / 100 for s in _PERCENT.findall(text)]
    if not shares:
        return None
    between = [_plain(part) for part in _PERCENT.split(text)[::2]]
    if len(shares) == 1 and all(between) and shares[0] < 1:
        first, filler = between
        return Mixture(((first, 1 - shares[0]), (filler, shares[0])), first)
    if not between[0]:
        names, left = between[1:], ""
    else:
        names, left = between[:-1], between[-1]
    if left or not all(names):
        return None
    return Mixture(tuple(zip(names, shares, strict=True)))


def _by_ratio(text: str) -> Mixture | None:
    """Read `cotton/polyester 60/40` and `PC+ABS (70:30)`."""
    match = _RATIO.search(text)
    if match is None or match.start() not in (0, len(text) - len(match[0])):
        return None
    names = names_of(text.replace(match[0], " "))
    shares = [float(s) / 100 for s in re.split(r"[/:]", match[1])]
    if len(names) != len(shares):
        return None
    return Mixture(tuple(zip(names, shares, strict=True)))


def _by_filler(text: str) -> Mixture | None:
    """Read `PA66-GF30` and `PP-GF15-MD25`."""
    fillers = list(_FILLER.finditer(text))
    if not fillers or "".join(f[0] for f in fillers) != text[fillers[0].start() :]:
        return None
    base = _plain(text[: fillers[0].start()].strip("-_"))
    parts = tuple((_FILLERS[f[1]], float(f[2]) / 100) for f in fillers)
    rest = 1 - fsum(share for _, share in parts)
    if not base or rest <= 0:
        return None
    return Mixture(((base, rest), *parts), base)


def _plain(name: str) -> str:
    """Return one name without what joins it to the next; a symbol becomes its name."""
    name = _JOINS.sub("", name.strip(_EDGES)).strip(_EDGES)
    return _FILLERS.get(name, _ELEMENTS.get(name, name))
