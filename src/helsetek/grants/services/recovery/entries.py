"""What lowers a claim: payments that come in, and set-off against payments that go out."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, money
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import ClaimEntry, EntryKind, Instalment, RepaymentClaim, SetOff
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions.recovery import may_keep_claim_accounts
from helsetek.grants.rules.recovery import Covered, cover, set_off_limit
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.selectors.payments import net_ore
from helsetek.grants.services import money_letters
from helsetek.grants.services.common import within
from helsetek.grants.services.purses import give_back

from .claims import require_not_suspended
from .common import check_amount, lock, record, step, tell_party


@transaction.atomic
def record_payment(
    *,
    by: Person,
    claim: RepaymentClaim,
    amount_ore: int | None = None,
    on: date | None = None,
    note: str = "",
) -> ClaimEntry:
    """Money has come in on a claim: in part or in full, with the interest that has run to that day.

    Without a sum it is all that is owed. Raises RuleBroken for more than is owed, or a day that cannot be right.
    """
    claim = lock(claim)
    acting_for = may_keep_claim_accounts(by, claim).require().acting_for
    on, note = on or clock.today(), within(note, "note", 500)
    _check_day(claim, on)
    stands = selectors.standing(claim, on)
    paid = stands.owed_ore if amount_ore is None else amount_ore
    if claim.state in selectors.TO_PAY:
        check_amount(paid, stands.owed_ore)
    covered = _cover(paid, stands, on)
    entry = _enter(claim, EntryKind.PAYMENT, covered, by, on, note=note)
    states = _end_if_paid(claim, on)
    tell_party(claim, "grants.claim_paid_in", key=str(entry.pk), amount=money.show(paid))
    data = {"paid_ore": paid, "interest_ore": covered.interest_ore, "on": on}
    record(claim, "grants.paid_back", by, acting_for, states=states, reasons=note, data=data)
    return entry


def _check_day(claim: RepaymentClaim, on: date) -> None:
    if claim.state not in selectors.TO_PAY or claim.claimed_at is None:
        raise WrongState(_("Nothing is to be paid on this claim now."))
    if on > clock.today() or on < claim.claimed_at.astimezone(clock.OSLO).date():
        sentence = _("Give the day the money came in: not before the claim, and not in the future.")
        raise RuleBroken(sentence, {"on": [sentence]})


def _cover(paid: int, stands: selectors.Standing, on: date) -> Covered:
    return cover(
        paid,
        principal_ore=stands.left_ore,
        interest_ore=stands.interest_left_ore,
        interest_first=parameter("payment_covers_first", on) == "interest",
    )


def _enter(
    claim: RepaymentClaim,
    kind: EntryKind,
    covered: Covered,
    by: Person,
    on: date,
    *,
    note: str = "",
    instalment: Instalment | None = None,
) -> ClaimEntry:
    entry = ClaimEntry.objects.create(
        claim=claim,
        kind=kind,
        amount_ore=covered.principal_ore,
        interest_ore=covered.interest_ore,
        on=on,
        at=clock.now(),
        by=by,
        note=note,
        instalment=instalment,
    )
    case = claim.grant.application.case.number
    give_back(case, covered.principal_ore, verb="grants.paid_back", key=f"entry:{entry.pk}")
    return entry


def _end_if_paid(claim: RepaymentClaim, on: date) -> tuple[str, str]:
    states = (claim.state, claim.state)
    if selectors.standing(claim, on).owed_ore == 0:
        states = step(claim, "pay")
        claim.save()
    return states


@transaction.atomic
def set_off(
    *, by: Person, claim: RepaymentClaim, instalment: Instalment, amount_ore: int | None = None
) -> SetOff:
    """Take the claim from a payment to the same recipient that has not been prepared yet (motregning).

    Nothing moves before the payment does: who attests the payment sees and attests the set-off with it.
    """
    claim = lock(claim)
    acting_for = may_keep_claim_accounts(by, claim).require().acting_for
    require_not_suspended(claim)
    if claim.state != "claimed":
        raise WrongState(_("Only a claim that is to be paid can be set off."))
    row = (
        selectors.payments_to_set_off(claim).select_for_update(of=("self",)).filter(pk=instalment.pk).first()
    )
    if row is None:
        raise WrongState(_("The payment is under way already, or goes to somebody else."))
    stands = selectors.standing(claim)
    most = set_off_limit(stands.owed_ore, stands.planned_set_off_ore, net_ore(row))
    wanted = most if amount_ore is None else amount_ore
    check_amount(wanted, most)
    if claim.set_offs.filter(instalment=row, withdrawn_at__isnull=True).exists():
        raise WrongState(_("The claim is set off against this payment already."))
    made = SetOff.objects.create(
        claim=claim, instalment=row, amount_ore=wanted, made_by=by, made_at=clock.now()
    )
    letter = money_letters.send(claim, "set_off", by, set_off=made)
    tell_party(claim, "grants.set_off", key=str(made.pk), amount=money.show(wanted))
    data = {"set_off_ore": wanted, "instalment": row.pk} | letter
    record(claim, "grants.set_off", by, acting_for, data=data)
    return made


@transaction.atomic
def withdraw_set_off(*, by: Person, set_off: SetOff) -> SetOff:
    """Undo a set-off that has not happened yet."""
    claim = lock(set_off.claim)
    acting_for = may_keep_claim_accounts(by, claim).require().acting_for
    found = SetOff.objects.select_for_update(of=("self",)).select_related("instalment").get(pk=set_off.pk)
    if found.done_at or found.withdrawn_at or found.instalment.state not in ("planned", "failed"):
        raise WrongState(_("The payment is under way already."))
    withdraw(found)
    record(claim, "grants.set_off_withdrawn", by, acting_for, data={"set_off_ore": found.amount_ore})
    return found


def withdraw_set_offs_of(instalment: Instalment) -> None:
    """The payment is lowered or will never leave: what was to be taken from it is not. Part of that act."""
    for found in instalment.set_offs.filter(done_at__isnull=True, withdrawn_at__isnull=True):
        withdraw(found)


def withdraw(found: SetOff) -> None:
    """Nothing is taken from the payment. Part of the act that says so."""
    found.withdrawn_at = clock.now()
    found.save(update_fields=["withdrawn_at"])


def set_off_paid(*, by: Person, instalment: Instalment) -> None:
    """The payment has left: what was set off in it lowers the claims. Part of the act that settles the payment."""
    planned = instalment.set_offs.filter(done_at__isnull=True, withdrawn_at__isnull=True)
    for found in planned.select_related("claim").order_by("claim__grant", "id"):
        claim, today = lock(found.claim), clock.today()
        covered = _cover(found.amount_ore, selectors.standing(claim, today), today)
        _enter(claim, EntryKind.SET_OFF, covered, found.made_by, today, instalment=instalment)
        found.done_at = clock.now()
        found.save(update_fields=["done_at"])
        states = _end_if_paid(claim, today)
        data = {"instalment": instalment.pk, "set_off_ore": found.amount_ore}
        record(claim, "grants.set_off_done", by, None, states=states, data=data)
