"""What every act on an application under assessment shares: the lock on its row, and its line in the event log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import state
from helsetek.common import events
from helsetek.common.errors import RuleBroken
from helsetek.grants.models import Application, Assessment, Decision
from helsetek.grants.rules.machines import APPLICATION, ASSESSMENT

_RELATED = ("case", "call")


def lock_application(pk: int) -> Application:
    """The row as it is now, held until the transaction ends. What it points to is read along, not locked."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(*_RELATED)
    return rows.get(pk=pk)


def lock_assessment(given: Assessment) -> Assessment:
    """The application first, then the assessment: always in this order, so that two acts never wait for each other."""
    application = lock_application(given.application_id)
    assessment = (
        Assessment.objects.select_for_update(of=("self",)).select_related("assessor").get(pk=given.pk)
    )
    assessment.application = application
    return assessment


def lock_decision(given: Decision) -> Decision:
    """The application first, then the decision."""
    application = lock_application(given.application_id)
    rows = Decision.objects.select_for_update(of=("self",))
    decision = rows.select_related("allotment__call", "allotment__envelope").get(pk=given.pk)
    decision.application = application
    return decision


def move(application: Application, act: str) -> tuple[str, str]:
    """Move the application along its table and save it; gives the states (from, to). Raises WrongState."""
    before = application.state
    application.state = state.move(APPLICATION, act, before)
    application.save(update_fields=["state"])
    return before, application.state


def move_assessment(assessment: Assessment, act: str) -> tuple[str, str]:
    before = assessment.state
    assessment.state = state.move(ASSESSMENT, act, before)
    return before, assessment.state


def record(
    verb: str,
    application: Application,
    by: Person,
    acting_for: int | None,
    *,
    states: tuple[str, str] = ("", ""),
    thing: str = "",
    reasons: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """One line in the event log; the last thing a service does."""
    events.record(
        verb,
        thing=thing or f"application:{application.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=application.case.number,
        from_state=states[0],
        to_state=states[1],
        reasons=reasons,
        data=data,
    )


def required_text(text: str, field: str, longest: int, empty: str) -> str:
    """The text without its edges. Raises RuleBroken when it is empty or too long."""
    text = text.strip()
    if not text:
        raise RuleBroken(empty, {field: [empty]})
    return within(text, field, longest)


def within(text: str, field: str, longest: int) -> str:
    text = text.strip()
    if len(text) > longest:
        words = _("This is too long: %(length)s characters. There is room for %(longest)s.")
        sentence = words % {"length": len(text), "longest": longest}
        raise RuleBroken(sentence, {field: [sentence]})
    return text
