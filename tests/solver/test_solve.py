"""Systems small enough to redo by hand, and the promises of the public face."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.sparse import coo_array, csc_array, csr_array, eye_array

from celca.errors import NotFinite, NotSquare
from celca.solver import Numerics, intensities, supply
from celca.solver.certificate import untouched

# Heijungs & Suh, The Computational Structure of LCA (2002), ch. 2:
# 10 kWh burns 2 l fuel and gives 1 kg CO2; 100 l fuel gives 10 kg CO2.
A = csc_array([[10.0, 0.0], [-2.0, 100.0]])
B = csc_array([[1.0, 10.0]])
C = csc_array([[1.0]])


def test_1000_kwh_gives_120_kg_co2() -> None:
    """1000 kWh = 100 runs of the plant and 2 of the refinery: 100*1 + 2*10."""
    H, numerics = intensities(A, B, C)
    assert 1000 * H[0, 0] == pytest.approx(120, rel=1e-14)
    assert H[0, 1] == pytest.approx(0.1, rel=1e-14)
    assert numerics.error_bound < 1e-14
    assert numerics.note == ""


def test_1000_kwh_take_100_runs_of_the_plant_and_2_of_the_refinery() -> None:
    s, numerics = supply(A, np.array([1000.0, 0.0]))
    assert s == pytest.approx([100.0, 2.0], rel=1e-14)
    assert numerics.error_bound < 1e-14


def test_many_demands_at_once_give_what_one_at_a_time_gives() -> None:
    f = np.outer([1000.0, 0.5], np.arange(20.0))
    s, _ = supply(A, f)
    assert s.shape == (2, 20)
    assert s[:, 7] == pytest.approx(supply(A, f[:, 7])[0], rel=1e-14)


def test_a_loop_of_gain_one_half_doubles_what_it_takes() -> None:
    """1 kWh takes 0.5 kg fuel, 1 kg fuel takes 1 kWh: h = 1 + 0.5 (2 + h), so h = 4."""
    loop = csc_array([[1.0, -1.0], [-0.5, 1.0]])
    H, _ = intensities(loop, csc_array([[1.0, 2.0]]), C)
    assert H[0] == pytest.approx([4.0, 6.0], rel=1e-13)


def test_a_burden_taken_up_is_bounded_like_one_given_off() -> None:
    loop, burden = csc_array([[1.0, -1.0], [-0.3, 1.0]]), csc_array([[1.0, 2.0]])
    H, numerics = intensities(loop, burden, C)
    taken, again = intensities(loop, burden, -C)
    assert (taken == -H).all()
    assert again.error_bound == pytest.approx(numerics.error_bound, rel=0.5)


def test_a_burden_that_all_but_cancels_is_bounded_by_what_cancels() -> None:
    """1 taken off 1 + 2⁻⁴⁰: what is left is known to a millionth of what went through, no more."""
    flows, factors = csc_array([[1 + 2.0**-40], [1.0]]), csc_array([[1.0, -1.0]])
    H, numerics = intensities(csc_array([[1.0]]), flows, factors)
    assert H[0, 0] == 2.0**-40
    assert numerics.error_bound > 1e-12


def test_only_what_nothing_leads_to_is_exactly_nothing() -> None:
    """In the first column two terms cancel, so that its other zero is not taken for exact."""
    x = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 1.0]])
    size = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 1.0]])
    assert untouched(x, size).tolist() == [[False, True], [False, True], [False, False]]


def test_the_bound_is_the_same_in_any_unit() -> None:
    """In steps of a factor 2⁻⁶⁰ nothing is rounded anew: neither the score nor its bound moves."""
    loop, burden = csc_array([[1.0, -1.0], [-0.3, 1.0]]), csc_array([[1.0, 2.0]])
    H, numerics = intensities(loop, burden, C)
    small, again = intensities(loop, burden * 2.0**-60, C)
    assert (small * 2.0**60 == H).all()
    assert again.error_bound == pytest.approx(numerics.error_bound, rel=1e-6)


def test_waste_treatment_with_a_negative_diagonal_adds_its_burden() -> None:
    """A product leaves 0.2 kg waste (+); treating 1 kg (-) emits 3 kg: 1 + 0.2 * 3."""
    waste = csc_array([[1.0, 0.0], [0.2, -1.0]])
    H, _ = intensities(waste, csc_array([[1.0, 3.0]]), C)
    assert H[0] == pytest.approx([1.6, -3.0], rel=1e-14)


def test_products_in_another_order_than_processes_are_put_in_order() -> None:
    turned = csr_array(A)[[1, 0]]
    H, _ = intensities(turned, B, C)
    assert H[0] == pytest.approx([0.1, 0.12], rel=1e-14)
    s, _ = supply(turned, np.array([0.0, 1000.0]))
    assert s == pytest.approx([100.0, 2.0], rel=1e-14)


def test_duplicate_entries_are_summed_and_the_input_is_left_alone() -> None:
    twice = coo_array(([4.0, 6.0, -2.0, 100.0], ([0, 0, 1, 1], [0, 0, 0, 1])), shape=(2, 2))
    H, _ = intensities(twice, B, C)
    assert H[0, 0] == pytest.approx(0.12, rel=1e-14)
    assert twice.nnz == 4


def test_a_category_without_any_impact_is_zero_and_keeps_the_bound() -> None:
    H, numerics = intensities(A, B, csc_array([[1.0], [0.0]]))
    assert H[1].tolist() == [0.0, 0.0]
    assert numerics.error_bound < 1e-14


def test_a_category_without_impact_is_proven_where_units_are_14_orders_apart() -> None:
    H, numerics = intensities(
        csc_array([[1e-8, 0.0], [-5e6, 2.0]]), csc_array([[1.0, 1.0]]), csc_array([[1.0], [0.0]])
    )
    assert H[1].tolist() == [0.0, 0.0]
    assert numerics.solver == "fixed point"
    assert numerics.error_bound < 1e-14


def test_a_demand_for_nothing_takes_nothing() -> None:
    s, numerics = supply(A, np.zeros(2))
    assert s.tolist() == [0.0, 0.0]
    assert numerics.error_bound < 1e-15


def test_a_chain_of_700_processes_is_followed_to_its_end() -> None:
    """Each takes 0.99 of the one before; only the first emits: 0.99^699."""
    chain = eye_array(700) - 0.99 * eye_array(700, k=1)
    burden = np.zeros((1, 700))
    burden[0, 0] = 1.0
    H, numerics = intensities(chain, csc_array(burden), C)
    assert H[0, -1] == pytest.approx(0.99**699, rel=1e-12)
    assert numerics.error_bound < 1e-9


@pytest.mark.parametrize("gain", [0.999, 0.9999, 0.99999])
def test_a_loop_that_is_nearly_closed_is_solved_by_bicgstab_and_proven(gain: float) -> None:
    """Forty in a ring, each taking `gain` of the next: h_j = Σ gain^k y_(j+k) / (1 − gain^40)."""
    n, burden = 40, np.random.default_rng(3).uniform(0.5, 1.5, 40)
    ring = np.eye(n) - gain * np.roll(np.eye(n), 1, axis=0)
    H, numerics = intensities(csc_array(ring), csc_array(burden[None, :]), C)
    turns = [sum(gain**k * burden[(j + k) % n] for k in range(n)) for j in range(n)]
    assert H[0] == pytest.approx(np.array(turns) / (1 - gain**n), rel=1e-10)
    assert numerics.solver == "BiCGSTAB"
    assert numerics.error_bound < 1e-8
    assert numerics.steps > 100
    assert numerics.note == "the bound is limited by rounding"


@pytest.mark.parametrize("gain", [0.999, 0.999999])
def test_a_long_loop_that_no_iteration_closes_is_factorised_and_proven(gain: float) -> None:
    """1200 in a ring: h_j = Σ gain^k y_(j+k) / (1 − gain^1200), within the bound that is told."""
    n, burden = 1200, np.random.default_rng(3).uniform(0.5, 1.5, 1200)
    ring = eye_array(n, format="csc") - gain * csc_array(np.roll(np.eye(n), 1, axis=0))
    H, numerics = intensities(ring, csc_array(burden[None, :]), C)
    turns = np.array([gain ** np.arange(n) @ np.roll(burden, -j) for j in range(n)])
    off = np.abs(H[0] * (1 - gain**n) / turns - 1).max()
    assert numerics.solver == "direct (SuperLU)"
    assert off < numerics.error_bound < 1e-8


def test_credits_larger_than_one_are_solved_directly_and_proven() -> None:
    """h0 = 1 - 3 h1, h1 = 1 + 2 h0: h0 = -2/7, h1 = 3/7; |Z| has gain sqrt 6."""
    credit = csc_array([[1.0, -2.0], [3.0, 1.0]])
    H, numerics = intensities(credit, csc_array([[1.0, 1.0]]), C)
    assert H[0] == pytest.approx([-2 / 7, 3 / 7], rel=1e-14)
    assert numerics.solver == "direct (dense LU)"
    assert numerics.error_bound < 1e-12
    assert "certificate" in numerics.note or "converge" in numerics.note


def test_a_large_system_with_credits_says_what_is_not_proven() -> None:
    credit = csc_array([[1.0, -2.0], [3.0, 1.0]])
    many = csc_array(np.kron(np.eye(600), credit.toarray()))
    H, numerics = intensities(many, csc_array(np.ones((1, 1200))), C)
    assert H[0, :2] == pytest.approx([-2 / 7, 3 / 7], rel=1e-12)
    assert np.isnan(numerics.error_bound)
    assert numerics.note != ""
    assert numerics.residual < 1e-12


def test_a_figure_that_is_not_a_number_is_named_by_row_and_column() -> None:
    broken = A.copy()
    broken.data[1] = np.nan
    with pytest.raises(NotFinite, match="row 1, column 0") as refusal:
        intensities(broken, B, C)
    assert (refusal.value.matrix, refusal.value.rows, refusal.value.columns) == ("A", (1,), (0,))
    with pytest.raises(NotFinite) as refusal:
        intensities(A, B * np.inf, C)
    assert refusal.value.matrix == "B"
    with pytest.raises(NotFinite, match="product 1"):
        supply(A, np.array([0.0, np.inf]))


def test_a_result_that_overflows_is_an_error() -> None:
    with pytest.raises(NotFinite, match="not finite at 2 places"):
        intensities(A, B * 1e300, C * 1e300)
    with pytest.raises(NotFinite):
        intensities(csc_array([[1e-320, 0.0], [0.0, 1.0]]), B, C)


def test_a_method_without_categories_is_refused() -> None:
    with pytest.raises(NotSquare, match="no rows"):
        intensities(A, B, csc_array((0, 1)))


@pytest.mark.parametrize(
    ("a", "b", "c"),
    [((2, 3), (1, 3), (1, 1)), ((2, 2), (1, 3), (1, 1)), ((2, 2), (1, 2), (1, 2)), ((0, 0),) * 3],
)
def test_shapes_that_do_not_fit_are_refused(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]
) -> None:
    with pytest.raises(NotSquare):
        intensities(*(csc_array(np.eye(*shape)) for shape in (a, b, c)))


@pytest.mark.parametrize("shape", [(3,), (3, 2), (2, 2, 2)])
def test_a_demand_that_is_not_one_column_or_several_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(NotSquare, match="The demand has shape"):
        supply(A, np.ones(shape))


def test_threads_share_nothing() -> None:
    def one(k: int) -> tuple[float, Numerics]:
        H, numerics = intensities(A, B * float(k), C)
        return float(H[0, 0]), numerics

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one, range(1, 40)))
    assert [h for h, _ in answers] == pytest.approx([0.12 * k for k in range(1, 40)], rel=1e-14)


def test_the_hot_path_imports_neither_the_direct_solver_nor_the_graph_tools() -> None:
    code = (
        "import json, sys, numpy as np; from scipy.sparse import csc_array as m;"
        "from celca.solver import intensities;"
        "intensities(m(np.eye(2)), m(np.ones((1, 2))), m(np.ones((1, 1))));"
        "print(json.dumps([k for k in sys.modules if k.startswith('scipy.sparse.')]))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = json.loads(out.stdout)
    assert "scipy.sparse.linalg" not in loaded
    assert "scipy.sparse.csgraph" not in loaded


def test_a_hub_that_everything_uses_keeps_a_tight_bound() -> None:
    """20 000 processes take 0.25 of product 0 each: 1 + 20 000 * 0.25 runs of it."""
    n = 20_001
    hub = coo_array((np.full(n - 1, -0.25), (np.zeros(n - 1, int), np.arange(1, n))), shape=(n, n))
    s, numerics = supply(eye_array(n) + hub, np.ones(n))
    assert s[0] == pytest.approx(5001.0, rel=1e-14)
    assert numerics.error_bound < 5e-13


def test_a_rough_answer_takes_fewer_steps_of_the_same_iteration() -> None:
    """A loop that uses half of what it makes: 1 kg for 2 l, and 1/4 l for 1 kg."""
    loop = csc_array([[1.0, -0.25], [-2.0, 1.0]])
    exact, fine = intensities(loop, B, C)
    found, rough = intensities(loop, B, C, accuracy=1e-6)
    assert (rough.solver, fine.solver) == ("fixed point", "fixed point")
    assert rough.steps < fine.steps
    assert found == pytest.approx(exact, rel=1e-6)
    assert rough.error_bound < 1e-6
