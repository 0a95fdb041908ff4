"""The end of a grant: accounts settled, what was not used claimed back, the case closed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import state
from helsetek.common import clock, events
from helsetek.common.errors import WrongState
from helsetek.grants.models import Grant, Instalment, Report
from helsetek.grants.permissions.reports import may_judge_report
from helsetek.grants.rules.machines import GRANT, INSTALMENT
from helsetek.grants.selectors import reports as selectors
from helsetek.grants.selectors.grants import granted_by_envelope
from helsetek.grants.selectors.recovery import open_claims_of
from helsetek.scheme.selectors import Account
from helsetek.scheme.services import ledger

from . import accounting, recovery
from .holds import require_not_held


def settle_grant(*, by: Person, report: Report) -> None:
    """Let approved final accounts have their effect. Called by ``approve`` inside its transaction."""
    settlement = selectors.settlement(report)
    grant = report.grant
    _cut_instalments(by, grant, settlement.still_to_pay_ore)
    _free_the_rest(grant)
    unspent = accounting.settle(report)
    if unspent:
        recovery.claim_unspent(by=by, grant=grant, amount_ore=unspent)


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
    if keep_ore < row.amount_ore:
        recovery.withdraw_set_offs_of(row)
    row.amount_ore = keep_ore
    row.save(update_fields=["amount_ore"])


def _cancel(by: Person, row: Instalment) -> None:
    before, row.state = row.state, state.move(INSTALMENT, "cancel", row.state)
    recovery.withdraw_set_offs_of(row)
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
    if open_claims_of(grant).exists():
        return _("A claim for repayment is not settled.")
    return ""
