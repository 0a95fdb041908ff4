"""How the acts of grant cases are journalled, and when the public may know of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helsetek.casework.selectors import Case
from helsetek.common import events
from helsetek.common.events import Event
from helsetek.grants.models import Application
from helsetek.grants.selectors.attachments import PAGE, attachments
from helsetek.grants.selectors.ended import closed_cases
from helsetek.grants.services.drafting import CASE_KIND
from helsetek.records import archiving, filing
from helsetek.records.filing import Direction
from helsetek.records.services import journal

_RECEIVED = {
    "grants.withdrawn": _("Withdrawal of the application"),
    "grants.information_given": _("More information on the application"),
    "grants.accepted": _("Acceptance of the grant"),
    "grants.declined": _("The grant is declined"),
    "grants.report_handed_in": _("Report on the grant"),
    "grants.amendment_asked": _("Request for a change of the grant"),
    "grants.amendment_answered": _("Answer about a change of the grant"),
}
_SENT = {
    "grants.information_asked": _("Request for more information"),
    "grants.lapsed": _("The offer of a grant has lapsed"),
    "grants.report_returned": _("Question about the report"),
    "grants.amendment_raised": _("Notice of a change of the grant"),
    "grants.amendment_questioned": _("Question about a change of the grant"),
    "grants.report_approved": _("The report is approved"),
    "grants.claimed_back": _("Claim for repayment"),
}


def connect() -> None:
    filing.register_seal(CASE_KIND, when_the_seal_is_broken)
    filing.register(
        "grants.submitted",
        Direction.IN,
        _("Application for a grant"),
        files=_files_of_application,
        opens=True,
    )
    filing.register_void("grants.taken_back", kinds=("grants.submitted", "letter.receipt"))
    for verb, title in _RECEIVED.items():
        filing.register(verb, Direction.IN, title)
    for verb, title in _SENT.items():
        filing.register(verb, Direction.OUT, title)
    filing.register_quiet_page(PAGE)  # attachments of a draft come with the application
    filing.register_page("grants.report", Direction.IN)
    archiving.register(CASE_KIND, closed_cases)
    events.subscribe("scheme.call_changed", _move_the_seal)


def when_the_seal_is_broken(case: Case) -> datetime | None:
    """An application is sealed until its call closes; a draft nobody knows of."""
    rows = Application.objects.filter(case=case, submitted_at__isnull=False)
    return rows.values_list("call__closes_at", flat=True).first()


def _files_of_application(event: Event) -> Sequence[str]:
    """The application as it was received (the receipt holds all of it), and its attachments."""
    application = Application.objects.get(pk=int(event.thing.partition(":")[2]))
    main = [str(application.receipt_id)] if application.receipt_id else []
    return [*main, *(str(one.pk) for one in attachments(application))]


def _move_the_seal(event: Event) -> None:
    """The call closes at another time: so are its applications sealed until another time."""
    applications = Application.objects.filter(call_id=int(event.thing.partition(":")[2]))
    rows = list(applications.values_list("case_id", "call__closes_at"))
    if rows:
        journal.reseal([case_id for case_id, _until in rows], rows[0][1])
