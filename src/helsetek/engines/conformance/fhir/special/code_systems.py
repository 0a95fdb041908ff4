"""CodeSystem: supplements, and the number of concepts that is stated."""

from __future__ import annotations

from helsetek.engines.conformance.fhir.session import Json, Scope, Session


def check(session: Session, data: Json, path: str, scope: Scope) -> None:
    """The rules of the text of the specification."""
    concepts = _all(data, path)
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
    count = data.get("count")
    if data.get("content") == "complete" and isinstance(count, int) and count != len(concepts):
        session.add("codes.count", f"{path}.count", stated=count, found=len(concepts))


def _all(data: Json, path: str) -> list[tuple[str, Json]]:
    found = []
    pending = [(path, data)]
    while pending:
        here, one = pending.pop()
        listed = one.get("concept")
        for place, concept in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(concept, dict):
                below = f"{here}.concept[{place}]"
                found.append((below, concept))
                pending.append((below, concept))
    return found
