"""Is an item of a named type?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from helsetek.engines.conformance.fhirpath.values import Node, Quantity, Temporal


def system_kind(item: Any) -> str:
    """The name of a system value's type."""
    if isinstance(item, bool):
        return "Boolean"
    if isinstance(item, Temporal):
        return {"date": "Date", "dateTime": "DateTime"}.get(item.kind, "Time")
    for kind, name in ((int, "Integer"), (Decimal, "Decimal"), (str, "String"), (Quantity, "Quantity")):
        if isinstance(item, kind):
            return name
    return "Any"


_PLAIN = {"String": "string", "Boolean": "boolean", "Integer": "integer", "Decimal": "decimal"}


def as_kind(item: Any, name: str) -> bool:
    """As `is_kind`, but the system's name of a primitive will do for FHIR's."""
    return is_kind(item, name) or (item.__class__ is Node and bool(item.type.name == _PLAIN.get(name)))


def is_kind(item: Any, name: str) -> bool:
    """`item is name`, with or without `FHIR.` or `System.` before the name."""
    space, _, plain = name.rpartition(".")
    if item.__class__ is Node:
        if space == "System":
            return False
        return bool(item.type.is_a(plain) or item.type.name == name)
    return space != "FHIR" and system_kind(item) == plain
