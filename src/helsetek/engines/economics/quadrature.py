"""A few weighted points that stand for all municipalities.

Within each group (Midt-Norge or not) the register is a discrete distribution of y = size^(1/5). Its Gauss
quadrature with m points is exact for polynomials in y up to degree 2m - 1: population is y^5, and the powers,
logarithms and exponentials of the model are smooth in y, so that their averages over the municipalities are had
from a handful of points. (Log size itself needs two points more for the same error.) Points: eigenvalues of
the Lanczos tridiagonal matrix of diag(y) started at the square root of the weights; weights: first components
squared (Golub and Welsch, Math. Comp. 23, 1969).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

from helsetek.engines.economics.register import Nodes, Register, nodes

Floats = NDArray[np.float64]
POWER = 0.2


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


def compressed(register: Register, points: int, split: Floats | None = None) -> Nodes:
    """``points`` nodes in each part of the register, folded into one group.

    Parts: in and outside Midt-Norge, and within these the labels of ``split`` (one for each municipality).
    """
    labels = np.zeros(len(register)) if split is None else split
    parts = []
    for midt in (0.0, 1.0):
        for label in np.unique(labels):
            chosen = (register.midt == midt) & (labels == label)
            if chosen.any():
                x, w = size_points(register, chosen, points)
                parts.append((x, w, np.full(x.size, midt)))
    log_size, weight, midt_norge = (np.concatenate(column) for column in zip(*parts, strict=True))
    return nodes(log_size, weight, midt_norge, np.ones((1, log_size.size)))


def size_points(register: Register, chosen: NDArray[np.bool_], points: int) -> tuple[Floats, Floats]:
    """Log sizes and shares of all municipalities that stand for the chosen ones."""
    sizes = np.exp(POWER * register.log_size[chosen])
    y, w = gauss_points(sizes, np.full(chosen.sum(), 1 / len(register)), points)
    return np.log(y) / POWER, w
