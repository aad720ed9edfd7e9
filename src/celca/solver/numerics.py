"""How a result was computed, and what is proven about it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Numerics"]


def _scipy() -> str:
    import scipy

    return str(scipy.__version__)


@dataclass(frozen=True, slots=True)
class Numerics:
    """How a result was computed.

    solver       'fixed point', 'BiCGSTAB', 'direct (dense LU)', 'direct (SuperLU)'
    steps        products of the scaled matrix with the unknowns; 0 where direct
    residual     largest residual, relative to the terms it is the sum of [-]
    error_bound  proven bound on the relative error of every value returned [-];
                 nan where none could be proven. A value that all but cancels out,
                 below a millionth of what flows through it, is measured against
                 that millionth
    note         why the direct fallback was taken, or what limits the bound
    scipy        version that solved; kept with the result, as looking it up needs no scipy
    """

    solver: str
    steps: int
    residual: float
    error_bound: float
    note: str = ""
    scipy: str = field(default_factory=_scipy)
