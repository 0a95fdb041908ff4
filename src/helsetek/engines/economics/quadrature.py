"""A few weighted points that stand for all municipalities.

Within each group (Midt-Norge or not) the register is a discrete distribution of log size. Its Gauss
quadrature with m points is exact for polynomials up to degree 2m - 1, so that any smooth function of log size
averaged over the municipalities is had from a handful of points. Points: eigenvalues of the Lanczos
tridiagonal matrix of diag(log size) started at the square root of the weights; weights: first components
squared (Golub and Welsch, Math. Comp. 23, 1969).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

from helsetek.engines.economics.register import Nodes, Register, nodes

Floats = NDArray[np.float64]


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


def compressed(register: Register, points: int) -> Nodes:
    """``points`` nodes in Midt-Norge and as many outside, folded into one group."""
    parts = []
    for midt in (0.0, 1.0):
        chosen = register.midt == midt
        if chosen.any():
            x, w = gauss_points(register.log_size[chosen], np.full(chosen.sum(), 1 / len(register)), points)
            parts.append((x, w, np.full(x.size, midt)))
    log_size, weight, midt_norge = (np.concatenate(column) for column in zip(*parts, strict=True))
    return nodes(log_size, weight, midt_norge, np.ones((1, log_size.size)))
