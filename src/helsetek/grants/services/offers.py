"""What a told decision gives rise to: an offer to be accepted, or more on a grant that runs."""

from __future__ import annotations

from datetime import timedelta

from helsetek.accounts.selectors import Person
from helsetek.common import clock, events, instants
from helsetek.grants.models import Decision, Grant
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Account
from helsetek.scheme.services import ledger

from . import agreements, plans
from .holds import require_not_held


def offer_grant(*, by: Person, decision: Decision) -> Grant:
    """Offer the grant that ``decision`` gives. Called by ``notify_round`` inside its transaction."""
    application = decision.application
    now = clock.now()
    days = scheme.terms(application.call_version).parameters.acceptance_days
    grant = Grant.objects.create(
        application=application,
        offered_at=now,
        accept_before=instants.end_of(now.astimezone(clock.OSLO).date() + timedelta(days=days)),
    )
    _record(by, grant, decision, "grants.offered")
    return grant


def increase_grant(*, by: Person, decision: Decision) -> Grant:
    """Add what ``decision`` gives to a grant that is offered or runs. The terms of the grant hold for it too."""
    grant = Grant.objects.select_for_update().get(application=decision.application)
    require_not_held(grant)
    if grant.state == "accepted":
        ledger.move(
            envelope_id=decision.allotment.envelope_id,
            source=Account.GRANTED,
            target=Account.ACCEPTED,
            amount_ore=decision.amount_ore,
            case_number=decision.application.case.number,
            verb="grants.increased",
            key=f"decision:{decision.pk}:accepted",
        )
        plans.add_instalment_for(decision, grant)
        agreements.keep(grant, by=by)
    _record(by, grant, decision, "grants.increased")
    return grant


def _record(by: Person, grant: Grant, decision: Decision, verb: str) -> None:
    events.record(
        verb,
        thing=f"grant:{grant.pk}",
        person_id=by.pk,
        case_number=grant.application.case.number,
        to_state=grant.state,
        data={"decision": decision.pk, "amount_ore": decision.amount_ore},
    )
