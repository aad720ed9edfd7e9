"""Scores far from those of their peers.

Peers are the products measured alike (kilograms, energy, …), and among these a family: what shares
the first word of its name up to a comma, as databases write `Paper, freesheet, uncoated`. What is
usual is their median and how far they usually stand from it, in powers of ten; a score is weighed
by how many times further it stands. Where peers differ a hundredfold among themselves, as a cubic
metre of gas and of flooring do, nothing is odd that is not further off still.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from celca.audit.network import Array, Network
from celca.errors import UnitError
from celca.grammar import in_number
from celca.units import dimension, factor

__all__ = ["Standing", "Suspect", "family", "measures", "odd_scores", "standing"]

_FAR, _FAR_FAMILY = 25.0, 8.0  # times the median of its peers
_FAR_BELOW = 1 / 300  # of the median: sand and water are cheap, a slip of a unit is cheaper still
_NAMED = 5  # of published totals
_MADE_OF = 4  # inputs and emissions of what cannot be next to nothing
_PEERS, _FAMILY = 5, 4
_LEAST, _LEAST_FAMILY = 0.5, 0.15  # how far peers stand from their median at least [powers of ten]
_UNUSUAL, _UNUSUAL_BELOW = 2.5, 5.0  # times what is usual among them
_ALSO = 5.0  # times the median of its unit, for a member of a family to be odd
_HEAD = re.compile(r"^(market( group)? for |treatment of )?([^,;:(|]+)")


@dataclass(frozen=True, slots=True)
class Suspect:
    """One thing to look at.

    weight   how far from usual, in times of what is usual; the list is ordered by it
    code     outlier, unit, emission, sign, twice, spread, same_name, loop, no_burden, cut_off,
             no_factor, origin, age
    process  id, '' where it is about the whole database
    """

    weight: float
    code: str
    process: str
    message: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", in_number(self.message))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a score stands among its peers.

    times    the median of the peers it stands out from most
    weight   powers of ten from it, over what is usual among them
    peers    what these are, in words
    odd      whether that is far
    of_unit  times the median of its unit, NaN where it has no such peers
    """

    times: float
    weight: float
    peers: str
    odd: bool
    of_unit: float


def standing(network: Network) -> dict[int, Standing]:
    """Return how each score without uptake stands among its peers; not where it has none."""
    alike = measures({p.unit for p in network.processes})
    sizes = np.array([alike[p.unit][1] for p in network.processes])
    score = np.abs(network.scores) / sizes
    units: dict[str, list[int]] = defaultdict(list)
    families: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j in np.flatnonzero(score > 0).tolist():
        p = network.processes[j]
        if p.unit != "piece":  # pieces are of any size
            units[alike[p.unit][0]].append(j)
        families[alike[p.unit][0], family(p.name)].append(j)
    out = dict(_among("its unit", units.values(), score, {}))
    for (_, head), members in families.items():
        name = f"the {len(members)} called {head!r}"
        for j, found in _among(name, [members], score, out):
            if j not in out or (found.odd, abs(found.weight)) > (out[j].odd, abs(out[j].weight)):
                out[j] = found
    return out


def measures(units: Iterable[str]) -> dict[str, tuple[str, float]]:
    """Return unit -> (a unit for all that measure the same, its size in it)."""
    first: dict[str, str] = {}
    out = {}
    for unit in sorted(units):
        try:
            whole = first.setdefault(dimension(unit), unit)
            out[unit] = (whole, factor(unit, whole))
        except UnitError:
            out[unit] = (unit, 1.0)
    return out


def family(name: str) -> str:
    """Return what a name begins with: `paper` of `Paper, freesheet, uncoated`."""
    found = _HEAD.match(name.casefold())
    return " ".join(found[3].split()) if found else name.casefold()


def _among(
    peers: str, groups: Iterable[Sequence[int]], score: Array, known: Mapping[int, Standing]
) -> Iterator[tuple[int, Standing]]:
    """Yield how the members of each group stand in it.

    known  how they stand in their unit, where the group is a family; empty where it is the unit
    """
    of_family = peers != "its unit"
    for members in groups:
        if len(members) < (_FAMILY if of_family else _PEERS):
            continue
        size = np.log10(score[members])
        usual = np.median(size)
        spread = max(1.5 * np.median(np.abs(size - usual)), _LEAST_FAMILY if of_family else _LEAST)
        for j, x in zip(members, (size - usual).tolist(), strict=True):
            times, weight = 10.0**x, float(x / spread)
            nan = float("nan")
            of_unit = (known[j].of_unit if j in known else nan) if of_family else times
            odd = times > (_FAR_FAMILY if of_family else _FAR) and weight > _UNUSUAL
            odd = odd and not (of_family and of_unit < _ALSO)
            odd = odd or (times < _FAR_BELOW and weight < -_UNUSUAL_BELOW)
            yield j, Standing(times, weight, peers, odd, of_unit)


def odd_scores(network: Network, found: Mapping[int, Standing]) -> Iterator[Suspect]:
    """Yield the scores far from those of their peers that no other such score explains."""
    odd = {j for j, s in found.items() if s.odd}
    causes = _causes(network, found, odd)
    after = Counter(_root(j, causes) for j in causes)
    published = []
    for j in sorted(odd - set(causes)):
        p, stands = network.processes[j], found[j]
        if p.kind == "aggregated":
            if stands.times > 1:
                published.append(j)
            continue
        if stands.times < 1 and network.counting(j) < _MADE_OF:
            continue  # water, sand and what is only carted are cheap; what is made of much is not
        far = f"{stands.times:.3g} times" if stands.times > 1 else f"1/{1 / stands.times:.3g} of"
        message = (
            f"{p.name!r} has {network.scores[j]:.4g} kg CO2e per {p.unit}, uptake aside:"
            f" {far} the median of {stands.peers}; {network.biggest(j)}."
        )
        if after[j]:
            message += f" {after[j]} more are far off because of it."
        # too little is a smaller fault than as many times too much
        weight = stands.weight if stands.weight > 0 else -stands.weight / 2
        yield Suspect(weight, "outlier", p.id, message)
    if published:
        yield _published(network, found, published)


def _published(network: Network, found: Mapping[int, Standing], odd: list[int]) -> Suspect:
    """Return what is odd of totals that were published: nothing in them can be looked at."""
    odd.sort(key=lambda j: -found[j].weight)
    named = "; ".join(
        f"{network.processes[j].name!r} {network.scores[j]:.4g} per {network.processes[j].unit},"
        f" {found[j].times:.3g} times the median"
        for j in odd[:_NAMED]
    )
    more = f" and {len(odd) - _NAMED} more" if len(odd) > _NAMED else ""
    message = f"{len(odd)} published totals are far above their peers [kg CO2e]: {named}{more}."
    return Suspect(found[odd[0]].weight, "outlier", network.processes[odd[0]].id, message)


def _causes(network: Network, found: Mapping[int, Standing], odd: set[int]) -> dict[int, int]:
    """Return odd score -> the odd input that makes most of it, where one does."""
    causes = {}
    for j in odd:
        rows, _, parts = network.parts(j)
        if parts.size:
            k = int(np.argmax(np.abs(parts)))
            i = int(rows[k])
            most = abs(parts[k]) > 0.5 * abs(network.scores[j])
            if i in odd and i != j and most and found[i].times > found[j].times / 50:
                causes[j] = i
    return causes


def _root(j: int, causes: Mapping[int, int]) -> int:
    seen = {j}
    while j in causes and causes[j] not in seen:
        j = causes[j]
        seen.add(j)
    return j
