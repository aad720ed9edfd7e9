"""What looks wrong in a database, the worst first: structure, outliers, signs, gaps, age.

Nothing here is proof. A suspect is a figure that a person who knows the process should look at;
its weight says how many times further it stands from what is usual than figures usually do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from celca.audit.entries import entries
from celca.audit.figures import heavy, odd_amounts
from celca.audit.network import Network, structure
from celca.audit.peers import Standing, Suspect, measures, odd_scores, standing
from celca.inventory import Process
from celca.readers.draft import some
from celca.readers.substances import recognise
from celca.system import Intensities

__all__ = ["Suspect", "diagnose", "structure"]

_FIRST_YEAR = 1900
_OLD = 10  # years
_SAID = ("cut_off", "unit_misfit", "no_factor", "loop_cut")  # findings that are suspects


def diagnose(prices: Intensities, confirmed: Container[str] = ()) -> list[Suspect]:
    """Return the suspects of a database, the worst first; of an odd process the clearest only.

    confirmed  ids of processes whose scores agree with published ones: odd, but not suspect
    """
    network = Network(prices)
    found = standing(network)
    amounts = _worst_each(odd_amounts(network, found))
    told = {s.process for s in amounts}
    lines = list(entries(network))
    signs = {s.process for s in lines if s.code == "sign"}
    scores = [s for s in odd_scores(network, found) if s.process not in told]
    every = [
        *(s for s in (*amounts, *scores) if s.process not in confirmed),
        *heavy(network),
        *lines,
        *(s for s in _signs(network, found) if s.process not in signs),
        *_same_names(network),
        *_loops(network),
        *_gaps(network),
        *_gases(network),
        *_age(network),
    ]
    return sorted(_told_apart(every), key=lambda s: (-s.weight, s.code, s.process))


def _told_apart(suspects: Sequence[Suspect]) -> Iterator[Suspect]:
    """Yield suspects, with the id of the process where two would read alike."""
    times = Counter(s.message for s in suspects)
    for s in suspects:
        alike = times[s.message] > 1
        yield replace(s, message=f"{s.message} Its id is {s.process}.") if alike else s


def _worst_each(found: Iterable[Suspect]) -> list[Suspect]:
    """Return the clearest suspect of each process: one slip moves several of its figures."""
    worst: dict[str, Suspect] = {}
    for s in found:
        if s.process not in worst or s.weight > worst[s.process].weight:
            worst[s.process] = s
    return list(worst.values())


def _signs(network: Network, found: Mapping[int, Standing]) -> Iterator[Suspect]:
    """Yield scores below zero that neither uptake nor a credit of the process explains."""
    below = network.scores < -1e-9 * np.abs(network.prices.H).sum(axis=0)
    for j in np.flatnonzero(below & (network.made > 0)).tolist():
        p = network.processes[j]
        rows, amounts, _ = network.parts(j)
        if p.kind == "aggregated" or (amounts < 0).any() or below[rows].any():
            continue  # published as it is; it credits something itself, or uses what is below zero
        message = (
            f"{p.name!r} has {network.scores[j]:.4g} kg CO2e per {p.unit} without uptake, and"
            f" credits nothing itself; {network.biggest(j)}."
        )
        weight = found[j].weight if j in found else 0.0
        yield Suspect(1.5 + max(weight, 0.0), "sign", p.id, message)


def _same_names(network: Network) -> Iterator[Suspect]:
    """Yield names that several processes share, whatever their places; alike many in one line.

    Published totals for litres and kilowatt hours of one fuel are told apart by what they measure.
    """
    alike = measures({p.unit for p in network.processes})
    named: dict[tuple[str, str], list[Process]] = defaultdict(list)
    for p in network.processes:
        named[p.name, alike[p.unit][0] if p.kind == "aggregated" else ""].append(p)
    shared: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for name, ones in named.items():
        places = {p.location for p in ones}
        if len(ones) > 1 and (len(places) < len(ones) or "" in places):
            shared[len(ones)].append(name)  # else the same in another place, as databases write it
    for count, names in shared.items():
        ones = named[names[0]]
        where = ", ".join(sorted({p.location for p in ones} - {""})[:3]) or "no location"
        message = (
            f"{count} processes are called {names[0][0]!r} ({where}): only their ids tell them"
            f" apart, as {', '.join(p.id for p in ones[:3])}."
        )
        if len(names) > 1:
            message += f" So are {count} each of {len(names) - 1} more names:"
            message += f" {some((name for name, _ in names[1:]), 3)}."
        yield Suspect(float(np.log2(count)), "same_name", ones[0].id, message)


def _loops(network: Network) -> Iterator[Suspect]:
    gain = network.gain
    if gain >= 0.9:
        message = f"A loop uses up {gain:.0%} of what it makes: small changes move it a great deal."
        weight = 10.0 if gain >= 1 else float(-2 * np.log10(1 - gain))
        yield Suspect(weight, "loop", "", message)


def _gaps(network: Network) -> Iterator[Suspect]:
    """Yield what counts nothing: products without burden, and what the reader said."""
    uses = np.diff(network.inputs.tocsr().indptr)
    idle = (network.prices.H == 0).all(axis=0)
    used = np.flatnonzero(idle & (uses > 0))
    if used.size:
        most = used[np.argsort(-uses[used], kind="stable")]
        names = "; ".join(f"{network.processes[j].name} ({uses[j]} times)" for j in most[:3])
        message = f"{used.size} products have a score of 0 and are used by others: {names}."
        yield Suspect(float(np.log10(1 + uses[most[0]])), "no_burden", "", message)
    B = network.prices.system.B
    bare = idle & (np.diff(network.inputs.indptr) == 0) & (np.diff(B.indptr) == 0)
    if bare.any():
        names = some((network.processes[j].name for j in np.flatnonzero(bare).tolist()), 3)
        message = f"{int(bare.sum())} processes hold no exchange at all: {names}."
        yield Suspect(0.9, "no_burden", "", message)
    for f in network.prices.system.findings:
        if f.severity != "info" and f.code in _SAID:
            weight = 3.0 if f.code == "no_factor" else 2.0
            yield Suspect(weight, "no_factor" if weight > 2 else "cut_off", "", f.message)


def _gases(network: Network) -> Iterator[Suspect]:
    """Yield flows whose name says another gas, or another origin of its carbon, than is given."""
    system = network.prices.system
    if system.method.by_flow is not None:
        return  # a method that counts flows by their ids asks for neither
    uses = np.diff(system.B.tocsr().indptr)
    for i in np.flatnonzero(uses).tolist():
        flow = system.inventory.flows[i]
        known = recognise(flow.name, (flow.compartment,), "", flow.id)
        named = f"The flow {flow.name!r}, in {uses[i]} processes,"
        if known.formula and not flow.formula and flow.compartment.startswith("air"):
            message = f"{named} looks like {known.formula} and counts nothing."
            yield Suspect(3 + float(np.log10(uses[i])), "no_factor", "", message)
        alike = known.formula == flow.formula and flow.formula in ("CO2", "CH4")
        if alike and known.told and known.origin != flow.origin:
            message = f"{named} is given as {flow.origin}, its name says {known.origin}."
            yield Suspect(2.5 + float(np.log10(uses[i])), "origin", "", message)


def _age(network: Network) -> Iterator[Suspect]:
    """Yield years that cannot be, and a database most of which is old."""
    now = datetime.now(tz=UTC).year
    dated = [(p.year, p.name) for p in network.processes if p.year]
    wrong = sorted({x for x in dated if not _FIRST_YEAR <= x[0] <= now + 1})
    if wrong:
        named = "; ".join(f"{name} ({year})" for year, name in wrong[-3:])
        message = f"{len(wrong)} processes are dated with a year that cannot be: {named}."
        yield Suspect(1.0, "age", "", message)
    fair = sorted(x for x in dated if _FIRST_YEAR <= x[0] <= now + 1)
    years = [year for year, _ in fair]
    if years and now - int(np.median(years)) > _OLD:
        message = (
            f"Half of the {len(years)} dated processes are from {int(np.median(years))} or before,"
            f" the oldest from {years[0]}, the newest from {years[-1]};"
            f" {len(network.processes) - len(dated)} give no year."
        )
        yield Suspect(0.5, "age", "", message)
    usual = np.median(years) if years else now
    behind = [x for x in fair if usual - x[0] > 2 * _OLD]
    if behind:
        named = "; ".join(f"{name} ({year})" for year, name in behind[:3])
        message = (
            f"{len(behind)} processes are {2 * _OLD} years and more behind the others, of which"
            f" half are from {int(usual)} or before: {named}."
        )
        yield Suspect(0.7, "age", "", message)
