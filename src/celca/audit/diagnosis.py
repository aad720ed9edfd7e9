"""What looks wrong in a database, the worst first: structure, outliers, signs, gaps, age.

Nothing here is proof. A suspect is a figure that a person who knows the process should look at;
its weight says how many times further it stands from what is usual than figures usually do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import numpy as np

from celca.audit.network import Network, structure
from celca.audit.peers import Standing, Suspect, emissions, odd_scores, odd_units, standing
from celca.system import Intensities

__all__ = ["Suspect", "diagnose", "structure"]

_FIRST_YEAR = 1900
_SAID = ("cut_off", "unit_misfit", "no_factor", "loop_cut")  # findings that are suspects


def diagnose(prices: Intensities) -> list[Suspect]:
    """Return the suspects of a database, the worst first; of an odd process the clearest only."""
    network = Network(prices)
    found = standing(network)
    units = list(odd_units(network, found))
    told = {s.process for s in units}
    every = [
        *units,
        *(s for s in odd_scores(network, found) if s.process not in told),
        *emissions(network),
        *_signs(network, found),
        *_same_names(network),
        *_loops(network),
        *_gaps(network),
        *_age(network),
    ]
    return sorted(every, key=lambda s: (-s.weight, s.code, s.process))


def _signs(network: Network, found: Mapping[int, Standing]) -> Iterator[Suspect]:
    """Yield scores below zero that neither uptake nor a credit of the process explains."""
    below = network.scores < -1e-9 * np.abs(network.prices.H).sum(axis=0)
    for j in np.flatnonzero(below & (network.made > 0)).tolist():
        p = network.processes[j]
        rows, amounts, _ = network.parts(j)
        if (amounts < 0).any() or below[rows].any():
            continue  # it credits something itself, or only uses what is below zero
        message = (
            f"{p.name!r} has {network.scores[j]:.4g} kg CO2e per {p.unit} without uptake, and"
            f" credits nothing itself; {network.biggest(j)}."
        )
        weight = found[j].weight if j in found else 0.0
        yield Suspect(1.5 + max(weight, 0.0), "sign", p.id, message)


def _same_names(network: Network) -> Iterator[Suspect]:
    """Yield names that several processes share, whatever their places."""
    named = defaultdict(list)
    for p in network.processes:
        named[p.name].append(p)
    for name, ones in named.items():
        places = {p.location for p in ones}
        if len(places) == len(ones) and "" not in places:
            continue  # the same in another place, as databases write it
        if len(ones) > 1:
            where = ", ".join(sorted(places - {""})[:3]) or "no location"
            message = (
                f"{len(ones)} processes are called {name!r} ({where}): only their ids tell them"
                f" apart, as {', '.join(p.id for p in ones[:3])}."
            )
            yield Suspect(float(np.log2(len(ones))), "same_name", ones[0].id, message)


def _loops(network: Network) -> Iterator[Suspect]:
    gain = network.gain
    if gain >= 0.9:
        message = f"A loop uses up {gain:.0%} of what it makes: small changes move it a great deal."
        weight = 10.0 if gain >= 1 else float(-2 * np.log10(1 - gain))
        yield Suspect(weight, "loop", "", message)


def _gaps(network: Network) -> Iterator[Suspect]:
    """Yield what counts nothing: used products without burden, and what the reader said."""
    used = np.unique(network.inputs.indices)
    idle = (network.prices.H[:, used] == 0).all(axis=0)
    if idle.any():
        names = "; ".join(network.processes[int(j)].name for j in used[idle][:3])
        message = f"{int(idle.sum())} products that others use have a score of 0: {names}."
        yield Suspect(float(np.log10(1 + idle.sum())) / 2, "no_burden", "", message)
    for f in network.prices.system.findings:
        if f.severity != "info" and f.code in _SAID:
            weight = 3.0 if f.code == "no_factor" else 2.0
            yield Suspect(weight, "no_factor" if weight > 2 else "cut_off", "", f.message)


def _age(network: Network) -> Iterator[Suspect]:
    """Yield years that cannot be, and a database most of which is old."""
    now = datetime.now(tz=UTC).year
    dated = [(p.year, p.name) for p in network.processes if p.year]
    wrong = sorted({x for x in dated if not _FIRST_YEAR <= x[0] <= now + 1})
    if wrong:
        named = "; ".join(f"{name} ({year})" for year, name in wrong[-3:])
        message = f"{len(wrong)} processes are dated with a year that cannot be: {named}."
        yield Suspect(1.0, "age", "", message)
    years = sorted(year for year, _ in dated if _FIRST_YEAR <= year <= now + 1)
    if years and now - int(np.median(years)) > 10:
        message = (
            f"Half of the {len(years)} dated processes are from {int(np.median(years))} or before,"
            f" the oldest from {years[0]}, the newest from {years[-1]};"
            f" {len(network.processes) - len(dated)} give no year."
        )
        yield Suspect(0.5, "age", "", message)
