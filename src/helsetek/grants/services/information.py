"""Answer the directorate's request for more information."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.cooperation import selectors as cooperation
from helsetek.grants import addresses
from helsetek.grants.models import Application, InformationRequest
from helsetek.grants.permissions.applications import may_submit
from helsetek.grants.rules.machines import APPLICATION
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.wording import SECTIONS, say

from .drafting import locked, record
from .submission import hash_of, keep_for_good


@transaction.atomic
def give_information(*, by: Person, application: Application) -> Application:
    """Send the sections that were asked about back to the directorate, complete.

    An answer after the date is taken as long as the case officer has not gone on without it. Raises NotAllowed,
    WrongState, RuleBroken.
    """
    application = locked(application)
    acting_for = may_submit(by, application).require().acting_for
    request = selectors.open_request(application)
    if request is None:
        raise WrongState(_("The directorate is not waiting for information on this application."))
    before, target = application.state, state.move(APPLICATION, "give_information", application.state)
    _require_complete(application, request)
    request.answered_at = clock.now()
    request.save(update_fields=["answered_at"])
    application.state = target
    application.content_hash = hash_of(
        application, cooperation.consented_ids(application.collaboration), selectors.content(application)
    )
    application.save(update_fields=["state", "content_hash"])
    keep_for_good(application)
    _tell_the_officer(application, request)
    record(
        "information_given",
        application,
        by,
        acting_for,
        from_state=before,
        to_state=target,
        data={"request": request.pk, "sections": request.sections, "content_hash": application.content_hash},
    )
    return application


def _require_complete(application: Application, request: InformationRequest) -> None:
    asked = {SectionKey(key) for key in request.sections}
    lacking = [
        status
        for status in selectors.completeness(application)
        if status.key in asked and status.state != "complete"
    ]
    if lacking:
        names = ", ".join(str(SECTIONS[status.key]) for status in lacking)
        raise RuleBroken(
            _("Not everything is answered. Look at: %(sections)s.") % {"sections": names},
            {status.key.value: [say(problem.sentence) for problem in status.problems] for status in lacking},
        )


def _tell_the_officer(application: Application, request: InformationRequest) -> None:
    casework.notify(
        [application.case.officer or request.asked_by],
        kind="grants.information_given",
        key=f"grants.information_given:{request.pk}",
        path=addresses.application(application.pk),
        case=application.case,
        data={"title": application.case.title, "number": application.case.number},
    )
