"""Reminders of claims that are due. Done by the worker; once for each step and claim."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from helsetek.common import clock, money
from helsetek.grants.models import RepaymentClaim
from helsetek.grants.parameters import parameter
from helsetek.grants.selectors import recovery as selectors

from .common import lock, record, tell_party


def remind_of_claims() -> int:
    """Remind of what is overdue, some days after it was due (``claim_reminders_after``). Gives how many were reminded."""
    today = clock.today()
    due = RepaymentClaim.objects.filter(state="claimed", suspended_at__isnull=True, due_on__lt=today)
    return sum(_remind(claim) for claim in list(due))


@transaction.atomic
def _remind(claim: RepaymentClaim) -> bool:
    claim, today = lock(claim), clock.today()
    stands = selectors.standing(claim)
    if claim.state != "claimed" or stands.overdue_ore <= 0 or stands.next_due is None:
        return False
    days = [
        number
        for number in parameter("claim_reminders_after", today)
        if stands.next_due + timedelta(days=number) <= today
    ]
    if not days:
        return False
    key = f"{stands.next_due.isoformat()}:{max(days)}"
    if f"reminded:{key}" == claim.last_reminder:
        return False
    claim.last_reminder = f"reminded:{key}"
    claim.save(update_fields=["last_reminder"])
    tell_party(claim, "grants.claim_reminder", key=key, owed=money.show(stands.owed_ore))
    record(claim, "grants.claim_reminded", None, None, data={"owed_ore": stands.owed_ore})
    return True
