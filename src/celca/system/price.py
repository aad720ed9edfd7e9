"""Price every product of a system at once, and name what is at fault when that fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from celca.errors import NotFinite, SingularSystem
from celca.methods import CATEGORIES
from celca.solver import Numerics
from celca.system.build import System
from celca.system.faults import named_processes, sentence
from celca.system.kept import keep_prices, kept_prices
from celca.units import factor, same_dimension

__all__ = ["Intensities", "price"]

_MORE = 4  # rows beside the categories
_ROUGH = 1e-6  # relative accuracy of what is given off without a factor


@dataclass(frozen=True)
class Intensities:
    """What one unit of each product costs, cradle to gate.

    H             (m x n): [kg CO2e per unit of product], a row per reported category
    foreign       (n): of it from totals published under another GWP set than the method's
    biogenic_co2  (n): of it carbon dioxide that living matter gave off, without methane and
                  the like
    biogenic_ch4  (n): methane that living matter gave off [kg CH4 per unit of product]
    uncounted     (n): emissions that the method has no factor for, by mass [kg per unit of
                  product]; what is not measured by mass is left out
    """

    system: System
    H: Any
    foreign: Any
    numerics: Numerics
    biogenic_co2: Any
    biogenic_ch4: Any
    uncounted: Any


def price(system: System) -> Intensities:
    """Return the intensities H = C B A⁻¹ of a system.

    They are kept, by the hashes of the database's content and of the method.
    Raises SingularSystem or NotFinite, naming the processes at fault.
    """
    known = kept_prices(system, len(CATEGORIES) + _MORE)
    H, numerics = _solved(system) if known is None else known
    if known is None:
        keep_prices(system, H, numerics)
    return Intensities(system, H[:-_MORE], H[-4], numerics, *H[-3:])


def _solved(system: System) -> tuple[Any, Numerics]:
    from scipy.sparse import vstack

    from celca.solver import intensities

    more = (_foreign_row, _biogenic_co2_row, _biogenic_ch4_row)
    C = vstack([system.C, *(row(system) for row in more)]).tocsc()
    try:
        H, numerics = intensities(system.A, system.B, C)
        # apart from the others, as its accuracy is not that of the scores
        beside = _uncounted_row(system)
        mass = intensities(system.A, system.B, beside, accuracy=_ROUGH)[0] if beside.nnz else 0.0
        return np.vstack([H, np.broadcast_to(mass, (1, H.shape[1]))]), numerics
    except SingularSystem as error:
        raise SingularSystem(sentence(system, error), error.rows, error.columns) from error
    except NotFinite as error:
        told = f"{error} At fault: {named_processes(system, error.columns)}."
        raise NotFinite(told, error.matrix, error.rows, error.columns) from error


def _foreign_row(system: System) -> Any:  # noqa: ANN401
    """Return one more row of C: what comes from totals of another GWP set."""
    flows, gwp_set = system.inventory.flows, system.method.gwp_set
    row = np.array([[float(f.gwp_set not in ("", gwp_set)) for f in flows]])
    return _row(row * system.C.sum(axis=0))


def _biogenic_co2_row(system: System) -> Any:  # noqa: ANN401
    """Return one more row of C: what of the biogenic emissions is carbon dioxide."""
    emitted = CATEGORIES.index("biogenic_emissions")
    row = np.array([[float(f.formula == "CO2") for f in system.inventory.flows]])
    return _row(row * system.C[[emitted], :].toarray())


def _biogenic_ch4_row(system: System) -> Any:  # noqa: ANN401
    """Return one more row of C: biogenic methane by mass, whatever it counts for [kg CH4]."""
    flows = system.inventory.flows
    found = [float(f.formula == "CH4" and f.origin == "biogenic") for f in flows]
    return _row(np.array([found]))


def _uncounted_row(system: System) -> Any:  # noqa: ANN401
    """Return one more row of C: emissions without a factor, by mass [kg/unit of flow]."""
    flows = system.inventory.flows
    counted = {flow for _, flow, _ in system.factors}
    units = {f.unit for f in flows}
    mass = {u: factor(u, "kg", "flow") for u in units if same_dimension(u, "kg")}
    found = [
        0.0 if i in counted or f.compartment.startswith("resource") else mass.get(f.unit, 0.0)
        for i, f in enumerate(flows)
    ]
    return _row(np.array([found]))


def _row(values: Any) -> Any:  # noqa: ANN401
    from scipy.sparse import csc_array

    return csc_array(values)
