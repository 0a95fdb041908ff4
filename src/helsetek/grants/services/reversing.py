"""A grant that has been accepted falls away, because its decision is reversed (forvaltningsloven § 35)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.common import clock, events
from helsetek.common.errors import WrongState
from helsetek.grants.models import Application, Grant, Instalment
from helsetek.grants.rules.machines import GRANT, INSTALMENT, REPORT
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Account

from . import recovery
from .purses import shift
from .recovery.breaches import most_ore

REVERSED = "grants.reversed"


def payment_at_the_bank(grant: Grant) -> bool:
    """Whether a payment is with the bank: then its answer is waited for."""
    return grant.instalments.filter(state="sent").exists()


def reverse_accepted(*, by: Person, application: Application, reason: str) -> None:
    """Nothing more is paid: what is left goes back to the scheme, and what was paid is laid ready as a claim.

    Part of the ruling, which checks the right and has given notice. The claim takes its own way, with notice and
    decision of its own.
    """
    grant = Grant.objects.select_for_update().get(application=application)
    if payment_at_the_bank(grant):
        raise WrongState(_("A payment is with the bank. Wait for the bank's answer."))
    before, grant.state = grant.state, state.move(GRANT, "annul", grant.state)
    grant.ended_at, grant.held_since = clock.now(), None
    grant.save(update_fields=["state", "ended_at", "held_since"])
    cancelled = [_cancel(row) for row in grant.instalments.exclude(state__in=["paid", "cancelled"])]
    dropped = list(grant.reports.filter(state="due"))
    for report in dropped:
        report.state = state.move(REPORT, "drop", report.state)
        report.save(update_fields=["state"])
    case = application.case
    left = scheme.balances_of_case(case.number).accepted
    shift(case.number, Account.ACCEPTED, Account.FREE, left, verb=REVERSED, key=f"grant:{grant.pk}:reversed")
    paid = most_ore(grant)
    _tell(grant)
    for row, was in cancelled:
        _record(by, grant, "grants.payment_cancelled", f"instalment:{row.pk}", (was, row.state))
    for report in dropped:
        _record(by, grant, "grants.report_dropped", f"report:{report.pk}", ("due", report.state))
    if paid:
        recovery.find_after_reversal(by=by, grant=grant, amount_ore=paid, reason=reason)
    _record(by, grant, REVERSED, f"grant:{grant.pk}", (before, grant.state), left_ore=left, paid_ore=paid)


def _cancel(row: Instalment) -> tuple[Instalment, str]:
    """A payment that was made ready goes back to the plan first; what was to be taken from it is not."""
    before = row.state
    recovery.withdraw_set_offs_of(row)
    if row.state in ("prepared", "attested"):
        row.state = state.move(INSTALMENT, "put_back", row.state)
        row.prepared_by = row.attested_by = None
    row.state = state.move(INSTALMENT, "cancel", row.state)
    row.save()
    return row, before


def _tell(grant: Grant) -> None:
    application = grant.application
    casework.notify(
        accounts.people_of([application.lead_id], Role.WRITER, Role.SIGNATORY),
        kind="grants.reversed",
        key=f"grant:{grant.pk}:reversed",
        path=f"/tilskudd/{grant.pk}/",
        case=application.case,
        data={"title": application.case.title},
    )


def _record(by: Person, grant: Grant, verb: str, thing: str, states: tuple[str, str], **amounts: int) -> None:
    events.record(
        verb,
        thing=thing,
        person_id=by.pk,
        case_number=grant.application.case.number,
        from_state=states[0],
        to_state=states[1],
        data=dict(amounts),
    )
