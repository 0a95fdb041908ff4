"""Values of FHIRPath: nodes of a resource, and the system's own dates and quantities."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helsetek.engines.conformance.definitions.store import Definitions
    from helsetek.engines.conformance.definitions.types import Field, TypeDef

Collection = list[Any]


class FhirPathError(Exception):
    """The expression cannot be read, or cannot be evaluated on this."""


class Node:
    """A value of a resource with its type. `extra` holds the id and extensions of a primitive."""

    __slots__ = ("definitions", "extra", "type", "value")

    def __init__(self, value: Any, type_: TypeDef, definitions: Definitions, extra: Any = None) -> None:
        self.value = value
        self.type = type_
        self.definitions = definitions
        self.extra = extra

    def child(self, name: str, out: Collection) -> None:
        """Adds the children of this name."""
        value = self.value
        if value.__class__ is dict:
            for found in self.type.by_name.get(name, ()):
                if found.key in value or f"_{found.key}" in value:
                    self._add(found, value, out)
        elif name == "value" and self.type.is_primitive:
            if value is not None:
                out.append(system(self))  # a FHIR primitive has the system's value as its child
        elif self.extra.__class__ is dict and name in self.extra:
            for found in self.type.by_name.get(name, ()):
                self._add(found, self.extra, out)

    def children(self, out: Collection) -> None:
        """Adds all children."""
        value = self.value if self.value.__class__ is dict else self.extra
        if value.__class__ is dict:
            for fields in self.type.by_name.values():
                for found in fields:
                    if found.key in value or f"_{found.key}" in value:
                        self._add(found, value, out)

    def _add(self, found: Field, data: dict[str, Any], out: Collection) -> None:
        value: Any = data.get(found.key)
        extra: Any = data.get(f"_{found.key}")
        if value.__class__ is list:
            extras: Any = extra if extra.__class__ is list else ()
            for index, item in enumerate(list(value)):
                more = extras[index] if extra and index < len(extras) else None
                if item is not None or more is not None:
                    out.append(self._node(found, item, more))
        elif value is not None or extra.__class__ is dict:
            out.append(self._node(found, value, extra))

    def _node(self, found: Field, value: Any, extra: Any) -> Node:
        type_ = found.type
        if value.__class__ is dict and "resourceType" in value and type_.is_resource:
            named = value["resourceType"]
            type_ = (self.definitions.type(named) if isinstance(named, str) else None) or type_
        return Node(value, type_, self.definitions, extra)


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """What `type()` gives: `namespace` and `name`."""

    namespace: str
    name: str

    def child(self, name: str, out: Collection) -> None:
        """Its two parts as children."""
        if name in ("namespace", "name"):
            out.append(getattr(self, name))


@dataclass
class Env:
    """What an expression may ask for besides the nodes it begins with."""

    definitions: Definitions
    context: Node
    resource: Node | None = None
    root: Node | None = None
    resolve: Callable[[str, Node], Node | None] = lambda reference, node: None
    member_of: Callable[[Any, str], bool | None] = lambda node, url: None
    conforms: Callable[[Node, str], bool | None] = lambda node, url: None
    now: dt.datetime | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    this: Any = None
    index: int = 0
    total: Collection = field(default_factory=list)


_TEMPORAL = re.compile(
    r"(?:(\d{4})(?:-(\d\d)(?:-(\d\d))?)?)?(?:T?(?:(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?)?(Z|[+-]\d\d:\d\d)?)?"
)


@dataclass(frozen=True, slots=True)
class Temporal:
    """A date, dateTime or time with its own precision. `offset` is minutes from UTC, None when not given."""

    kind: str
    parts: tuple[Any, ...]
    offset: int | None
    text: str

    @classmethod
    def parse(cls, text: str, kind: str | None = None) -> Temporal | None:
        """None when the text is no date or time."""
        found = _TEMPORAL.fullmatch(text)
        if not found or not text:
            return None
        year, month, day, hour, minute, second, zone = found.groups()
        kind = kind or ("date" if hour is None and "T" not in text else "dateTime" if year else "time")
        parts = [hour, minute] if kind == "time" else [year, month, day, hour, minute]
        numbers: list[Any] = [int(part) for part in parts if part is not None]
        if second is not None:
            numbers.append(Decimal(second))
        offset = None
        if zone:
            sign = -1 if zone[0] == "-" else 1
            offset = 0 if zone == "Z" else sign * (int(zone[1:3]) * 60 + int(zone[4:]))
        return cls(kind, tuple(numbers), offset, text)

    def __str__(self) -> str:
        return self.text

    def in_utc(self) -> tuple[Any, ...]:
        """The parts moved to UTC, where there is a time and an offset."""
        if self.offset is None or self.kind == "time" or len(self.parts) < 5:
            return self.parts
        moved = dt.datetime(*self.parts[:5]) - dt.timedelta(minutes=self.offset)  # noqa: DTZ001
        return (moved.year, moved.month, moved.day, moved.hour, moved.minute, *self.parts[5:])

    def compare(self, other: Temporal) -> int | None:
        """-1, 0, 1, or None when the precisions do not let it be told."""
        if (self.kind == "time") != (other.kind == "time"):
            raise FhirPathError("a time cannot be compared with a date")
        if (self.offset is None) != (other.offset is None) and min(len(self.parts), len(other.parts)) > 3:
            return None
        try:
            mine, theirs = self.in_utc(), other.in_utc()
        except (ValueError, OverflowError) as error:
            raise FhirPathError(str(error)) from error
        for one, two in zip(mine, theirs, strict=False):
            if one != two:
                return -1 if one < two else 1
        # Seconds and their fractions are one precision.
        return 0 if len(mine) == len(theirs) else None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: a UCUM code, or a word of the calendar (`years`)."""

    value: Decimal
    unit: str


_INTEGERS = {"integer", "positiveInt", "unsignedInt"}
_TIMES = {"date": "date", "dateTime": "dateTime", "instant": "dateTime", "time": "time"}


def system(item: Any) -> Any:
    """The system value of a primitive node; quantities too; other things as they are."""
    if item.__class__ is not Node:
        return item
    value, name = item.value, item.type.name
    if value.__class__ is str:
        if name in _TIMES:
            return Temporal.parse(value, _TIMES[name]) or value
        return value
    if value.__class__ is dict and item.type.is_a("Quantity"):
        return _quantity(value, item)
    return value


def _quantity(value: dict[str, Any], item: Node) -> Any:
    number = value.get("value")
    if number is None or isinstance(number, (str, bool)):
        return item
    unit = value.get("code") if value.get("system") == "http://unitsofmeasure.org" else value.get("unit")
    return Quantity(Decimal(number), str(unit or value.get("code") or "1"))


def truth(found: Collection) -> bool | None:
    """A collection as a condition: None when it is empty."""
    if not found:
        return None
    if len(found) > 1:
        raise FhirPathError("one value was expected where there are several")
    value = found[0].value if found[0].__class__ is Node else found[0]
    return value if value.__class__ is bool else True


def single(found: Collection) -> Any:
    """The only item as a system value, or None."""
    if not found:
        return None
    if len(found) > 1:
        raise FhirPathError("one value was expected where there are several")
    return system(found[0])


def text_of(found: Collection) -> str | None:
    """The only item as text, or None. Raises when it is of another type."""
    value = single(found)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Node) and value.value is None:
        return None
    if isinstance(value, Temporal):
        return value.text
    raise FhirPathError("text was expected")


def number_of(found: Collection) -> Any:
    """The only item as a number, or None."""
    value = single(found)
    if value is None or (isinstance(value, (int, Decimal)) and value.__class__ is not bool):
        return value
    raise FhirPathError("a number was expected")
