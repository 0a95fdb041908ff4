"""The end of a grant: accounts settled, unspent money back in the envelope, the case closed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import state
from helsetek.common import clock, events
from helsetek.common.errors import WrongState
from helsetek.grants.models import Grant, Instalment, RepaymentClaim, Report
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions.payments import may_record_return
from helsetek.grants.permissions.reports import may_judge_report
from helsetek.grants.rules.machines import GRANT, INSTALMENT
from helsetek.grants.selectors import reports as selectors
from helsetek.grants.selectors.grants import granted_by_envelope
from helsetek.scheme.selectors import Account
from helsetek.scheme.services import ledger

from .holds import require_not_held


def settle_grant(*, by: Person, report: Report) -> None:
    """Let approved final accounts have their effect. Called by ``approve`` inside its transaction."""
    settlement = selectors.settlement(report)
    grant = report.grant
    _cut_instalments(by, grant, settlement.still_to_pay_ore)
    _free_the_rest(grant)
    if settlement.claim_back_ore:
        _claim(by, grant, settlement.claim_back_ore)


def _cut_instalments(by: Person, grant: Grant, still_to_pay_ore: int) -> None:
    """Keep what is still to be paid, in order; cut the instalment where it ends, cancel those after."""
    if grant.instalments.filter(state__in=["prepared", "attested", "sent"]).exists():
        raise WrongState(
            _("A payment is on its way. Wait for the bank's answer before the accounts are approved.")
        )
    left = still_to_pay_ore
    for row in grant.instalments.filter(state__in=["planned", "failed"]).order_by("number"):
        keep, left = min(row.amount_ore, left), left - min(row.amount_ore, left)
        if keep:
            _lower(row, keep)
        else:
            _cancel(by, row)


def _lower(row: Instalment, keep_ore: int) -> None:
    row.amount_ore = keep_ore
    row.save(update_fields=["amount_ore"])


def _cancel(by: Person, row: Instalment) -> None:
    before, row.state = row.state, state.move(INSTALMENT, "cancel", row.state)
    row.save(update_fields=["state"])
    events.record(
        "grants.payment_cancelled",
        thing=f"instalment:{row.pk}",
        person_id=by.pk,
        case_number=row.grant.application.case.number,
        from_state=before,
        to_state=row.state,
        data={"amount_ore": row.amount_ore},
    )


def _free_the_rest(grant: Grant) -> None:
    """What was accepted but will not be paid goes back to free money, envelope by envelope."""
    for envelope_id, granted in granted_by_envelope(grant).items():
        going_out = grant.instalments.filter(envelope_id=envelope_id).exclude(state="cancelled")
        rest = granted - sum(going_out.values_list("amount_ore", flat=True))
        if rest > 0:
            ledger.move(
                envelope_id=envelope_id,
                source=Account.ACCEPTED,
                target=Account.FREE,
                amount_ore=rest,
                case_number=grant.application.case.number,
                verb="grants.report_approved",
                key=f"grant:{grant.pk}:envelope:{envelope_id}:unspent",
            )


def _claim(by: Person, grant: Grant, amount_ore: int) -> RepaymentClaim:
    """Claim back what was paid and not spent, from the envelope that the last payment came from."""
    last = grant.instalments.filter(state="paid").order_by("-number").first()
    if last is None:  # nothing paid means nothing to claim: settle() cannot ask for it
        raise WrongState(_("Nothing has been paid on this grant."))
    weeks = parameter("repayment_weeks", clock.today())
    claim = RepaymentClaim.objects.create(
        grant=grant,
        envelope_id=last.envelope_id,
        amount_ore=amount_ore,
        reason=_("The approved accounts show that the grant was not used in full."),
        claimed_at=clock.now(),
        claimed_by=by,
        due_on=clock.today() + timedelta(weeks=weeks),
    )
    _record_claim(claim, "grants.claimed_back", by)
    return claim


@transaction.atomic
def record_return(*, by: Person, claim: RepaymentClaim) -> RepaymentClaim:
    """The claimed money has come in: paid → returned in the envelope it came from."""
    claim = (
        RepaymentClaim.objects.select_for_update(of=("self",))
        .select_related("grant__application__case")
        .get(pk=claim.pk)
    )
    may_record_return(by, claim.grant).require()
    if claim.returned_at:
        raise WrongState(_("This claim is already paid back."))
    ledger.move(
        envelope_id=claim.envelope_id,
        source=Account.PAID,
        target=Account.RETURNED,
        amount_ore=claim.amount_ore,
        case_number=claim.grant.application.case.number,
        verb="grants.paid_back",
        key=f"claim:{claim.pk}:returned",
    )
    claim.returned_at = clock.now()
    claim.save(update_fields=["returned_at"])
    _record_claim(claim, "grants.paid_back", by)
    return claim


@transaction.atomic
def close(*, by: Person, grant: Grant) -> Grant:
    """Close the case: every report approved, every payment ended, nothing outstanding."""
    grant = Grant.objects.select_for_update(of=("self",)).select_related("application__case").get(pk=grant.pk)
    acting_for = may_judge_report(by, grant).require().acting_for
    require_not_held(grant)
    before, target = grant.state, state.move(GRANT, "close", grant.state)
    if reason := what_hinders_closing(grant):
        raise WrongState(reason)
    grant.state, grant.ended_at = target, clock.now()
    grant.save()
    events.record(
        "grants.closed",
        thing=f"grant:{grant.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=grant.application.case.number,
        from_state=before,
        to_state=target,
    )
    return grant


def what_hinders_closing(grant: Grant) -> str:
    """Why the grant cannot be closed yet, in a sentence; empty when it can."""
    if grant.reports.exclude(state__in=["approved", "dropped"]).exists():
        return _("Not every report is approved.")
    if grant.instalments.exclude(state__in=["paid", "cancelled"]).exists():
        return _("Not every instalment is paid or cancelled.")
    if grant.repayment_claims.filter(returned_at__isnull=True).exists():
        return _("A claim for repayment is not paid back.")
    return ""


def _record_claim(claim: RepaymentClaim, verb: str, by: Person) -> None:
    events.record(
        verb,
        thing=f"claim:{claim.pk}",
        person_id=by.pk,
        case_number=claim.grant.application.case.number,
        reasons=claim.reason,
        data={"amount_ore": claim.amount_ore, "due_on": claim.due_on},
    )
