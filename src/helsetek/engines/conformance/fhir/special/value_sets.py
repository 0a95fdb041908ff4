"""ValueSet: the systems, codes and filters of its definition."""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.terminology import ecl
from helsetek.engines.conformance.terminology.forms import SNOMED

_CODES = {"is-a", "descendent-of", "is-not-a", "generalizes"}


def check(session: Session, data: Json, path: str, scope: Scope) -> None:
    """Each include and exclude."""
    compose = data.get("compose")
    if not isinstance(compose, dict):
        return
    for part in ("include", "exclude"):
        for place, one in enumerate(_objects(compose.get(part))):
            _include(session, one, f"{path}.compose.{part}[{place}]")


def _objects(found: Any) -> list[Json]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _include(session: Session, one: Json, path: str) -> None:
    system = one.get("system")
    if not isinstance(system, str):
        return
    if ":" not in system:
        session.add("coding.system", path, system=system)
        return
    if session.definitions.kind_of(system) == "ValueSet":
        session.add("coding.value_set", path, system=system)
    version = one.get("version")
    for place, concept in enumerate(_objects(one.get("concept"))):
        code = concept.get("code")
        known = isinstance(code, str) and session.value_sets.systems.has(
            system, code, version if isinstance(version, str) else ""
        )
        if isinstance(code, str) and known is False:
            session.add("code.unknown", f"{path}.concept[{place}]", code=code, system=system)
    for place, found in enumerate(_objects(one.get("filter"))):
        _filter(session, system, found, f"{path}.filter[{place}]")


def _filter(session: Session, system: str, found: Json, path: str) -> None:
    """The value of a filter is of the kind that its property has."""
    name, operation, value = found.get("property"), found.get("op"), found.get("value")
    if not isinstance(value, str):
        return
    if name in ("concept", "parent", "child") and (operation in _CODES or name != "concept"):
        _code(session, system, value, path)
    elif system == SNOMED and name == "constraint" and operation == "=":
        if (reason := ecl.fault(value)) is not None:
            session.add("filter.ecl", path, value=value, reason=reason)
    else:
        _property(session, system, name, value, operation, path)


def _code(session: Session, system: str, value: str, path: str) -> None:
    if session.value_sets.systems.has(system, value) is False:
        session.add("filter.code", path, value=value, system=system)


# Properties that every code system has (FHIR R4, CodeSystem, 4.8.12).
_BOOLEAN = {"inactive", "notSelectable", "abstract"}


def _property(session: Session, system: str, name: Any, value: str, operation: Any, path: str) -> None:
    at_hand = session.value_sets.systems.system(system)
    declared = at_hand.raw.get("property", ()) if at_hand is not None else ()
    kinds = {one.get("code"): one.get("type") for one in declared if isinstance(one, dict)}
    kind = kinds.get(name, "boolean" if name in _BOOLEAN else None)
    if operation == "exists" or kind == "boolean":
        if value not in ("true", "false"):
            session.add("filter.boolean", path, value=value, property=name)
    elif kind == "code" and operation == "=":
        _code(session, system, value, path)
    elif kind == "Coding" and operation == "=":
        where, _, code = value.rpartition("#")
        if not where:
            session.add("filter.coding", path, value=value, property=name)
        else:
            _code(session, where.partition("|")[0], code, path)
