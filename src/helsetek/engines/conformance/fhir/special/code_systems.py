"""CodeSystem: supplements, and the number of concepts that is stated."""

from __future__ import annotations

from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.fhir.special.nested import all_below


def check(session: Session, data: Json, path: str, scope: Scope) -> None:
    """The rules of the text of the specification."""
    concepts = all_below(data, path, "concept")
    base = data.get("supplements")
    if isinstance(base, str):
        if data.get("content") != "supplement":
            session.add("codes.supplement", f"{path}.content")
        for here, concept in concepts:
            code = concept.get("code")
            if (
                isinstance(code, str)
                and session.value_sets.systems.has(base.partition("|")[0], code) is False
            ):
                session.add("codes.not_in_base", here, code=code, base=base)
    if data.get("content") == "not-present" and concepts:
        session.add("codes.present", f"{path}.concept[0]")
    _properties(session, data, path)
    count = data.get("count")
    if data.get("content") == "complete" and isinstance(count, int) and count != len(concepts):
        session.add("codes.count", f"{path}.count", stated=count, found=len(concepts))


# Properties that the specification itself defines, and their type (FHIR R4, CodeSystem, concept properties).
_KNOWN = {
    "inactive": "boolean", "notSelectable": "boolean", "deprecated": "dateTime", "parent": "code", "child": "code",
}  # fmt: skip
_ADDRESS = "http://hl7.org/fhir/concept-properties#"


def _properties(session: Session, data: Json, path: str) -> None:
    """Each property once, and those of the specification with their own type."""
    seen: set[str] = set()
    listed = data.get("property")
    for place, one in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(one, dict):
            continue
        here = f"{path}.property[{place}]"
        for name in (one.get("code"), one.get("uri")):
            if isinstance(name, str) and name in seen:
                session.add("codes.property_twice", here, name=name)
            seen.add(str(name)) if name else None
        uri = str(one.get("uri", ""))
        kind = _KNOWN.get(uri.removeprefix(_ADDRESS)) if uri.startswith(_ADDRESS) else None
        if kind and one.get("type") != kind:
            session.add("codes.property_type", here, name=uri, expected=kind, found=one.get("type"))
