"""Open a further allotment over a call's applications, and note that one has been told."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, events
from helsetek.common.errors import WrongState
from helsetek.scheme import selectors
from helsetek.scheme.models import Allotment, Call, Envelope
from helsetek.scheme.permissions import may_manage_scheme
from helsetek.scheme.rules.calls import Phase


@transaction.atomic
def open_allotment(*, by: Person, call: Call, envelope: Envelope) -> Allotment:
    """Open one more round over the same applications, from the same or another envelope.

    Only when the call has closed and the round before has been told: two open rounds would promise twice.
    """
    acting_for = may_manage_scheme(by).require().acting_for
    call = Call.objects.select_for_update().get(pk=call.pk)
    if selectors.phase(call) is not Phase.CLOSED:
        raise WrongState(_("A further allotment can be opened when the call has closed."))
    if call.allotments.filter(notified_at__isnull=True).exists():
        raise WrongState(_("The allotment before this has not been told yet."))
    allotment = start_allotment(call, envelope)
    events.record(
        "scheme.allotment_opened",
        thing=f"call:{call.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data={"allotment": allotment.pk, "number": allotment.number, "envelope": envelope.pk},
    )
    return allotment


def start_allotment(call: Call, envelope: Envelope) -> Allotment:
    """The next allotment in order. For services that hold the call's lock and record the act themselves."""
    number = call.allotments.count() + 1
    return Allotment.objects.create(call=call, number=number, envelope=envelope, opened_at=clock.now())


@transaction.atomic
def mark_told(*, allotment: Allotment) -> Allotment:
    """Note that the allotment's decisions have been told; part of the act that tells them, which records the event."""
    locked = Allotment.objects.select_for_update().get(pk=allotment.pk)
    if locked.notified_at is not None:
        raise WrongState(_("The decisions of this allotment have been sent already."))
    locked.notified_at = clock.now()
    locked.save()
    return locked
