"""How large a grant is attractive (report section 5.1.18, left empty there).

Calibration of the pull so that a given share of municipalities joins, the uptake as a function of the grant,
and the grant that a given uptake takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.exposure import Choice
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import Nodes

Floats = NDArray[np.float64]
WIDEST_PULL = 40.0
STATED = 'In this analysis the uptake is stated, not chosen. Set uptake = "choice", or use rapport-2022-opptak or 2024.'
PERCENTILES = (5, 50, 95)


def share_joining(problem: Problem, draws: Floats | None = None) -> Floats:
    """The share of all municipalities that would join: (alternatives, draws)."""
    choice = _choice(problem, draws)
    return np.asarray((choice.nodes.weight * choice.probability()).sum(axis=2)[:, 0])


def _choice(problem: Problem, draws: Floats | None) -> Choice:
    if problem.assumptions.analysis.uptake != "choice":
        raise AnalysisError(STATED)
    return Choice(problem.world(problem.certain() if draws is None else problem.arrays(draws)))


def calibrated(assumptions: Assumptions, nodes: Nodes, targets: Mapping[str, float]) -> Assumptions:
    """The pull of each alternative set so that the target share joins at the stated values."""
    assumptions.only(list(targets))
    if assumptions.analysis.uptake != "choice":
        raise AnalysisError(STATED)
    for alternative, target in targets.items():
        if not 0 < target < 1:
            raise AnalysisError(f"The share {target} of «{alternative}» must lie between 0 and 1.")
        pull = _pull(assumptions, nodes, alternative, target)
        assumptions = assumptions.with_values({f"attraction@{alternative}": pull})
    return assumptions


def _pull(assumptions: Assumptions, nodes: Nodes, alternative: str, target: float) -> float:
    place = list(assumptions.alternatives).index(alternative)

    def gap(pull: float) -> float:
        changed = assumptions.with_values({f"attraction@{alternative}": pull})
        return float(share_joining(Problem(changed, nodes))[place, 0]) - target

    return float(brentq(gap, -WIDEST_PULL, WIDEST_PULL, xtol=1e-13))


@dataclass(frozen=True)
class UptakeCurve:
    """Share joining along grants (NOK to a municipality of mean size): stated values and percentiles 5, 50, 95."""

    alternative: str
    grants: Floats
    stated: Floats
    band: Floats


def uptake_curve(
    problem: Problem, alternative: str, grants: Floats, *, draws: int = 1024, seed: int = 0
) -> UptakeCurve:
    """The uptake of one alternative as the expected grant changes."""
    problem.assumptions.only([alternative])
    if problem.assumptions.analysis.uptake != "choice":
        raise AnalysisError(STATED)
    place = problem.alternatives.index(alternative)
    stated, band = [], []
    points = Stream(problem, seed, 0, draws).all()
    for grant in grants:
        changed = Problem(
            problem.assumptions.with_values({f"expected_grant@{alternative}": float(grant)}), problem.nodes
        )
        stated.append(share_joining(changed)[place, 0])
        band.append(np.percentile(share_joining(changed, points)[place], PERCENTILES))
    return UptakeCurve(alternative, grants, np.array(stated), np.array(band).T)


def grant_for(problem: Problem, alternative: str, share: float, *, most: float = 1e9) -> float | None:
    """The expected grant (NOK, municipality of mean size) at which the share joins; None when no grant does it."""
    problem.assumptions.only([alternative])
    place = problem.alternatives.index(alternative)

    def gap(grant: float) -> float:
        changed = problem.assumptions.with_values({f"expected_grant@{alternative}": grant})
        return float(share_joining(Problem(changed, problem.nodes))[place, 0]) - share

    if gap(0.0) >= 0:
        return 0.0
    return float(brentq(gap, 0.0, most, xtol=1.0)) if gap(most) > 0 else None


def grant_elasticity(problem: Problem) -> Floats:
    """d logit(share) / d ln(grant) at the stated values, by alternative; the report's shares imply at most 0.41."""
    step = 1e-4
    shares = []
    for sign in (-1, 1):
        arrays = problem.certain()
        arrays["expected_grant"] = arrays["expected_grant"] * np.exp(sign * step)
        choice = Choice(problem.world(arrays))
        shares.append((choice.nodes.weight * choice.probability()).sum(axis=2)[:, 0, 0])
    low, high = (np.log(s / (1 - s)) for s in shares)
    return np.asarray((high - low) / (2 * step))
