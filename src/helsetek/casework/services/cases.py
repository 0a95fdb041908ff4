"""Open a case, name its parties and its officer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework.models import Case, CaseSeries, Party, PartyRole
from helsetek.casework.permissions import may_have_hand, may_run_case
from helsetek.casework.rules.numbers import case_number
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken


@transaction.atomic(savepoint=False)
def open_case(
    *, kind: str, title: str, lead_id: int, member_ids: Iterable[int] = (), synthetic: bool = False
) -> Case:
    """A new case with the next number of the year (Norwegian calendar) and its parties.

    Part of the act that opens it: the caller checks the right and records the event.
    """
    case = Case.objects.create(
        number=_next_number(), kind=kind, title=title[:300], opened_at=clock.now(), synthetic=synthetic
    )
    Party.objects.create(case=case, organisation_id=lead_id, role=PartyRole.LEAD, since=case.opened_at)
    set_members(case, member_ids)
    return case


def _next_number() -> str:
    """Take the next number under lock: never doubled, and no gap, for the lock holds until the case is saved."""
    year = clock.today().year
    CaseSeries.objects.get_or_create(year=year)
    series = CaseSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return case_number(year, series.last)


def retitle(case: Case, title: str) -> None:
    """Part of the act that gives the thing another name: the caller checks and records."""
    case.title = title[:300]
    case.save(update_fields=["title"])


@transaction.atomic(savepoint=False)
def set_members(case: Case, ids: Iterable[int]) -> None:
    """Let exactly these be partners from now on, beside the lead. Who leaves stays in the case's history.

    Part of an act in a room above: the caller checks and records.
    """
    now, current = clock.now(), case.parties.filter(until__isnull=True)
    lead = current.filter(role=PartyRole.LEAD).values_list("organisation_id", flat=True)
    wanted = set(ids) - set(lead)
    members = current.filter(role=PartyRole.MEMBER)
    members.exclude(organisation_id__in=wanted).update(until=now)
    missing = wanted - set(members.values_list("organisation_id", flat=True))
    Party.objects.bulk_create(
        Party(case=case, organisation_id=organisation, role=PartyRole.MEMBER, since=now)
        for organisation in sorted(missing)
    )


@transaction.atomic(savepoint=False)
def change_lead(case: Case, lead_id: int) -> None:
    """Let another organisation lead from now on; who led until now stays as a partner.

    Part of an act in a room above: the caller checks and records.
    """
    now, current = clock.now(), case.parties.filter(until__isnull=True)
    before = current.filter(role=PartyRole.LEAD).first()
    if before is not None and before.organisation_id == lead_id:
        return
    current.filter(organisation_id=lead_id).update(until=now)
    current.filter(role=PartyRole.LEAD).update(until=now)
    Party.objects.create(case=case, organisation_id=lead_id, role=PartyRole.LEAD, since=now)
    if before is not None:
        Party.objects.create(
            case=case, organisation_id=before.organisation_id, role=PartyRole.MEMBER, since=now
        )


@transaction.atomic
def assign_officer(*, by: Person, case: Case, officer: Person) -> Case:
    """Name who handles the case. The officer must be one, and have nothing against it in this case."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    right = may_run_case(by, case).require()
    if accounts.holds_anywhere(officer, Role.CASE_OFFICER) is None:
        raise RuleBroken(_("%(name)s is not a case officer.") % {"name": officer.name})
    if not may_have_hand(officer, case, Role.CASE_OFFICER):
        raise RuleBroken(_("%(name)s cannot handle this case. Choose another.") % {"name": officer.name})
    before, case.officer = case.officer_id, officer
    case.save(update_fields=["officer"])
    events.record(
        "casework.officer_assigned",
        thing=f"case:{case.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=case.number,
        data={"officer": officer.pk, "before": before},
    )
    return case
