"""Reads of surveillance."""

from __future__ import annotations

from django.db.models import QuerySet

from helsetek.accounts.selectors import Person
from helsetek.approval.models import StatusEvent, Surveillance
from helsetek.approval.parameters import limits
from helsetek.approval.permissions import is_inside, vendor_of
from helsetek.approval.rules.status import Said, Status, suspended_since
from helsetek.approval.rules.surveillance import Dates, Overdue, overdue
from helsetek.common import clock
from helsetek.common.events import Event

_PRODUCT = "approval__application__configuration__product"


def surveillance(pk: int) -> Surveillance:
    """Raises Surveillance.DoesNotExist."""
    related = ("case__officer", f"{_PRODUCT}__vendor", "approval__application__version__set", "opened_by")
    return Surveillance.objects.select_related(*related).prefetch_related("findings").get(pk=pk)


def surveillance_seen_by(person: Person) -> QuerySet[Surveillance]:
    """All, for those inside; of the own products, for a vendor."""
    rows = Surveillance.objects.select_related(
        "case__officer", f"{_PRODUCT}__vendor", "approval__application__case"
    )
    if is_inside(person) is not None:
        return rows
    return rows.filter(**{f"{_PRODUCT}__vendor_id__in": vendor_of(person)})


def dates_of(case: Surveillance, suspended_on: object = None) -> Dates:
    said = [
        Said(Status(one.status), one.on)
        for one in StatusEvent.objects.filter(approval=case.approval).order_by("id")
    ]
    return Dates(
        found_on=case.found_on,
        approved_on=case.approved_on,
        started_on=case.started_on,
        due_on=case.due_on if case.approved_on else None,
        corrected_on=case.corrected_on,
        closed_on=case.closed_on,
        suspended_on=suspended_since(said),
    )


def overdue_of(case: Surveillance) -> list[Overdue]:
    return overdue(dates_of(case), clock.today(), limits())


def flagged(most: int = 200) -> list[Event]:
    """Edits that somebody should look at again, the newest first. Read from the log: nobody can take them away."""
    rows = Event.objects.filter(verb__startswith="approval.", data__has_key="flags")
    return list(rows.order_by("-id")[:most])
