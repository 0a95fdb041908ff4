"""What is said of an approval after it was given: suspended, lifted, withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.approval.models import Approval, StatusEvent, Surveillance
from helsetek.approval.permissions import may_say_status, may_withdraw
from helsetek.approval.rules.status import BY_HAND, NEEDS_BASIS, Said, Status, may_follow
from helsetek.approval.rules.surveillance import flags_of_status
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState

from .shared import lock_approval, record, required, vendors_people, within


def say(
    approval: Approval,
    status: Status,
    *,
    reason: str,
    legal_basis: str,
    by: Person | None,
    on: date | None = None,
    surveillance: Surveillance | None = None,
) -> StatusEvent:
    """Add an event of status as part of another act: the caller checks the right and records. Raises WrongState."""
    new = Said(status, on or clock.today())
    if not may_follow(said_of(approval), new):
        raise WrongState(_("The approval cannot get this status now, or not from that day."))
    return StatusEvent.objects.create(
        approval=approval,
        status=status.value,
        on=new.on,
        reason=reason[:4000],
        legal_basis=legal_basis[:400],
        said_at=clock.now(),
        said_by=by,
        surveillance=surveillance,
    )


def said_of(approval: Approval) -> list[Said]:
    rows = StatusEvent.objects.filter(approval=approval).order_by("id")
    return [Said(Status(row.status), row.on) for row in rows]


@transaction.atomic
def say_status(
    *,
    by: Person,
    approval: Approval,
    status: Status,
    reason: str,
    legal_basis: str = "",
    on: date | None = None,
    surveillance: Surveillance | None = None,
) -> StatusEvent:
    """Suspend, lift, withdraw: with reason and legal basis. The register shows it from the same second.

    A day in the past, or far ahead, is taken and flagged. Raises NotAllowed, WrongState, RuleBroken.
    """
    approval = lock_approval(approval)
    right = may_say_status(by, approval).require()
    if status not in BY_HAND:
        raise WrongState(_("This status is not given by hand."))
    reason = required(reason, "reason", _("Give the reason: it is shown in the register."))
    legal_basis = within(legal_basis, "legal_basis", 400)
    if status in NEEDS_BASIS and not legal_basis:
        problem = _("Say by which law or rule.")
        raise RuleBroken(problem, {"legal_basis": [problem]})
    before = said_of(approval)[-1].status.value
    event = say(
        approval, status, reason=reason, legal_basis=legal_basis, by=by, on=on, surveillance=surveillance
    )
    flags = [flag.value for flag in flags_of_status(event.on, clock.today())]
    casework.notify(
        vendors_people(approval.application.configuration.product.vendor_id), kind="approval.status",
        key=f"approval.status:{event.pk}", path=f"/godkjenninger/{approval.number}/",
        case=approval.application.case, data={"title": approval.application.case.title, "reason": reason},
    )  # fmt: skip
    record(
        "status_said", approval, by, right.acting_for, states=(before, status.value), reasons=reason,
        on=event.on.isoformat(), legal_basis=legal_basis, **({"flags": flags} if flags else {}),
    )  # fmt: skip
    return event


@transaction.atomic
def withdraw_approval(*, by: Person, approval: Approval, reason: str) -> StatusEvent:
    """The vendor withdraws. While surveillance is open it is said so: «withdrawn under review».

    Raises NotAllowed, WrongState, RuleBroken.
    """
    approval = lock_approval(approval)
    right = may_withdraw(by, approval).require()
    reason = required(reason, "reason", _("Give the reason: it is shown in the register."))
    watched = approval.surveillance.exclude(state="closed").exists()
    status = Status.WITHDRAWN_UNDER_REVIEW if watched else Status.WITHDRAWN_BY_VENDOR
    before = said_of(approval)[-1].status.value
    event = say(approval, status, reason=reason, legal_basis="", by=by)
    record(
        "approval_withdrawn", approval, by, right.acting_for, states=(before, status.value), reasons=reason
    )
    return event
