"""Codes: each code against its system, and bound elements against their value sets, with three answers."""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.definitions.elements import Binding
from helsetek.engines.conformance.definitions.types import TypeDef
from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.issues import Severity
from helsetek.engines.conformance.terminology.valuesets import Answer

_HARD = {"required": "error", "extensible": "warning"}


def check(session: Session, binding: Binding, value: Json, type_: TypeDef, path: str, scope: Scope) -> None:
    """A Coding, CodeableConcept, Quantity or other object against the binding of its element."""
    codings = _codings(value, type_)
    if codings is None:
        return
    if binding.strength in _HARD:
        _against(session, binding.strength, binding.value_set, codings, value, path, scope)
    if binding.maximum and codings:
        _against(session, "maximum", binding.maximum, codings, value, path, scope)
    for purpose, url in binding.additional:
        strength = {"required": "required", "extensible": "extensible", "maximum": "maximum"}.get(purpose)
        if strength and url:
            _against(session, strength, url, codings, value, path, scope)


def _codings(value: Json, type_: TypeDef) -> list[Json] | None:
    if type_.name == "CodeableConcept":
        found = value.get("coding", [])
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    if type_.name == "Coding" or type_.is_a("Quantity"):
        return [value]
    return None


def _against(
    session: Session, strength: str, url: str, codings: list[Json], value: Json, path: str, scope: Scope
) -> None:
    answers = [_answer(session, url, one, scope) for one in codings if one.get("code") is not None]
    if any(answer.inside for answer in answers):
        return
    severity: Severity = "warning" if strength == "extensible" else "error"
    shown = ", ".join(
        f"{one.get('system') or '–'}#{one['code']}" for one in codings if one.get("code") is not None
    )
    unknown = next((answer for answer in answers if answer.inside is None), None)
    if unknown is not None:
        session.add("code.unknowable", path, code=shown, value_set=url, missing=unknown.reason)
    elif answers:
        session.add("binding.outside", path, severity=severity, code=shown, value_set=url, strength=strength)
    elif strength == "required" and "value" not in value and not _has_extension(value):
        _without_code(session, url, value, path)


def _without_code(session: Session, url: str, value: Json, path: str) -> None:
    """A required binding asks for a code, not for text alone."""
    if "coding" in value or "text" in value or "display" in value:
        session.add("binding.no_code", path, value_set=url)


def _has_extension(value: Json) -> bool:
    return "extension" in value or any(
        "extension" in one for one in value.get("coding", ()) if isinstance(one, dict)
    )


def _answer(session: Session, url: str, coding: Json, scope: Scope) -> Answer:
    code, system = coding.get("code"), coding.get("system")
    if not isinstance(code, str) or not isinstance(system, (str, type(None))):
        return Answer(None, url)
    if url.startswith("#"):
        found = scope.outer.contained.get(url[1:])
        return session.value_sets.contains_in(found, code, system) if found else Answer(None, url)
    return session.value_sets.contains(url, code, system or "", str(coding.get("version") or ""))


def check_code(session: Session, binding: Binding, value: Any, path: str, scope: Scope) -> None:
    """A primitive (code, string, uri) against its binding; the system is that of the set."""
    url = binding.value_set if binding.strength in _HARD else ""
    if binding.maximum:
        url = binding.maximum
    if not url or not isinstance(value, str):
        return
    answer = session.value_sets.contains(url, value, None)
    if answer.inside is False:
        severity: Severity = "error" if binding.strength == "required" or binding.maximum else "warning"
        session.add(
            "binding.outside", path, severity=severity, code=value, value_set=url, strength=binding.strength
        )
    elif answer.inside is None:
        session.add("code.unknowable", path, code=value, value_set=url, missing=answer.reason)


def check_coding(session: Session, value: Json, path: str, scope: Scope) -> None:
    """A Coding by itself: its system, its code in the system, its display."""
    system, code = value.get("system"), value.get("code")
    if not isinstance(system, str) or not isinstance(code, str):
        return
    if ":" not in system:
        session.add("coding.system", path + ".system", system=system)
        return
    kind = session.definitions.kind_of(system)
    if kind == "ValueSet":
        session.add("coding.value_set", path + ".system", system=system)
        return
    version = value.get("version")
    found = session.definitions.find(system) if kind == "CodeSystem" else None
    if found is not None and (found.get("content") == "supplement" or found.get("supplements")):
        session.add("coding.supplement", path + ".system", system=system)
        return
    inside = session.value_sets.systems.has(system, code, version if isinstance(version, str) else "")
    if inside is False:
        session.add("code.unknown", path + ".code", code=code, system=system)
    elif inside:
        _check_display(session, value, system, code, path)


def _check_display(session: Session, value: Json, system: str, code: str, path: str) -> None:
    """The display is one of the names of the code, white space and case aside."""
    display = value.get("display")
    names = session.value_sets.systems.names(system, code)
    if not isinstance(display, str) or not names:
        return
    plain = _plain(display)
    if all(_plain(name) != plain for _, name in names):
        shown = " / ".join(name for _, name in names[:3])
        session.add("code.display", path + ".display", display=display, code=code, system=system, names=shown)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
