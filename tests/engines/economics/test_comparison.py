"""Alternatives against each other, acceptability, and under which conditions one pays."""

import numpy as np
import pytest

from helsetek.engines.economics.comparison import acceptability, pairwise
from helsetek.engines.economics.discovery import inside, prim
from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.simulation import simulate


def test_acceptability_rises_from_the_probability_of_profit_and_crosses_half_at_the_break_even(
    report_problem: Problem,
) -> None:
    net = simulate(report_problem, draws=8192).net
    curve = acceptability(net, 4.280598, np.linspace(0, 60, 121))
    assert np.all(np.diff(curve.profitable, axis=1) >= 0)
    np.testing.assert_allclose(curve.profitable[:, 0], (net > 0).mean(axis=1))
    for level, crossing in enumerate(curve.break_even[:2]):
        assert curve.at(crossing)[level] == pytest.approx(0.5, abs=0.01)
    assert curve.break_even[1] == pytest.approx(119.5 / 4.2806, abs=0.5)


def test_the_probabilities_of_being_best_leave_room_for_null() -> None:
    net = np.array([[1.0, -2.0, -1.0, 3.0], [0.5, -3.0, 2.0, 4.0]])
    curve = acceptability(net, 1.0, np.array([0.0, 10.0]))
    np.testing.assert_allclose(curve.best[:, 0], [0.25, 0.5])
    np.testing.assert_allclose(curve.best[:, 1], [0.5, 0.5])


def test_pairwise_comparison_with_regret() -> None:
    net = np.array([[1.0, -2.0, -1.0, 3.0], [0.5, -3.0, 2.0, 4.0]])
    found = pairwise(["a", "b"], net)
    assert found.better[1, 2] == 0.5
    np.testing.assert_allclose(found.gain, -found.gain.T)
    np.testing.assert_allclose(
        found.regret_mean, [(1 + 0 + 2 + 4) / 4, (0 + 2 + 3 + 1) / 4, (0.5 + 3 + 0 + 0) / 4]
    )
    assert found.regret_most.tolist() == [4.0, 3.0, 3.0]


def test_a_box_that_is_there_is_found() -> None:
    x = np.random.default_rng(3).uniform(size=(5, 2000))
    cases = (x[1] > 0.7) & (x[3] < 0.4)
    box = prim(x, cases)[-1]
    whole = prim(x, cases)[0]
    assert set(box.restricted(whole)) == {1, 3}
    assert box.density > 0.9
    assert box.coverage > 0.85
    assert (inside(box.low, box.high, x) & cases).sum() / cases.sum() == pytest.approx(box.coverage)


def test_level_3_pays_when_the_introduction_saving_is_high(report_problem: Problem) -> None:
    draws = Stream(report_problem, 0, 0, 2048).all()
    boxes = prim(draws, report_problem.net(draws)[2] > 0)
    names = [report_problem.inputs[i].id for i in boxes[-1].restricted(boxes[0])]
    assert "introduction_saving" in names
    assert boxes[-1].density > 0.9


def test_without_cases_there_is_no_box() -> None:
    assert prim(np.zeros((2, 10)), np.zeros(10, dtype=bool)) == []
