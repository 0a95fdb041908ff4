"""R-109/2021 section 6.2 (rates by horizon) and 6.4 (residual value)."""

from dataclasses import replace

import numpy as np
import pytest

from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.tables import row


def test_a_longer_life_counts_the_last_years_flow_on(report: Assumptions) -> None:
    frame = replace(report.analysis, scheme_years=(2030,), lifetime_end=2033)
    found = row(Problem(replace(report, analysis=frame)).ledger(), "grant_income", 3)[:, 0]
    expected = sum(1.04 ** -(year - 2022) for year in range(2030, 2034))
    np.testing.assert_allclose(found, [60 * expected, 75 * expected, 115 * expected], rtol=1e-12)


def test_the_report_has_no_residual_value_since_all_flows_end_before_the_period(report: Assumptions) -> None:
    longer = replace(report, analysis=replace(report.analysis, lifetime_end=2040))
    np.testing.assert_allclose(
        row(Problem(longer).ledger(), "net", 3), row(Problem(report).ledger(), "net", 3)
    )


@pytest.mark.parametrize(
    ("year", "rates"),
    [(2062, [(0.04, 40)]), (2097, [(0.04, 40), (0.03, 35)]), (2100, [(0.04, 40), (0.03, 35), (0.02, 3)])],
)
def test_the_rate_falls_after_40_and_75_years(
    report: Assumptions, year: int, rates: list[tuple[float, int]]
) -> None:
    problem = Problem(replace(report, analysis=replace(report.analysis, last_year=year, lifetime_end=year)))
    found = problem.world(problem.certain()).discount().ravel()[-1]
    assert found == pytest.approx(np.prod([(1 + rate) ** -count for rate, count in rates]), rel=1e-12)
