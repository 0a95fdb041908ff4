"""Numbers known only to lie between two bounds, as printed figures do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """All numbers from low to high."""

    low: float
    high: float

    @staticmethod
    def of(value: Interval | float) -> Interval:
        """A number is the interval of that number alone."""
        return value if isinstance(value, Interval) else Interval(float(value), float(value))

    @property
    def middle(self) -> float:
        """Half-way."""
        return (self.low + self.high) / 2

    def meets(self, other: Interval, slack: float = 1e-9) -> bool:
        """Whether some number lies in both."""
        return self.low <= other.high + slack and other.low <= self.high + slack

    def gap(self, other: Interval) -> float:
        """How far the nearest numbers of the two lie apart; 0 when they meet."""
        return max(self.low - other.high, other.low - self.high, 0.0)

    def outside(self, other: Interval) -> float:
        """How far the interval reaches beyond the other; 0 when it lies within."""
        return max(self.high - other.high, other.low - self.low, 0.0)

    def __add__(self, other: Interval | float) -> Interval:
        right = Interval.of(other)
        return Interval(self.low + right.low, self.high + right.high)

    __radd__ = __add__

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval | float) -> Interval:
        return self + (-Interval.of(other))

    def __rsub__(self, other: float) -> Interval:
        return Interval.of(other) + (-self)

    def __mul__(self, other: Interval | float) -> Interval:
        right = Interval.of(other)
        products = [a * b for a in (self.low, self.high) for b in (right.low, right.high)]
        return Interval(min(products), max(products))

    __rmul__ = __mul__

    def __truediv__(self, other: Interval | float) -> Interval:
        right = Interval.of(other)
        if right.low <= 0 <= right.high:
            raise ZeroDivisionError("an interval that holds zero cannot divide")
        return self * Interval(1 / right.high, 1 / right.low)

    def __rtruediv__(self, other: float) -> Interval:
        return Interval.of(other) / self
