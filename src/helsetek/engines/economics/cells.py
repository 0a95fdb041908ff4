"""Numbers that remember how they came about: a value, a spreadsheet formula, and the assumptions it rests on.

The effect functions run on cells as they run on floats. Whatever the model keeps by name gets a place of its own in
the workbook; formulas refer to places.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from helsetek.engines.economics.world import Array

Number = float | int


class Cell:
    """A value and the formula (without «=») that gives it."""

    __slots__ = ("formula", "reads", "value")

    def __init__(self, value: float, formula: str, reads: frozenset[str] = frozenset()) -> None:
        self.value, self.formula, self.reads = float(value), formula, reads

    def _with(self, other: Cell | Number, value: float, formula: str) -> Cell:
        reads = self.reads | other.reads if isinstance(other, Cell) else self.reads
        return Cell(value, formula, reads)

    def __add__(self, other: Cell | Number) -> Cell:
        if not isinstance(other, Cell) and other == 0:
            return self
        return self._with(other, self.value + _value(other), f"({self.formula}+{_text(other)})")

    def __radd__(self, other: Number) -> Cell:
        if other == 0:
            return self
        return self._with(other, other + self.value, f"({_text(other)}+{self.formula})")

    def __neg__(self) -> Cell:
        return Cell(-self.value, f"(-{self.formula})", self.reads)

    def __sub__(self, other: Cell | Number) -> Cell:
        if not isinstance(other, Cell) and other == 0:
            return self
        return self._with(other, self.value - _value(other), f"({self.formula}-{_text(other)})")

    def __rsub__(self, other: Number) -> Cell:
        return self._with(other, other - self.value, f"({_text(other)}-{self.formula})")

    def __mul__(self, other: Cell | Number) -> Cell | float:
        if not isinstance(other, Cell) and other in (0, 1):
            return self if other == 1 else 0.0
        return self._with(other, self.value * _value(other), f"({self.formula}*{_text(other)})")

    __rmul__ = __mul__

    def __truediv__(self, other: Cell | Number) -> Cell:
        if not isinstance(other, Cell) and other == 1:
            return self
        return self._with(other, self.value / _value(other), f"({self.formula}/{_text(other)})")

    def __rtruediv__(self, other: Number) -> Cell | float:
        if other == 0:
            return 0.0
        return self._with(other, other / self.value, f"({_text(other)}/{self.formula})")

    def exp(self) -> Cell:
        """The exponential."""
        return Cell(math.exp(self.value), f"EXP({self.formula})", self.reads)

    def log(self) -> Cell:
        """The natural logarithm."""
        return Cell(math.log(self.value), f"LN({self.formula})", self.reads)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and (self.value, self.formula) == (other.value, other.formula)

    def __hash__(self) -> int:
        return hash(self.formula)

    def __repr__(self) -> str:
        return f"{self.value:g} [{self.formula}]"


def _value(other: Cell | Number) -> float:
    return other.value if isinstance(other, Cell) else float(other)


def _text(other: Cell | Number) -> str:
    return other.formula if isinstance(other, Cell) else f"{float(other):.17g}"


def each(array: Array, change: Callable[[tuple[int, ...], Cell], Cell]) -> Array:
    """Every cell of an array replaced; plain numbers are left."""
    if array.dtype != object:
        return array
    out = np.empty_like(array)
    for place, item in np.ndenumerate(array):
        out[place] = change(place, item) if isinstance(item, Cell) else item
    return out
