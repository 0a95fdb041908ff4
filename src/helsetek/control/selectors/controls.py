"""Controls and findings, and what is overdue."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.control.models import Control, Finding
from helsetek.control.permissions import reads_from_inside

__all__ = [
    "Control",
    "Finding",
    "control",
    "controls_seen_by",
    "finding",
    "findings_overdue",
    "late",
    "overdue",
    "what_hinders_closing",
]
_RELATED = (
    "case",
    "controller",
    "selection__plan",
    "grant__application__case",
    "grant__application__lead",
    "grant__application__call",
)


def control(pk: int) -> Control:
    """Raises Control.DoesNotExist."""
    return Control.objects.select_related(*_RELATED).get(pk=pk)


def finding(pk: int) -> Finding:
    """Raises Finding.DoesNotExist."""
    return Finding.objects.select_related(*(f"control__{name}" for name in _RELATED)).get(pk=pk)


def controls_seen_by(person: Person) -> QuerySet[Control]:
    """All for the directorate; for the parties those that they have had notice of."""
    everything = Control.objects.select_related(*_RELATED)
    if reads_from_inside(person):
        return everything
    own = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    return everything.filter(case__in=casework.cases_of_parties(own), due_at__isnull=False)


def overdue() -> QuerySet[Control]:
    """Controls in which the party is late: with what is asked, or with its statement."""
    now = clock.now()
    late = Q(state="noticed", due_at__lte=now) | Q(state="draft_sent", statement_due_at__lte=now)
    return Control.objects.filter(late).select_related(*_RELATED)


def findings_overdue() -> QuerySet[Finding]:
    """Findings of reports that are sent, not mended in time."""
    late = Finding.objects.filter(state="open", control__state="reported", due_on__lt=clock.today())
    return late.select_related(*(f"control__{name}" for name in _RELATED))


def late(control: Control) -> str:
    """What is overdue in the control, in a few words; "" where nothing is."""
    now = clock.now()
    if control.state == "noticed" and control.due_at and control.due_at <= now:
        return _("Not handed in in time")
    if control.state == "draft_sent" and control.statement_due_at and control.statement_due_at <= now:
        return _("No statement in time")
    if (
        control.state == "reported"
        and control.findings.filter(state="open", due_on__lt=clock.today()).exists()
    ):
        return _("Findings not mended in time")
    return ""


def what_hinders_closing(control: Control) -> str:
    """Why the control cannot be closed, in a sentence; empty when it can."""
    left = control.findings.exclude(state="closed").count()
    return _("%(count)s findings are not closed.") % {"count": left} if left else ""
