"""Monte Carlo: what the net benefit may be, and how well that is known.

The points are split into replicates (independent scramblings); the spread between replicate means is the
simulation's own error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.problem import Problem

Floats = NDArray[np.float64]
Mapper = Callable[..., Iterable[Floats]]
REPLICATES = 8
MOST_DRAWS = 16_777_216
PERCENTILES = (5, 25, 50, 75, 95)
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Simulation:
    """Net benefit in MNOK of every alternative at every draw."""

    alternatives: list[str]
    net: Floats
    replicates: int
    seed: int

    @property
    def draws(self) -> int:
        """Draws in all replicates."""
        return self.net.shape[1]

    def mean(self) -> Floats:
        """Expected net benefit of each alternative."""
        return np.asarray(self.net.mean(axis=1))

    def error(self) -> Floats:
        """Standard error of the means, from the replicates."""
        means = self.net.reshape(len(self.alternatives), self.replicates, -1).mean(axis=2)
        return np.asarray(means.std(axis=1, ddof=1) / np.sqrt(self.replicates))

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Confidence interval of the means, by Student's t over the replicates."""
        half = self.error() * stats.t.ppf((1 + level) / 2, self.replicates - 1)
        return self.mean() - half, self.mean() + half

    def percentiles(self) -> Floats:
        """(alternatives, percentiles) at 5, 25, 50, 75, 95."""
        return np.asarray(np.percentile(self.net, PERCENTILES, axis=1).T)

    def profitable(self) -> Floats:
        """Probability that the net benefit is above zero."""
        return np.asarray((self.net > 0).mean(axis=1))

    def best(self) -> Floats:
        """Probability that the alternative is the best of the alternatives (null not counted)."""
        return np.asarray(np.bincount(self.net.argmax(axis=0), minlength=len(self.alternatives)) / self.draws)


def simulate(
    problem: Problem,
    *,
    draws: int = 65_536,
    seed: int = 0,
    replicates: int = REPLICATES,
    mapper: Mapper = map,
    progress: Progress | None = None,
) -> Simulation:
    """Net benefit at ``draws`` points (rounded up to a power of two a stream) in ``replicates`` equal streams.

    ``mapper`` maps a pure function over chunks in order (``map``, an executor's map, or ``cluster_map``).
    """
    if not 2 <= replicates <= 64 or not replicates <= draws <= MOST_DRAWS:
        raise AnalysisError(f"Ask for {replicates} to {MOST_DRAWS:,} draws; {draws:,} were asked for.")
    each = next_power(-(-draws // replicates))
    streams = [Stream(problem, seed, number, each) for number in range(replicates)]
    net = np.empty((len(problem.alternatives), replicates * each))
    for number, part in enumerate(mapper(stream_net, streams)):
        net[:, number * each : (number + 1) * each] = part
        if progress:
            progress((number + 1) / replicates)
    if not np.isfinite(net).all():
        share = float((~np.isfinite(net)).any(axis=0).mean())
        raise AnalysisError(
            f"In {share:.1%} of the draws the net benefit is no number: a spread holds values that cannot be used, "
            "such as zero of something that is divided by."
        )
    return Simulation(problem.alternatives, net, replicates, seed)


def next_power(count: int) -> int:
    """The least power of two that is not below ``count``: Sobol points are balanced in such numbers only."""
    return 1 << (count - 1).bit_length()


def stream_net(stream: Stream) -> Floats:
    """The pure unit of work: net benefit (alternatives, n) at the points of one stream."""
    net, at = np.empty((len(stream.problem.alternatives), stream.count)), 0
    with np.errstate(all="ignore"):
        for draws in stream:
            net[:, at : at + draws.shape[1]] = stream.problem.net(draws)
            at += draws.shape[1]
    return net
