"""A few weighted points that stand for all municipalities.

Within each group (Midt-Norge or not) the register is a discrete distribution of y = size^(1/5). Its Gauss
quadrature with m points is exact for polynomials in y up to degree 2m - 1: population is y^5, and the powers,
logarithms and exponentials of the model are smooth in y, so that their averages over the municipalities are had
from a handful of points. (Log size itself needs two points more for the same error.) Points: eigenvalues of
the Lanczos tridiagonal matrix of diag(y) started at the square root of the weights; weights: first components
squared (Golub and Welsch, Math. Comp. 23, 1969).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

from helsetek.engines.economics.register import Nodes, Register, nodes

Floats = NDArray[np.float64]
POWER = 0.2
#: Midt-Norge (0 or 1) and the municipalities of a part.
Part = tuple[float, NDArray[np.bool_]]


def gauss_points(values: Floats, weights: Floats, points: int) -> tuple[Floats, Floats]:
    """Points and weights (summing to ``weights.sum()``) of the discrete distribution."""
    points = min(points, len(np.unique(values)))
    diagonal, beside = np.zeros(points), np.zeros(points - 1)
    basis = np.zeros((points, values.size))
    basis[0] = np.sqrt(weights / weights.sum())
    for step in range(points):
        image = values * basis[step]
        diagonal[step] = basis[step] @ image
        for _ in range(2):
            image -= basis[: step + 1].T @ (basis[: step + 1] @ image)
        if step + 1 < points:
            beside[step] = np.linalg.norm(image)
            basis[step + 1] = image / beside[step]
    found, vectors = eigh_tridiagonal(diagonal, beside)
    return found, weights.sum() * vectors[0] ** 2


def parts_of(register: Register, split: Floats | None = None) -> list[Part]:
    """The parts that are compressed apart: outside and in Midt-Norge, and within these the labels of ``split``."""
    labels = np.zeros(len(register)) if split is None else split
    found = [
        (midt, (register.midt == midt) & (labels == label))
        for midt in (0.0, 1.0)
        for label in np.unique(labels)
    ]
    return [(midt, chosen) for midt, chosen in found if chosen.any()]


def compressed(register: Register, points: int | Sequence[int], split: Floats | None = None) -> Nodes:
    """Nodes that stand for the register, folded into one group.

    ``points``: how many in each part of ``parts_of``, or one number for all. A part whose sizes span less needs
    fewer: where municipalities outside Midt-Norge take 12 points, those in it take 8.
    """
    parts = parts_of(register, split)
    counts = [points] * len(parts) if isinstance(points, int) else list(points)
    columns = []
    for (midt, chosen), count in zip(parts, counts, strict=True):
        x, w = size_points(register, chosen, count)
        columns.append((x, w, np.full(x.size, midt)))
    log_size, weight, midt_norge = (np.concatenate(column) for column in zip(*columns, strict=True))
    return nodes(log_size, weight, midt_norge, np.ones((1, log_size.size)))


def size_points(register: Register, chosen: NDArray[np.bool_], points: int) -> tuple[Floats, Floats]:
    """Log sizes and shares of all municipalities that stand for the chosen ones."""
    sizes = np.exp(POWER * register.log_size[chosen])
    y, w = gauss_points(sizes, np.full(chosen.sum(), 1 / len(register)), points)
    return np.log(y) / POWER, w
