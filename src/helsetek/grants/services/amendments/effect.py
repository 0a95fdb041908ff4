"""A decided amendment takes effect: the agreement is changed, the earlier version is kept, and the letter goes out."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Amendment, Grant, MoneyChange
from helsetek.grants.rules.agreements import Agreement
from helsetek.grants.rules.amendments import Change, after, plan
from helsetek.grants.rules.amendments.changes import LessMoney, MoreMoney
from helsetek.grants.selectors import agreements
from helsetek.grants.selectors import amendment_letters as letters
from helsetek.grants.selectors import amendments as selectors
from helsetek.grants.services.agreements import keep, keep_first
from helsetek.scheme.selectors import Account
from helsetek.scheme.services import ledger

from . import rows
from .log import Log
from .shared import lock, move, require_sound, tell_parties


def log_of(amendment: Amendment, by: Person | None, acting_for: int | None) -> Log:
    return Log(amendment.grant.application.case.number, by, acting_for)


def note(log: Log, amendment: Amendment, verb: str, states: tuple[str, str], reasons: str = "") -> None:
    data = {"kind": amendment.kind, "number": amendment.number}
    log.add(f"grants.amendment_{verb}", f"amendment:{amendment.pk}", states, data, reasons)


def take_note(by: Person, amendment: Amendment, log: Log) -> None:
    """The directorate is only told: it holds from today."""
    states = move(amendment, "take_note")
    amendment.decided_at, amendment.holds_from = clock.now(), clock.today()
    amendment.save(update_fields=["state", "decided_at", "holds_from"])
    note(log, amendment, "noted", states)
    _carry_out(amendment, by, log)
    _send_letter(amendment)


def take(by: Person, amendment: Amendment, log: Log) -> None:
    """After the decision: reserve the money that it needs, and let it take effect if its day has come."""
    _reserve(amendment)
    if amendment.holds_from and amendment.holds_from <= clock.today():
        _carry_out(amendment, by, log)
    _send_letter(amendment)


def take_on_appeal(by: Person, amendment: Amendment, log: Log) -> None:
    """What an appeal has won takes effect at once; the letter on the appeal tells of it."""
    _reserve(amendment)
    _carry_out(amendment, by, log)
    tell_parties(amendment, "answer")


def refuse(amendment: Amendment) -> None:
    """Nothing changes; the party gets its letter with the reasons."""
    _send_letter(amendment)


def take_effect_today() -> list[int]:
    """Let what was decided for today or earlier take effect. Done by the worker; each in its own transaction.

    One that cannot (the grant is on hold again) is left until it can, and holds up no other.
    """
    done = []
    for amendment in list(selectors.due_to_take_effect()):
        try:
            if _take_effect_alone(amendment):
                done.append(amendment.pk)
        except (WrongState, RuleBroken):
            continue
    return done


@transaction.atomic
def _take_effect_alone(given: Amendment) -> bool:
    amendment = lock(given)
    if amendment.state != "decided":
        return False
    log = log_of(amendment, None, None)
    _carry_out(amendment, None, log)
    log.write()
    return True


def _carry_out(amendment: Amendment, by: Person | None, log: Log) -> None:
    """Everything that the amendment changes, under the grant's lock."""
    grant, change = amendment.grant, selectors.change_of(amendment)
    if grant.state not in ("accepted", "held"):
        raise WrongState(_("The grant is closed, so this cannot take effect."))
    now = agreements.agreement(grant)
    if not isinstance(change, MoreMoney):  # its money is reserved: the envelope's free money says nothing now
        require_sound(amendment)
    then = _outcome(now, change, grant)
    keep_first(grant, now)
    _move_money(amendment, now, change)
    rows.write_reports(grant, now, then, log)
    rows.write_instalments(grant, now, then, log)
    rows.write_parties(amendment, now, then, _who(amendment, by))
    rows.write_account(grant, amendment, then)
    rows.write_hold(grant, then, log)
    states = move(amendment, "take_effect")
    amendment.in_effect_at = clock.now()
    amendment.save(update_fields=["state", "in_effect_at"])
    content = then.model_copy(update=agreements.standing(grant))
    keep(grant, by=by, content=content, amendment=amendment, holds_from=amendment.holds_from)
    note(log, amendment, "in_effect", states)


def _outcome(now: Agreement, change: Change, grant: Grant) -> Agreement:
    try:
        return after(now, change, selectors.figures(grant))
    except ValueError as error:
        raise RuleBroken(_("This can no longer be done: more has been paid in the meantime.")) from error


def _who(amendment: Amendment, by: Person | None) -> Person:
    """Who answers for it: who acts, or who decided it for this day."""
    who = by or amendment.decided_by or amendment.asked_by
    if who is None:  # the state machine lets none this far that nobody has asked for
        raise WrongState(_("Nobody has asked for this."))
    return who


# -- Money ----------------------------------------------------------------------------------------------------


def _reserve(amendment: Amendment) -> None:
    """More money is reserved in the envelope by the decision. Raises Overdrawn where there is not that much."""
    change = selectors.change_of(amendment)
    if isinstance(change, MoreMoney) and change.envelope_id and change.amount_ore:
        _post(amendment, change.envelope_id, Account.FREE, Account.RESERVED, change.amount_ore)


def _move_money(amendment: Amendment, now: Agreement, change: Change) -> None:
    if isinstance(change, MoreMoney) and change.envelope_id and change.amount_ore:
        envelope_id, amount = change.envelope_id, change.amount_ore
        _post(amendment, envelope_id, Account.RESERVED, Account.GRANTED, amount)
        _post(amendment, envelope_id, Account.GRANTED, Account.ACCEPTED, amount)
        _change_money(amendment, envelope_id, amount)
    if isinstance(change, LessMoney) and change.amount_ore:
        for envelope_id, amount in plan.cut(now.instalments, change.amount_ore).freed.items():
            _post(amendment, envelope_id, Account.ACCEPTED, Account.FREE, amount)
            _change_money(amendment, envelope_id, -amount)


def _change_money(amendment: Amendment, envelope_id: int, amount_ore: int) -> None:
    MoneyChange.objects.create(
        grant=amendment.grant,
        envelope_id=envelope_id,
        amount_ore=amount_ore,
        amendment=amendment,
        made_at=clock.now(),
    )


def _post(amendment: Amendment, envelope_id: int, source: Account, target: Account, amount_ore: int) -> None:
    ledger.move(
        envelope_id=envelope_id,
        source=source,
        target=target,
        amount_ore=amount_ore,
        case_number=amendment.grant.application.case.number,
        verb="grants.amendment_in_effect" if source is not Account.FREE else "grants.amendment_decided",
        key=f"amendment:{amendment.pk}:{envelope_id}:{target}",
    )


# -- Letter -----------------------------------------------------------------------------------------------------


def _send_letter(amendment: Amendment) -> None:
    """The letter with before and after, in the recipient's form of Norwegian; it is sent at once."""
    letter = letters.of_amendment(amendment)
    made = casework.make_letter(
        case=amendment.grant.application.case,
        kind="grants.amendment",
        recipient_id=amendment.grant.application.lead_id,
        template=letter.template,
        data=letter.content,
        title=letter.title,
        template_version=letter.template_version,
        language=letter.language,
        signed_by=letter.signed_by,
        copies_to=letter.copies_to,
    )
    casework.mark_sent(made)
    amendment.letter = made
    amendment.save(update_fields=["letter"])
    tell_parties(amendment, "answer")
