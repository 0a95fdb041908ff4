"""To give up a claim, in whole or in part: prepared by one, decided by the right person who is another."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, money
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import ClaimEntry, EntryKind, RepaymentClaim, Waiver
from helsetek.grants.permissions.recovery import may_decide_waiver, may_propose_waiver
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.services import money_letters
from helsetek.grants.services.common import required_text, within
from helsetek.grants.services.purses import shift
from helsetek.scheme.selectors import Account

from .common import check_amount, lock, record, step, tell_party

KINDS = (EntryKind.WAIVER, EntryKind.WRITE_OFF)
LONGEST = 4000


@transaction.atomic
def propose_waiver(*, by: Person, claim: RepaymentClaim, kind: str, amount_ore: int, reason: str) -> Waiver:
    """Propose to waive a part of a claim or to write it off, with the reason. One proposal at a time."""
    claim = lock(claim)
    acting_for = may_propose_waiver(by, claim).require().acting_for
    if claim.state not in selectors.TO_PAY:
        raise WrongState(_("Nothing is to be paid on this claim now."))
    if kind not in KINDS:
        raise RuleBroken(_("Choose waived or written off."), {"kind": [_("Choose waived or written off.")]})
    if claim.waivers.filter(decided_at__isnull=True).exists():
        raise WrongState(_("A proposal waits for a decision already."))
    stands = selectors.standing(claim)
    check_amount(amount_ore, stands.left_ore - stands.planned_set_off_ore)
    reason = required_text(reason, "reason", LONGEST, _("Write why the claim should be given up."))
    made = Waiver.objects.create(
        claim=claim, kind=kind, amount_ore=amount_ore, reason=reason, prepared_by=by, prepared_at=clock.now()
    )
    data = {"waiver": made.pk, "kind": kind, "waived_ore": amount_ore}
    record(claim, "grants.waiver_prepared", by, acting_for, reasons=reason, data=data)
    return made


@transaction.atomic
def decide_waiver(*, by: Person, waiver: Waiver, grant: bool, answer: str) -> Waiver:
    """Say yes or no to a proposal. Yes moves the money from claimed to written off, and ends the claim if all is gone."""
    claim = lock(waiver.claim)
    acting_for = may_decide_waiver(by, waiver).require().acting_for
    waiver = Waiver.objects.select_for_update().get(pk=waiver.pk)
    if waiver.decided_at is not None:
        raise WrongState(_("This is decided already."))
    waiver.answer = within(answer, "answer", LONGEST) if grant else _required_answer(answer)
    waiver.decided_by, waiver.decided_at, waiver.refused = by, clock.now(), not grant
    waiver.save()
    states, letter = (claim.state, claim.state), {}
    if grant:
        states = _give_up(by, claim, waiver)
        letter = money_letters.send(claim, waiver.kind, by, waiver=waiver)
        tell_party(claim, "grants.claim_waived", key=str(waiver.pk), amount=money.show(waiver.amount_ore))
    verb = "grants.waiver_decided" if grant else "grants.waiver_refused"
    data = {"waiver": waiver.pk, "kind": waiver.kind, "waived_ore": waiver.amount_ore} | letter
    record(claim, verb, by, acting_for, states=states, reasons=waiver.answer or waiver.reason, data=data)
    return waiver


def _required_answer(answer: str) -> str:
    return required_text(answer, "answer", LONGEST, _("Write why not."))


def _give_up(by: Person, claim: RepaymentClaim, waiver: Waiver) -> tuple[str, str]:
    """With the last of the claim goes the interest that is left."""
    stands = selectors.standing(claim)
    check_amount(waiver.amount_ore, stands.left_ore)
    interest = stands.interest_left_ore if waiver.amount_ore == stands.left_ore else 0
    entry = ClaimEntry.objects.create(
        claim=claim,
        kind=waiver.kind,
        amount_ore=waiver.amount_ore,
        interest_ore=interest,
        on=clock.today(),
        at=clock.now(),
        by=by,
        note=waiver.reason[:500],
    )
    case = claim.grant.application.case.number
    verb, key = "grants.waiver_decided", f"entry:{entry.pk}"
    shift(case, Account.CLAIMED, Account.WRITTEN_OFF, waiver.amount_ore, verb=verb, key=key)
    states = (claim.state, claim.state)
    if waiver.amount_ore == stands.left_ore:
        states = step(claim, "give_up")
        claim.save()
    return states
