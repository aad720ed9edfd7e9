"""What looks wrong in a database, the worst first: structure, outliers, signs, gaps, age.

Nothing here is proof. A suspect is a figure that a person who knows the process should look at;
its weight says how far it stands from what is usual, in powers of ten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, diags_array
from scipy.sparse.csgraph import connected_components

from celca.inventory import Process
from celca.methods import CATEGORIES
from celca.system import Intensities

__all__ = ["Suspect", "diagnose", "structure"]

Array = NDArray[np.float64]
_FAR = 25.0  # times the median of its peers
_PEERS = 5
_USES = 4
_UNIT_RATIO = 300.0  # times the usual amount of an input: a unit that was mistaken
_UPTAKE = CATEGORIES.index("biogenic_uptake")


@dataclass(frozen=True, slots=True)
class Suspect:
    """One thing to look at.

    weight   how far from usual [powers of ten]; the list is ordered by it
    code     outlier, unit, sign, same_name, loop, no_burden, cut_off, age
    process  id, '' where it is about the whole database
    """

    weight: float
    code: str
    process: str
    message: str


def diagnose(prices: Intensities) -> list[Suspect]:
    """Return the suspects of a database, the worst first."""
    found = [
        *_outliers(prices),
        *_units(prices),
        *_signs(prices),
        *_same_names(prices),
        *_loops(prices),
        *_gaps(prices),
        *_age(prices),
    ]
    return sorted(found, key=lambda s: (-s.weight, s.code, s.process))


def structure(prices: Intensities) -> dict[str, Any]:
    """Return how the processes hang together.

    components       groups of processes that are linked at all
    largest_loop     processes in the largest group that feeds itself
    gain             largest share of a loop's output that it uses up again [-]; 1 has no solution
    without_inputs   processes that use no other
    zero_burden      processes with a score of 0
    """
    A = prices.system.A
    inputs = _inputs(prices)
    count, _ = connected_components(A, directed=False)
    _, labels = connected_components(A, directed=True, connection="strong")
    return {
        "components": int(count),
        "largest_loop": int(np.bincount(labels).max(initial=0)),
        "gain": _gain(inputs),
        "without_inputs": int((np.diff(inputs.indptr) == 0).sum()),
        "zero_burden": int((prices.H == 0).all(axis=0).sum()),
    }


def _inputs(prices: Intensities) -> Any:  # noqa: ANN401
    """Return what one unit of each product needs of the others (n x n), gains positive."""
    A = csc_array(prices.system.A)
    made = A.diagonal()
    own = np.where(made == 0, 1.0, made)
    Z = csc_array((diags_array(own) - A) @ diags_array(1 / own))
    Z.eliminate_zeros()
    return Z


def _gain(inputs: Any, steps: int = 200) -> float:  # noqa: ANN401
    """Return the spectral radius of |Z|, by its powers on a vector of ones."""
    M = abs(inputs)
    x = np.ones(M.shape[0])
    for _ in range(steps):
        y = M @ x + 1e-300
        radius = float(y.max() / max(x.max(), 1e-300))
        x = y / y.max()
    return radius if radius > 1e-9 else 0.0


def _totals(prices: Intensities) -> Array:
    return np.asarray(prices.H.sum(axis=0), dtype=float)


def _far(prices: Intensities) -> Array:
    """Return how many times the median of its peers, of equal unit, each score is."""
    score = np.abs(_totals(prices))
    units = np.array([p.unit for p in prices.system.inventory.processes])
    out = np.zeros(score.size)
    for unit in set(units.tolist()):
        peers = np.flatnonzero((units == unit) & (score > 0))
        if peers.size >= _PEERS and unit != "piece":  # pieces are of any size
            out[peers] = score[peers] / np.median(score[peers])
    return out


def _outliers(prices: Intensities) -> Iterator[Suspect]:
    """Yield the processes far above their peers that no other such process explains."""
    far, score = _far(prices), _totals(prices)
    odd = set(np.flatnonzero(far > _FAR).tolist())
    inputs, causes = _inputs(prices), dict[int, int]()
    for j in odd:
        column = slice(inputs.indptr[j], inputs.indptr[j + 1])
        parts = inputs.data[column] * score[inputs.indices[column]]
        if parts.size:
            k = int(np.argmax(np.abs(parts)))
            i = int(inputs.indices[column][k])
            if i in odd and i != j and abs(parts[k]) > 0.5 * abs(score[j]) and far[i] > far[j] / 50:
                causes[j] = i
    after = Counter(_root(j, causes) for j in causes)
    processes = prices.system.inventory.processes
    for j in sorted(odd - set(causes)):
        p = processes[j]
        message = (
            f"{p.name!r} has {score[j]:.4g} kg CO2e per {p.unit}, {far[j]:.3g} times the median"
            f" of its unit; {_biggest(prices, inputs, j)}."
        )
        if after[j]:
            message += f" {after[j]} more are far off because of it."
        yield Suspect(float(np.log10(far[j])), "outlier", p.id, message)


def _root(j: int, causes: dict[int, int]) -> int:
    seen = {j}
    while j in causes and causes[j] not in seen:
        j = causes[j]
        seen.add(j)
    return j


def _biggest(prices: Intensities, inputs: Any, j: int) -> str:  # noqa: ANN401
    """Return in words what gives most of a score: an input, or what is emitted directly."""
    system, score = prices.system, _totals(prices)
    column = slice(inputs.indptr[j], inputs.indptr[j + 1])
    parts = inputs.data[column] * score[inputs.indices[column]]
    weight = np.asarray(system.C.sum(axis=0)).ravel()
    flows = slice(system.B.indptr[j], system.B.indptr[j + 1])
    amounts = system.B.data[flows] / (system.A.diagonal()[j] or 1.0)
    direct = amounts * weight[system.B.indices[flows]]
    best, most = "nothing stands out in it", 0.0
    if parts.size:
        k = int(np.argmax(np.abs(parts)))
        p = system.inventory.processes[int(inputs.indices[column][k])]
        most = abs(parts[k])
        best = f"most comes from {inputs.data[column][k]:.4g} {p.unit} of {p.name!r}"
    if direct.size and np.abs(direct).max() > most:
        k = int(np.argmax(np.abs(direct)))
        f = system.inventory.flows[int(system.B.indices[flows][k])]
        best = f"most comes from its own {amounts[k]:.4g} {f.unit} of {f.name!r}"
    return best


def _units(prices: Intensities) -> Iterator[Suspect]:
    """Yield inputs whose amount is hundreds of times what other processes use of the same."""
    inputs, far = _inputs(prices).tocsr(), _far(prices)
    score, processes = _totals(prices), prices.system.inventory.processes
    by_unit = np.unique([p.unit for p in processes], return_inverse=True)[1]
    for i in range(inputs.shape[0]):
        row = slice(inputs.indptr[i], inputs.indptr[i + 1])
        users, amounts = inputs.indices[row], np.abs(inputs.data[row])
        for unit in np.unique(by_unit[users]):
            place = np.flatnonzero(by_unit[users] == unit)
            usual = float(np.median(amounts[place]))
            if place.size < _USES or not usual:
                continue
            for k in place[amounts[place] > _UNIT_RATIO * usual].tolist():
                j, amount = int(users[k]), float(amounts[k])
                share = abs(amount * score[i]) / abs(score[j]) if score[j] else 0.0
                if share > 0.8:
                    others = (amount / usual, place.size - 1, share)
                    weight = np.log10(max(far[j], 1.0)) + np.log10(amount / usual) / 4
                    message = _in_words(processes[j], processes[i], amount, others)
                    yield Suspect(float(weight), "unit", processes[j].id, message)


def _in_words(user: Process, made: Process, amount: float, others: tuple[float, int, float]) -> str:
    ratio, count, share = others
    return (
        f"{user.name!r} uses {amount:.4g} {made.unit} of {made.name!r} per {user.unit},"
        f" {ratio:.3g} times what {count} others use, and that is {share:.0%} of its score:"
        " is it in another unit?"
    )


def _signs(prices: Intensities) -> Iterator[Suspect]:
    """Yield scores below zero that neither uptake nor a credit of the process explains."""
    far, total = _far(prices), _totals(prices)
    without = total - prices.H[_UPTAKE]
    inputs = _inputs(prices)
    below = without < -1e-9 * np.abs(prices.H).sum(axis=0)
    for j in np.flatnonzero(below).tolist():
        p = prices.system.inventory.processes[j]
        column = slice(inputs.indptr[j], inputs.indptr[j + 1])
        credited = (inputs.data[column] < 0).any()
        if credited or below[inputs.indices[column]].any():
            continue  # it credits something itself, or only uses what is below zero
        message = (
            f"{p.name!r} has {without[j]:.4g} kg CO2e per {p.unit} without uptake, and credits"
            f" nothing itself; {_biggest(prices, inputs, j)}."
        )
        yield Suspect(float(np.log10(max(far[j], 1.0))) + 0.5, "sign", p.id, message)


def _same_names(prices: Intensities) -> Iterator[Suspect]:
    named = defaultdict(list)
    for p in prices.system.inventory.processes:
        named[p.name, p.location].append(p.id)
    for (name, place), ids in named.items():
        if len(ids) > 1:
            message = (
                f"{len(ids)} processes are called {name!r} ({place or 'no location'}): only their"
                f" ids tell them apart, as {', '.join(ids[:3])}."
            )
            yield Suspect(float(np.log10(len(ids))), "same_name", ids[0], message)


def _loops(prices: Intensities) -> Iterator[Suspect]:
    gain = _gain(_inputs(prices))
    if gain >= 0.9:
        message = f"A loop uses up {gain:.0%} of what it makes: small changes move it a great deal."
        weight = 3.0 if gain >= 1 else float(-np.log10(1 - gain))
        yield Suspect(weight, "loop", "", message)


def _gaps(prices: Intensities) -> Iterator[Suspect]:
    """Yield what counts nothing: used products without burden, and what the reader said."""
    used = np.unique(_inputs(prices).indices)
    idle = (prices.H[:, used] == 0).all(axis=0)
    if idle.any():
        processes = prices.system.inventory.processes
        names = "; ".join(processes[int(j)].name for j in used[idle][:3])
        message = f"{int(idle.sum())} products that others use have a score of 0: {names}."
        yield Suspect(float(np.log10(1 + idle.sum())) / 2, "no_burden", "", message)
    for f in prices.system.findings:
        if f.severity != "info" and f.code in ("cut_off", "unit_misfit", "no_factor"):
            yield Suspect(1.0, "cut_off", "", f.message)


def _age(prices: Intensities) -> Iterator[Suspect]:
    years = [p.year for p in prices.system.inventory.processes if p.year]
    if years and max(years) - float(np.median(years)) > 10:
        message = (
            f"Half of the {len(years)} dated processes are from {int(np.median(years))} or before,"
            f" the newest from {max(years)}."
        )
        yield Suspect(0.5, "age", "", message)
