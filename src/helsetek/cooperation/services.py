"""Acts on collaborations: found, invite, consent, decline, withdraw."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.rules import HELD_IN, Role
from helsetek.accounts.selectors import Person
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.registry import selectors as registry

from .models import Collaboration, Membership, MembershipState
from .permissions import may_change, may_consent, may_found

# A bound on size only: the largest real collaborations have some thirty members; all of Norway has 357.
LARGEST = 400


@transaction.atomic
def found(
    *, by: Person, name: str, purpose: str, lead_id: int, member_ids: Iterable[int], synthetic: bool = False
) -> Collaboration:
    """Found a collaboration and invite its members; the lead is one of them, and consents by its signatory too.

    Raises NotAllowed, RuleBroken.
    """
    may_found(by, lead_id).require()
    name, purpose = _checked_words(name, purpose)
    ids = _checked_members([lead_id, *member_ids])
    now = clock.now()
    collaboration = Collaboration.objects.create(
        name=name, purpose=purpose, lead_id=lead_id, founded_at=now, synthetic=synthetic
    )
    Membership.objects.bulk_create(
        Membership(collaboration=collaboration, organisation_id=one, invited_at=now) for one in ids
    )
    _record("founded", collaboration, by, lead_id, {"members": ids})
    return collaboration


def _checked_words(name: str, purpose: str) -> tuple[str, str]:
    name, purpose, problems = name.strip(), purpose.strip(), {}
    if not name or len(name) > 200:
        problems["name"] = [_("Give the collaboration a name of at most 200 characters.")]
    if not purpose or len(purpose) > 4000:
        problems["purpose"] = [_("Say what the collaboration is for, in at most 4,000 characters.")]
    if problems:
        raise RuleBroken(_("The collaboration needs a name and a purpose."), problems)
    return name, purpose


def _checked_members(ids: list[int]) -> list[int]:
    """The ids once each, in the order given. Only bodies that can apply can be members."""
    ids = list(dict.fromkeys(ids))
    if len(ids) > LARGEST:
        raise RuleBroken(_("A collaboration can have at most %(most)s members.") % {"most": LARGEST})
    known = registry.organisations(ids)
    unfit = [one for one in ids if one not in known or known[one].kind not in HELD_IN[Role.SIGNATORY]]
    if unfit:
        problem = _(
            "Members are municipalities, county authorities and health trusts. Choose them from the list."
        )
        raise RuleBroken(problem, {"members": [problem]})
    return ids


@transaction.atomic
def invite(*, by: Person, collaboration: Collaboration, organisation_ids: Iterable[int]) -> list[Membership]:
    """Invite more members. Those who are invited already, or have consented, are passed over.

    Raises NotAllowed, RuleBroken, WrongState.
    """
    collaboration = _locked(collaboration)
    may_change(by, collaboration).require()
    ids = _checked_members(list(organisation_ids))
    standing = set(
        collaboration.memberships.filter(
            state__in=[MembershipState.INVITED, MembershipState.CONSENTED]
        ).values_list("organisation_id", flat=True)
    )
    fresh = [one for one in ids if one not in standing]
    if len(standing) + len(fresh) > LARGEST:
        raise RuleBroken(_("A collaboration can have at most %(most)s members.") % {"most": LARGEST})
    now = clock.now()
    made = [
        Membership.objects.create(collaboration=collaboration, organisation_id=one, invited_at=now)
        for one in fresh
    ]
    if fresh:
        _record("invited", collaboration, by, collaboration.lead_id, {"members": fresh})
    return made


def _locked(collaboration: Collaboration) -> Collaboration:
    locked = Collaboration.objects.select_for_update().get(pk=collaboration.pk)
    if locked.dissolved_at:
        raise WrongState(_("The collaboration has been dissolved."))
    return locked


@transaction.atomic
def consent(*, by: Person, membership: Membership) -> Membership:
    """The organisation joins, by its own signatory. Consenting twice is the same as once.

    Raises NotAllowed, WrongState.
    """
    return _answer(by, membership, MembershipState.CONSENTED, (MembershipState.INVITED,), "")


@transaction.atomic
def decline(*, by: Person, membership: Membership, reason: str = "") -> Membership:
    """The organisation says no to the invitation. Raises NotAllowed, WrongState, RuleBroken."""
    return _answer(by, membership, MembershipState.DECLINED, (MembershipState.INVITED,), reason)


@transaction.atomic
def withdraw(*, by: Person, membership: Membership, reason: str) -> Membership:
    """The organisation leaves. The lead cannot: it answers for all. Raises NotAllowed, WrongState, RuleBroken."""
    if not reason.strip():
        problem = _("Say why the organisation leaves: the others need to know.")
        raise RuleBroken(problem, {"reason": [problem]})
    return _answer(by, membership, MembershipState.WITHDRAWN, (MembershipState.CONSENTED,), reason)


def _answer(
    by: Person, given: Membership, target: MembershipState, sources: tuple[str, ...], reason: str
) -> Membership:
    collaboration = _locked(given.collaboration)
    membership = Membership.objects.select_for_update().get(pk=given.pk)
    may_consent(by, membership).require()
    if membership.state == target:
        return membership
    _check_answer(membership, collaboration, target, sources, reason)
    before, membership.state = membership.state, target
    membership.answered_at, membership.answered_by = clock.now(), by
    membership.reason = reason.strip()
    membership.save(update_fields=["state", "answered_at", "answered_by", "reason"])
    _record(
        target.value,
        collaboration,
        by,
        membership.organisation_id,
        {"membership": membership.pk},
        from_state=before,
        to_state=target.value,
        reasons=membership.reason,
    )
    return membership


def _check_answer(
    membership: Membership,
    collaboration: Collaboration,
    target: MembershipState,
    sources: tuple[str, ...],
    reason: str,
) -> None:
    if membership.state not in sources:
        raise WrongState(
            _("This cannot be done now: the organisation's place in the collaboration is «%(state)s».")
            % {"state": MembershipState(membership.state).label}
        )
    if target != MembershipState.CONSENTED and membership.organisation_id == collaboration.lead_id:
        raise WrongState(_("The organisation that leads cannot leave its own collaboration."))
    if len(reason) > 2000:
        problem = _("Keep the reason within 2,000 characters.")
        raise RuleBroken(problem, {"reason": [problem]})


def _record(
    act: str, collaboration: Collaboration, by: Person, organisation_id: int, data: dict[str, object],
    *, from_state: str = "", to_state: str = "", reasons: str = "",
) -> None:  # fmt: skip
    events.record(
        f"cooperation.{act}",
        thing=f"collaboration:{collaboration.pk}",
        person_id=by.pk,
        organisation_id=organisation_id,
        from_state=from_state,
        to_state=to_state,
        reasons=reasons,
        data=data,
    )
