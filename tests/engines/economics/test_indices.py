"""Sobol's indices against closed forms and SALib: acceptance check 7."""

import numpy as np
import pytest
from SALib.analyze import sobol as salib_analyze
from SALib.sample import sobol as salib_sample
from scipy.special import ndtri

from helsetek.engines.economics.indices import estimated, indices, sobol_indices
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem

S1, ST = [0.313905, 0.442411, 0.0], [0.557589, 0.442411, 0.243684]


def ishigami(u: np.ndarray) -> np.ndarray:
    x1, x2, x3 = np.pi * (2 * u - 1)
    return (np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1))[None]


@pytest.mark.parametrize(("points", "error"), [(2**14, 5e-4), (2**16, 1e-4)])
def test_ishigami(points: int, error: float) -> None:
    first, total = sobol_indices(ishigami, 3, points=points, seed=0)
    np.testing.assert_allclose(first[0], S1, atol=error)
    np.testing.assert_allclose(total[0], ST, atol=error)


def test_a_linear_model_divides_by_squares() -> None:
    first, total = sobol_indices(lambda u: np.array([[1.0, 2, 3, 4]]) @ ndtri(u), 4, points=2**13, seed=1)
    np.testing.assert_allclose(first[0], [0.0333, 0.1333, 0.3, 0.5333], atol=2e-3)
    np.testing.assert_allclose(total[0], [0.0333, 0.1333, 0.3, 0.5333], atol=2e-3)


def test_all_outputs_come_from_one_pass() -> None:
    both = sobol_indices(lambda u: np.concatenate([ishigami(u), u[:1]]), 3, points=2**10, seed=0)
    alone = sobol_indices(ishigami, 3, points=2**10, seed=0)
    np.testing.assert_allclose(both[1][0], alone[1][0], atol=1e-12)
    np.testing.assert_allclose(both[1][1], [1, 0, 0], atol=5e-3)


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    first, total = sobol_indices(lambda u: np.zeros((1, u.shape[1])), 2, points=64)
    assert not first.any()
    assert not total.any()


def test_totals_agree_with_salib_on_its_own_points(scheme: Prepared) -> None:
    """Two samples of 1024 points differ by up to 0.013 whoever estimates from them, so the points are the same here.

    That our own points give the right answer is shown by the closed forms above.
    """
    problem = scheme.problem
    names = [record.id for record in problem.inputs]
    space = {"num_vars": len(names), "names": names, "bounds": [[1e-9, 1 - 1e-9]] * len(names)}
    sample = salib_sample.sample(space, 1024, calc_second_order=False, seed=1)
    net = problem.net(problem.draws_from(np.ascontiguousarray(sample.T)))
    step = len(names) + 2
    a, b = (np.ascontiguousarray(sample[first::step].T) for first in (0, step - 1))
    _, total = estimated(lambda u: problem.net(problem.draws_from(u)), [(a, b)])
    for k in range(3):
        theirs = salib_analyze.analyze(space, net[k], calc_second_order=False, num_resamples=2, seed=1)
        assert np.abs(total[k] - theirs["ST"]).max() < 0.003


def test_what_the_indices_do_not_hold_for_is_told(scheme: Prepared) -> None:
    found = indices(scheme.problem, points=64)
    assert found.evaluations == 64 * (len(scheme.problem.inputs) + 2)
    assert set(found.dependent) == {"week_cost", "vendor_week_cost", "own_effort"}


def test_one_number_carries_most_of_the_decision_on_level_3(report_problem: Problem) -> None:
    found = indices(report_problem, points=512)
    total = dict(zip(found.inputs, found.total[2], strict=True))
    assert max(total, key=lambda name: total[name]) == "introduction_saving"
    assert total["introduction_saving"] > 0.6
