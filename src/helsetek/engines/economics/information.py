"""What it is worth to know more before deciding: EVPI, EVPPI and EVSI.

The decision is to carry out the alternative with the highest expected net benefit, or none (null, worth 0).
"""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from helsetek.engines.economics.errors import AnalysisError

Floats = NDArray[np.float64]
MOST_TERMS = 300


def with_null(net: Floats) -> Floats:
    """Net benefits with the null alternative (zero) as the first."""
    return np.concatenate([np.zeros((1, net.shape[1])), net])


def evpi(net: Floats) -> float:
    """E max_a NB_a - max_a E NB_a over (alternatives, draws), of which one must be chosen."""
    return float(net.max(axis=0).mean() - net.mean(axis=1).max())


def evppi(net: Floats, inputs: Floats, degree: int = 3) -> float:
    """The value of knowing ``inputs`` (some inputs, draws) exactly: E max_a E(NB_a | inputs) - max_a E NB_a.

    The conditional expectations are least-squares polynomials of the degree.
    """
    return evpi(conditional(net, inputs, degree))


def conditional(net: Floats, inputs: Floats, degree: int = 3) -> Floats:
    """E(NB_a | inputs) at every draw, by regression on a polynomial of standardised inputs."""
    basis = polynomial(inputs, degree)
    coefficients, *_ = np.linalg.lstsq(basis, net.T, rcond=None)
    return np.asarray((basis @ coefficients).T)


def polynomial(inputs: Floats, degree: int, at: Floats | None = None) -> Floats:
    """All products up to the degree of the standardised inputs, taken ``at`` other points if given: (draws, terms)."""
    spread = inputs.std(axis=1, keepdims=True)
    x = ((inputs if at is None else at) - inputs.mean(axis=1, keepdims=True)) / np.where(
        spread > 0, spread, 1
    )
    sets = [c for d in range(1, degree + 1) for c in combinations_with_replacement(range(len(x)), d)]
    if len(sets) > MOST_TERMS:
        raise AnalysisError(
            f"{len(inputs)} inputs at degree {degree} take {len(sets)} terms; lower the degree."
        )
    return np.stack([np.ones(x.shape[1]), *[np.prod(x[list(c)], axis=0) for c in sets]], axis=1)


def evsi(net: Floats, inputs: Floats, effective: float, size: float, degree: int = 3) -> float:
    """The value of a study of ``inputs`` with ``size`` observations, before its result is known.

    ``effective``: how many such observations the present knowledge is worth. The preposterior means are the
    prior draws drawn together by sqrt(size / (size + effective)) (Gaussian approximation, Jalal and
    Alarid-Escudero 2018); exact for normal priors and a linear model. Tends to EVPPI as ``size`` grows.
    """
    kept = np.sqrt(size / (size + effective))
    mean = inputs.mean(axis=1, keepdims=True)
    basis = polynomial(inputs, degree)
    coefficients, *_ = np.linalg.lstsq(basis, net.T, rcond=None)
    found = (polynomial(inputs, degree, mean + kept * (inputs - mean)) @ coefficients).T
    return evpi(found - found.mean(axis=1, keepdims=True) + net.mean(axis=1, keepdims=True))


def normal_evpi(mean: float, sd: float) -> float:
    """EVPI of null against a normal net benefit: σφ(μ/σ) - |μ|Φ(-|μ|/σ)."""
    z = abs(mean) / sd
    return float(sd * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) - abs(mean) * ndtr(-z))


def normal_evsi(mean: float, prior_sd: float, noise_sd: float, size: float) -> float:
    """EVSI of null against a normal net benefit observed ``size`` times with normal noise."""
    return normal_evpi(mean, prior_sd**2 / np.sqrt(prior_sd**2 + noise_sd**2 / size))
