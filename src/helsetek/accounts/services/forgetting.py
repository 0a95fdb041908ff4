"""Forget people who have left. Parts of acts in rooms above: they decide whom, and record the event."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from helsetek.accounts.models import Person
from helsetek.common import clock, events

FORGOTTEN = "Slettet person"


def lock_person(person_id: int) -> None:
    """Until the transaction ends nobody gives the person a role or logs the person in."""
    Person.objects.select_for_update().filter(pk=person_id).first()


def forget_person(person_id: int) -> int:
    """Empty e-mail address, ties, superior and what was written in requests for roles. Gives how many rows it touched.

    Who never acted in a case loses the name too, and the link to the log-in: nothing on the record needs it. Who did
    keeps the name, so that the case can tell who acted, and the link, so that an earlier hand is known again.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    rows = 1 + person.ties.all().delete()[0] + person.requests.exclude(message="").update(message="")
    person.email, person.superior, person.forgotten_at = "", None, clock.now()
    if not events.has_acted_in_a_case(person_id):
        person.name, person.is_active = FORGOTTEN, False
        person.issuer, person.subject = "", f"forgotten-{person_id}"
    person.save()
    return rows


def clear_sessions() -> int:
    """Take away what finished log-ins left behind. Gives how many."""
    return int(Session.objects.filter(expire_date__lt=clock.now()).delete()[0])
