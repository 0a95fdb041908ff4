"""Observations update the assumptions, and any day can be replayed: acceptance check 12."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.living import (
    Observation,
    append,
    beta_update,
    biased_update,
    gamma_update,
    normal_update,
    out_of_force,
    read_log,
    updated,
)
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.reweighting import reweight, reweighted

DAY = dt.date(2025, 6, 1)


def seen(number: int, value: float, days: int = 0, *, first_mover: bool = False) -> Observation:
    return Observation(
        f"o{number}",
        DAY + dt.timedelta(days),
        "weeks_saved",
        "value",
        value,
        sd=1.0,
        first_mover=first_mover,
        alternative="nivaa2",
    )


def result(value: float, sd: float, name: str = "r") -> Observation:
    return Observation(name, DAY, "efficiency_introduction", "result", value, sd=sd, alternative="nivaa3")


MANY = [seen(1, 7.0), seen(2, 9.5, 10), seen(3, 6.1, 20, first_mover=True), seen(4, 8.8, 30)]


def test_seven_of_ten() -> None:
    alpha, beta = beta_update(2, 2, [7], [10])
    assert alpha / (alpha + beta) == pytest.approx(0.642857, abs=5e-7)


def test_five_normal_observations() -> None:
    mean, sd = normal_update(10, 3, [8] * 5, [2] * 5)
    assert (mean, sd) == (pytest.approx(8.163265, abs=5e-7), pytest.approx(0.857143, abs=5e-7))


def test_counts_update_a_rate() -> None:
    assert gamma_update(2, 1, [3, 4], [1, 2]) == (9, 4)


def test_first_movers_never_weigh_more_than_their_bias_allows() -> None:
    _, few = biased_update(0, 1, [0.5] * 2, [0.2] * 2, [True] * 2, 0.5)
    mean, many = biased_update(0, 1, [0.5] * 10_000, [0.2] * 10_000, [True] * 10_000, 0.5)
    assert few > many > (1 + 1 / 0.25) ** -0.5 - 1e-9
    assert mean < 0.5 * 0.81
    _, unbiased = biased_update(0, 1, [0.5] * 10_000, [0.2] * 10_000, [False] * 10_000, 0.5)
    assert unbiased < 0.01


def test_the_order_of_observations_does_not_matter(report: Assumptions) -> None:
    forwards, backwards = updated(report, MANY, dt.date.max), updated(report, reversed(MANY), dt.date.max)
    assert forwards.hash == backwards.hash


def test_leaving_one_out_restores_the_earlier_posterior_bit_for_bit(report: Assumptions) -> None:
    before = updated(report, MANY[:3], dt.date.max)
    after = updated(report, MANY, dt.date.max)
    again = updated(report, [o for o in MANY if o.id != "o4"], dt.date.max)
    assert after.hash != before.hash == again.hash


def test_any_day_can_be_replayed(report: Assumptions) -> None:
    assert updated(report, MANY, DAY - dt.timedelta(1)).hash == report.hash
    assert updated(report, MANY, DAY + dt.timedelta(25)).hash == updated(report, MANY[:3], dt.date.max).hash


def test_what_is_observed_moves_the_value_and_narrows_it(report: Assumptions) -> None:
    after = updated(report, MANY, dt.date.max)
    stated, posterior = report.value("weeks_saved", "nivaa2"), after.value("weeks_saved", "nivaa2")
    assert isinstance(posterior, float)
    assert 7 < posterior < stated  # type: ignore[operator]
    assert after.parameters["weeks_saved"].spread
    assert after.parameters["weeks_saved"].status == "calibrated"
    assert "4 observasjoner til 2025-07-01" in after.parameters["weeks_saved"].source.page
    assert np.isfinite(Problem(after).net(np.full((len(Problem(after).inputs), 1), 1.0))).all()


def test_a_share_observed_becomes_beta(report: Assumptions) -> None:
    observed = Observation("s", DAY, "uptake_share", "share", 30, trials=60, alternative="nivaa3")
    after = updated(report, [observed], DAY)
    assert after.parameters["uptake_share"].spread
    assert after.parameters["uptake_share"].spread.kind == "beta"
    assert 0.5 < after.value("uptake_share", "nivaa3") < 0.63  # type: ignore[operator]


def test_reweighting_says_how_many_draws_are_left_and_refuses_too_few() -> None:
    x = np.linspace(-3, 3, 1001)
    weights, effective = reweighted(-(x**2) / 2)
    assert weights.sum() == pytest.approx(1)
    assert 300 < effective < 1001
    with pytest.raises(AnalysisError, match="draws fit the observations"):
        reweighted(-((x - 50) ** 2) * 50)


def test_the_log_only_grows_and_shows_when_it_was_changed(tmp_path: Path) -> None:
    log = tmp_path / "observations.jsonl"
    for observation in MANY[:2]:
        append(log, observation)
    assert read_log(log) == MANY[:2]
    with pytest.raises(AnalysisError, match="already"):
        append(log, MANY[0])
    log.write_text(log.read_text(encoding="utf-8").replace("9.5", "9.6"), encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"observations\.jsonl:2: the log has been changed"):
        read_log(log)


@pytest.mark.parametrize(
    "bad",
    [
        replace(MANY[0], kind="guess"),
        replace(MANY[0], sd=0.0),
        replace(MANY[0], value=float("nan")),
        replace(MANY[0], kind="share", value=5, trials=3),
        replace(MANY[0], kind="count", trials=0),
        replace(MANY[0], value=-1.0),
        replace(result(1, 1), parameter="net_benefit"),
        replace(result(1, 1), alternative=""),
    ],
)
def test_an_observation_that_cannot_be_used_is_refused(tmp_path: Path, bad: Observation) -> None:
    with pytest.raises(AnalysisError, match="cannot be used"):
        append(tmp_path / "log.jsonl", bad)


def test_a_result_observed_weighs_the_draws_and_pulls_the_expectation(report_problem: Problem) -> None:
    draws = Stream(report_problem, 0, 0, 4096).all()
    before = reweight(report_problem, draws, [])
    assert before.effective == pytest.approx(4096)
    np.testing.assert_allclose(before.mean(), report_problem.net(draws).mean(axis=1))
    found = reweight(report_problem, draws, [result(120, 15)])
    assert found.mean()[2] < before.mean()[2] - 20
    assert 0.05 * 4096 < found.effective < 4096
    assert found.percentiles()[2, 2] < before.percentiles()[2, 2]
    assert found.profitable()[2] < before.profitable()[2]
    with pytest.raises(AnalysisError, match="widen the prior"):
        reweight(report_problem, draws, [result(900, 5)])


def test_results_weigh_whatever_their_order_and_leave_the_assumptions_alone(report: Assumptions) -> None:
    both = [result(120, 15, "a"), result(140, 20, "b")]
    draws = Stream(Problem(report), 0, 0, 512).all()
    ways = [reweight(Problem(report), draws, seen).weights.tobytes() for seen in (both, both[::-1])]
    assert ways[0] == ways[1]
    assert updated(report, both, dt.date.max).hash == report.hash


def test_assumptions_out_of_force_are_named(report: Assumptions) -> None:
    assert out_of_force(report, dt.date(2022, 10, 1)) == []
    assert out_of_force(report, dt.date(2025, 1, 1)) == ["«municipalities» (2020-01-01 – 2023-12-31)"]
