"""Probability distributions of assumptions, each by its quantile function.

``normal``: mean, sd. ``lognormal``: median, sd of the logarithm. ``uniform``: low, high.
``triangular`` and ``pert``: low, mode, high. ``beta``: alpha, beta (optionally low, high).
Parameters are named in the file; every quantile takes u in (0, 1) and gives the value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Numbers = Mapping[str, float]


def _normal(u: Floats, n: Numbers) -> Floats:
    return np.asarray(n["mean"] + n["sd"] * special.ndtri(u))


def _lognormal(u: Floats, n: Numbers) -> Floats:
    return np.asarray(n["median"] * np.exp(n["sd"] * special.ndtri(u)))


def _uniform(u: Floats, n: Numbers) -> Floats:
    return n["low"] + (n["high"] - n["low"]) * u


def _triangular(u: Floats, n: Numbers) -> Floats:
    low, mode, high = n["low"], n["mode"], n["high"]
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u < turn, rising, falling)


def _beta(u: Floats, n: Numbers) -> Floats:
    low, high = n.get("low", 0.0), n.get("high", 1.0)
    return np.asarray(low + (high - low) * special.betaincinv(n["alpha"], n["beta"], u))


def _pert(u: Floats, n: Numbers) -> Floats:
    low, mode, high = n["low"], n["mode"], n["high"]
    alpha, beta = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    return _beta(u, {"alpha": alpha, "beta": beta, "low": low, "high": high})


#: kind -> (quantile, names it needs)
KINDS: dict[str, tuple[Callable[[Floats, Numbers], Floats], tuple[str, ...]]] = {
    "normal": (_normal, ("mean", "sd")),
    "lognormal": (_lognormal, ("median", "sd")),
    "uniform": (_uniform, ("low", "high")),
    "triangular": (_triangular, ("low", "mode", "high")),
    "pert": (_pert, ("low", "mode", "high")),
    "beta": (_beta, ("alpha", "beta")),
}
_OPTIONAL = {"beta": ("low", "high")}
ONS = ("value", "factor", "shift")


def quantile(kind: str, u: Floats, numbers: Numbers) -> Floats:
    """The value at probability u."""
    return KINDS[kind][0](u, numbers)


def spread_fault(raw: Mapping[str, Any]) -> str:
    """What is wrong with a spread as written, or an empty text."""
    kind, numbers = raw.get("kind"), raw
    if not isinstance(kind, str) or kind not in KINDS:
        return f"unknown kind «{kind}»."
    if raw.get("on", "value") not in ONS:
        return f"«on» is «{raw['on']}», but must be one of {', '.join(ONS)}."
    if any(
        not isinstance(v, int | float) or not np.isfinite(v)
        for k, v in raw.items()
        if k not in ("kind", "on")
    ):
        return "every number must be an ordinary one, and independent true or false."
    unknown = [
        k for k in raw if k not in ("kind", "on", "independent", *KINDS[kind][1], *_OPTIONAL.get(kind, ()))
    ]
    if unknown:
        return f"{kind} has no «{unknown[0]}»."
    missing = [name for name in KINDS[kind][1] if not isinstance(numbers.get(name), int | float)]
    if missing:
        return f"{kind} needs {', '.join(missing)}."
    return _order_fault(numbers)


def _order_fault(numbers: Mapping[str, Any]) -> str:
    ordered = [numbers[name] for name in ("low", "mode", "high") if name in numbers]
    if any(before > after for before, after in pairwise(ordered)) or (
        len(ordered) > 1 and ordered[0] == ordered[-1]
    ):
        return "low, mode and high are not in rising order."
    if any(numbers.get(name, 1) <= 0 for name in ("sd", "median", "alpha", "beta")):
        return "sd, median, alpha and beta must be above zero."
    return ""


def mean_of(kind: str, numbers: Numbers) -> float:
    """The expected value, by the middle of 4096 equal slices of probability."""
    u = (np.arange(4096) + 0.5) / 4096
    return float(quantile(kind, u, numbers).mean())
