"""Questionnaire: conditions point to other questions."""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.fhir.special.nested import all_below


def check(session: Session, data: Json, path: str, scope: Scope) -> None:
    """Each enableWhen names a question of the questionnaire, and none below the item itself."""
    items = all_below(data, path, "item")
    known = {str(item.get("linkId")) for _, item in items}
    for here, item in items:
        below = {str(one.get("linkId")) for _, one in all_below(item, here, "item")} | {
            str(item.get("linkId"))
        }
        for condition in _objects(item.get("enableWhen")):
            question = condition.get("question")
            if isinstance(question, str) and question in below:
                session.add("questionnaire.own_condition", here, question=question)
            elif isinstance(question, str) and question not in known:
                session.add("questionnaire.no_question", here, question=question)


def _objects(found: Any) -> list[Json]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
