"""Observed results weigh stored draws, where no conjugate update of an assumption will do.

Refused when the effective number of draws falls below a limit: then the observations contradict the prior.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.living import Observation
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.tables import row

Floats = NDArray[np.float64]
#: The least share of all draws that must be left in effect.
LEAST_EFFECTIVE = 0.05
PERCENTILES = (5, 50, 95)


def reweighted(log_likelihood: Floats, least: float = LEAST_EFFECTIVE) -> tuple[Floats, float]:
    """Weights of stored draws given observations, and the effective number of draws.

    Raises AnalysisError when too few draws carry the weight: the observations contradict the prior.
    """
    weights = np.exp(log_likelihood - log_likelihood.max())
    weights /= weights.sum()
    effective = float(1 / (weights**2).sum())
    if effective < least * weights.size:
        raise AnalysisError(
            f"Only {effective:.0f} of {weights.size} draws fit the observations (at least {least:.0%} must): "
            "widen the prior, or draw more."
        )
    return weights, effective


@dataclass(frozen=True)
class Reweighted:
    """Net benefit of the alternatives at stored draws, weighted by what was observed of a result."""

    net: Floats
    weights: Floats
    effective: float

    def mean(self) -> Floats:
        """Expected net benefit of each alternative."""
        return np.asarray(self.net @ self.weights)

    def percentiles(self) -> Floats:
        """(alternatives, percentiles) at 5, 50 and 95, of the weighted draws."""
        return np.array([self._percentiles(net) for net in self.net])

    def _percentiles(self, net: Floats) -> Floats:
        order = np.argsort(net)
        reached = np.cumsum(self.weights[order])
        places = np.searchsorted(reached, np.array(PERCENTILES) / 100 * reached[-1])
        return np.asarray(net[order][np.minimum(places, net.size - 1)])

    def profitable(self) -> Floats:
        """The chance that the net benefit is above zero."""
        return np.asarray((self.net > 0) @ self.weights)


def reweight(problem: Problem, draws: Floats, results: Sequence[Observation]) -> Reweighted:
    """Weigh the draws by observed rows of the tables (MNOK, with their standard errors); without any, equally.

    Raises AnalysisError when too few draws agree with all of them.
    """
    net, ledger = problem.net(draws), problem.ledger(draws)
    fit = np.zeros(draws.shape[1])
    for seen in sorted(results, key=lambda observation: observation.id):
        problem.assumptions.only([seen.alternative])
        found = row(ledger, seen.parameter, len(problem.alternatives))
        fit -= ((found[problem.alternatives.index(seen.alternative)] - seen.value) / seen.sd) ** 2 / 2
    weights, effective = reweighted(fit)
    return Reweighted(net, weights, effective)
