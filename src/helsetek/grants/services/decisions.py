"""Decisions: prepared by one, made by another, reopened only before anybody is told.

A decided application is not yet told: see ``notifying``. After it is told, a decision changes only by appeal,
reversal or amendment, which are acts of their own.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.casework.rules.reasons import Reasons
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Application, Decision, Grant
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.rules.ranking import REASONS_REQUIRED, OutcomeCode, outcome_of
from helsetek.scheme.selectors import Account, Allotment
from helsetek.scheme.services import ledger

from .assessment import both_in
from .common import lock_application, lock_decision, move, record, required_text, within
from .state_aid import require_assessed

PART = 8000
LONGEST = 3 * PART


@transaction.atomic
def prepare(
    *,
    by: Person,
    allotment: Allotment,
    application: Application,
    amount_ore: int,
    reasons: str | Reasons,
    conditions: str = "",
    on_reserve_list: bool = False,
) -> Decision:
    """Prepare the decision on one application in an allotment; prepared again, the new one takes its place.

    What the amount means follows from the case: all that is applied for, a part, nothing, an increase, or, where it
    is found inadmissible, dismissal. Partial grants, refusals and dismissals need reasons (forvaltningsloven
    §§ 24–25), given in their three parts (``Reasons``) or as one text.
    """
    application = lock_application(application.pk)
    acting_for = permissions.may_prepare(by, application).require().acting_for
    _check_can_prepare(allotment, application)
    outcome = outcome_for(application, amount_ore)
    _check_amount(application, allotment, outcome, amount_ore)
    decision = _standing(allotment, application) or Decision(application=application, allotment=allotment)
    decision.outcome, decision.amount_ore = outcome.value, amount_ore
    decision.on_reserve_list = on_reserve_list and outcome is OutcomeCode.REFUSED
    _set_reasons(decision, outcome, reasons)
    decision.conditions = within(conditions, "conditions", PART)
    decision.prepared_by, decision.prepared_at = by, clock.now()
    decision.save()
    data = {"decision": decision.pk, "outcome": outcome.value, "amount_ore": amount_ore}
    record("grants.decision_prepared", application, by, acting_for, reasons=decision.reasons, data=data)
    return decision


@transaction.atomic
def decide(*, by: Person, decision: Decision) -> Decision:
    """Make a prepared decision. What it gives is reserved in the envelope; two at once can never overdraw it."""
    decision = lock_decision(decision)
    application = decision.application
    acting_for = permissions.may_decide(by, decision).require().acting_for
    if decision.reopened_at is not None:
        raise WrongState(_("This decision was sent back. Prepare it again first."))
    if decision.decided_at is not None:
        raise WrongState(_("This decision has already been made."))
    if decision.allotment.notified_at is not None:
        raise WrongState(_("The decisions of this allotment have been sent. Open a new allotment."))
    casework.may_go_on(application.case, doing="grants.decided").require()
    require_assessed(decision)
    states = move(application, "decide")
    decision.decided_by, decision.decided_at = by, clock.now()
    decision.save(update_fields=["decided_by", "decided_at"])
    _post(decision, Account.FREE, Account.RESERVED, "grants.decided", "reserve")
    data = {"decision": decision.pk, "outcome": decision.outcome, "amount_ore": decision.amount_ore}
    record(
        "grants.decided",
        application,
        by,
        acting_for,
        states=states,
        reasons=decision.reasons,
        data=data,
    )
    return decision


@transaction.atomic
def send_back(*, by: Person, decision: Decision, reason: str) -> Decision:
    """Do not make a prepared decision: send it back to the case officer with the reason."""
    decision = lock_decision(decision)
    acting_for = permissions.may_decide(by, decision).require().acting_for
    if decision.decided_at is not None or decision.reopened_at is not None:
        raise WrongState(_("Only a prepared decision that nobody has made can be sent back."))
    reason = required_text(reason, "reason", 4000, _("Write what should be done otherwise."))
    decision.reopened_at = clock.now()
    decision.save(update_fields=["reopened_at"])
    data = {"decision": decision.pk}
    record("grants.decision_sent_back", decision.application, by, acting_for, reasons=reason, data=data)
    return decision


@transaction.atomic
def reopen(*, by: Person, decision: Decision, reason: str) -> Decision:
    """Undo a decision that nobody has been told of: its reservation is released, the case stands as before."""
    decision = lock_decision(decision)
    acting_for = permissions.may_decide(by, decision).require().acting_for
    if decision.notified_at is not None:
        raise WrongState(
            _("The decision has been sent. It can only be changed by appeal, reversal or amendment.")
        )
    if decision.decided_at is None or decision.reopened_at is not None:
        raise WrongState(_("There is no decision to reopen."))
    reason = required_text(reason, "reason", 4000, _("Write why the decision is reopened."))
    states = move(decision.application, _way_back(decision))
    if decision.application.state == "recommended" and not both_in(decision.application):
        states = states[0], move(decision.application, "assess_again")[1]
    decision.reopened_at = clock.now()
    decision.save(update_fields=["reopened_at"])
    _post(decision, Account.RESERVED, Account.FREE, "grants.decision_reopened", "release")
    data = {"decision": decision.pk, "amount_ore": decision.amount_ore}
    record(
        "grants.decision_reopened",
        decision.application,
        by,
        acting_for,
        states=states,
        reasons=reason,
        data=data,
    )
    return decision


def outcome_for(application: Application, amount_ore: int) -> OutcomeCode:
    """Which decision the amount means for this application as it stands."""
    return outcome_of(
        amount_ore,
        application.requested_ore,
        inadmissible=application.state == "inadmissible",
        has_grant=running_grant(application) is not None,
    )


def running_grant(application: Application) -> Grant | None:
    return Grant.objects.filter(application=application, state__in=["offered", "accepted", "held"]).first()


def _standing(allotment: Allotment, application: Application) -> Decision | None:
    return Decision.objects.filter(
        allotment=allotment, application=application, reopened_at__isnull=True, origin="round"
    ).first()


def _check_can_prepare(allotment: Allotment, application: Application) -> None:
    if application.call_id != allotment.call_id:
        raise RuleBroken(_("The application belongs to another call."))
    if allotment.notified_at is not None:
        raise WrongState(_("The decisions of this allotment have been sent. Open a new allotment."))
    if application.state not in ("recommended", "inadmissible", "notified"):
        raise WrongState(
            _("A decision is prepared when there is a recommendation, or a finding of inadmissible.")
        )
    standing = _standing(allotment, application)
    if standing is not None and standing.decided_at is not None:
        raise WrongState(_("The decision in this allotment has already been made."))


def _check_amount(
    application: Application, allotment: Allotment, outcome: OutcomeCode, amount_ore: int
) -> None:
    if outcome is OutcomeCode.DISMISSED and amount_ore:
        raise RuleBroken(_("An application that is dismissed gets no money."))
    told = _told_ore(application, allotment)
    if amount_ore < 0 or amount_ore + told > application.requested_ore:
        sentence = _("More than is applied for cannot be granted.")
        raise RuleBroken(sentence, {"amount_ore": [sentence]})
    if application.state == "notified" and not amount_ore:
        raise RuleBroken(_("This application has its answer already; only a grant can change it now."))


def _told_ore(application: Application, allotment: Allotment) -> int:
    if running_grant(application) is None:
        return 0
    told = application.decisions.filter(notified_at__isnull=False, reopened_at__isnull=True)
    return sum(told.exclude(allotment=allotment).values_list("amount_ore", flat=True))


def _set_reasons(decision: Decision, outcome: OutcomeCode, given: str | Reasons) -> None:
    """The whole text, and its parts where they were given; a text of one piece has no parts."""
    parts = given if isinstance(given, Reasons) else Reasons()
    in_parts = isinstance(given, Reasons) and bool(given.rule.strip() or given.facts.strip())
    decision.reasons = _reasons(outcome, given.whole if isinstance(given, Reasons) else given)
    for name in ("rule", "facts", "discretion"):
        text = within(getattr(parts, name), name, PART) if in_parts else ""
        setattr(decision, f"reason_{name}", text)


def _reasons(outcome: OutcomeCode, reasons: str) -> str:
    if outcome in REASONS_REQUIRED:
        return required_text(
            reasons,
            "reasons",
            LONGEST,
            _("Write the reasons: the law asks for them when not all is granted."),
        )
    return within(reasons, "reasons", LONGEST)


def _way_back(decision: Decision) -> str:
    """Where a reopened application goes: to its recommendation, its finding, or its earlier answer."""
    if decision.outcome == OutcomeCode.DISMISSED:
        return "reopen_dismissal"
    earlier = decision.application.decisions.filter(notified_at__isnull=False, reopened_at__isnull=True)
    return "reopen_later_decision" if earlier.exists() else "reopen_decision"


def _post(decision: Decision, source: Account, target: Account, verb: str, step: str) -> None:
    if decision.amount_ore:
        ledger.move(
            envelope_id=decision.allotment.envelope_id,
            source=source,
            target=target,
            amount_ore=decision.amount_ore,
            case_number=decision.application.case.number,
            verb=verb,
            key=f"decision:{decision.pk}:{step}",
        )
