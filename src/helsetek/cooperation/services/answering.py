"""Each member answers for itself: consents, declines, withdraws."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.cooperation.models import Collaboration, Membership, MembershipState
from helsetek.cooperation.permissions import may_consent

from .shared import locked, path_of, record, those_who_work_for

_LONGEST_REASON = 2000


@transaction.atomic
def consent(*, by: Person, membership: Membership) -> Membership:
    """The organisation joins, by its own signatory. Consenting twice is the same as once.

    Raises NotAllowed, WrongState.
    """
    return _answer(by, membership, MembershipState.CONSENTED, MembershipState.INVITED, "")


@transaction.atomic
def decline(*, by: Person, membership: Membership, reason: str = "") -> Membership:
    """The organisation says no to the invitation. Raises NotAllowed, WrongState, RuleBroken."""
    return _answer(by, membership, MembershipState.DECLINED, MembershipState.INVITED, reason)


@transaction.atomic
def withdraw(*, by: Person, membership: Membership, reason: str) -> Membership:
    """The organisation leaves. The lead cannot: it answers for all. Raises NotAllowed, WrongState, RuleBroken."""
    if not reason.strip():
        problem = _("Say why the organisation leaves: the others need to know.")
        raise RuleBroken(problem, {"reason": [problem]})
    return _answer(by, membership, MembershipState.WITHDRAWN, MembershipState.CONSENTED, reason)


def _answer(
    by: Person, given: Membership, target: MembershipState, source: MembershipState, reason: str
) -> Membership:
    collaboration = locked(given.collaboration)
    membership = Membership.objects.select_for_update().get(pk=given.pk)
    may_consent(by, membership).require()
    if membership.state == target:
        return membership
    _check(membership, collaboration, target, source, reason)
    membership.state, membership.reason = target, reason.strip()
    membership.answered_at, membership.answered_by = clock.now(), by
    membership.save(update_fields=["state", "answered_at", "answered_by", "reason"])
    casework.withdraw_notices(f"cooperation.invitation:{membership.pk}")
    _tell_lead(collaboration, membership, by)
    record(
        target.value,
        collaboration,
        by,
        membership.organisation_id,
        {"membership": membership.pk},
        from_state=source.value,
        to_state=target.value,
        reasons=membership.reason,
    )
    return membership


def _check(
    membership: Membership,
    collaboration: Collaboration,
    target: MembershipState,
    source: MembershipState,
    reason: str,
) -> None:
    if membership.state != source:
        raise WrongState(
            _("This cannot be done now: the organisation's place in the collaboration is «%(state)s».")
            % {"state": MembershipState(membership.state).label}
        )
    if target != MembershipState.CONSENTED and membership.organisation_id == collaboration.lead_id:
        raise WrongState(_("The organisation that leads cannot leave its own collaboration."))
    if len(reason) > _LONGEST_REASON:
        problem = _("Keep the reason within 2,000 characters.")
        raise RuleBroken(problem, {"reason": [problem]})


def _tell_lead(collaboration: Collaboration, membership: Membership, by: Person) -> None:
    casework.notify(
        those_who_work_for(collaboration.lead_id, but=by),
        kind="cooperation.answer",
        key=f"cooperation.answer:{membership.pk}:{membership.state}",
        path=path_of(collaboration),
        data={"collaboration": collaboration, "membership": membership, "state": membership.state},
    )
