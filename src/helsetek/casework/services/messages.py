"""Messages that parties and the directorate write to each other on a case."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework.models import Case, Message
from helsetek.casework.permissions import may_write_message
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken

from .notices import notify

LONGEST = 10_000


@transaction.atomic
def write_message(*, by: Person, case: Case, text: str) -> Message:
    """Write on a case, for one's organisation. The other side is told: that there is a message, not what it says."""
    right = may_write_message(by, case).require()
    text = text.strip()
    _check(text)
    message = Message.objects.create(
        case=case, person=by, organisation_id=right.acting_for or 0, text=text, sent_at=clock.now()
    )
    notify(
        _readers(by, case, message.organisation_id),
        kind="casework.message",
        key=f"message:{message.pk}",
        path=f"/saker/{case.number}/meldinger/",
        case=case,
        data={"case": case},
    )
    events.record(
        "casework.message_written",
        thing=f"message:{message.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=case.number,
    )
    return message


def _check(text: str) -> None:
    sentence = ""
    if not text:
        sentence = _("Write a message first.")
    elif len(text) > LONGEST:
        sentence = _("The message is too long: at most 10,000 characters.")
    if sentence:
        raise RuleBroken(sentence, {"text": [sentence]})


def _readers(by: Person, case: Case, organisation_id: int) -> Iterable[Person]:
    """The other side: the officer when a party writes, those who speak for the lead when the directorate writes."""
    parties = case.parties.filter(until__isnull=True)
    if parties.filter(organisation_id=organisation_id).exists():
        return [case.officer] if case.officer and case.officer != by else []
    lead = parties.order_by("role").values_list("organisation_id", flat=True).first()
    if lead is None:
        return []
    return accounts.people_of([lead], Role.WRITER, Role.SIGNATORY)
