"""Equality, equivalence, order and arithmetic of FHIRPath."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from helsetek.engines.conformance.fhirpath.values import (
    Collection,
    FhirPathError,
    Node,
    Quantity,
    Temporal,
    single,
    system,
)
from helsetek.engines.conformance.terminology import ucum

_CALENDAR = {
    "year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min", "second": "s",
    "millisecond": "ms",
}  # fmt: skip


def unit_of(quantity: Quantity) -> str:
    """The UCUM code of a unit; words of the calendar by their codes."""
    return _CALENDAR.get(quantity.unit.removesuffix("s"), quantity.unit)


def _number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and value.__class__ is not bool


def same(one: Any, two: Any) -> bool | None:
    """Are two items equal? None when it cannot be told (dates of unlike precision)."""
    one, two = system(one), system(two)
    if isinstance(one, Temporal) or isinstance(two, Temporal):
        return _same_time(one, two)
    if isinstance(one, Quantity) or isinstance(two, Quantity):
        return _same_quantity(one, two)
    if isinstance(one, Node) and isinstance(two, Node):
        return bool(one.value == two.value and (one.value is not None or one.extra == two.extra))
    if isinstance(one, Node) or isinstance(two, Node):
        return False
    if _number(one) and _number(two):
        return bool(one == two)
    return one.__class__ is two.__class__ and bool(one == two)


def _same_time(one: Any, two: Any) -> bool | None:
    if not isinstance(one, Temporal) or not isinstance(two, Temporal):
        return str(one) == str(two) if isinstance(one, str) or isinstance(two, str) else False
    if (one.kind == "time") != (two.kind == "time"):
        return False
    found = one.compare(two)
    return None if found is None else found == 0


def _same_quantity(one: Any, two: Any) -> bool | None:
    one, two = _as_quantity(one), _as_quantity(two)
    if one is None or two is None:
        return False
    if one.unit == two.unit:
        return bool(one.value == two.value)
    found = ucum.compare(one.value, unit_of(one), two.value, unit_of(two))
    return None if found is None else found == 0


def _as_quantity(value: Any) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    return Quantity(Decimal(value), "1") if _number(value) else None


def equal(left: Collection, right: Collection) -> bool | None:
    """`=`: in order, item by item."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    for one, two in zip(left, right, strict=True):
        found = same(one, two)
        if not found:
            return found
    return True


def alike(one: Any, two: Any) -> bool:
    """`~` of two items."""
    one, two = system(one), system(two)
    if isinstance(one, str) and isinstance(two, str):
        return " ".join(one.lower().split()) == " ".join(two.lower().split())
    if _number(one) and _number(two):
        return _alike_numbers(Decimal(one), Decimal(two))
    if isinstance(one, Temporal) and isinstance(two, Temporal):
        return len(one.parts) == len(two.parts) and one.kind == two.kind and one.compare(two) == 0
    if isinstance(one, Node) and isinstance(two, Node) and one.value.__class__ is dict:
        return bool(_plain(one.value) == _plain(two.value))
    return bool(same(one, two))


def _alike_numbers(one: Decimal, two: Decimal) -> bool:
    exponents = [value.as_tuple().exponent for value in (one, two)]
    places = min(-exponent if isinstance(exponent, int) else 0 for exponent in exponents)
    return bool(round(one, max(places, 0)) == round(two, max(places, 0)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "id"}
    if isinstance(value, list):
        return sorted((_plain(item) for item in value), key=repr)
    return value.lower() if isinstance(value, str) else value


def equivalent(left: Collection, right: Collection) -> bool:
    """`~`: in any order."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for one in left:
        for place, two in enumerate(rest):
            if alike(one, two):
                del rest[place]
                break
        else:
            return False
    return True


def compared(left: Collection, right: Collection) -> int | None:
    """-1, 0 or 1; None when either is empty or it cannot be told."""
    one, two = single(left), single(right)
    if one is None or two is None:
        return None
    if isinstance(one, Node) or isinstance(two, Node):
        if (isinstance(one, Node) and one.value is None) or (isinstance(two, Node) and two.value is None):
            return None
        raise FhirPathError("these cannot be compared")
    one, two = _aligned(one, two)
    if isinstance(one, Temporal) and isinstance(two, Temporal):
        return one.compare(two)
    if isinstance(one, Quantity) and isinstance(two, Quantity):
        return ucum.compare(one.value, unit_of(one), two.value, unit_of(two))
    if (_number(one) and _number(two)) or (isinstance(one, str) and isinstance(two, str)):
        return int(one > two) - int(one < two)
    raise FhirPathError("these cannot be compared")


def _aligned(one: Any, two: Any) -> tuple[Any, Any]:
    if isinstance(one, Quantity) != isinstance(two, Quantity):
        left, right = _as_quantity(one), _as_quantity(two)
        if left is not None and right is not None:
            return left, right
    if isinstance(one, Temporal) and isinstance(two, str):
        return one, Temporal.parse(two) or two
    if isinstance(two, Temporal) and isinstance(one, str):
        return Temporal.parse(one) or one, two
    return one, two


def calculate(sign: str, left: Collection, right: Collection) -> Collection:
    """`+ - * / div mod`."""
    one, two = single(left), single(right)
    if one is None or two is None:
        return []
    if isinstance(one, str) and isinstance(two, str) and sign == "+":
        return [one + two]
    if isinstance(one, Temporal) and isinstance(two, Quantity) and sign in "+-":
        return [_moved(one, two, -1 if sign == "-" else 1)]
    if isinstance(one, Quantity) or isinstance(two, Quantity):
        return _with_units(sign, one, two)
    if not (_number(one) and _number(two)):
        raise FhirPathError(f"«{sign}» cannot be used on these")
    try:
        return [_number_result(sign, one, two)]
    except (DivisionByZero, InvalidOperation, ZeroDivisionError, Overflow):
        return []


def _number_result(sign: str, one: Any, two: Any) -> Any:
    match sign:
        case "+":
            return one + two
        case "-":
            return one - two
        case "*":
            return one * two
        case "/":
            return Decimal(one) / Decimal(two)
        case "div":
            return int(Decimal(one) / Decimal(two))
        case _:
            rest = Decimal(one) % Decimal(two)
            return int(rest) if isinstance(one, int) and isinstance(two, int) else rest


def _with_units(sign: str, one: Any, two: Any) -> Collection:
    left, right = _as_quantity(one), _as_quantity(two)
    if left is None or right is None:
        raise FhirPathError(f"«{sign}» cannot be used on these")
    if sign in "+-":
        if unit_of(left) != unit_of(right):
            return []
        return [Quantity(_number_result(sign, left.value, right.value), left.unit)]
    if right.unit == "1" or sign == "*":
        unit = (
            left.unit
            if right.unit == "1"
            else right.unit
            if left.unit == "1"
            else f"{left.unit}.{right.unit}"
        )
    else:
        unit = "1" if left.unit == right.unit else f"{left.unit}/{right.unit}"
    try:
        return [Quantity(_number_result(sign, left.value, right.value), unit)]
    except (DivisionByZero, InvalidOperation):
        return []


def _moved(time: Temporal, by: Quantity, sign: int) -> Temporal:
    """A date some years, months, days or hours on."""
    unit = _CALENDAR.get(by.unit.removesuffix("s"), by.unit)
    amount = int(by.value) * sign
    if time.kind == "time":
        raise FhirPathError("times are not moved")
    parts = list(time.parts) + [1, 1, 0, 0, 0][len(time.parts) : 5]
    if unit in ("a", "mo"):
        months = parts[0] * 12 + parts[1] - 1 + amount * (12 if unit == "a" else 1)
        parts[0], parts[1] = months // 12, months % 12 + 1
        parts[2] = min(parts[2], _days(parts[0], parts[1]))
    else:
        seconds = {"wk": 604_800, "d": 86_400, "h": 3_600, "min": 60, "s": 1, "ms": Decimal("0.001")}.get(
            unit
        )
        if seconds is None:
            raise FhirPathError(f"dates are not moved by «{by.unit}»")
        parts = _later(parts, Decimal(str(seconds)) * by.value * sign)
    return _written(time, tuple(parts[: max(len(time.parts), 1)]))


def _later(parts: list[Any], seconds: Decimal) -> list[Any]:
    """The parts of a date so many seconds on; fractions are kept as they were written."""
    own = Decimal(parts[5]) if len(parts) > 5 else Decimal(0)
    minutes, rest = divmod(own + seconds, 60)
    if rest < 0:
        minutes, rest = minutes - 1, rest + 60
    try:
        moved = dt.datetime(*parts[:5]) + dt.timedelta(minutes=int(minutes))  # noqa: DTZ001
    except (ValueError, OverflowError) as error:
        raise FhirPathError(str(error)) from error
    return [moved.year, moved.month, moved.day, moved.hour, moved.minute, *([rest] if len(parts) > 5 else [])]


def _days(year: int, month: int) -> int:
    return 29 if month == 2 and year % 4 == 0 and (year % 100 or not year % 400) else [
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ][month - 1]  # fmt: skip


def _written(time: Temporal, parts: tuple[Any, ...]) -> Temporal:
    text = "-".join(f"{part:04d}" if not place else f"{part:02d}" for place, part in enumerate(parts[:3]))
    if len(parts) > 3:
        text += "T" + ":".join(
            f"{part:02d}" if isinstance(part, int) else f"{part:06.3f}" for part in parts[3:]
        )
        text += time.text[-6:] if time.text[-6:-5] in ("+", "-") and time.offset is not None else ""
        text += "Z" if time.text.endswith("Z") else ""
    return Temporal(time.kind, parts, time.offset, text)
