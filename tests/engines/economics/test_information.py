"""The value of knowing more: acceptance checks 8, 9 and 10-11 by their published numbers."""

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import qmc

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.information import (
    conditional,
    evpi,
    evppi,
    evsi,
    normal_evpi,
    normal_evsi,
    polynomial,
    with_null,
)


def normals(inputs: int, points: int = 2**16) -> np.ndarray:
    engine = qmc.Sobol(inputs, scramble=True, rng=np.random.default_rng(0))
    return ndtri(np.clip(engine.random(points).T, 1e-12, 1 - 1e-12))


@pytest.mark.parametrize(("mean", "sd", "exact"), [(0, 1, 0.398942), (3, 20, 6.568440), (-89, 60, 1.826303)])
def test_evpi_of_a_normal_net_benefit(mean: float, sd: float, exact: float) -> None:
    assert normal_evpi(mean, sd) == pytest.approx(exact, abs=5e-7)
    assert evpi(with_null(mean + sd * normals(1))) == pytest.approx(exact, abs=1e-3)


def test_evppi_of_a_sum_of_two_normals() -> None:
    """The toy model of voi's tests: INB = p1 + p2 with sd 1 and 2."""
    p = normals(2) * np.array([[1.0], [2.0]])
    net = with_null(p.sum(axis=0, keepdims=True))
    assert evpi(net) == pytest.approx(0.892062, abs=1e-3)
    assert evppi(net, p[:1]) == pytest.approx(0.398942, abs=1e-3)
    assert evppi(net, p[1:]) == pytest.approx(0.797885, abs=1e-3)
    assert evppi(net, p) == pytest.approx(0.892062, abs=1e-3)


def test_knowing_more_is_never_worth_less() -> None:
    x = normals(4, 2**13)
    net = with_null(np.stack([x[0] + x[1] * x[2], x[3] - 0.2 + x[0] ** 2 / 4]))
    values = [evppi(net, x[:count]) for count in (1, 2, 3, 4)]
    assert values == sorted(values)
    assert values[-1] <= evpi(net) + 1e-12


def test_evsi_of_a_normal_net_benefit() -> None:
    assert normal_evsi(3, 20, 60, 25) == pytest.approx(5.446217, abs=5e-7)
    x = 3 + 20 * normals(1)
    worth_of_prior = 60**2 / 20**2
    assert evsi(with_null(x), x, worth_of_prior, 25, degree=1) == pytest.approx(5.446217, abs=1e-3)


def test_a_study_is_worth_at_most_what_it_could_tell_and_tends_to_it() -> None:
    x = normals(2, 2**14)
    net = with_null((x[:1] + 0.5 * x[1:]) + 0.1)
    values = [evsi(net, x[:1], 9, size) for size in (1, 10, 100, 10_000_000)]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(evppi(net, x[:1]), rel=1e-5)
    assert values[-1] <= evpi(net)


def test_the_conditional_expectation_keeps_the_mean() -> None:
    x = normals(2, 2**12)
    net = with_null((x[0] + x[1] ** 3)[None])
    np.testing.assert_allclose(conditional(net, x[:1]).mean(axis=1), net.mean(axis=1), atol=1e-12)


def test_too_many_terms_are_refused() -> None:
    with pytest.raises(AnalysisError, match="lower the degree"):
        polynomial(np.zeros((20, 10)), 3)
