"""Alternatives against each other: acceptability curves, pairwise comparison, regret, break-even."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Acceptability:
    """Probabilities along yearly values of the non-priced effects (MNOK a year): (alternatives, values)."""

    values: Floats
    profitable: Floats
    best: Floats
    break_even: Floats

    def at(self, value: float) -> Floats:
        """P(net benefit + value · annuity > 0) of each alternative, interpolated."""
        return np.array([np.interp(value, self.values, line) for line in self.profitable])


def annuity(discount: Floats, years: tuple[int, ...], chosen: tuple[int, ...]) -> float:
    """Present value of one krone in each of the chosen years."""
    return float(sum(factor for factor, year in zip(discount, years, strict=True) if year in chosen))


def break_even(net: float, factor: float) -> float:
    """The yearly value at which the net benefit is zero; 0 when it already is above."""
    return max(-net, 0.0) / factor


def acceptability(net: Floats, factor: float, values: Floats) -> Acceptability:
    """For each yearly value v: P(NB + v·A > 0), and P(best, null among them) when each gets v.

    Replaces the report's «23,2 millioner»: the break-even of an alternative is where its curve crosses one half.
    """
    ordered = np.sort(net, axis=1)
    count = net.shape[1]
    profitable = np.array(
        [1 - np.searchsorted(row, -values * factor, side="right") / count for row in ordered]
    )
    top, leader = net.max(axis=0), net.argmax(axis=0)
    best = np.empty((len(net), len(values)))
    for number in range(len(net)):
        led = np.sort(top[leader == number])
        best[number] = (led.size - np.searchsorted(led, -values * factor, side="right")) / count
    middle = np.maximum(-np.median(net, axis=1), 0.0) / factor
    return Acceptability(values, profitable, best, middle)


@dataclass(frozen=True)
class Pairwise:
    """``better[i, j]``: P(i beats j). ``gain[i, j]``: E(NB_i - NB_j), MNOK. Regret against the best, null included."""

    alternatives: list[str]
    better: Floats
    gain: Floats
    regret_mean: Floats
    regret_95: Floats
    regret_most: Floats


def pairwise(alternatives: list[str], net: Floats) -> Pairwise:
    """Compare on the same draws. Null («0») comes first: doing nothing may be the best."""
    every = np.concatenate([np.zeros((1, net.shape[1])), net])
    better = np.array([[(a > b).mean() for b in every] for a in every])
    mean = every.mean(axis=1)
    regret = every.max(axis=0) - every
    return Pairwise(
        ["null", *alternatives], better, mean[:, None] - mean[None, :],
        regret.mean(axis=1), np.percentile(regret, 95, axis=1), regret.max(axis=1),
    )  # fmt: skip
