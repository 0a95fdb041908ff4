"""How large a grant is attractive: report section 5.1.18."""

import numpy as np
import pytest

from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.dryrun import check_units
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.exposure import IDLE
from helsetek.engines.economics.preparing import Prepared, prepare
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.uptake import (
    calibrated,
    grant_elasticity,
    grant_for,
    share_joining,
    uptake_curve,
)


def test_the_pull_is_calibrated_to_the_reports_shares(scheme: Prepared) -> None:
    targets = dict(zip(scheme.problem.alternatives, (0.50, 0.58, 0.63), strict=True))
    assert scheme.problem.nodes
    fitted = calibrated(scheme.problem.assumptions, scheme.problem.nodes, targets)
    found = share_joining(Problem(fitted, scheme.problem.nodes))[:, 0]
    np.testing.assert_allclose(found, [0.50, 0.58, 0.63], atol=1e-10)


def test_the_shipped_analysis_of_choice_has_the_reports_shares() -> None:
    """Rounded to four figures in the file: 50, 58 and 63 percent of the 356 real municipalities."""
    found = prepare("rapport-2022-opptak")
    np.testing.assert_allclose(share_joining(found.problem)[:, 0], [0.50, 0.58, 0.63], atol=1e-4)
    assert np.all(grant_elasticity(found.problem) <= 0.41)
    assert "responsiveness" in [record.id for record in found.problem.inputs]


def test_what_the_other_kind_of_uptake_reads_is_no_input(scheme: Prepared, report: Assumptions) -> None:
    chosen, stated = check_units(scheme.problem.assumptions), check_units(report)
    assert not chosen & IDLE["choice"]
    assert not stated & IDLE["shares"]
    assert "uptake_share" not in [record.id for record in prepare("rapport-2022-opptak").problem.inputs]


def test_the_response_to_the_grant_is_within_what_the_report_implies(scheme: Prepared) -> None:
    assert np.all(grant_elasticity(scheme.problem) <= 0.41)
    assert np.all(grant_elasticity(scheme.problem) > 0)


def test_a_larger_grant_attracts_more_and_the_needed_grant_is_found(scheme: Prepared) -> None:
    curve = uptake_curve(scheme.problem, "vedtatt", np.array([0.0, 5e5, 1.5e6, 5e6]), draws=256)
    assert np.all(np.diff(curve.stated) > 0)
    assert np.all(curve.band[0] < curve.band[2])
    needed = grant_for(scheme.problem, "vedtatt", float(curve.stated[2]))
    assert needed == pytest.approx(1.5e6, abs=10)
    assert grant_for(scheme.problem, "vedtatt", float(curve.stated[0]) / 2) == 0.0
    assert grant_for(scheme.problem, "vedtatt", 0.99999, most=1e8) is None


def test_stated_uptake_has_no_curve(report_problem: Problem) -> None:
    with pytest.raises(AnalysisError, match="stated, not chosen"):
        share_joining(report_problem)


def test_a_share_outside_zero_and_one_is_refused(scheme: Prepared) -> None:
    assert scheme.problem.nodes
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        calibrated(scheme.problem.assumptions, scheme.problem.nodes, {"vedtatt": 1.2})
