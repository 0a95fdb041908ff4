"""Draws of the uncertain inputs: scrambled Sobol points, made dependent by a Gaussian copula.

The stream of replicate r is fixed by (assumptions' hash, seed, r) alone, so the same file and seed give the
same bytes wherever and by however many workers the chunks are calculated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.stats import qmc

from helsetek.engines.economics.problem import Problem

Floats = NDArray[np.float64]
#: Keeps quantiles finite; 2^-31 is the step of the points.
EDGE = 2.0**-32


@dataclass(frozen=True)
class Stream:
    """One replicate's points: ``count`` of them in chunks of ``chunk``."""

    problem: Problem
    seed: int
    replicate: int
    count: int
    chunk: int = 4096

    def _engine(self) -> qmc.Sobol:
        words = [int(self.problem.assumptions.hash[:16], 16), self.seed, self.replicate]
        rng = np.random.default_rng(np.random.SeedSequence(words))
        return qmc.Sobol(max(1, len(self.problem.inputs)), scramble=True, rng=rng)

    def __iter__(self) -> Iterator[Floats]:
        """Chunks of draws (inputs, n), in the parameters' own units, correlated as the analysis says."""
        engine = self._engine()
        for first in range(0, self.count, self.chunk):
            u = _inside(engine.random(min(self.chunk, self.count - first)))
            yield self.problem.draws_from(dependent(self.problem, u))

    def all(self) -> Floats:
        """All draws at once: (inputs, count)."""
        return np.concatenate(list(self), axis=1)


def _inside(points: Floats) -> Floats:
    """(inputs, n) in rows, strictly between 0 and 1."""
    u = np.ascontiguousarray(points.T)
    u *= 1 - 2 * EDGE
    u += EDGE
    return u


def dependent(problem: Problem, uniforms: Floats) -> Floats:
    """Gaussian copula: each group's normal scores are mixed by the Cholesky factor of its matrix.

    Marginal distributions are unchanged; the first of a group is left as it is.
    """
    places = {record.id: number for number, record in enumerate(problem.inputs)}
    for group in problem.assumptions.correlations.values():
        rows = [places[name] for name in group.members if name in places]
        if len(rows) == len(group.members):
            scores = special.ndtri(uniforms[rows])
            uniforms[rows] = special.ndtr(np.linalg.cholesky(np.array(group.matrix)) @ scores)
    return uniforms
