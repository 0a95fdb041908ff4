"""Sobol's indices: how much of the variance each input carries, alone (first order) and in all (total).

Saltelli's design with Jansen's estimators. The matrices A, B and AB_i are streamed in chunks and never kept,
nor shown: one function samples, runs and estimates, so that no order of samples can be mistaken. All outputs come
from one pass. The indices hold for independent inputs; correlated groups are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from helsetek.engines.economics.problem import Problem

Floats = NDArray[np.float64]
Model = Callable[[Floats], Floats]
Block = tuple[Floats, Floats]
CHUNK = 1024


@dataclass(frozen=True)
class Indices:
    """First-order and total indices: (outputs, inputs); ``dependent``: inputs for which they do not hold."""

    inputs: list[str]
    outputs: list[str]
    first: Floats
    total: Floats
    evaluations: int
    dependent: tuple[str, ...] = ()


def sobol_indices(model: Model, inputs: int, *, points: int, seed: int = 0) -> tuple[Floats, Floats]:
    """First-order and total indices of a model of (inputs, n) uniforms giving (outputs, n).

    ``points`` (a power of two) base points; (inputs + 2) · points evaluations.
    """
    return estimated(model, _blocks(inputs, points, seed))


def _blocks(inputs: int, points: int, seed: int) -> Iterator[Block]:
    engine = qmc.Sobol(2 * inputs, scramble=True, rng=np.random.default_rng(seed))
    for first in range(0, points, CHUNK):
        block = np.ascontiguousarray(engine.random(min(CHUNK, points - first)).T) * (1 - 2.0**-31) + 2.0**-32
        yield block[:inputs], block[inputs:]


def estimated(model: Model, blocks: Iterable[Block]) -> tuple[Floats, Floats]:
    """First-order and total indices from pairs of independent samples A, B: (inputs, n) each."""
    sums = _Sums()
    for a, b in blocks:
        sums.add(model, a, b)
    return sums.first(), sums.total()


class _Sums:
    """Running sums of the estimators, centred by the first chunk's mean against cancellation."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, model: Model, a: Floats, b: Floats) -> None:
        f_a, f_b = model(a), model(b)
        if not self.count:
            self._begin(f_a, a.shape[0])
        f_a, f_b = f_a - self.centre, f_b - self.centre
        self.count += a.shape[1]
        both = np.concatenate([f_a, f_b], axis=1)
        self.mean += both.sum(axis=1)
        self.square += (both**2).sum(axis=1)
        kept = a.copy()
        for i in range(a.shape[0]):
            kept[i] = b[i]
            f_ab = model(kept) - self.centre
            kept[i] = a[i]
            self.main[:, i] += ((f_b - f_ab) ** 2).sum(axis=1)
            self.all[:, i] += ((f_a - f_ab) ** 2).sum(axis=1)

    def _begin(self, f_a: Floats, inputs: int) -> None:
        self.centre = f_a.mean(axis=1, keepdims=True)
        self.mean, self.square = np.zeros(f_a.shape[0]), np.zeros(f_a.shape[0])
        self.main, self.all = np.zeros((f_a.shape[0], inputs)), np.zeros((f_a.shape[0], inputs))

    def _variance(self) -> Floats:
        mean = self.mean / (2 * self.count)
        found = self.square / (2 * self.count) - mean**2
        return np.where(found > 0, found, np.inf)[:, None]

    def first(self) -> Floats:
        """Jansen: 1 - E(f_B - f_ABi)² / 2V."""
        variance = self._variance()
        return np.where(np.isinf(variance), 0.0, 1 - self.main / (2 * self.count) / variance)

    def total(self) -> Floats:
        """Jansen: E(f_A - f_ABi)² / 2V."""
        return self.all / (2 * self.count) / self._variance()


def indices(problem: Problem, *, points: int = 1024, seed: int = 0) -> Indices:
    """The indices of every input for the net benefit of every alternative."""

    def net(uniforms: Floats) -> Floats:
        return problem.net(problem.draws_from(uniforms))

    names = [record.id for record in problem.inputs]
    first, total = sobol_indices(net, len(names), points=points, seed=seed)
    groups = problem.assumptions.correlations.values()
    dependent = tuple(member for group in groups for member in group.members)
    return Indices(names, problem.alternatives, first, total, points * (len(names) + 2), dependent)
