"""toInteger(), toDate() … and convertsToX(): from one system type to another."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from helsetek.engines.conformance.fhirpath.values import (
    Collection,
    Node,
    Quantity,
    Temporal,
    single,
)

_TRUE = {"true", "t", "yes", "y", "1", "1.0"}
_FALSE = {"false", "f", "no", "n", "0", "0.0"}
_QUANTITY = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|([a-zA-Z]+))?\s*")


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    text = str(value).lower() if isinstance(value, (str, int, Decimal)) else ""
    return True if text in _TRUE else False if text in _FALSE else None


def _integer(value: Any) -> int | None:
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d+", value):
        return int(value)
    return None


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
        return Decimal(value)
    return None


def _string(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Quantity):
        unit = value.unit if value.unit.isalpha() and len(value.unit) > 3 else f"'{value.unit}'"
        return f"{value.value} {unit}"
    return None if isinstance(value, Node) else str(value)


def _quantity(value: Any) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, (int, Decimal)):
        return Quantity(Decimal(value), "1")
    if isinstance(value, str) and (found := _QUANTITY.fullmatch(value)):
        return Quantity(Decimal(found[1]), found[2] or found[3] or "1")
    return None


def _temporal(kind: str) -> Callable[[Any], Temporal | None]:
    def convert(value: Any) -> Temporal | None:
        found = value if isinstance(value, Temporal) else None
        if isinstance(value, str):
            found = Temporal.parse(value.removeprefix("T"), kind)
        if found is None or not found.parts or (kind == "time") != (found.kind == "time"):
            return None
        if kind == "date" and len(found.parts) > 3:
            return Temporal("date", found.parts[:3], None, found.text[:10])
        return Temporal(kind, found.parts, found.offset, found.text)

    return convert


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "Boolean": _boolean, "Integer": _integer, "Decimal": _decimal, "String": _string, "Quantity": _quantity,
    "Date": _temporal("date"), "DateTime": _temporal("dateTime"), "Time": _temporal("time"),
}  # fmt: skip


def _to(convert: Callable[[Any], Any]) -> Callable[..., Collection]:
    def run(focus: Collection, *arguments: Collection) -> Collection:
        value = single(focus)
        found = None if value is None else convert(value)
        return [] if found is None else [found]

    return run


def _converts(convert: Callable[[Any], Any]) -> Callable[..., Collection]:
    def run(focus: Collection, *arguments: Collection) -> Collection:
        value = single(focus)
        return [] if value is None else [convert(value) is not None]

    return run


CONVERSIONS: dict[str, Callable[..., Collection]] = {
    **{f"to{name}": _to(convert) for name, convert in _CONVERT.items()},
    **{f"convertsTo{name}": _converts(convert) for name, convert in _CONVERT.items()},
}
