"""A claim that is appealed: held back while the appeal is considered, let go on, or lowered when it is won."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.common import clock, events, money
from helsetek.common.errors import WrongState
from helsetek.grants.models import ClaimEntry, EntryKind, Grant, Instalment, RepaymentClaim
from helsetek.grants.permissions.recovery import may_handle_claims
from helsetek.grants.rules.machines import GRANT, INSTALMENT
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.services.accounting import post_paid_after_approval
from helsetek.grants.services.common import required_text
from helsetek.grants.services.purses import shift, take_back
from helsetek.scheme.selectors import Account

from .claims import require_to_pay
from .common import LONGEST, lock, record, step, tell_party
from .entries import withdraw

REVERSED = "grants.claim_reversed"


# -- Held back ------------------------------------------------------------------------------------------------


@transaction.atomic
def suspend(*, by: Person, claim: RepaymentClaim, reason: str) -> RepaymentClaim:
    """Hold the claim back while an appeal is considered (fvl § 42): no interest, no set-off, no collection."""
    claim = lock(claim)
    acting_for = may_handle_claims(by, claim.grant).require().acting_for
    reason = required_text(reason, "reason", LONGEST, _("Write why the claim is held back."))
    require_to_pay(claim)
    if claim.suspended_at is not None:
        raise WrongState(_("The claim is held back already."))
    return _suspend(claim, by, acting_for, reason)


def suspend_as_ruled(*, by: Person, claim: RepaymentClaim, reason: str) -> None:
    """It is ruled that the claim waits (fvl § 42), or its decision is annulled. Part of the ruling, which checks it."""
    claim = lock(claim)
    if claim.suspended_at is None and claim.state in selectors.TO_PAY:
        _suspend(claim, by, None, reason)


def _suspend(claim: RepaymentClaim, by: Person, acting_for: int | None, reason: str) -> RepaymentClaim:
    """What is with the collection agency comes home; what was to be taken from payments is not taken."""
    states = (claim.state, claim.state)
    with_agency = claim.state == "collection"
    if with_agency:
        states, claim.handed_over_at = step(claim, "take_home"), None
    _release_set_offs(claim, by)
    claim.suspended_at = clock.now()
    claim.save()
    tell_party(claim, "grants.claim_suspended", key=str(clock.now().timestamp()))
    if with_agency:
        _tell_those_who_keep_accounts(claim)
    record(claim, "grants.claim_suspended", by, acting_for, states=states, reasons=reason)
    return claim


@transaction.atomic
def resume(*, by: Person, claim: RepaymentClaim, reason: str) -> RepaymentClaim:
    """The claim goes on. What was due while it was held back is due as many days later."""
    claim = lock(claim)
    acting_for = may_handle_claims(by, claim.grant).require().acting_for
    reason = required_text(reason, "reason", LONGEST, _("Write why the claim goes on."))
    if claim.suspended_at is None or claim.due_on is None:
        raise WrongState(_("The claim is not held back."))
    return _resume(claim, by, acting_for, reason)


def resume_as_settled(*, claim: RepaymentClaim, reason: str) -> None:
    """The appeal that held the claim back is settled. Part of the act that settles it."""
    claim = lock(claim)
    if claim.suspended_at is not None and claim.state in selectors.TO_PAY:
        _resume(claim, None, None, reason)


def _resume(claim: RepaymentClaim, by: Person | None, acting_for: int | None, reason: str) -> RepaymentClaim:
    """No interest for the days it was held back: every day it was due moves by as many."""
    if claim.suspended_at is None or claim.due_on is None:
        return claim
    days = (clock.today() - claim.suspended_at.astimezone(clock.OSLO).date()).days
    claim.due_on, claim.suspended_at = claim.due_on + timedelta(days=days), None
    claim.plan = [
        {**row, "due_on": (date.fromisoformat(row["due_on"]) + timedelta(days=days)).isoformat()}
        for row in claim.plan
    ]
    claim.save(update_fields=["due_on", "suspended_at", "plan"])
    tell_party(claim, "grants.claim_resumed", key=str(clock.now().timestamp()))
    record(claim, "grants.claim_resumed", by, acting_for, reasons=reason)
    return claim


# -- Lowered --------------------------------------------------------------------------------------------------


@transaction.atomic
def reverse(*, by: Person, claim: RepaymentClaim, keep_ore: int, reason: str) -> RepaymentClaim:
    """An appeal is upheld: the claim is lowered to ``keep_ore``, or falls away at nought.

    What has not come in goes back to where it was before; what has come in and is no longer owed is planned to be paid
    out again, from where it came back to. The caller has decided the appeal and checked the right. Raises WrongState,
    Overdrawn where the money has been given to somebody else in the meantime.
    """
    claim = lock(claim)
    reason = required_text(reason, "reason", LONGEST, _("Write why the claim is changed."))
    if claim.claimed_at is None or claim.state == "reversed" or not 0 <= keep_ore < claim.amount_ore:
        raise WrongState(_("The claim cannot be lowered to this sum."))
    _release_set_offs(claim, by)
    lowered = claim.amount_ore - keep_ore
    left = selectors.standing(claim).left_ore
    not_come_in = min(lowered, left)
    _undo_claimed(claim, not_come_in)
    _pay_out_again(claim, by, lowered - not_come_in)
    with_agency, before = claim.state == "collection", claim.state
    states = step(claim, "reverse") if keep_ore == 0 else (before, before)
    claim.amount_ore, claim.plan = keep_ore, []
    claim.save()
    if keep_ore and left == not_come_in and claim.state in selectors.TO_PAY:
        states = step(claim, "pay")
        claim.save()
    if with_agency:
        _tell_those_who_keep_accounts(claim)
    record(claim, REVERSED, by, None, states=states, reasons=reason, data={"lowered_ore": lowered})
    return claim


def _undo_claimed(claim: RepaymentClaim, ore: int) -> None:
    """Claimed no more: it is money rightly paid, and approved where the accounts are."""
    case, key = claim.grant.application.case.number, f"claim:{claim.pk}:reversed:{claim.amount_ore}"
    for envelope_id, part in shift(case, Account.CLAIMED, Account.PAID, ore, verb=REVERSED, key=key):
        post_paid_after_approval(claim.grant, part, key=f"{key}:approved:{envelope_id}")


def _pay_out_again(claim: RepaymentClaim, by: Person, ore: int) -> None:
    """What was paid back and is not owed after all becomes a new instalment, from the envelope it came back to."""
    if not ore:
        return
    case, key = claim.grant.application.case.number, f"claim:{claim.pk}:again:{claim.amount_ore}"
    take_back(case, ore, verb=REVERSED, key=key)
    back = shift(case, Account.RETURNED, Account.CLAIMED, ore, verb=REVERSED, key=f"{key}:claimed")
    shift(case, Account.CLAIMED, Account.ACCEPTED, ore, verb=REVERSED, key=f"{key}:accepted")
    _reopen(claim.grant, by)
    for envelope_id, part in back:
        number = claim.grant.instalments.count() + 1
        Instalment.objects.create(
            grant=claim.grant,
            envelope_id=envelope_id,
            number=number,
            amount_ore=part,
            due_on=clock.today(),
            end_to_end_id=f"HTO-{claim.grant_id}-{number}",
        )
    ClaimEntry.objects.create(
        claim=claim, kind=EntryKind.REVERSAL, amount_ore=-ore, on=clock.today(), at=clock.now(), by=by
    )


def _reopen(grant: Grant, by: Person) -> None:
    """Nothing is paid on a closed grant, so it runs again until the money has left."""
    if grant.state != "closed":
        return
    before, grant.state = grant.state, state.move(GRANT, "reopen", grant.state)
    grant.ended_at = None
    grant.save(update_fields=["state", "ended_at"])
    events.record(
        "grants.reopened",
        thing=f"grant:{grant.pk}",
        person_id=by.pk,
        case_number=grant.application.case.number,
        from_state=before,
        to_state=grant.state,
    )


# -- What they share ------------------------------------------------------------------------------------------


def set_off_at_the_bank(claim: RepaymentClaim) -> bool:
    """Whether a payment from which the claim is taken is with the bank: then its answer is waited for."""
    planned = claim.set_offs.filter(done_at__isnull=True, withdrawn_at__isnull=True)
    return planned.filter(instalment__state="sent").exists()


def _release_set_offs(claim: RepaymentClaim, by: Person) -> None:
    """Nothing is taken for the claim any more; a payment that was made ready with it goes back to the plan."""
    if set_off_at_the_bank(claim):
        raise WrongState(
            _("A payment with a set-off of this claim is with the bank. Wait for the bank's answer.")
        )
    for made in claim.set_offs.filter(done_at__isnull=True, withdrawn_at__isnull=True):
        withdraw(made)
        row = Instalment.objects.select_for_update(of=("self",)).get(pk=made.instalment_id)
        if row.state in ("prepared", "attested"):
            before, row.state = row.state, state.move(INSTALMENT, "put_back", row.state)
            row.prepared_by = row.attested_by = None
            row.save()
            events.record(
                "grants.payment_put_back",
                thing=f"instalment:{row.pk}",
                person_id=by.pk,
                case_number=row.grant.application.case.number,
                from_state=before,
                to_state=row.state,
                data={"amount_ore": row.amount_ore},
            )


def _tell_those_who_keep_accounts(claim: RepaymentClaim) -> None:
    """The collection agency must be told, by those who gave it the file."""
    case = claim.grant.application.case
    casework.notify(
        accounts.people_with(Role.PAYMENT_PREPARER),
        kind="grants.tell_the_agency",
        key=f"claim:{claim.pk}:agency:{claim.state}:{claim.amount_ore}",
        path=f"/tilbakekrav/{claim.pk}/",
        case=case,
        data={"title": case.title, "number": case.number, "sum": money.show(claim.amount_ore)},
    )
