"""A resource: its type, what it contains, what it says it follows; and the Bundle around it."""

from __future__ import annotations

import re
from typing import Any

from helsetek.engines.conformance.definitions.types import Field, TypeDef
from helsetek.engines.conformance.fhir import bundles
from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.fhir.special import vital_signs
from helsetek.engines.conformance.fhir.special.table import SPECIAL
from helsetek.engines.conformance.fhir.walk import walk_type

_IN_NARRATIVE = re.compile(r"""(?:src|href)=["']#([^"']+)""")


def type_of(session: Session, data: Json, path: str) -> TypeDef | None:
    """The type that a resource says it has; None and a finding when there is none such."""
    name = data.get("resourceType")
    if not isinstance(name, str):
        session.add("resource.no_type", path)
        return None
    type_ = session.definitions.type(name)
    if type_ is None or not type_.is_resource:
        session.add("resource.unknown_type", path, name=name)
        return None
    return type_


def walk_root(session: Session, data: Json, profiles: tuple[str, ...]) -> Scope | None:
    """The outermost resource."""
    type_ = type_of(session, data, "")
    if type_ is None:
        return None
    scope = Scope(data, type_, type_.name, data)
    _walk(session, scope, profiles)
    return scope


def walk_inner(session: Session, data: Json, path: str, scope: Scope, field: Field) -> None:
    """A resource inside another: contained, in a Bundle's entry, in Parameters."""
    type_ = type_of(session, data, path)
    if type_ is None:
        return
    here = f"{path}/*{type_.name}/{data.get('id', 'null')}*/"
    if field.elem.name == "contained" and field.elem.path.count(".") == 1:
        inner = Scope(data, type_, here, scope.outer.root, scope.outer.contained, scope.outer)
        _contained(session, inner, path)
    else:
        inner = Scope(data, type_, here, data, above=scope)
        bundles.place(session, inner, scope, path)
    _walk(session, inner, ())


def _contained(session: Session, scope: Scope, path: str) -> None:
    """dom-2, dom-4, dom-5 and the id that the container needs."""
    if not scope.resource.get("id"):
        session.add("contained.id", path)
    if scope.resource.get("contained"):
        session.add("contained.nested", path)
    meta = scope.resource.get("meta")
    if isinstance(meta, dict) and ("versionId" in meta or "lastUpdated" in meta):
        session.add("contained.meta", path)
    if isinstance(meta, dict) and "security" in meta:
        session.add("contained.security", path)


def _walk(session: Session, scope: Scope, profiles: tuple[str, ...]) -> None:
    data = scope.resource
    if scope.outer is scope:
        scope.contained = _contained_by_id(data)
    if scope.type.name == "Bundle":
        scope.bundle = bundles.index(data)
    walk_type(session, data, scope.type, scope.path, scope)
    _unused_contained(session, scope)
    _own_address(session, scope)
    if scope.type.name != "StructureDefinition":  # its two lists of elements share their ids
        _element_ids(session, scope)
    if scope.type.name == "Bundle":
        session.guard(scope.path, bundles.check, session, scope)
    if (special := SPECIAL.get(scope.type.name)) is not None:
        session.guard(scope.path, special, session, data, scope.path, scope)
    for url in vital_signs.profiles(data):
        session.add("profile.required", scope.path, profile=url)
        _follow(session, url, scope)
    for url in [*session.definitions.globals.get(scope.type.name, ()), *_claimed(data)]:
        _follow(session, url, scope)
    for url in profiles:
        _asked(session, url, scope)


def _own_address(session: Session, scope: Scope) -> None:
    """The address of a definition is absolute."""
    url = scope.resource.get("url")
    if isinstance(url, str) and {"url", "status"} <= scope.type.fields.keys() and ":" not in url:
        session.add("canonical.own", f"{scope.path}.url", value=url)


def _element_ids(session: Session, scope: Scope) -> None:
    """The id of an element is used once in its resource; that of a resource is another matter."""
    seen: set[str] = set()
    pending = [value for key, value in scope.resource.items() if key != "contained"]
    while pending:
        one = pending.pop()
        if one.__class__ is list:
            pending.extend(one)
        elif one.__class__ is dict and "resourceType" not in one:
            name = one.get("id")
            if isinstance(name, str):
                if name in seen:
                    session.add("element.id_twice", scope.path, id=name)
                seen.add(name)
            pending.extend(one.values())


def _contained_by_id(data: Json) -> dict[str, Json]:
    found = data.get("contained")
    if not isinstance(found, list):
        return {}
    return {one["id"]: one for one in found if isinstance(one, dict) and isinstance(one.get("id"), str)}


def _unused_contained(session: Session, scope: Scope) -> None:
    """dom-3: what is contained is referred to from the resource, or refers to it."""
    if scope.outer is not scope or not scope.contained:
        return
    used = _fragments(scope.resource)
    listed = scope.resource["contained"]
    seen: set[str] = set()
    for index, one in enumerate(listed):
        name = one.get("id") if isinstance(one, dict) else None
        if not isinstance(name, str):
            continue
        if name in seen:
            session.add("contained.twice", f"{scope.path}.contained[{index}]", id=name)
        seen.add(name)
        if name not in used and not _refers_out(one):
            session.add("contained.unused", f"{scope.path}.contained[{index}]", id=name)


def _fragments(data: Any) -> set[str]:
    """All local references (`#x`) in a resource, whatever element they stand in."""
    found: set[str] = set()
    pending = [data]
    while pending:
        one = pending.pop()
        if one.__class__ is dict:
            pending.extend(one.values())
        elif one.__class__ is list:
            pending.extend(one)
        elif one.__class__ is str and one[:1] == "#":
            found.add(one[1:])
        elif one.__class__ is str and one[:4] == "<div":
            found.update(_IN_NARRATIVE.findall(one))
    return found


def _refers_out(data: Any) -> bool:
    return "" in _fragments(data)


def _claimed(data: Json) -> list[str]:
    """meta.profile: what the resource says it follows."""
    meta = data.get("meta")
    found = meta.get("profile") if isinstance(meta, dict) else None
    found = [found] if isinstance(found, str) else found
    return [url for url in found if isinstance(url, str)] if isinstance(found, list) else []


def _follow(session: Session, url: str, scope: Scope) -> None:
    if url.partition("|")[0] == f"http://hl7.org/fhir/StructureDefinition/{scope.type.name}":
        return
    if session.definitions.profile(url) is None:
        session.add("profile.missing", f"{scope.path}.meta.profile", profile=url)
        return
    session.guard(
        scope.path, session.check_profile, session, url, scope.resource, scope.type, scope.path, scope
    )


def _asked(session: Session, url: str, scope: Scope) -> None:
    """A profile that the caller asked for: that it is missing is not the resource's fault."""
    if session.definitions.profile(url) is None:
        session.add("profile.unknown", scope.path, profile=url)
        return
    session.guard(
        scope.path, session.check_profile, session, url, scope.resource, scope.type, scope.path, scope
    )
