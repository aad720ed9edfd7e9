"""The factors behind a footprint: what one unit of each process cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from celca.assess import ResultLine

__all__ = ["Factor", "factors_of"]

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Factor:
    """What one unit of a process costs.

    value  [kg CO2e/unit]
    title  of the process, in the reader's language
    """

    process: str
    unit: str
    value: float
    source: str
    title: str = ""


def factors_of(lines: Sequence[ResultLine], lang: str = "en") -> tuple[list[Factor], list[int]]:
    """Return the factors that lines were multiplied with, and for each line which one.

    lang  of their titles
    """
    factors: list[Factor] = []
    known: dict[str, list[int]] = {}
    places = []
    for line in lines:
        value = line.kg_co2e / line.amount if line.amount else 0.0
        same = known.setdefault(line.process, [])
        place = next((i for i in same if math.isclose(factors[i].value, value, rel_tol=_SAME)), -1)
        if place < 0:
            place = len(factors)
            japanese = line.process_name_ja if lang == "ja" else ""
            title = japanese or line.process_name or line.process
            factors.append(Factor(line.process, line.unit, value, line.source, title))
            same.append(place)
        places.append(place)
    return factors, places
