"""What each assumption does to the result: tornado and switching values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import Nodes
from helsetek.engines.economics.spreads import quantile
from helsetek.engines.economics.tables import row

Floats = NDArray[np.float64]
#: R-109/2021 section 8: variation both above and below.
LOW, HIGH = 0.05, 0.95
#: Factors of the stated value between which a switching value is sought.
WIDEST = 1e4
STEPS = 60


@dataclass(frozen=True)
class Bar:
    """One input at its 5th and 95th percentile, the others as stated: values and net benefit (alternatives)."""

    input: str
    low_value: float
    high_value: float
    low: Floats
    high: Floats

    def swing(self, alternative: int) -> float:
        """How much the net benefit moves, MNOK."""
        return float(abs(self.high[alternative] - self.low[alternative]))


def stated_draws(problem: Problem) -> Floats:
    """The draw at which every input has its stated value: (inputs, 1)."""
    found = []
    for record in problem.inputs:
        names = [record.alternative] if record.alternative else problem.assumptions.touched(record.parameter)
        stated = problem.assumptions.value(record.parameter, names[-1])
        neutral = {"value": stated, "factor": 1.0, "shift": 0.0}[record.spread.on]
        if isinstance(neutral, dict):
            raise AnalysisError(
                f"«{record.parameter}» has a value for each year: let its spread be a factor or shift."
            )
        found.append(neutral)
    return np.array(found).reshape(-1, 1)


def tornado(problem: Problem, alternative: str | None = None) -> list[Bar]:
    """Bars of all inputs, the widest for the alternative (or for any) first."""
    count = len(problem.inputs)
    if not count:
        return []
    draws = np.repeat(stated_draws(problem), 2 * count, axis=1)
    for number, record in enumerate(problem.inputs):
        ends = quantile(record.spread.kind, np.array([LOW, HIGH]), record.spread.numbers)
        draws[number, 2 * number : 2 * number + 2] = ends
    net = problem.net(draws)
    bars = [
        Bar(record.id, float(draws[n, 2 * n]), float(draws[n, 2 * n + 1]), net[:, 2 * n], net[:, 2 * n + 1])
        for n, record in enumerate(problem.inputs)
    ]
    chosen = [_place(problem, alternative)] if alternative else range(len(problem.alternatives))
    return sorted(bars, key=lambda bar: -max(bar.swing(k) for k in chosen))


def _place(problem: Problem, alternative: str) -> int:
    problem.assumptions.only([alternative])
    return problem.alternatives.index(alternative)


def result(assumptions: Assumptions, nodes: Nodes | None, name: str, alternative: str) -> float:
    """One row of the tables at the stated values."""
    problem = Problem(assumptions, nodes)
    return float(row(problem.ledger(), name, len(problem.alternatives))[_place(problem, alternative), 0])


def switching_value(
    problem: Problem, parameter: str, alternative: str, *, target: float = 0.0, of: str = "net"
) -> float | None:
    """The value of the parameter (own unit) at which the row ``of`` of the alternative is ``target`` MNOK.

    The others keep their stated values. None when there is no such value within 10 000 times the stated one.
    """
    stated = problem.assumptions.value(parameter, _touching(problem, parameter, alternative))
    if isinstance(stated, dict):
        raise AnalysisError(f"«{parameter}» has a value for each year; a switching value needs a single one.")

    place = _place(problem, alternative)

    def gaps(values: Floats) -> Floats:
        ledger = problem.varied(parameter, values)
        return np.broadcast_to(row(ledger, of, len(problem.alternatives))[place], values.shape) - target

    return _root(gaps, stated)


def _touching(problem: Problem, parameter: str, alternative: str) -> str:
    if parameter not in problem.assumptions.parameters:
        problem.assumptions.with_values({parameter: 0.0})
    return alternative if alternative in problem.assumptions.touched(parameter) else "null"


def _root(gaps: Callable[[Floats], Floats], stated: float) -> float | None:
    """The change of sign nearest the stated value on a wide grid, closed in on by Brent's method."""
    scale = abs(stated) or 1.0
    grid = np.concatenate([[0.0], np.geomspace(scale / WIDEST, scale * WIDEST, STEPS)])
    values = np.unique([*(-grid if stated < 0 else grid), stated])
    with np.errstate(divide="ignore", invalid="ignore"):
        found = gaps(values)
    turns = [
        (min(abs(low - stated), abs(high - stated)), float(low), float(high))
        for (low, high), (before, after) in zip(pairwise(values), pairwise(found), strict=True)
        if before != after and before * after <= 0 and np.isfinite(before + after)
    ]
    if not turns:
        return None
    _, low, high = min(turns)
    return float(brentq(lambda value: float(gaps(np.array([value]))[0]), low, high, xtol=1e-12, rtol=1e-13))
