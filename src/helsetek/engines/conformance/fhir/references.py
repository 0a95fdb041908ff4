"""References and canonical addresses: their form, what they may point to, and whether it is there."""

from __future__ import annotations

import re
from typing import Any

from helsetek.engines.conformance.definitions.types import Field
from helsetek.engines.conformance.fhir.session import Entries, Json, Scope, Session

_RELATIVE = re.compile(r"([A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/([A-Za-z0-9\-.]{1,64}))?(?:#.*)?")
_ABSOLUTE = re.compile(r"(https?|ftp|urn|[a-z][a-z0-9+.-]*):\S+")
_RESTFUL = re.compile(
    r"(https?://[^\s?#]+/)([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/([A-Za-z0-9\-.]{1,64}))?(?:#.*)?"
)
STRUCTURE = "http://hl7.org/fhir/StructureDefinition/"
ANY = {"Resource", "Any", "DomainResource"}


def check(session: Session, targets: tuple[str, ...], value: Json, path: str, scope: Scope) -> None:
    """A Reference."""
    reference = value.get("reference")
    if not isinstance(reference, str) or not reference:
        return
    if reference.startswith("#"):
        target = find_contained(reference[1:], scope)
        if target is None:
            session.add("reference.contained", path, reference=reference)
            return
        named = target.get("resourceType")
        kind = named if isinstance(named, str) else None
    else:
        kind = _outward(session, reference, path, scope)
    stated = value.get("type")
    if isinstance(stated, str) and kind and stated.rpartition("/")[2] != kind:
        session.add("reference.type_differs", path, stated=stated, found=kind)
    kind = kind or (stated if isinstance(stated, str) else None)
    allowed = target_types(session, targets)
    if kind and allowed and kind not in allowed:
        session.add("reference.target", path, found=kind, allowed=", ".join(sorted(allowed)))


def _outward(session: Session, reference: str, path: str, scope: Scope) -> str | None:
    """The type that a reference out of the resource points to, where it can be told."""
    found, several = in_bundle(reference, scope)
    if several:
        session.add("reference.several", path, reference=reference)
    if found is not None:
        kind = found.get("resourceType")
        return kind if isinstance(kind, str) else None
    if (match := _RELATIVE.fullmatch(reference)) is not None:
        if match[1] not in session.definitions.resource_types():
            session.add("reference.kind", path, reference=reference, kind=match[1])
            return None
        return match[1]
    if (match := _RESTFUL.fullmatch(reference)) is not None and match[
        2
    ] in session.definitions.resource_types():
        return match[2]
    if not _ABSOLUTE.fullmatch(reference) and not reference.startswith("/") and "?" not in reference:
        # White space is in no address, and a type must be followed by an id; the rest may be a path on some server.
        named = reference.partition("/")[0] in session.definitions.resource_types()
        wrong = named or re.search(r"\s", reference) is not None
        session.add("reference.form", path, severity="error" if wrong else "warning", reference=reference)
    return None


def target_types(session: Session, targets: tuple[str, ...]) -> set[str]:
    """The resource types a reference may point to; empty when it may point to any."""
    found = set()
    for target in targets:
        name = target.removeprefix(STRUCTURE)
        if name in ANY:
            return set()
        if "/" in name or name not in session.definitions.resource_types():
            profile = session.definitions.profile(target)
            if profile is None:
                return set()
            name = str(profile.get("type"))
            if name in ANY:
                return set()
        found.add(name)
    return found


def find_contained(name: str, scope: Scope) -> Json | None:
    """What `#name` points to: a contained resource, or with no name the container."""
    outer = scope.outer
    return outer.contained.get(name) if name else outer.root


def in_bundle(reference: str, scope: Scope) -> tuple[Json | None, bool]:
    """What a reference points to in the Bundle around, and whether several things answer to it."""
    entries, full_url = _surroundings(scope)
    if entries is None:
        return None, False
    plain, _, version = reference.partition("#")[0].partition("/_history/")
    found = _matches(entries, plain, full_url)
    if version:
        found = [one for one in found if _version(one[1]) == version]
    return (found[0][1] if found else None), len(found) > 1


def _version(resource: Json) -> str:
    meta = resource.get("meta")
    return str(meta.get("versionId")) if isinstance(meta, dict) else ""


def _surroundings(scope: Scope) -> tuple[Entries | None, str | None]:
    outer: Scope | None = scope.outer
    while outer is not None and outer.bundle is None:
        outer = outer.above
    return (outer.bundle, scope.outer.full_url) if outer is not None else (None, None)


def _matches(entries: Entries, plain: str, full_url: str | None) -> list[tuple[int, Json]]:
    if found := entries.by_url.get(plain):
        return found
    match = _RELATIVE.fullmatch(plain)
    if match is None:
        return []
    base = _RESTFUL.fullmatch(full_url or "")
    if base is not None:
        return entries.by_url.get(base[1] + plain, [])
    return []


def check_canonical(session: Session, field: Field, value: str, path: str, scope: Scope) -> None:
    """A canonical address: absolute, or a fragment of what is contained; of the right kind when it is known."""
    if value.startswith("#"):
        if len(value) > 1 and find_contained(value[1:], scope) is None:
            session.add("canonical.contained", path, value=value)
        return
    if ":" not in value.partition("|")[0]:
        session.add("canonical.absolute", path, value=value)
        return
    kind = session.definitions.kind_of(value)
    allowed = target_types(session, field.ref.targets if field.ref else ())
    if kind and allowed and kind not in allowed:
        session.add("canonical.kind", path, value=value, found=kind, allowed=", ".join(sorted(allowed)))


def is_absolute(value: Any) -> bool:
    """Has an address a scheme?"""
    return isinstance(value, str) and _ABSOLUTE.fullmatch(value) is not None


def restful(url: str) -> tuple[str, str, str] | None:
    """Base, type and id of an address of a FHIR server, or None."""
    found = _RESTFUL.fullmatch(url)
    return (found[1], found[2], found[3]) if found else None
