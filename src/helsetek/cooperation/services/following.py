"""The places in a collaboration follow what has been decided about the project that its members have together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.cooperation.models import Collaboration, Membership, MembershipState

from .shared import locked, record

_STANDING = (MembershipState.INVITED, MembershipState.CONSENTED)


@transaction.atomic(savepoint=False)
def follow(
    *,
    by: Person,
    collaboration: Collaboration,
    joined: Mapping[int, Person],
    left: Iterable[int],
    lead_id: int,
    reason: str,
) -> Collaboration:
    """Let organisations join and leave, and another lead, as an act in a room above has decided.

    ``joined`` names the signatory who consented for each. The caller has checked the right, and that there is consent.
    Raises WrongState where the collaboration has been dissolved.
    """
    collaboration = locked(collaboration)
    rows = {row.organisation_id: row for row in collaboration.memberships.filter(state__in=_STANDING)}
    for organisation_id, signatory in joined.items():
        row = rows.get(organisation_id) or Membership(
            collaboration=collaboration, organisation_id=organisation_id, invited_at=clock.now()
        )
        _answer(row, MembershipState.CONSENTED, signatory, "")
    for organisation_id in left:
        if organisation_id in rows:
            _answer(rows[organisation_id], MembershipState.WITHDRAWN, by, reason)
    before, collaboration.lead_id = collaboration.lead_id, lead_id
    collaboration.save(update_fields=["lead"])
    data = {"joined": sorted(joined), "left": sorted(left), "lead": lead_id, "lead_before": before}
    record("amended", collaboration, by, None, data, reasons=reason)
    return collaboration


def _answer(row: Membership, state: MembershipState, who: Person, reason: str) -> None:
    if row.pk and row.state == state:
        return
    row.state, row.answered_at, row.answered_by, row.reason = state, clock.now(), who, reason[:2000]
    row.save()
