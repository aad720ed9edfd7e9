"""The embedded database, priced by celca and by a plain dense solve of the same matrices."""

from __future__ import annotations

import numpy as np
import pytest

from celca.assess import open_prices
from celca.methods import method_names


@pytest.mark.parametrize("method", sorted(method_names()))
def test_every_price_is_that_of_a_dense_solve(method: str) -> None:
    prices = open_prices("celca-open", method)
    system = prices.system
    A, direct = system.A.toarray(), (system.C @ system.B).toarray()
    H = np.linalg.solve(A.T, direct.T).T
    scale = np.abs(H).max(axis=0)
    assert np.abs(prices.H - H).max(axis=0) == pytest.approx(0, abs=1e-9 * scale.max())
    assert (np.abs(prices.H - H) <= 1e-10 * scale + 1e-15).all()
    assert np.isfinite(prices.numerics.error_bound)
