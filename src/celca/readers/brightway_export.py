"""Write a celca database, and a method for it, into a Brightway project.

This is the one module that imports bw2data, and only when it is called. The project that is
current in this process stays current.
"""

from __future__ import annotations

import contextlib
import math
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from celca.errors import DataError, MissingExtra
from celca.inventory import Exchange, Flow, Inventory
from celca.methods import Method, load_method
from celca.readers.brightway_address import split_address
from celca.readers.brightway_files import CODES, PEDIGREE
from celca.readers.flow_factors import flow_factors

__all__ = ["write_brightway"]

_TYPES = {"input": "technosphere", "avoided": "substitution"}
_UNITS = {
    "kg": "kilogram",
    "g": "gram",
    "t": "ton",
    "kWh": "kilowatt hour",
    "MJ": "megajoule",
    "t*km": "ton kilometer",
    "m3": "cubic meter",
    "m2": "square meter",
    "m": "meter",
    "km": "kilometer",
    "l": "litre",
    "h": "hour",
    "year": "year",
    "piece": "unit",
}


def write_brightway(inventory: Inventory, address: str, method: str | Method = "") -> list[str]:
    """Write a database to `bw:PROJECT/DATABASE`, its flows and a method beside it.

    Returns the names of what was written: database, flows, method. Raises DataError where the
    database is there already: nothing is overwritten.
    """
    project, name = split_address(address)
    chosen = method if isinstance(method, Method) else load_method(method or "ipcc-ar6-gwp100")
    flows = f"{name} flows"
    title = ("celca", chosen.name, name)
    with _project(project) as bd:
        for wanted in (name, flows):
            if wanted in bd.databases:
                raise DataError(
                    f"The Brightway project {project!r} has a database {wanted!r} already."
                    " Choose another name, or delete it there."
                )
        bd.Database(flows).write({(flows, f.id): _flow_node(f) for f in inventory.flows})
        bd.Database(name).write(_nodes(inventory, name, flows))
        bd.databases[name]["version"] = inventory.version
        bd.databases[name]["licence"] = inventory.licence
        bd.databases[name]["description"] = inventory.description
        bd.databases.flush()
        written = bd.Method(title)
        written.register(unit="kg CO2-Eq", description=chosen.citation)
        written.write(list(_factors(inventory, chosen, flows)))
    return [name, flows, "|".join(title)]


@contextlib.contextmanager
def _project(name: str) -> Iterator[Any]:
    """Open a project for writing, and afterwards the one that was current before."""
    # Brightway logs on standard output, which belongs to the answer of a command
    with warnings.catch_warnings(), contextlib.redirect_stdout(sys.stderr):
        warnings.simplefilter("ignore")
        try:
            import bw2data as bd
        except ImportError as error:
            raise MissingExtra("bw2data", "brightway", "Writing to Brightway") from error
        before = bd.projects.current
        try:
            bd.projects.set_current(name)
            yield bd
        finally:
            bd.projects.set_current(before)


def _flow_node(flow: Flow) -> dict[str, Any]:
    taken = flow.compartment.startswith("resource")
    path = tuple(flow.compartment.split("/")) if flow.compartment else ("unspecified",)
    return {
        "name": flow.name,
        "unit": _UNITS.get(flow.unit, flow.unit),
        "categories": ("natural resource", "in air") if taken else path,
        "type": "natural resource" if taken else "emission",
        "celca formula": flow.formula,
        "celca origin": flow.origin,
        "celca gwp set": flow.gwp_set,
        "celca compartment": flow.compartment,
        "exchanges": [],
    }


def _nodes(inventory: Inventory, name: str, flows: str) -> dict[tuple[str, str], Any]:
    nodes: dict[tuple[str, str], Any] = {}
    for p in inventory.processes:
        own = {"input": (name, p.id), "amount": p.output, "type": "production"}
        nodes[name, p.id] = {
            "name": p.name,
            "reference product": p.product,
            "unit": _UNITS.get(p.unit, p.unit),
            "location": p.location or "GLO",
            "type": "process",
            "comment": p.comment,
            "celca name_ja": p.name_ja,
            "celca year": p.year,
            "celca kind": p.kind,
            "celca technology": p.technology,
            "celca source": p.source,
            "exchanges": [{**own, "uncertainty type": 0}],
        }
    taken = {f.id for f in inventory.flows if f.compartment.startswith("resource")}
    for x in inventory.exchanges:
        # Brightway counts what is taken from nature as positive, what is given likewise
        other = x.kind not in _TYPES and (x.kind == "uptake") != (x.input in taken)
        exchange = _exchange(x, name, flows, -1.0 if other else 1.0)
        nodes[name, x.process]["exchanges"].append(exchange)
    return nodes


def _exchange(x: Exchange, name: str, flows: str, sign: float) -> dict[str, Any]:
    amount = sign * x.amount
    place = name if x.kind in _TYPES else flows
    out: dict[str, Any] = {
        "input": (place, x.input),
        "amount": amount,
        "type": _TYPES.get(x.kind, "biosphere"),
        "uncertainty type": CODES[x.distribution],
        "comment": x.comment,
        "celca source": x.source,
        "celca pedigree": x.pedigree,
    }
    scores = x.pedigree.strip("()").split(";")
    if len(scores) == len(PEDIGREE):
        out["pedigree"] = dict(zip(PEDIGREE, map(int, scores), strict=True))
    if x.distribution == "lognormal" and amount and x.scale:
        out.update(loc=math.log(abs(amount)), scale=x.scale, negative=amount < 0)
    elif x.distribution == "normal" and x.scale:
        out.update(loc=amount, scale=x.scale)
    elif x.minimum is not None and x.maximum is not None:
        low, high = sorted((sign * x.minimum, sign * x.maximum))
        out.update(loc=amount, minimum=low, maximum=high)
    else:
        out["uncertainty type"] = 0
    return out


def _factors(
    inventory: Inventory, method: Method, flows: str
) -> Iterator[tuple[tuple[str, str], float]]:
    for f, value in zip(inventory.flows, flow_factors(inventory, method).tolist(), strict=True):
        if value:
            sign = -1.0 if f.compartment.startswith("resource") else 1.0
            yield (flows, f.id), sign * value
