"""Can all printed figures be true at once? A linear programme over their rounding intervals.

Every figure with a formula bounds a linear form of the free quantities (investment, administration, …). The
radius is that of the largest ball that fits (Chebyshev centre): below zero no set of true values exists; then
the smallest set of figures that cannot stand together is found by leaving out one after another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from helsetek.engines.economics.audit.expressions import FUNCTIONS, evaluate
from helsetek.engines.economics.audit.figures import Figure, Published
from helsetek.engines.economics.audit.intervals import Interval
from helsetek.engines.economics.errors import AnalysisError

Floats = NDArray[np.float64]
LARGEST_RADIUS = 1e6
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Linear:
    """A constant and coefficients of the free quantities."""

    constant: float
    slope: Floats

    def __add__(self, other: Any) -> Linear:
        right = self._of(other)
        return Linear(self.constant + right.constant, self.slope + right.slope)

    __radd__ = __add__

    def __neg__(self) -> Linear:
        return Linear(-self.constant, -self.slope)

    def __sub__(self, other: Any) -> Linear:
        return self + (-self._of(other))

    def __rsub__(self, other: Any) -> Linear:
        return self._of(other) - self

    def __mul__(self, other: Any) -> Linear:
        right = self._of(other)
        if self.slope.any() and right.slope.any():
            raise AnalysisError("A figure's formula must be linear in the free quantities.")
        return Linear(
            self.constant * right.constant, self.constant * right.slope + right.constant * self.slope
        )

    __rmul__ = __mul__

    def _of(self, other: Any) -> Linear:
        return other if isinstance(other, Linear) else Linear(_number(other), np.zeros_like(self.slope))


def _number(value: Any) -> float:
    return value.middle if isinstance(value, Interval) else float(value)


@dataclass(frozen=True)
class Feasibility:
    """The radius for each alternative, a set of values that fits, and the figures that cannot stand together."""

    radius: dict[str, float]
    centre: dict[str, dict[str, float]]
    conflict: tuple[tuple[str, str], ...]

    @property
    def feasible(self) -> bool:
        """Whether all printed figures can be true at once."""
        return min(self.radius.values()) >= -TOLERANCE


def free_quantities(published: Published) -> list[str]:
    """Names in the formulas that are neither bound, facts nor figures of their own formula."""
    known = {*published.bound, *published.facts, *FUNCTIONS}
    words = [name for f in published.figures.values() for name in re.findall(r"[a-z_]\w*", f.formula)]
    return [name for name in dict.fromkeys(words) if name not in known]


def feasibility(published: Published) -> Feasibility:
    """The programme for every alternative; they share no free quantity."""
    radius, centre, conflict = {}, {}, []
    for alternative in published.alternatives:
        figures = _with_formula(published, alternative)
        radius[alternative], centre[alternative] = _solve(published, figures, alternative)
        if radius[alternative] < -TOLERANCE:
            conflict += [
                (figure.id, alternative) for figure in _smallest_conflict(published, figures, alternative)
            ]
    return Feasibility(radius, centre, tuple(conflict))


def radius(published: Published, alternative: str) -> float:
    """The radius of one alternative alone; below zero its figures cannot all be true."""
    return _solve(published, _with_formula(published, alternative), alternative)[0]


def with_value(published: Published, figure: str, alternative: str, value: float) -> Published:
    """The same report with one figure printed otherwise."""
    changed = published.figures[figure]
    changed = replace(changed, values={**changed.values, alternative: value})
    return replace(published, figures={**published.figures, figure: changed})


def _with_formula(published: Published, alternative: str) -> list[Figure]:
    return [f for f in published.figures.values() if f.formula and alternative in f.values]


def _solve(
    published: Published, figures: Iterable[Figure], alternative: str
) -> tuple[float, dict[str, float]]:
    names = free_quantities(published)
    rows, limits = [], []
    for figure in figures:
        form, known = _form(published, figure.formula, names, alternative), figure.interval(alternative)
        length = float(np.linalg.norm(form.slope))
        rows += [[*form.slope, length], [*-form.slope, length]]
        limits += [known.high - form.constant, form.constant - known.low]
    zero = [_is_zero(published, name, alternative) for name in names]
    bounds = [(0, 0) if nothing else (None, None) for nothing in zero]
    kept = [n for n, row in enumerate(rows) if any(s and not z for s, z in zip(row[:-1], zero, strict=True))]
    if any(limits[n] < -TOLERANCE for n in range(len(rows)) if n not in kept):
        return -min(abs(limits[n]) for n in range(len(rows)) if n not in kept and limits[n] < -TOLERANCE), {}
    found = linprog(
        [0.0] * len(names) + [-1.0],
        A_ub=np.array([rows[n] for n in kept]),
        b_ub=np.array([limits[n] for n in kept]),
        bounds=[*bounds, (None, LARGEST_RADIUS)],
    )
    return float(found.x[-1]), dict(zip(names, map(float, found.x[:-1]), strict=True))


def _is_zero(published: Published, name: str, alternative: str) -> bool:
    """Whether the report prints that there is none of the quantity."""
    printed = [f for f in published.figures.values() if f.formula == name and alternative in f.values]
    return bool(printed) and all(f.values[alternative] == 0 for f in printed)


def _form(published: Published, formula: str, names: list[str], alternative: str) -> Linear:
    nothing = np.zeros(len(names))

    def lookup(name: str, other: str | None) -> Any:
        if name in published.bound:
            return Linear(_number(evaluate(published.bound[name], bound_lookup)), nothing)
        if name in published.facts:
            return Linear(published.facts[name].interval.middle, nothing)
        return Linear(0.0, np.eye(len(names))[names.index(name)])

    def bound_lookup(name: str, other: str | None) -> Any:
        if name in published.facts:
            return published.facts[name].interval.middle
        return published.figures[name].values[other or alternative]

    form = evaluate(formula, lookup)
    return form if isinstance(form, Linear) else Linear(float(form), nothing)


def _smallest_conflict(published: Published, figures: list[Figure], alternative: str) -> list[Figure]:
    """Leave out one figure after another as long as the rest still cannot stand together."""
    kept = list(figures)
    for figure in figures:
        rest = [other for other in kept if other is not figure]
        if rest and _solve(published, rest, alternative)[0] < -TOLERANCE:
            kept = rest
    return kept
