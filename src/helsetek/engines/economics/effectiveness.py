"""Cost and effect when the effect is not in kroner: what a simulation of both says at a value of the effect.

For analyses of cost and effect (R-109/2021 section 3). All measures are against the first alternative.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.frontier import Standing, frontier
from helsetek.engines.economics.information import evpi

Floats = NDArray[np.float64]
COLUMNS = ("alternative", "cost", "effect")
LARGEST_FILE = 200_000_000


@dataclass(frozen=True)
class Outcomes:
    """Costs and effects of alternatives at the same draws: (alternatives, draws)."""

    names: list[str]
    costs: Floats
    effects: Floats

    @property
    def draws(self) -> int:
        """How many draws there are; 1 for stated values."""
        return self.costs.shape[1]

    def net(self, threshold: float) -> Floats:
        """Net benefit of each alternative at each draw when a unit of effect is worth ``threshold``."""
        return np.asarray(threshold * self.effects - self.costs)

    def gain(self, place: int, threshold: float) -> Floats:
        """Incremental net benefit against the first alternative."""
        net = self.net(threshold)
        return np.asarray(net[place] - net[0])

    def acceptable(self, place: int, threshold: float) -> float:
        """The chance that it beats the first alternative."""
        return float((self.gain(place, threshold) > 0).mean())

    def best(self, threshold: float) -> Floats:
        """The chance that each is the best of all."""
        return np.asarray(
            np.bincount(self.net(threshold).argmax(axis=0), minlength=len(self.names)) / self.draws
        )

    def worth_of_knowing(self, threshold: float) -> float:
        """EVPI."""
        return evpi(self.net(threshold))

    def ratio(self, place: int) -> float | None:
        """Incremental cost per incremental effect; None without a difference in effect."""
        cost, effect = (float((a[place] - a[0]).mean()) for a in (self.costs, self.effects))
        return cost / effect if effect else None

    def standings(self) -> list[Standing]:
        """Dominance and incremental ratios by expected cost and effect."""
        return frontier(self.names, self.costs.mean(axis=1).tolist(), self.effects.mean(axis=1).tolist())


def turning_point(outcomes: Outcomes, place: int, thresholds: Sequence[float]) -> float | None:
    """The first of the thresholds at which the alternative is expected to beat the first one."""
    return next((k for k in thresholds if outcomes.gain(place, k).mean() > 0), None)


def read_outcomes(path: Path) -> Outcomes:
    """Read a CSV with the columns alternative, cost, effect; the n-th lines of all alternatives are one draw.

    Raises AnalysisError for a missing column, a line without numbers, or alternatives with unequal draws.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise AnalysisError(f"{path.name} is larger than {LARGEST_FILE:,} bytes.")
    found: dict[str, list[tuple[float, float]]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, line in enumerate(csv.DictReader(file), 2):
                name, cost, effect = _line(path.name, number, line)
                found.setdefault(name, []).append((cost, effect))
    except (UnicodeDecodeError, csv.Error) as error:
        raise AnalysisError(f"{path.name} is not a table of text (CSV, UTF-8).") from error
    if len(found) < 2 or len({len(draws) for draws in found.values()}) > 1:
        raise AnalysisError(f"{path.name} needs two alternatives or more, with equally many lines each.")
    values = np.array(list(found.values()))
    return Outcomes(list(found), values[:, :, 0], values[:, :, 1])


def _line(file: str, number: int, line: dict[str, str]) -> tuple[str, float, float]:
    missing = [name for name in COLUMNS if line.get(name) is None]
    if missing:
        raise AnalysisError(
            f"{file} lacks the column «{missing[0]}». Its first line is: {','.join(COLUMNS)}."
        )
    try:
        cost, effect = float(line["cost"]), float(line["effect"])
    except ValueError as error:
        raise AnalysisError(f"{file}:{number}: cost and effect are numbers, with a point.") from error
    if not np.isfinite([cost, effect]).all():
        raise AnalysisError(f"{file}:{number}: cost and effect are ordinary numbers.")
    return line["alternative"], cost, effect
