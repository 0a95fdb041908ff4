"""ConceptMap: the codes it maps from and to are codes of their systems."""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.fhir.session import Json, Scope, Session


def check(session: Session, data: Json, path: str, scope: Scope) -> None:
    """Each group by its source and target system, and by the value set that the map starts from."""
    start = data.get("sourceCanonical") or data.get("sourceUri")
    for place, group in enumerate(_objects(data.get("group"))):
        for number, one in enumerate(_objects(group.get("element"))):
            here = f"{path}.group[{place}].element[{number}]"
            _code(session, group.get("source"), one.get("code"), f"{here}.code")
            _in_set(session, start, group.get("source"), one.get("code"), f"{here}.code")
            for count, target in enumerate(_objects(one.get("target"))):
                _code(session, group.get("target"), target.get("code"), f"{here}.target[{count}].code")


def _objects(found: Any) -> list[Json]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _code(session: Session, system: Any, code: Any, path: str) -> None:
    if (
        not isinstance(system, str)
        or not isinstance(code, str)
        or session.definitions.kind_of(system) == "ValueSet"
    ):
        return
    if session.value_sets.systems.has(system, code) is False:
        session.add("code.unknown", path, code=code, system=system)


def _in_set(session: Session, url: Any, system: Any, code: Any, path: str) -> None:
    if not (isinstance(url, str) and isinstance(system, str) and isinstance(code, str)):
        return
    known = session.value_sets.find(url) is not None
    if known and session.value_sets.contains(url, code, system).inside is False:
        session.add("binding.outside", path, code=f"{system}#{code}", value_set=url, strength="source")
