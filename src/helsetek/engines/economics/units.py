"""Units and price years, checked once on a dry run with scalars that carry them.

A unit is written ``NOK/week`` or ``MNOK/year``. Money is counted in MNOK inside the engine, so that
``NOK`` has the factor 1e-6; everything else has the factor 1. Money of price year 2022 is the
dimension ``MNOK@2022``: it cannot be added to ``MNOK@2024``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from helsetek.engines.economics.errors import UnitError

Dimensions = Mapping[str, int]

#: name -> (factor to the engine's own unit, dimension)
BASE_UNITS: dict[str, tuple[float, str]] = {
    "NOK": (1e-6, "MNOK"),
    "kNOK": (1e-3, "MNOK"),
    "MNOK": (1.0, "MNOK"),
    "week": (1.0, "week"),
    "inhabitant": (1.0, "inhabitant"),
    "municipality": (1.0, "municipality"),
    "tender": (1.0, "tender"),
    "vendor": (1.0, "vendor"),
    "year": (1.0, "year"),
    "calendar_year": (1.0, ""),
    "percent": (0.01, ""),
    "1": (1.0, ""),
}
MONEY = ("NOK", "kNOK", "MNOK")


@dataclass(frozen=True)
class Unit:
    """A parsed unit: ``value_in_engine = value * factor``."""

    text: str
    factor: float
    dimensions: dict[str, int] = field(default_factory=dict)

    @property
    def is_money(self) -> bool:
        """Whether the unit holds money, which then needs a price year."""
        return "MNOK" in self.dimensions

    def at(self, price_year: int | None) -> dict[str, int]:
        """The dimensions with money marked by its price year."""
        return {
            f"MNOK@{price_year}" if name == "MNOK" else name: power for name, power in self.dimensions.items()
        }


def parse_unit(text: str) -> Unit:
    """Read ``NOK/week`` or ``week/tender/vendor``; raise UnitError naming the known units."""
    factor = 1.0
    dimensions: dict[str, int] = {}
    for position, part in enumerate(text.replace(" ", "").split("/")):
        sign = -1 if position else 1
        for name in part.split("*"):
            if name not in BASE_UNITS:
                raise UnitError(
                    f"unknown unit «{name}» in «{text}»; known units are {', '.join(sorted(BASE_UNITS))}."
                )
            scale, dimension = BASE_UNITS[name]
            factor *= scale**sign
            if dimension:
                dimensions[dimension] = dimensions.get(dimension, 0) + sign
    return Unit(text, factor, {name: power for name, power in dimensions.items() if power})


def describe(dimensions: Dimensions) -> str:
    """The dimensions in words, ``MNOK@2022/week``; ``1`` when there are none."""
    above = [
        name if power == 1 else f"{name}^{power}" for name, power in sorted(dimensions.items()) if power > 0
    ]
    below = [
        name if power == -1 else f"{name}^{-power}" for name, power in sorted(dimensions.items()) if power < 0
    ]
    return "/".join(["*".join(above) or "1", *below])


class Measured:
    """A number with a unit. Arithmetic follows the units; adding unlike units raises UnitError."""

    __slots__ = ("dimensions", "value")

    def __init__(self, value: float, dimensions: Dimensions | None = None) -> None:
        self.value = float(value)
        self.dimensions = {name: power for name, power in (dimensions or {}).items() if power}

    @staticmethod
    def of(other: Measured | float) -> Measured:
        """The other side of an operation; a bare number has no unit."""
        return other if isinstance(other, Measured) else Measured(other)

    def _same(self, other: Measured, act: str) -> None:
        if self.dimensions != other.dimensions and not self._zero(other):
            raise UnitError(f"cannot {act} {describe(self.dimensions)} and {describe(other.dimensions)}.")

    def _zero(self, other: Measured) -> bool:
        """A bare zero fits any unit: sums start from it."""
        return (self.value == 0 and not self.dimensions) or (other.value == 0 and not other.dimensions)

    def __add__(self, other: Measured | float) -> Measured:
        right = Measured.of(other)
        self._same(right, "add")
        return Measured(self.value + right.value, self.dimensions or right.dimensions)

    __radd__ = __add__

    def __neg__(self) -> Measured:
        return Measured(-self.value, self.dimensions)

    def __sub__(self, other: Measured | float) -> Measured:
        return self + (-Measured.of(other))

    def __rsub__(self, other: Measured | float) -> Measured:
        return Measured.of(other) + (-self)

    def __mul__(self, other: Measured | float) -> Measured:
        right = Measured.of(other)
        names = {*self.dimensions, *right.dimensions}
        powers = {name: self.dimensions.get(name, 0) + right.dimensions.get(name, 0) for name in names}
        return Measured(self.value * right.value, powers)

    __rmul__ = __mul__

    def inverse(self) -> Measured:
        """One divided by this."""
        value = 1 / self.value if self.value else math.inf
        return Measured(value, {name: -power for name, power in self.dimensions.items()})

    def __truediv__(self, other: Measured | float) -> Measured:
        return self * Measured.of(other).inverse()

    def __rtruediv__(self, other: Measured | float) -> Measured:
        return Measured.of(other) * self.inverse()

    def _plain(self, act: str) -> float:
        if self.dimensions:
            raise UnitError(
                f"cannot take the {act} of {describe(self.dimensions)}: divide by a unit of the same kind."
            )
        return self.value

    def __pow__(self, exponent: Measured | float) -> Measured:
        power = Measured.of(exponent)._plain("power")
        return Measured(self._plain("power") ** power)

    def exp(self) -> Measured:
        """The exponential; only of a pure number."""
        return Measured(math.exp(self._plain("exponential")))

    def log(self) -> Measured:
        """The natural logarithm; only of a pure number."""
        return Measured(math.log(self._plain("logarithm")))

    def __repr__(self) -> str:
        return f"{self.value:g} {describe(self.dimensions)}"
