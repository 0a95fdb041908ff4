"""Claims that stand: raised from the final accounts, with a plan, handed over to collection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import ClaimGround, Grant, RepaymentClaim
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions.recovery import may_handle_claims, may_keep_claim_accounts
from helsetek.grants.rules.collection import collection_file
from helsetek.grants.rules.interest import Part
from helsetek.grants.rules.recovery import kid_of, plan_problem
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.services import money_letters
from helsetek.grants.services.common import required_text
from helsetek.grants.services.holds import require_not_held
from helsetek.grants.services.purses import shift
from helsetek.scheme.selectors import Account

from .common import LONGEST, lock, record, step, tell_party


def fall_due(claim: RepaymentClaim) -> None:
    """Give the claim its day and its KID."""
    claim.claimed_at = clock.now()
    claim.due_on = clock.today() + timedelta(weeks=int(parameter("repayment_weeks", clock.today())))
    claim.kid = kid_of(claim.grant.application.case.number, claim.pk)


def claim_unspent(*, by: Person, grant: Grant, amount_ore: int) -> RepaymentClaim:
    """Claim back what the approved final accounts show was not spent. Part of the approval, which checks the right."""
    claim = RepaymentClaim.objects.create(
        grant=grant,
        ground=ClaimGround.UNSPENT,
        amount_ore=amount_ore,
        reason=_("The approved accounts show that the grant was not used in full."),
        found_at=clock.now(),
        found_by=by,
    )
    states = step(claim, "claim_unspent")
    fall_due(claim)
    claim.save()
    shift(
        grant.application.case.number,
        Account.UNSPENT,
        Account.CLAIMED,
        amount_ore,
        verb="grants.claimed_back",
        key=f"claim:{claim.pk}:unspent",
        newest_first=True,
    )
    letter = money_letters.send(claim, "unspent", by)
    tell_party(claim, "grants.claim_decided")
    record(claim, "grants.claimed_back", by, None, states=states, reasons=claim.reason, data=letter)
    return claim


@transaction.atomic
def agree_plan(*, by: Person, claim: RepaymentClaim, parts: Sequence[Part]) -> RepaymentClaim:
    """Agree that what is left is paid in parts. Interest by law still runs on what is overdue."""
    claim = lock(claim)
    acting_for = may_handle_claims(by, claim.grant).require().acting_for
    require_to_pay(claim)
    left, longest = selectors.standing(claim).left_ore, int(parameter("plan_longest_months", clock.today()))
    problem = plan_problem(parts, left, clock.today(), longest)
    if problem:
        raise RuleBroken(_(problem), {"plan": [_(problem)]})
    claim.plan = [{"due_on": part.due_on.isoformat(), "amount_ore": part.amount_ore} for part in parts]
    claim.save(update_fields=["plan"])
    letter = money_letters.send(claim, "plan", by)
    tell_party(claim, "grants.claim_plan", key=str(clock.now().timestamp()))
    record(claim, "grants.claim_plan", by, acting_for, data={"plan": claim.plan} | letter)
    return claim


@transaction.atomic
def hand_over(*, by: Person, claim: RepaymentClaim) -> RepaymentClaim:
    """Hand an overdue claim over to collection: a file for the collection agency, and a letter to the party."""
    claim = lock(claim)
    acting_for = may_keep_claim_accounts(by, claim).require().acting_for
    require_not_held(claim.grant)
    states = step(claim, "hand_over")
    require_not_suspended(claim)
    stands = selectors.standing(claim)
    if stands.overdue_ore <= 0:
        raise WrongState(_("Nothing is overdue on this claim."))
    claim.handed_over_at = clock.now()
    claim.save()
    case = claim.grant.application.case
    document = casework.store_document(
        by=by,
        case=case,
        page="grants.claim",
        page_id=claim.pk,
        title=_("Claim for collection"),
        file_name=f"innkreving-{claim.kid}.csv",
        content=collection_file(money_letters.for_collection(claim, stands)),
        content_type="text/csv",
        made_here=True,
    )
    letter = money_letters.send(claim, "collection", by)
    tell_party(claim, "grants.claim_handed_over", key=str(clock.now().timestamp()))
    data = {"owed_ore": stands.owed_ore, "file": document.sha256} | letter
    record(claim, "grants.claim_handed_over", by, acting_for, states=states, data=data)
    return claim


@transaction.atomic
def take_home(*, by: Person, claim: RepaymentClaim, reason: str) -> RepaymentClaim:
    """Take the claim back from collection, with a reason."""
    claim = lock(claim)
    acting_for = may_keep_claim_accounts(by, claim).require().acting_for
    reason = required_text(reason, "reason", LONGEST, _("Write why the claim is taken back."))
    states = step(claim, "take_home")
    claim.handed_over_at = None
    claim.save()
    record(claim, "grants.claim_taken_home", by, acting_for, states=states, reasons=reason)
    return claim


def require_to_pay(claim: RepaymentClaim) -> None:
    if claim.state not in selectors.TO_PAY:
        raise WrongState(_("Nothing is to be paid on this claim now."))


def require_not_suspended(claim: RepaymentClaim) -> None:
    if claim.suspended_at is not None:
        raise WrongState(_("The claim is held back while an appeal is considered."))
