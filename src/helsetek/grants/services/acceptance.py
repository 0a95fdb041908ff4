"""The lead's signatory answers the offer; an offer that nobody answers lapses."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework_reads
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, TooLate
from helsetek.grants.models import Application, Decision, Grant
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions.payments import may_accept
from helsetek.grants.rules.machines import GRANT
from helsetek.grants.selectors.appealed import SUBJECT
from helsetek.grants.selectors.grants import told_decisions
from helsetek.registry import services as registry
from helsetek.registry.selectors import BankAccount
from helsetek.scheme.selectors import Account
from helsetek.scheme.services import ledger

from . import agreements, plans


@transaction.atomic
def accept(*, by: Person, grant: Grant, account_number: str) -> Grant:
    """Accept the terms and confirm the account that the money goes to.

    Raises NotAllowed, WrongState, TooLate, or RuleBroken for an account number that is none.
    """
    grant = _locked(grant)
    acting_for = may_accept(by, grant).require().acting_for
    before, grant.state = grant.state, state.move(GRANT, "accept", grant.state)
    if clock.arrival() >= grant.accept_before:
        raise TooLate(_("The time to accept the grant is over. Write to the directorate on the case."))
    grant.account = _account(by, grant, account_number)
    grant.accepted_at, grant.accepted_by = clock.now(), by
    grant.save()
    decisions = told_decisions(grant)
    _move_all(grant, decisions, Account.ACCEPTED, "grants.accepted")
    plans.make_plan(grant, decisions)
    agreements.keep(grant, by=by)
    _record(grant, "grants.accepted", before, by, acting_for)
    return grant


def _account(by: Person, grant: Grant, number: str) -> BankAccount:
    try:
        return registry.register_account(by=by, organisation_id=grant.application.lead_id, number=number)
    except RuleBroken as broken:  # said of the field as it is called here
        raise RuleBroken(str(broken), {"account_number": [str(broken)]}) from broken


@transaction.atomic
def decline(*, by: Person, grant: Grant, reason: str) -> Grant:
    """Say no to the grant: the money goes back to the envelope."""
    grant = _locked(grant)
    acting_for = may_accept(by, grant).require().acting_for
    return _end(grant, "decline", "grants.declined", by=by, acting_for=acting_for, reason=reason)


def lapse_overdue() -> list[Grant]:
    """Let offers lapse whose time is up. Done by the worker; each in its own transaction."""
    overdue = Grant.objects.filter(state="offered", accept_before__lte=clock.now()).values_list(
        "pk", flat=True
    )
    return [grant for pk in list(overdue) if (grant := _lapse(pk))]


@transaction.atomic
def _lapse(pk: int) -> Grant | None:
    grant = Grant.objects.select_for_update().get(pk=pk)
    if grant.state != "offered" or clock.now() < grant.accept_before or _waits_for_its_appeal(grant):
        return None
    return _end(grant, "lapse", "grants.lapsed", by=None, acting_for=None, reason="")


def _waits_for_its_appeal(grant: Grant) -> bool:
    """Whether a decision that the grant rests on is not to be carried out before its appeal is settled (§ 42)."""
    return any(casework_reads.is_suspended(SUBJECT, one.pk) for one in told_decisions(grant))


def reverse_offer(*, by: Person, application: Application) -> None:
    """The decision is reversed before anybody accepted: the offer falls away. Part of the ruling that does it."""
    grant = Grant.objects.select_for_update().get(application=application)
    _end(grant, "reverse", "grants.reversed", by=by, acting_for=None, reason="")


def remind_of_offers() -> int:
    """Remind signatories some days before an offer lapses (``acceptance_reminders``). Once for each day and offer."""
    sent = 0
    for days in parameter("acceptance_reminders", clock.today()):
        edge = clock.now() + timedelta(days=days)
        for grant in Grant.objects.filter(
            state="offered", accept_before__gt=clock.now(), accept_before__lte=edge
        ):
            _tell_signatories(grant, "grants.acceptance_reminder", f"grant:{grant.pk}:reminder:{days}")
            sent += 1
    return sent


def _end(
    grant: Grant, act: str, verb: str, *, by: Person | None, acting_for: int | None, reason: str
) -> Grant:
    before, grant.state = grant.state, state.move(GRANT, act, grant.state)
    grant.ended_at = clock.now()
    grant.save()
    _move_all(grant, told_decisions(grant), Account.FREE, verb)
    _tell_signatories(grant, f"grants.{grant.state}", f"grant:{grant.pk}:{grant.state}")
    _record(grant, verb, before, by, acting_for, reason)
    return grant


def _locked(grant: Grant) -> Grant:
    return (
        Grant.objects.select_for_update(of=("self",))
        .select_related("application__case", "application__lead")
        .get(pk=grant.pk)
    )


def _move_all(grant: Grant, decisions: list[Decision], target: Account, verb: str) -> None:
    for decision in decisions:
        ledger.move(
            envelope_id=decision.allotment.envelope_id,
            source=Account.GRANTED,
            target=target,
            amount_ore=decision.amount_ore,
            case_number=grant.application.case.number,
            verb=verb,
            key=f"decision:{decision.pk}:{target}",
        )


def _tell_signatories(grant: Grant, kind: str, key: str) -> None:
    casework.notify(
        accounts.people_with(Role.SIGNATORY, grant.application.lead_id),
        kind=kind,
        key=key,
        path=f"/tilskudd/{grant.pk}/",
        case=grant.application.case,
        data={"title": grant.application.case.title, "accept_before": grant.accept_before},
    )


def _record(
    grant: Grant, verb: str, before: str, by: Person | None, acting_for: int | None, reason: str = ""
) -> None:
    events.record(
        verb,
        thing=f"grant:{grant.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        case_number=grant.application.case.number,
        from_state=before,
        to_state=grant.state,
        reasons=reason,
    )
