"""When a letter reached a party: from then on the time limit for appeal runs (forvaltningsloven § 29)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import permissions
from helsetek.casework.models import Letter, LetterReceipt
from helsetek.casework.rules.appeals import How
from helsetek.common import clock, events, instants
from helsetek.common.errors import RuleBroken, WrongState

from .given import text

NOON = time(12)


@transaction.atomic
def open_letter(*, by: Person, letter: Letter) -> Letter:
    """Open a sent letter. Who writes or signs for a party has thereby received it for that party, once and for all.

    For everybody else who may open it nothing is recorded. Raises NotAllowed.
    """
    letter = (
        Letter.objects.select_for_update(of=("self",)).select_related("case", "document").get(pk=letter.pk)
    )
    permissions.may_open_document(by, letter.document).require()
    if letter.sent_at is None:
        return letter
    receiving = set(permissions.receives_for(by, letter.case))
    receiving -= set(letter.receipts.filter(how=How.OPENED).values_list("organisation_id", flat=True))
    now = clock.now()
    made = [_keep(by, letter, place, How.OPENED, now) for place in sorted(receiving)]
    if made:
        _record(by, letter, [row.organisation_id for row in made], now)
    return letter


@transaction.atomic
def record_receipt(*, by: Person, letter: Letter, organisation_id: int, on: date, note: str) -> LetterReceipt:
    """Record on which day a letter came to a party, and how that is known. What is recorded holds before a presumption.

    Raises NotAllowed, WrongState (not sent, or recorded already), RuleBroken.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("case").get(pk=letter.pk)
    permissions.may_record_receipt(by, letter).require()
    note = text(note, "note", missing=_("Write how it is known that the letter came."), longest=500)
    _check(letter, organisation_id, on)
    at = instants.local_instant(datetime.combine(on, NOON))
    row = _keep(by, letter, organisation_id, How.RECORDED, max(at, letter.sent_at or at), note)
    _record(by, letter, [organisation_id], row.at, note)
    return row


def _check(letter: Letter, organisation_id: int, on: date) -> None:
    if letter.sent_at is None:
        raise WrongState(_("The letter has not been sent."))
    if letter.receipts.filter(organisation_id=organisation_id, how=How.RECORDED).exists():
        raise WrongState(_("It is already recorded when this party received the letter."))
    if not letter.case.parties.filter(organisation_id=organisation_id).exists():
        raise RuleBroken(_("That organisation is not party to the case."))
    if not letter.sent_at.astimezone(clock.OSLO).date() <= on <= clock.today():
        sentence = _("The day must lie between the sending of the letter and today.")
        raise RuleBroken(sentence, {"on": [sentence]})


def _keep(
    by: Person, letter: Letter, organisation_id: int, how: How, at: datetime, note: str = ""
) -> LetterReceipt:
    return LetterReceipt.objects.create(
        letter=letter,
        organisation_id=organisation_id,
        how=how.value,
        at=at,
        note=note,
        recorded_by=by,
        recorded_at=clock.now(),
    )


def _record(by: Person, letter: Letter, places: list[int], at: datetime, note: str = "") -> None:
    events.record(
        "casework.letter_received",
        thing=f"letter:{letter.pk}",
        person_id=by.pk,
        organisation_id=places[0],
        case_number=letter.case.number,
        reasons=note,
        data={"letter": letter.pk, "organisations": places, "received_at": at},
    )
