"""What the effect functions see: parameters as arrays, years, discount factors, growth.

Every array has four axes: alternative, year, group, draw; an axis along which nothing varies has
length 1. The numbers may be floats (a calculation), ``Measured`` scalars (the dry run of the units) or
``Cell`` formulas (the workbook): the functions are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.assumptions import Analysis
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.register import Nodes

Array = NDArray[Any]
Made = TypeVar("Made")
YEAR_AXIS = 1
#: R-109/2021 section 6.2: the rate falls 40 and 75 years out.
RATE_STEPS = ((40, "rate_near"), (75, "rate_middle"))
RATE_BEYOND = "rate_far"


def as_given(name: str, array: Array) -> Array:
    """What a calculation does with an intermediate result: nothing."""
    return array


class Parameters:
    """Arrays by parameter id, read as attributes."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.__dict__.update(arrays)

    def __getattr__(self, name: str) -> Array:
        """Only reached for a name that is not there."""
        raise AnalysisError(f"The model needs the assumption «{name}». Add [parameter.{name}].")

    def __getitem__(self, name: str) -> Array:
        found: Array = getattr(self, name)
        return found


@dataclass
class World:
    """One block of draws of one analysis."""

    analysis: Analysis
    p: Parameters
    masks: Mapping[str, Array]
    nodes: Nodes | None = None
    keep: Callable[[str, Array], Array] = as_given
    year: Any = 1.0
    shares: Mapping[str, Array] = field(default_factory=dict)
    _memory: dict[Any, Any] = field(default_factory=dict)

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """The result of ``make``, made once for each key."""
        if key not in self._memory:
            self._memory[key] = make()
        found: Made = self._memory[key]
        return found

    def forget(self) -> None:
        """Let go of intermediate results, which refer back to the world and would linger."""
        self._memory.clear()

    def borrow_time(self, other: World) -> None:
        """Take over discount factors and wage index from a world with the same rates and growth."""
        for key in ("discount", "wage", ("weights", "none"), ("weights", "wage")):
            if key in other._memory:
                self._memory[key] = other._memory[key]

    def weights(self, growth: str) -> Array:
        """Present value in the base year of one krone in each year, grown as the rule says: D_t · W_t.

        When the lifetime is longer than the period, the last year stands for the years after it too: the residual
        value counted from the last year's net flow (R-109/2021 section 6.4).
        """
        return self.once(("weights", growth), lambda: self._weights(growth))

    def _weights(self, growth: str) -> Array:
        found = self.discount()
        if self.analysis.lifetime_end > self.analysis.last_year:
            after = self._discount_until(self.analysis.lifetime_end)[:, len(self.analysis.years) :]
            last = found[:, -1:] + after.sum(axis=YEAR_AXIS, keepdims=True)
            found = np.concatenate([found[:, :-1], last], axis=YEAR_AXIS)
        return self.keep("weights_wage", found * self.wage_index()) if growth == "wage" else found

    def discount(self) -> Array:
        """D_t = D_(t-1) / (1 + r_t), 1 in the base year. R-109/2021 section 6.2."""
        return self.once("discount", lambda: self._discount_until(self.analysis.last_year))

    def _discount_until(self, last: int) -> Array:
        return self._from_base_year("discount", lambda year: 1 / (1 + self._rate(year)), last)

    def wage_index(self) -> Array:
        """W_t = W_(t-1) · (1 + g), 1 in the base year. R-109/2021 section 6.1.4."""
        last = self.analysis.last_year
        return self.once("wage", lambda: self._from_base_year("wage_index", self._growth, last))

    def _growth(self, _: int) -> Array:
        return 1 + self.p.real_wage_growth

    def _rate(self, year: int) -> Array:
        distance = year - self.analysis.rate_from
        return self.p[next((name for limit, name in RATE_STEPS if distance <= limit), RATE_BEYOND)]

    def _from_base_year(self, name: str, step: Callable[[int], Array], last: int) -> Array:
        """A product over the years from the first to ``last``, forwards and backwards from the base year."""
        base, first = self.analysis.base_year, self.analysis.first_year
        found: dict[int, Array] = {base: step(base) / step(base)}
        for year in range(base + 1, last + 1):
            found[year] = self.keep(f"{name}_{year}", found[year - 1] * step(year))
        for year in range(base - 1, first - 1, -1):
            found[year] = self.keep(f"{name}_{year}", found[year + 1] / step(year + 1))
        return np.concatenate([found[year] for year in range(first, last + 1)], axis=YEAR_AXIS)

    def index(self, growth: str) -> Array:
        """The real price index of a growth rule; ones for «none»."""
        return self.wage_index() if growth == "wage" else np.ones((1, 1, 1, 1))


def masks_of(analysis: Analysis) -> dict[str, Array]:
    """1 in the years of each kind, 0 in the others; shape (1, years, 1, 1)."""
    kinds = {
        "investment": analysis.investment_years,
        "scheme": analysis.scheme_years,
        "joining": analysis.joining_years,
    }
    return {
        kind: np.array([float(year in chosen) for year in analysis.years]).reshape(1, -1, 1, 1)
        for kind, chosen in kinds.items()
    }
