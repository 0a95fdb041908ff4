"""A partner leaves after submission: the case officer is told, and says what follows."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.common.errors import WrongState
from helsetek.common.events import Event
from helsetek.grants import addresses
from helsetek.grants.models import Application
from helsetek.grants.permissions.assessments import may_handle
from helsetek.grants.selectors.departures import departures
from helsetek.grants.selectors.handling import cases as handled
from helsetek.registry import selectors as registry

from .common import lock_application, record, required_text

LONGEST_NOTE = 4000


def tell_officers(collaboration_id: int, event: Event) -> None:
    """Part of the act of leaving: queues the notices, records nothing of its own.

    Who handles the case is told, or every case officer where nobody does. What is still sealed is told of by the case
    page when the seal is off.
    """
    left = registry.organisation(event.organisation_id) if event.organisation_id else None
    applications = handled().filter(collaboration_id=collaboration_id).exclude(state="withdrawn")
    for application in applications.select_related("case__officer"):
        officer = application.case.officer
        casework.notify(
            [officer] if officer else accounts.people_with(Role.CASE_OFFICER),
            kind="grants.partner_left",
            key=f"{event.verb}:{event.id}:{application.pk}",
            path=addresses.handling(application.pk),
            case=application.case,
            data={
                "place": left.name if left else "",
                "title": application.case.title,
                "number": application.case.number,
                "reason": event.reasons,
            },
        )


@transaction.atomic
def consider(*, by: Person, application: Application, note: str) -> Application:
    """Say what follows from a partner having left. From then on it is no party to the case.

    Whether the application still meets the terms is judged where it always is: in the formal check, the
    recommendation and the decision. Raises NotAllowed, RuleBroken, WrongState.
    """
    application = lock_application(application.pk)
    acting_for = may_handle(by, application).require().acting_for
    note = required_text(note, "reason", LONGEST_NOTE, _("Write what follows from it for the application."))
    gone = [one.organisation_id for one in departures(application) if not one.considered]
    if not gone:
        raise WrongState(_("No partner has left since this was last considered."))
    stay = {party.organisation_id for party in cases.parties_of(application.case)} - set(gone)
    casework.set_members(application.case, stay)
    record(
        "grants.departure_considered", application, by, acting_for, reasons=note, data={"organisations": gone}
    )
    return application
