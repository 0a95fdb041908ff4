"""The values of one element in an object, each with its type and path."""

from __future__ import annotations

from typing import Any, NamedTuple

from helsetek.engines.conformance.definitions.store import Definitions
from helsetek.engines.conformance.definitions.types import Field, TypeDef
from helsetek.engines.conformance.fhir.session import Scope


class Instance(NamedTuple):
    """A value where it stands. `extra` is the id and extensions of a primitive."""

    value: Any
    extra: Any
    type: TypeDef
    path: str
    field: Field | None
    scope: Scope | None = None


def instances_of(
    definitions: Definitions, fields: tuple[Field, ...], data: dict[str, Any], path: str
) -> list[Instance]:
    """All values of the element in `data`, whichever type was chosen."""
    found = []
    for field in fields:
        value, extra = data.get(field.key), data.get(f"_{field.key}")
        if value is None and extra is None:
            continue
        here = f"{path}.{field.segment}"
        if field.is_list or value.__class__ is list:
            values = value if isinstance(value, list) else [value]
            extras = extra if isinstance(extra, list) else []
            values = (
                values if len(values) >= len(extras) else [*values, *[None] * (len(extras) - len(values))]
            )
            for index, one in enumerate(values):
                more = extras[index] if index < len(extras) else None
                found.append(_instance(definitions, field, one, more, f"{here}[{index}]"))
        else:
            found.append(_instance(definitions, field, value, extra, here))
    return found


def _instance(definitions: Definitions, field: Field, value: Any, extra: Any, path: str) -> Instance:
    type_ = field.type
    if type_.is_resource and isinstance(value, dict):
        name = value.get("resourceType")
        type_ = (definitions.type(name) if isinstance(name, str) else None) or type_
        if type_ is not field.type:
            path = f"{path}/*{type_.name}/{value.get('id', 'null')}*/"
    return Instance(value, extra, type_, path, field)
