"""Fixed values, patterns and bounds: does a value agree with what a profile says of it?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from helsetek.engines.conformance.fhirpath.values import FhirPathError, Temporal
from helsetek.engines.conformance.terminology import ucum


def equals(value: Any, fixed: Any) -> bool:
    """Exactly the same; numbers by value, and true is not 1."""
    if isinstance(value, bool) or isinstance(fixed, bool):
        return value is fixed
    if isinstance(value, dict) and isinstance(fixed, dict):
        return value.keys() == fixed.keys() and all(equals(value[key], fixed[key]) for key in fixed)
    if isinstance(value, list) and isinstance(fixed, list):
        return len(value) == len(fixed) and all(equals(*pair) for pair in zip(value, fixed, strict=True))
    return bool(value == fixed)


def fits(value: Any, pattern: Any) -> bool:
    """Everything in the pattern is in the value; in lists at any place."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            key in value and fits(value[key], pattern[key]) for key in pattern
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(fits(one, wanted) for one in value) for wanted in pattern)
    return equals(value, pattern)


def compare(value: Any, bound: Any) -> int | None:
    """-1, 0, 1, or None when the two cannot be compared."""
    if isinstance(value, dict) and isinstance(bound, dict):
        return _quantities(value, bound)
    if _number(value) and _number(bound):
        return bool(value > bound) - bool(value < bound)
    if isinstance(value, str) and isinstance(bound, str):
        one, two = Temporal.parse(value), Temporal.parse(bound)
        try:
            return one.compare(two) if one and two else None
        except FhirPathError:
            return None
    return None


def _number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _quantities(value: dict[str, Any], bound: dict[str, Any]) -> int | None:
    one, two = value.get("value"), bound.get("value")
    if not _number(one) or not _number(two):
        return None
    if not all(each.get("code") or "unit" not in each for each in (value, bound)):
        return None  # a unit in words cannot be compared
    units = [str(each.get("code") or "1") for each in (value, bound)]
    return ucum.compare(Decimal(one), units[0], Decimal(two), units[1])  # type: ignore[arg-type]
