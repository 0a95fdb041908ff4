"""What is known of grants when it is weighed which to look at afterwards. For the room of control."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.common.events import Event
from helsetek.grants.models import Grant, RepaymentClaim, Report

from .grants import grants

# The acts by which an agreement is changed.
CHANGES = ("grants.amendment_in_effect",)


@dataclass(frozen=True, slots=True)
class Known:
    """A grant by what is known of it: ``granted_ore``; late reports, claims and earlier grants count with the lead."""

    grant_id: int
    case_number: str
    title: str
    lead_id: int
    lead: str
    granted_ore: int
    earlier_grants: int
    late_reports: int
    partners: int
    changes: int
    claims: int


def to_weigh(*, ended_after: datetime) -> QuerySet[Grant]:
    """Grants that run, and those that were closed after an instant."""
    return grants().filter(Q(state__in=["accepted", "held"]) | Q(state="closed", ended_at__gte=ended_after))


def known_of(rows: Iterable[Grant]) -> list[Known]:
    """What is known of each, in six queries however many there are."""
    found = list(rows)
    leads = {grant.application.lead_id for grant in found}
    accepted = Grant.objects.filter(application__lead_id__in=leads, accepted_at__isnull=False)
    earlier = defaultdict[int, list[datetime]](list)
    for lead, at in accepted.values_list("application__lead_id", "accepted_at"):
        if at:
            earlier[lead].append(at)
    late, claims = _late(leads), _claims(leads)
    partners = Counter(
        party.case_id for party in casework.parties_of_cases(g.application.case_id for g in found)
    )
    changes = _changes(grant.application.case.number for grant in found)
    return [
        Known(
            grant_id=grant.pk,
            case_number=grant.application.case.number,
            title=grant.application.case.title,
            lead_id=grant.application.lead_id,
            lead=grant.application.lead.name,
            granted_ore=grant.granted,  # type: ignore[attr-defined]  # annotated by grants()
            earlier_grants=sum(at < (grant.accepted_at or at) for at in earlier[grant.application.lead_id]),
            late_reports=late[grant.application.lead_id],
            partners=max(0, partners[grant.application.case_id] - 1),
            changes=changes[grant.application.case.number],
            claims=claims[grant.application.lead_id],
        )
        for grant in found
    ]


def _late(leads: Iterable[int]) -> Counter[int]:
    """Reports handed in after they were due, or overdue now, by lead."""
    came_late = Q(handed_in_at__gte=F("due_at"))
    overdue = Q(state__in=("due", "returned"), due_at__lte=clock.now(), grant__state="accepted")
    rows = Report.objects.filter(came_late | overdue, grant__application__lead_id__in=list(leads))
    return Counter(rows.values_list("grant__application__lead_id", flat=True))


def _claims(leads: Iterable[int]) -> Counter[int]:
    rows = RepaymentClaim.objects.filter(grant__application__lead_id__in=list(leads))
    return Counter(rows.values_list("grant__application__lead_id", flat=True))


def _changes(case_numbers: Iterable[str]) -> Counter[str]:
    rows = Event.objects.filter(verb__in=CHANGES, case_number__in=list(case_numbers))
    return Counter(rows.values_list("case_number", flat=True))
