"""The walk over a resource by its types: keys, kinds, numbers, primitives, bindings, invariants."""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.definitions.types import Field, TypeDef
from helsetek.engines.conformance.fhir import bindings, narrative, references
from helsetek.engines.conformance.fhir.primitives import JSON_NAMES, expected_json, primitive_fault
from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.terminology import ucum

_FAULT_VALUES = 120


def walk_type(session: Session, data: Json, type_: TypeDef, path: str, scope: Scope) -> None:
    """Everything that the type itself asks of an object."""
    fields = type_.fields
    content = False
    for key, value in data.items():
        field = fields.get(key)
        if field is not None:
            content = content or key != "id"
            _field(session, field, key, value, data, path, scope)
        elif key == "resourceType" and type_.is_resource:
            continue
        elif key[:1] == "_" and (field := fields.get(key[1:])) is not None and field.type.is_primitive:
            content = True
            if key[1:] not in data:
                _field(session, field, key[1:], None, data, path, scope)
        else:
            content = True
            session.add("element.unknown", f"{path}.{key}", name=key, type=type_.name)
    if not content and not type_.is_resource:
        session.add("element.empty", path)
    for elem in type_.required:
        if not _present(type_, elem.name, data):
            session.add(
                "cardinality.min", path, element=f"{type_.name}.{elem.path.rpartition('.')[2]}", min=elem.min, found=0,
                profile=type_.name.partition(".")[0],
            )  # fmt: skip
    if type_.constraints:
        session.evaluate(type_.constraints, data, type_, path, scope)


def _present(type_: TypeDef, name: str, data: Json) -> bool:
    return any(field.key in data or f"_{field.key}" in data for field in type_.by_name[name])


def _field(session: Session, field: Field, key: str, value: Any, data: Json, path: str, scope: Scope) -> None:
    here = f"{path}.{field.segment}"
    if field.choice:
        _only_one(session, field, key, data, path)
    if field.type.is_primitive:
        _primitives(session, field, key, value, data.get(f"_{key}"), here, scope)
        return
    if value.__class__ is list:
        if not field.is_list:
            session.add("json.not_array", here, found="array")
        if not value:
            session.add("json.empty_array", here)
        for index, item in enumerate(value):
            _complex(session, field, item, f"{here}[{index}]" if field.is_list else here, scope)
    else:
        if field.is_list:
            session.add("json.array", here, found=_json_name(value))
            here += "[0]"
        _complex(session, field, value, here, scope)


def _only_one(session: Session, field: Field, key: str, data: Json, path: str) -> None:
    """A choice has one type at a time; said once, at the first of them."""
    name = field.elem.name
    found = [
        other for other in data
        if other.startswith(name) and other[len(name) : len(name) + 1].isupper() and _of_choice(field, other)
    ]  # fmt: skip
    if len(found) > 1 and found[0] == key:
        session.add("choice.several", path, name=f"{name}[x]", found=", ".join(found))


def _of_choice(field: Field, key: str) -> bool:
    suffix = key[len(field.elem.name) :]
    return any(ref.code[:1].upper() + ref.code[1:] == suffix for ref in field.elem.types)


def _json_name(value: Any) -> str:
    return "null" if value is None else JSON_NAMES.get(value.__class__, "value")


def _complex(session: Session, field: Field, value: Any, path: str, scope: Scope) -> None:
    if value.__class__ is not dict:
        session.add("json.object_expected", path, type=field.type.name, found=_json_name(value))
        return
    type_ = field.type
    if type_.is_resource:
        session.walk_resource(session, value, path, scope, field)
        return
    walk_type(session, value, type_, path, scope)
    own = field.elem.constraints
    if own and type_.elem is not field.elem:
        _own_constraints(session, field, value, path, scope)
    special = _SPECIAL.get(type_.name)
    if special is not None:
        session.guard(path, special, session, field, value, path, scope)
    if field.elem.binding is not None:
        session.guard(path, bindings.check, session, field.elem.binding, value, type_, path, scope)


def _own_constraints(session: Session, field: Field, value: Any, path: str, scope: Scope) -> None:
    """Invariants that stand on the element and not on its type."""
    known = {found.key for found in field.type.elem.constraints}
    own = tuple(found for found in field.elem.constraints if found.key not in known and found.expression)
    if own:
        session.evaluate(own, value, field.type, path, scope)


def _primitives(
    session: Session, field: Field, key: str, value: Any, extra: Any, path: str, scope: Scope
) -> None:
    if field.is_list:
        _primitive_list(session, field, value, extra, path, scope)
        return
    if value.__class__ is list:
        session.add("json.not_array", path, found="array")
        for item in value:
            _primitive(session, field, item, None, path, scope)
        return
    if extra is not None and extra.__class__ is not dict:
        session.add("json.object_expected", path, type="Element", found=_json_name(extra))
        extra = None
    if value is None and key in scope.resource and extra is None:
        session.add("json.null", path)
        return
    _primitive(session, field, value, extra, path, scope)


def _primitive_list(session: Session, field: Field, value: Any, extra: Any, path: str, scope: Scope) -> None:
    values = value if value.__class__ is list else [] if value is None else [value]
    extras = extra if extra.__class__ is list else [] if extra is None else [extra]
    if value is not None and value.__class__ is not list:
        session.add("json.array", path, found=_json_name(value))
    elif value is not None and not value:
        session.add("json.empty_array", path)
    if extra is not None and extra.__class__ is not list:
        session.add("json.array", path, found=_json_name(extra))
    for index in range(max(len(values), len(extras))):
        item = values[index] if index < len(values) else None
        more = extras[index] if index < len(extras) else None
        _primitive(session, field, item, more if more.__class__ is dict else None, f"{path}[{index}]", scope)


def _primitive(session: Session, field: Field, value: Any, extra: Any, path: str, scope: Scope) -> None:
    if extra is not None:
        walk_type(session, extra, field.type, path, scope)
    if value is None:
        if not extra:
            session.add("json.null", path)
        return
    code = field.code
    fault = primitive_fault(code, value)
    if fault is not None:
        _fault(session, fault, code, value, path)
        return
    if code == "xhtml":
        narrative.check(session, value, path, scope)
    elif code == "canonical":
        references.check_canonical(session, field, value, path, scope)
    elif code == "string" and (value[0] in " \t\r\n" or value[-1] in " \t\r\n"):
        session.add("primitive.space", path)
    if field.elem.binding is not None:
        bindings.check_code(session, field.elem.binding, value, path, scope)
    if field.elem.constraints and len(field.elem.constraints) > 1:
        _own_constraints(session, field, value, path, scope)


def _fault(session: Session, fault: str, code: str, value: Any, path: str) -> None:
    if fault == "primitive.type":
        session.add(fault, path, type=code, expected=expected_json(code), found=_json_name(value))
    else:
        session.add(fault, path, value=str(value)[:_FAULT_VALUES], type=code)


def _extension(session: Session, field: Field, value: Json, path: str, scope: Scope) -> None:
    session.guard(path, session.check_extension, session, field, value, path, scope)


def _reference(session: Session, field: Field, value: Json, path: str, scope: Scope) -> None:
    references.check(session, field.ref.targets if field.ref else (), value, path, scope)


def _coding(session: Session, field: Field, value: Json, path: str, scope: Scope) -> None:
    bindings.check_coding(session, value, path, scope)


def _attachment(session: Session, field: Field, value: Json, path: str, scope: Scope) -> None:
    """The stated size is that of the data, when both are given."""
    data, size = value.get("data"), value.get("size")
    if isinstance(data, str) and size.__class__ is int:
        plain = "".join(data.split())
        found = len(plain) * 3 // 4 - plain[-2:].count("=")
        if found != size:
            session.add("attachment.size", path, stated=size, found=found)


def _identifier(session: Session, field: Field, value: Json, path: str, scope: Scope) -> None:
    """The system urn:ietf:rfc:3986 says that the value is an address."""
    found = value.get("value")
    if value.get("system") == "urn:ietf:rfc:3986" and isinstance(found, str) and ":" not in found:
        session.add("identifier.uri", path, value=found)


def _quantity(session: Session, field: Field, value: Json, path: str, scope: Scope) -> None:
    """A unit that says it is UCUM is well formed."""
    code = value.get("code")
    if value.get("system") != ucum.SYSTEM or not isinstance(code, str):
        return
    if session.value_sets.systems.has(ucum.SYSTEM, code) is False:
        session.add("code.unknown", f"{path}.code", code=code, system=ucum.SYSTEM)


_SPECIAL = {
    **dict.fromkeys(("Quantity", "Age", "Count", "Distance", "Duration"), _quantity),
    "Identifier": _identifier,
    "Extension": _extension,
    "Reference": _reference,
    "Coding": _coding,
    "Attachment": _attachment,
}
