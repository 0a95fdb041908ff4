"""How far assessors agree: Krippendorff's alpha.

Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. 1 is full agreement, 0 what chance would give,
below 0 is worse than chance. Any number of assessors, holes allowed. Points 0–5 are an ordinal scale: how far apart
two values are depends on how many values lie between them.

Written here because the library known for it is under a licence that this program cannot be bound by; the tests hold
it against the figures that Krippendorff works out by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


class Scale(StrEnum):
    """What kind of values are compared."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def alpha(units: Sequence[Sequence[float]], scale: Scale = Scale.ORDINAL) -> float | None:
    """The agreement in units that were each given a value by some assessors.

    A unit is the list of values that it was given, without holes; those with fewer than two say nothing. None where
    nothing can be said: no unit with two values, or every value alike.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    values = sorted({value for unit in pairable for value in unit})
    if len(values) < 2:
        return None
    coincidences = _coincidences(pairable, {value: place for place, value in enumerate(values)})
    counts = coincidences.sum(axis=1)
    distance = _DISTANCES[scale](np.array(values, dtype=float), counts)
    expected = np.outer(counts, counts) - np.diag(counts)
    disagreement = float((coincidences * distance).sum())
    by_chance = float((expected * distance).sum()) / (float(counts.sum()) - 1)
    return 1 - disagreement / by_chance


def _coincidences(units: Sequence[Sequence[float]], place: Mapping[float, int]) -> Matrix:
    """How often two values met in one unit; a unit with m values counts each pair 1 / (m - 1) times."""
    found = np.zeros((len(place), len(place)))
    for unit in units:
        weight = 1 / (len(unit) - 1)
        for one, value in enumerate(unit):
            for other, rival in enumerate(unit):
                if one != other:
                    found[place[value], place[rival]] += weight
    return found


def _nominal(values: Matrix, counts: Matrix) -> Matrix:
    return np.asarray(1 - np.eye(len(values)))


def _ordinal(values: Matrix, counts: Matrix) -> Matrix:
    """The square of how many values lie from one to the other, half of the two at the ends."""
    until = np.cumsum(counts) - counts / 2
    return np.asarray((until[:, None] - until[None, :]) ** 2)


def _interval(values: Matrix, counts: Matrix) -> Matrix:
    return np.asarray((values[:, None] - values[None, :]) ** 2)


_DISTANCES: dict[Scale, Callable[[Matrix, Matrix], Matrix]] = {
    Scale.NOMINAL: _nominal,
    Scale.ORDINAL: _ordinal,
    Scale.INTERVAL: _interval,
}
