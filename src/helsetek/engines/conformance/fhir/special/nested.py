"""What is nested in itself, to any depth: the items of a questionnaire, the concepts of a code system."""

from __future__ import annotations

from helsetek.engines.conformance.fhir.session import Json


def all_below(data: Json, path: str, field: str) -> list[tuple[str, Json]]:
    """All objects of the field at every level below, with their paths."""
    found = []
    pending = [(path, data)]
    while pending:
        here, one = pending.pop()
        listed = one.get(field)
        for place, part in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(part, dict):
                below = f"{here}.{field}[{place}]"
                found.append((below, part))
                pending.append((below, part))
    return found
