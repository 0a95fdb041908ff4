"""A breach of the terms: found, told of, answered, and decided by another than who prepared it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, instants
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import ClaimGround, Grant, RepaymentClaim, Report
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions.recovery import may_decide_claim, may_handle_claims, may_state
from helsetek.grants.services import money_letters
from helsetek.grants.services.common import required_text, within
from helsetek.grants.services.holds import require_not_held
from helsetek.grants.services.purses import shift
from helsetek.grants.services.stops import lock_grant
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Account

from .claims import fall_due
from .common import LONGEST, check_amount, lock, record, step, tell_officer, tell_party

# A breach can cost what has been paid and not come back, whatever the accounts said of it.
FROM = (Account.PAID, Account.REPORTED, Account.APPROVED, Account.UNSPENT)


def most_ore(grant: Grant) -> int:
    """The most that can be claimed for a breach: what has been paid and is not claimed already."""
    stands = scheme.balances_of_case(grant.application.case.number)
    return sum(stands.of(account.value) for account in FROM)


@transaction.atomic
def find_breach(
    *, by: Person, grant: Grant, amount_ore: int, reason: str, ground: str = ClaimGround.BREACH
) -> RepaymentClaim:
    """Open a matter of repayment: what has happened, and how much it can cost. Nobody outside is told yet."""
    grant = lock_grant(grant)
    acting_for = may_handle_claims(by, grant).require().acting_for
    require_not_held(grant)
    reason = required_text(reason, "reason", LONGEST, _("Write what has happened."))
    if ground not in (ClaimGround.BREACH, ClaimGround.PAID_TOO_MUCH):
        raise RuleBroken(_("Choose a ground."), {"ground": [_("Choose a ground.")]})
    check_amount(amount_ore, most_ore(grant))
    claim = _open(grant, ground, amount_ore, reason, by)
    record(claim, "grants.breach_found", by, acting_for, states=("", "found"), reasons=reason)
    return claim


def find_by_rule(*, report: Report, reason: str) -> RepaymentClaim:
    """A report that never came: the matter is laid ready for the case officer. Part of a chore; a person decides."""
    claim = _open(report.grant, ClaimGround.LATE_REPORT, most_ore(report.grant), reason, None)
    claim.report = report
    claim.save()
    tell_officer(claim, "grants.breach_found")
    record(claim, "grants.breach_found", None, None, states=("", "found"), reasons=reason)
    return claim


def find_after_reversal(*, by: Person, grant: Grant, amount_ore: int, reason: str) -> RepaymentClaim:
    """The decision that the money was paid on is reversed: what was paid is laid ready. Part of the ruling."""
    claim = _open(grant, ClaimGround.PAID_TOO_MUCH, amount_ore, reason, by)
    tell_officer(claim, "grants.breach_found")
    record(claim, "grants.breach_found", by, None, states=("", "found"), reasons=reason)
    return claim


def _open(grant: Grant, ground: str, amount_ore: int, reason: str, by: Person | None) -> RepaymentClaim:
    return RepaymentClaim.objects.create(
        grant=grant, ground=ground, amount_ore=amount_ore, reason=reason, found_at=clock.now(), found_by=by
    )


@transaction.atomic
def give_notice(*, by: Person, claim: RepaymentClaim, amount_ore: int, reason: str) -> RepaymentClaim:
    """Send the notice: what has happened, what may be claimed, and by when the party can say its view (fvl § 16)."""
    claim = lock(claim)
    acting_for = may_handle_claims(by, claim.grant).require().acting_for
    require_not_held(claim.grant)
    states = step(claim, "notice")
    claim.reason = required_text(reason, "reason", LONGEST, _("Write what has happened."))
    check_amount(amount_ore, most_ore(claim.grant))
    days = int(parameter("statement_days", clock.today()))
    last = instants.next_working_day(clock.today() + timedelta(days=days))
    claim.amount_ore, claim.noticed_at, claim.statement_before = (
        amount_ore,
        clock.now(),
        instants.end_of(last),
    )
    claim.save()
    letter = money_letters.send(claim, "notice", by)
    tell_party(claim, "grants.claim_noticed")
    record(claim, "grants.claim_noticed", by, acting_for, states=states, reasons=claim.reason, data=letter)
    return claim


@transaction.atomic
def drop(*, by: Person, claim: RepaymentClaim, reason: str) -> RepaymentClaim:
    """There was nothing in it: dropped before anybody was told, with a reason."""
    claim = lock(claim)
    acting_for = may_handle_claims(by, claim.grant).require().acting_for
    reason = required_text(reason, "reason", LONGEST, _("Write why there is no claim."))
    states = step(claim, "drop")
    claim.save()
    record(claim, "grants.claim_dropped", by, acting_for, states=states, reasons=reason)
    return claim


@transaction.atomic
def state_view(*, by: Person, claim: RepaymentClaim, statement: str) -> RepaymentClaim:
    """The party's statement, by its signatory. Taken until the decision is prepared, late too."""
    claim = lock(claim)
    acting_for = may_state(by, claim).require().acting_for
    statement = required_text(statement, "statement", LONGEST, _("Write your statement."))
    late = claim.state == "stated" and claim.stated_at is None
    states = ("stated", "stated") if late else step(claim, "state")
    claim.statement, claim.stated_at, claim.stated_by = statement, clock.now(), by
    claim.save()
    tell_officer(claim, "grants.claim_stated")
    record(claim, "grants.claim_stated", by, acting_for, states=states)
    return claim


@transaction.atomic
def go_on_without_statement(*, by: Person, claim: RepaymentClaim) -> RepaymentClaim:
    """The time for the statement has passed and none has come."""
    claim = lock(claim)
    acting_for = may_handle_claims(by, claim.grant).require().acting_for
    states = step(claim, "go_on_without_statement")
    if claim.statement_before is not None and clock.now() < claim.statement_before:
        raise WrongState(_("The party still has time to make its statement."))
    claim.save()
    record(claim, "grants.claim_without_statement", by, acting_for, states=states)
    return claim


@transaction.atomic
def prepare(*, by: Person, claim: RepaymentClaim, amount_ore: int, reasons: str) -> RepaymentClaim:
    """Prepare the decision with reasons: the rule, the facts, the discretion (fvl §§ 24–25). Nought claims nothing."""
    claim = lock(claim)
    acting_for = may_handle_claims(by, claim.grant).require().acting_for
    require_not_held(claim.grant)
    states = step(claim, "prepare")
    reasons = required_text(
        reasons, "reasons", LONGEST, _("Write the reasons: the rule, the facts and what was weighed.")
    )
    if amount_ore:
        check_amount(amount_ore, most_ore(claim.grant))
    claim.amount_ore, claim.reasons, claim.prepared_by = amount_ore, reasons, by
    claim.save()
    record(claim, "grants.claim_prepared", by, acting_for, states=states, reasons=reasons)
    return claim


@transaction.atomic
def send_back(*, by: Person, claim: RepaymentClaim, reason: str) -> RepaymentClaim:
    """The decision maker sends the prepared decision back, with a reason."""
    claim = lock(claim)
    acting_for = may_decide_claim(by, claim).require().acting_for
    reason = required_text(reason, "reason", LONGEST, _("Write what must be looked at again."))
    states = step(claim, "send_back")
    claim.prepared_by = None
    claim.save()
    record(claim, "grants.claim_sent_back", by, acting_for, states=states, reasons=reason)
    return claim


@transaction.atomic
def decide(*, by: Person, claim: RepaymentClaim, note: str = "") -> RepaymentClaim:
    """Make the decision: the money is claimed with a day it is due, or the matter ends. The letter goes at once."""
    claim = lock(claim)
    acting_for = may_decide_claim(by, claim).require().acting_for
    note = within(note, "note", LONGEST)
    require_not_held(claim.grant)
    states = step(claim, "decide" if claim.amount_ore else "decide_no_claim")
    claim.decided_by = by
    if claim.amount_ore:
        _claim_the_money(claim)
        fall_due(claim)
    claim.save()
    letter = money_letters.send(claim, "decision" if claim.amount_ore else "no_claim", by)
    tell_party(claim, "grants.claim_decided")
    record(claim, "grants.claim_decided", by, acting_for, states=states, reasons=note, data=letter)
    return claim


def _claim_the_money(claim: RepaymentClaim) -> None:
    """From what is least accounted for to what is approved; from the newest envelope first."""
    case, left = claim.grant.application.case.number, claim.amount_ore
    check_amount(left, most_ore(claim.grant))
    stands = scheme.balances_of_case(case)
    for account in (Account.UNSPENT, Account.PAID, Account.REPORTED, Account.APPROVED):
        part = min(left, stands.of(account.value))
        key = f"claim:{claim.pk}:{account.value}"
        shift(case, account, Account.CLAIMED, part, verb="grants.claim_decided", key=key, newest_first=True)
        left -= part
