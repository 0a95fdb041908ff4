"""Profiles: what a profile asks beyond the type it constrains."""

from __future__ import annotations

from typing import Any, NamedTuple

from helsetek.engines.conformance.definitions.elements import Elem, TypeRef, starting
from helsetek.engines.conformance.definitions.snapshot import SnapshotError, profile_tree
from helsetek.engines.conformance.definitions.types import BUILT_IN, Field, TypeDef
from helsetek.engines.conformance.fhir import bindings, slicing
from helsetek.engines.conformance.fhir.instances import Instance, instances_of
from helsetek.engines.conformance.fhir.matching import compare, equals, fits
from helsetek.engines.conformance.fhir.references import STRUCTURE, find_contained, in_bundle, target_types
from helsetek.engines.conformance.fhir.session import Json, Scope, Session, inner_scope

_MIN_LENGTH = "http://hl7.org/fhir/StructureDefinition/minLength"


class Task(NamedTuple):
    """One check under way: where findings go, the resource around, and the profile's address."""

    session: Session
    scope: Scope
    profile: str


def check(session: Session, url: str, data: Any, type_: TypeDef, path: str, scope: Scope) -> None:
    """A value against a profile of its type."""
    key = (id(data), url)
    if key in session.active:
        return
    try:
        tree = profile_tree(session.definitions, url)
    except SnapshotError as error:
        session.add("profile.broken", path, profile=url, reason=_why(error))
        return
    if tree is None:
        return
    if (missing := session.definitions.remember("incomplete").get(url.partition("|")[0])) is not None:
        session.add("profile.incomplete", path, profile=url, base=missing)
    wanted = tree.path.partition(".")[0]
    if "#" not in url and not type_.is_a(wanted):
        session.add("profile.type", path, profile=url, expected=wanted, found=type_.name)
        return
    if type_.is_resource and isinstance(data, dict):
        scope = inner_scope(scope, data, type_, path)
    session.active.add(key)
    task = Task(session, scope, url)
    try:
        _fixed(task, tree, Instance(data, None, type_, path, None))
        _object(task, tree, data, type_, path)
    finally:
        session.active.discard(key)


def _why(error: SnapshotError) -> str:
    return ", ".join(f"{key} {value}" for key, value in error.values.items())


def _object(task: Task, elem: Elem, data: Any, type_: TypeDef, path: str) -> None:
    """The invariants and the children of an object."""
    known = {found.key for found in type_.elem.constraints} | BUILT_IN
    own = tuple(one for one in elem.constraints if one.key not in known and one.expression)
    if own:
        task.session.evaluate(own, data, type_, path, task.scope)
    if data.__class__ is not dict:
        _value_child(task, elem, data, type_, path)
        return
    if type_.is_resource and data is not task.scope.resource:
        task = task._replace(scope=inner_scope(task.scope, data, type_, path))
    for child in elem.children.values():
        _child(task, child, data, type_, path)


def _value_child(task: Task, elem: Elem, data: Any, type_: TypeDef, path: str) -> None:
    """A profile of a primitive type speaks of its value as a child."""
    child = elem.children.get("value")
    if type_.is_primitive and child is not None and data is not None:
        one = Instance(data, None, type_, path, None)
        _fixed(task, child, one)
        _bounds(task, child, one)
        _binding(task, child, one)


def _child(task: Task, child: Elem, data: Json, type_: TypeDef, path: str) -> None:
    fields = type_.by_name.get(child.name)
    if not fields:
        return
    found = instances_of(task.session.definitions, fields, data, path)
    _number(task, child, fields[0].elem, len(found), type_, path)
    for one in found:
        _value(task, child, one)
    if child.slices or (child.slicing and child.slicing.get("rules") == "closed"):
        slicing.check(task.session, child, found, path, Sliced(task))


def _number(task: Task, child: Elem, base: Elem, found: int, type_: TypeDef, path: str) -> None:
    """Cardinality, where it is tighter than the type's."""
    name = f"{type_.name}.{child.path.rpartition('.')[2]}"
    if found < child.min and child.min > base.min:
        task.session.add(
            "cardinality.min", path, element=name, min=child.min, found=found, profile=task.profile
        )
    if found > child.max and child.max < base.max:
        task.session.add(
            "cardinality.max", path, element=name, max=child.max, found=found, profile=task.profile
        )


class Sliced:
    """What slicing needs of this module: to check a value against a slice, aloud or to see whether it would do."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.scope = task.scope
        self.profile = task.profile

    def check(self, elem: Elem, one: Instance) -> None:
        """Checks and tells."""
        _value(self.task, elem, one)

    def would_do(self, elem: Elem, one: Instance) -> bool | None:
        """Checks in silence; None when it cannot be known."""
        return self.task.session.surely(lambda: _value(self.task, elem, one))

    def conforms(self, url: str, one: Instance) -> bool:
        """Would the value follow a profile?"""
        task = self.task
        return task.session.would_do(
            lambda: check(task.session, url, one.value, one.type, one.path, task.scope)
        )


def _value(task: Task, elem: Elem, one: Instance) -> None:
    """One value against one element of a profile."""
    if one.field is not None and not _type(task, elem, one):
        return
    _fixed(task, elem, one)
    _bounds(task, elem, one)
    _binding(task, elem, one)
    if elem.constraints or elem.children:
        below = (
            one.value if one.value.__class__ is dict else one.extra if one.type.is_primitive else one.value
        )
        if one.type.is_primitive and below.__class__ is not dict:
            _primitive_rules(task, elem, one)
        else:
            _object(task, elem, below, one.type, one.path)


def _primitive_rules(task: Task, elem: Elem, one: Instance) -> None:
    known = {found.key for found in one.type.elem.constraints} | BUILT_IN
    own = tuple(found for found in elem.constraints if found.key not in known and found.expression)
    if own:
        task.session.evaluate(own, one.value, one.type, one.path, task.scope)
    for child in elem.children.values():
        if child.min and child.name == "extension":
            name = f"{one.type.name}.{child.name}"
            task.session.add(
                "cardinality.min", one.path, element=name, min=child.min, found=0, profile=task.profile
            )


def _type(task: Task, elem: Elem, one: Instance) -> bool:
    """The type is one of those the profile leaves, and follows a profile that it names."""
    if not elem.types or elem.content:
        return True
    refs = [ref for ref in elem.types if one.type.is_a(ref.code) or ref.code == _code(one.field)]
    if not refs:
        allowed = ", ".join(ref.code for ref in elem.types)
        task.session.add(
            "type.not_allowed", one.path, found=one.type.name, allowed=allowed, profile=task.profile
        )
        return False
    profiles = [url for ref in refs for url in ref.profiles]
    if profiles and all(ref.profiles for ref in refs) and not _same(elem, one.field):
        _follows(task, profiles, one)
    if one.type.name == "Reference" and not _same(elem, one.field):
        _target(task, refs, one)
    return True


def _code(field: Field | None) -> str:
    return field.code if field is not None else ""


def _same(elem: Elem, field: Field | None) -> bool:
    return field is not None and elem.types == field.elem.types


def _follows(task: Task, profiles: list[str], one: Instance) -> None:
    """At least one of the named profiles is followed."""
    session = task.session
    known = [url for url in profiles if session.definitions.profile(url) is not None]
    for url in set(profiles) - set(known):
        session.add("profile.missing", one.path, profile=url)
    if len(profiles) == 1 and known:
        session.check_profile(session, known[0], one.value, one.type, one.path, one.scope or task.scope)
    elif known and len(known) == len(profiles) and not any(_silently(task, url, one) for url in known):
        session.add("profile.none", one.path, profiles=", ".join(known))


def _silently(task: Task, url: str, one: Instance) -> bool:
    scope = one.scope or task.scope
    return task.session.would_do(lambda: check(task.session, url, one.value, one.type, one.path, scope))


def _target(task: Task, refs: list[TypeRef], one: Instance) -> None:
    """What a reference points to: its type, and its profile when it is at hand."""
    targets = tuple(target for ref in refs for target in ref.targets)
    reference = one.value.get("reference")
    if not targets or not isinstance(reference, str):
        return
    session, scope = task.session, task.scope
    found = find_contained(reference[1:], scope) if reference[:1] == "#" else in_bundle(reference, scope)[0]
    kind = found.get("resourceType") if found else _kind(session, reference, one.value)
    allowed = target_types(session, targets)
    if kind and allowed and kind not in allowed:
        session.add("reference.target", one.path, found=kind, allowed=", ".join(sorted(allowed)))
        return
    if found is None or any(target.removeprefix(STRUCTURE) == kind for target in targets):
        return
    _target_profile(task, [url for url in targets if session.definitions.profile(url)], found, one)


def _target_profile(task: Task, profiles: list[str], found: Json, one: Instance) -> None:
    session = task.session
    type_ = session.definitions.type(str(found.get("resourceType")))
    if type_ is None or not profiles:
        return
    fitting = [
        url for url in profiles
        if session.would_do(lambda url=url: check(session, url, found, type_, one.path, task.scope))  # type: ignore[misc]
    ]  # fmt: skip
    if not fitting:
        session.add("reference.profile", one.path, profiles=", ".join(profiles))


def _kind(session: Session, reference: str, value: Json) -> str | None:
    for part in reference.partition("?")[0].split("/")[-4:]:
        if part in session.definitions.resource_types():
            return part
    stated = value.get("type")
    return stated if isinstance(stated, str) else None


def _fixed(task: Task, elem: Elem, one: Instance) -> None:
    if elem.fixed is not None and not equals(one.value, elem.fixed[1]):
        task.session.add("fixed", one.path, expected=elem.fixed[1], found=one.value, profile=task.profile)
    if elem.pattern is not None and not fits(one.value, elem.pattern[1]):
        task.session.add("pattern", one.path, expected=elem.pattern[1], found=one.value, profile=task.profile)


def _bounds(task: Task, elem: Elem, one: Instance) -> None:
    most = elem.raw.get("maxLength")
    if isinstance(most, int) and isinstance(one.value, str) and len(one.value) > most:
        task.session.add("length.max", one.path, max=most, found=len(one.value))
    for found in elem.raw.get("extension", ()):
        least = found.get("valueInteger") if found.get("url") == _MIN_LENGTH else None
        if isinstance(least, int) and isinstance(one.value, str) and len(one.value) < least:
            task.session.add("length.min", one.path, min=least, found=len(one.value))
    for start, wrong, code in (("minValue", -1, "value.min"), ("maxValue", 1, "value.max")):
        bound = starting(elem.raw, start)
        if bound is not None and compare(one.value, bound[1]) == wrong:
            task.session.add(code, one.path, bound=_shown(bound[1]), found=_shown(one.value))


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value.get('value')} {value.get('unit') or value.get('code') or ''}".strip()
    return str(value)


def _binding(task: Task, elem: Elem, one: Instance) -> None:
    base = one.field.elem.binding if one.field is not None else None
    if elem.binding is None or elem.binding == base:
        return
    if one.type.is_primitive:
        bindings.check_code(task.session, elem.binding, one.value, one.path, task.scope)
    elif one.value.__class__ is dict:
        bindings.check(task.session, elem.binding, one.value, one.type, one.path, task.scope)
