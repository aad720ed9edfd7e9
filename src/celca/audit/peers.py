"""Figures far from those of their peers: scores, amounts of an input, kilograms given off.

Peers of a score are the products of the same unit, and of the same family: the first word of the
name up to a comma, as databases write `Paper, freesheet, uncoated`. What is usual is their median
and how far they usually stand from it, in powers of ten; a figure is weighed by how many times
further it stands.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from celca.audit.network import Array, Network
from celca.inventory import Process
from celca.units import factor, same_dimension

__all__ = ["Suspect", "emissions", "odd_scores", "odd_units", "standing"]

_FAR, _FAR_FAMILY = 25.0, 8.0  # times the median of its peers
_PEERS, _FAMILY = 5, 4
_LEAST, _LEAST_FAMILY = 0.5, 0.15  # how far peers stand from their median at least [powers of ten]
_USES = 4
_UNIT_RATIO = 300.0  # times the usual amount of an input: a unit that was mistaken
_HEAVY = 1000.0  # kilograms given off per kilogram made
_HEAD = re.compile(r"^(market( group)? for |treatment of )?([^,;:(|]+)")


@dataclass(frozen=True, slots=True)
class Suspect:
    """One thing to look at.

    weight   how far from usual, in times of what is usual; the list is ordered by it
    code     outlier, unit, emission, sign, same_name, loop, no_burden, cut_off, no_factor, age
    process  id, '' where it is about the whole database
    """

    weight: float
    code: str
    process: str
    message: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a score stands among its peers.

    times   the median of the peers it stands out from most
    weight  powers of ten from it, over what is usual among them
    peers   what these are, in words
    odd     whether that is far
    """

    times: float
    weight: float
    peers: str
    odd: bool


def standing(network: Network) -> dict[int, Standing]:
    """Return how each score without uptake stands among its peers; not where it has none."""
    score = np.abs(network.scores)
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, p in enumerate(network.processes):
        if score[j] > 0:
            if p.unit != "piece":  # pieces are of any size
                groups[(p.unit,)].append(j)
            groups[p.unit, _head(p.name)].append(j)
    out: dict[int, Standing] = {}
    for key, members in groups.items():
        for j, found in _among(key, members, score):
            if j not in out or (found.odd, found.weight) > (out[j].odd, out[j].weight):
                out[j] = found
    return out


def _head(name: str) -> str:
    found = _HEAD.match(name.casefold())
    return " ".join(found[3].split()) if found else name.casefold()


def _among(
    key: tuple[str, ...], members: Sequence[int], score: Array
) -> Iterator[tuple[int, Standing]]:
    family = len(key) == 2
    if len(members) < (_FAMILY if family else _PEERS):
        return
    size = np.log10(score[members])
    usual = np.median(size)
    spread = max(1.5 * np.median(np.abs(size - usual)), _LEAST_FAMILY if family else _LEAST)
    far = _FAR_FAMILY if family else _FAR
    name = f"the {len(members)} called {key[-1]!r}" if family else "its unit"
    for j, x in zip(members, (size - usual).tolist(), strict=True):
        yield j, Standing(10.0**x, float(x / spread), name, 10.0**x > far)


def odd_scores(network: Network, found: Mapping[int, Standing]) -> Iterator[Suspect]:
    """Yield the scores far above their peers that no other such score explains."""
    odd = {j for j, s in found.items() if s.odd}
    causes: dict[int, int] = {}
    for j in odd:
        rows, _, parts = network.parts(j)
        if parts.size:
            k = int(np.argmax(np.abs(parts)))
            i = int(rows[k])
            most = abs(parts[k]) > 0.5 * abs(network.scores[j])
            if i in odd and i != j and most and found[i].times > found[j].times / 50:
                causes[j] = i
    after = Counter(_root(j, causes) for j in causes)
    for j in sorted(odd - set(causes)):
        p, stands = network.processes[j], found[j]
        message = (
            f"{p.name!r} has {network.scores[j]:.4g} kg CO2e per {p.unit}, uptake aside:"
            f" {stands.times:.3g} times the median of {stands.peers}; {network.biggest(j)}."
        )
        if after[j]:
            message += f" {after[j]} more are far off because of it."
        yield Suspect(stands.weight, "outlier", p.id, message)


def _root(j: int, causes: Mapping[int, int]) -> int:
    seen = {j}
    while j in causes and causes[j] not in seen:
        j = causes[j]
        seen.add(j)
    return j


def odd_units(network: Network, found: Mapping[int, Standing]) -> Iterator[Suspect]:
    """Yield inputs whose amount is hundreds of times what other processes use of the same."""
    inputs, score = network.inputs.tocsr(), network.scores
    by_unit = np.unique([p.unit for p in network.processes], return_inverse=True)[1]
    for i in range(inputs.shape[0]):
        row = slice(inputs.indptr[i], inputs.indptr[i + 1])
        users, amounts = inputs.indices[row], np.abs(inputs.data[row])
        for unit in np.unique(by_unit[users]):
            place = np.flatnonzero(by_unit[users] == unit)
            usual = float(np.median(amounts[place]))
            if place.size < _USES or not usual:
                continue
            sizes = np.log10(amounts[place] / usual)
            spread = max(1.5 * float(np.median(np.abs(sizes))), _LEAST)
            for k in place[amounts[place] > _UNIT_RATIO * usual].tolist():
                j, amount = int(users[k]), float(amounts[k])
                if amount <= 1 and network.processes[j].unit == network.processes[i].unit:
                    continue  # no more of it than is made, in the same unit: nothing was mistaken
                share = abs(amount * score[i]) / abs(score[j]) if score[j] else 0.0
                if share > 0.8:
                    weight = float(np.log10(amount / usual)) / spread
                    weight = max(weight, found[j].weight if j in found else 0.0)
                    others = (amount / usual, place.size - 1, share)
                    message = _in_words(network.processes[j], network.processes[i], amount, others)
                    yield Suspect(weight, "unit", network.processes[j].id, message)


def _in_words(user: Process, made: Process, amount: float, others: tuple[float, int, float]) -> str:
    ratio, count, share = others
    return (
        f"{user.name!r} uses {amount:.4g} {made.unit} of {made.name!r} per {user.unit},"
        f" {ratio:.3g} times what {count} others use, and that is {share:.0%} of its score:"
        " is it in another unit?"
    )


def emissions(network: Network) -> Iterator[Suspect]:
    """Yield what gives off a thousand times its own mass of something that counts nothing.

    What counts shows in the scores.
    """
    system = network.prices.system
    flows, made = system.inventory.flows, network.made
    mass = np.array([factor(f.unit, "kg") if same_dimension(f.unit, "kg") else 0.0 for f in flows])
    air = np.array([f.compartment.startswith("air") for f in flows])
    air[[i for _, i, _ in system.factors]] = False
    for j, p in enumerate(network.processes):
        column = slice(system.B.indptr[j], system.B.indptr[j + 1])
        rows, amounts = system.B.indices[column], system.B.data[column]
        if not rows.size or not made[j] or not same_dimension(p.unit, "kg"):
            continue
        given = np.abs(amounts / made[j]) * (mass * air)[rows] / factor(p.unit, "kg")
        k = int(np.argmax(given))
        if given[k] > _HEAVY:
            message = (
                f"{p.name!r} gives off {given[k]:.3g} kg of {flows[int(rows[k])].name!r} per kg:"
                " is it in another unit?"
            )
            weight = float(np.log10(given[k] / _HEAVY))
            yield Suspect(1 + min(weight, 4.0), "emission", p.id, message)
