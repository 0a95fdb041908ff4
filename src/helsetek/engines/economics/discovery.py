"""Scenario discovery: under which conditions does an alternative pay? The patient rule induction method (PRIM).

A box is peeled from its ends, each time the slice that leaves the highest share of cases inside, and then pasted
back where that does not lower the share (Friedman and Fisher 1999).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Cases = NDArray[np.bool_]
PEEL, PASTE = 0.05, 0.05
LEAST_MASS = 0.05


@dataclass(frozen=True)
class Box:
    """Limits of the inputs, and how well the cases inside are caught."""

    low: Floats
    high: Floats
    coverage: float
    density: float
    mass: float

    def restricted(self, whole: Box) -> list[int]:
        """The inputs whose limits are narrower than all draws."""
        return [i for i in range(len(self.low)) if self.low[i] > whole.low[i] or self.high[i] < whole.high[i]]


def inside(box_low: Floats, box_high: Floats, inputs: Floats) -> Cases:
    """Which draws lie in the box."""
    return np.asarray(((inputs >= box_low[:, None]) & (inputs <= box_high[:, None])).all(axis=0))


def prim(inputs: Floats, cases: Cases, *, least_mass: float = LEAST_MASS) -> list[Box]:
    """The trajectory from all draws to the densest box, (inputs, draws); the last is pasted.

    An empty list when there are no cases.
    """
    if not cases.any():
        return []
    low, high = inputs.min(axis=1), inputs.max(axis=1)
    found = [_box(low, high, inputs, cases)]
    while True:
        peeled = max(_peels(found[-1], inputs, cases), key=lambda box: (box.density, box.mass), default=None)
        if peeled is None or peeled.mass < least_mass or peeled.density <= found[-1].density:
            break
        found.append(peeled)
    return [*found, _pasted(found[-1], found[0], inputs, cases)]


def _box(low: Floats, high: Floats, inputs: Floats, cases: Cases) -> Box:
    within = inside(low, high, inputs)
    hits = int((within & cases).sum())
    return Box(low, high, hits / int(cases.sum()), hits / max(1, int(within.sum())), float(within.mean()))


def _peels(box: Box, inputs: Floats, cases: Cases) -> Iterator[Box]:
    within = inside(box.low, box.high, inputs)
    if within.sum() < 2 / PEEL:
        return
    for i, values in enumerate(inputs[:, within]):
        for share, end in ((PEEL, "low"), (1 - PEEL, "high")):
            cut = float(np.quantile(values, share))
            low, high = box.low.copy(), box.high.copy()
            (low if end == "low" else high)[i] = cut
            if (values < cut).any() if end == "low" else (values > cut).any():
                yield _box(low, high, inputs, cases)


def _pasted(box: Box, whole: Box, inputs: Floats, cases: Cases) -> Box:
    """Widen limits as long as the density does not fall."""
    while True:
        wider = [
            b for b in _wider(box, whole, inputs, cases) if b.density >= box.density and b.mass > box.mass
        ]
        if not wider:
            return box
        box = max(wider, key=lambda found: (found.density, found.mass))


def _wider(box: Box, whole: Box, inputs: Floats, cases: Cases) -> Iterator[Box]:
    for i in box.restricted(whole):
        step = PASTE * (whole.high[i] - whole.low[i])
        for end in ("low", "high"):
            low, high = box.low.copy(), box.high.copy()
            if end == "low":
                low[i] = max(whole.low[i], low[i] - step)
            else:
                high[i] = min(whole.high[i], high[i] + step)
            yield _box(low, high, inputs, cases)
