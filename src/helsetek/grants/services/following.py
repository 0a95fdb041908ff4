"""Tell those who have begun an application when its call is changed or cancelled."""

from __future__ import annotations

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common.events import Event
from helsetek.grants import addresses
from helsetek.grants.models import Application
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.wording import in_each_readers_language
from helsetek.scheme import selectors as scheme


def tell_drafts(call_id: int, event: Event) -> None:
    """Part of the act on the call: queues the notices, records nothing of its own."""
    cancelled = event.verb.endswith("cancelled")
    for application in selectors.begun_for(call_id):
        casework.notify(
            _those_who_write(application),
            kind="grants.call_cancelled" if cancelled else "grants.call_changed",
            key=f"{event.verb}:{event.id}:{application.pk}",
            path=addresses.application(application.pk),
            case=application.case,
            data={
                "call": in_each_readers_language(scheme.title(application.call)),
                "title": application.case.title,
                "number": application.case.number,
                "reason": event.reasons,
            },
        )


def _those_who_write(application: Application) -> list[Person]:
    return accounts.people_of([application.lead_id], Role.WRITER, Role.SIGNATORY)
