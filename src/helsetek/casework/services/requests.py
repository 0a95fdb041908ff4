"""What a party asks for: documents of the case, reasons, more time to appeal, that a decision waits."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import appealing, permissions, selectors
from helsetek.casework.models import Case, PartyRequest, RequestState
from helsetek.casework.parameters import parameter
from helsetek.casework.rules.appeals import Kind
from helsetek.common import clock, events, instants
from helsetek.common.errors import RuleBroken, TooLate, WrongState
from helsetek.common.working_days import add_working_days

from .given import text
from .notices import notify

LONGEST = 4000
_PERIODS = {
    Kind.ACCESS: "access_working_days",
    Kind.REASONS: "reasons_working_days",
    Kind.EXTENSION: "request_working_days",
    Kind.SUSPENSION: "request_working_days",
}


@transaction.atomic
def ask(
    *,
    by: Person,
    case: Case,
    kind: Kind,
    words: str,
    subject: str = "",
    subject_id: int = 0,
    until: date | None = None,
) -> PartyRequest:
    """Ask for something on the case. The answer has a date of its own, and is a ruling.

    Access is about the case; the others about one decision. More time is asked for before the time is out (§ 29);
    reasons too (§ 24). Raises NotAllowed, RuleBroken, TooLate, WrongState.
    """
    right = permissions.may_ask(by, case).require()
    place = right.acting_for or 0
    appealing.hold(case)
    title = "" if kind is Kind.ACCESS else _check(case, kind, subject, subject_id, place, until)
    about = {
        "kind": kind.value,
        "subject": subject if title else "",
        "subject_id": subject_id if title else 0,
    }
    if case.requests.filter(**about, organisation_id=place, state=RequestState.OPEN).exists():
        raise WrongState(_("You have asked for this already. It will be answered."))
    made = PartyRequest.objects.create(
        case=case,
        **about,
        subject_title=title[:300],
        organisation_id=place,
        text=text(words, "text", missing=_("Write what you ask for, and why."), longest=LONGEST),
        until=until if kind is Kind.EXTENSION else None,
        asked_at=clock.now(),
        asked_by=by,
        due_at=_due(kind),
    )
    _tell(made)
    events.record(
        f"casework.{kind.value}_asked",
        thing=f"request:{made.pk}",
        person_id=by.pk,
        organisation_id=place,
        case_number=case.number,
        to_state=made.state,
        data={"subject": f"{subject}:{subject_id}" if title else "", "due_at": made.due_at},
    )
    return made


def _check(case: Case, kind: Kind, subject: str, subject_id: int, place: int, until: date | None) -> str:
    """The name of the decision it is about, when it can be asked for now."""
    decision = selectors.appealable(case, subject, subject_id)
    if decision is None:
        raise RuleBroken(_("There is no such decision in this case."))
    limit = selectors.deadline_of(decision, place)
    if kind is Kind.SUSPENSION:
        return decision.title
    if limit is not None and clock.arrival() >= limit.at:
        raise TooLate(_("The time limit for appeal has passed, so this can no longer be asked for."))
    if kind is Kind.EXTENSION:
        _check_until(until, limit)
    if kind is Kind.REASONS and decision.has_reasons:
        raise RuleBroken(_("The reasons stand in the letter that told you of the decision."))
    return decision.title


def _check_until(until: date | None, limit: selectors.Deadline | None) -> None:
    if until is None or (limit is not None and instants.end_of(until) <= limit.at):
        sentence = _("Give a day after the time limit as it stands.")
        raise RuleBroken(sentence, {"until": [sentence]})


def _due(kind: Kind) -> datetime:
    return instants.end_of(add_working_days(clock.today(), int(parameter(_PERIODS[kind], clock.today()))))


def _tell(made: PartyRequest) -> None:
    officer = made.case.officer
    notify(
        [officer] if officer else accounts.people_with(Role.CASE_OFFICER),
        kind="casework.request_made",
        key=f"request:{made.pk}",
        path=f"/anmodninger/{made.pk}/",
        case=made.case,
        data={
            "what": made.get_kind_display,
            "title": made.case.title,
            "number": made.case.number,
            "due_at": made.due_at,
        },
    )
