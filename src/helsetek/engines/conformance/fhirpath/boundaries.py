"""lowBoundary(), highBoundary() and precision(): what a value of limited precision may stand for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from helsetek.engines.conformance.fhirpath.values import Collection, Quantity, Temporal, number_of, single

_MOST = 28
# Digits of each part, as precision is counted: year 4, month 6, day 8, hour 10, minute 12, millisecond 17.
_PRECISIONS = {"dateTime": (4, 6, 8, 10, 12, 17), "date": (4, 6, 8), "time": (2, 4, 9)}


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _number(value: Decimal, digits: int, high: bool) -> Decimal | None:
    if not 0 <= digits <= _MOST:
        return None
    half = Decimal(5).scaleb(-(_places(value) + 1))
    edge = value + half if high else value - half
    if digits >= _places(edge):
        return edge.quantize(Decimal(1).scaleb(-digits))
    return edge.quantize(Decimal(1).scaleb(-digits), ROUND_CEILING if high else ROUND_FLOOR)


def _time(value: Temporal, digits: int | None, high: bool) -> Temporal | None:
    steps = _PRECISIONS[value.kind]
    wanted = steps[-1] if digits is None else digits
    if wanted not in steps:
        return None
    count = steps.index(wanted) + 1
    parts = list(value.parts[:count])
    while len(parts) < count:
        parts.append(_edge(value.kind, parts, high))
    return Temporal(value.kind, tuple(parts), value.offset, _written(value, parts, high))


def _edge(kind: str, parts: list[Any], high: bool) -> Any:
    place = len(parts) + (3 if kind == "time" else 0)
    if place == 1:
        return 12 if high else 1
    if place == 2:
        return monthrange(parts[0], parts[1])[1] if high else 1
    if place == 5:
        return Decimal("59.999") if high else Decimal("0.000")
    return (23 if place == 3 else 59) if high else 0


def _written(value: Temporal, parts: list[Any], high: bool) -> str:
    dates, times = ([], parts) if value.kind == "time" else (parts[:3], parts[3:])
    text = "-".join(f"{part:04d}" if not place else f"{part:02d}" for place, part in enumerate(dates))
    clock = ":".join(f"{part:06.3f}" if isinstance(part, Decimal) else f"{part:02d}" for part in times)
    if not clock or value.kind == "time":
        return text + clock
    return f"{text}T{clock}{_zone(value, high)}"


def _zone(value: Temporal, high: bool) -> str:
    if value.offset is None:
        return "-12:00" if high else "+14:00"  # the latest and the earliest place on earth
    if value.text.endswith("Z"):
        return "Z"
    sign = "-" if value.offset < 0 else "+"
    return f"{sign}{abs(value.offset) // 60:02d}:{abs(value.offset) % 60:02d}"


def _boundary(high: bool) -> Callable[..., Collection]:
    def run(focus: Collection, digits: Collection | None = None) -> Collection:
        value = single(focus)
        wanted = number_of(digits) if digits else None
        found: Any = None
        if isinstance(value, Temporal):
            found = _time(value, wanted, high)
        elif isinstance(value, Quantity):
            number = _number(value.value, 8 if wanted is None else wanted, high)
            found = None if number is None else Quantity(number, value.unit)
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            found = _number(Decimal(value), 8 if wanted is None else wanted, high)
        return [] if found is None else [found]

    return run


def _precision(focus: Collection) -> Collection:
    value = single(focus)
    if isinstance(value, Temporal):
        return [_PRECISIONS[value.kind][len(value.parts) - 1]]
    return (
        [_places(Decimal(value))] if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else []
    )


BOUNDARIES: dict[str, Callable[..., Collection]] = {
    "lowBoundary": _boundary(False), "highBoundary": _boundary(True), "precision": _precision,
}  # fmt: skip
