"""An amendment is decided: by two, or by one officer where little is at stake. A new account by two of those who pay."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.casework.selectors import Ruling
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Amendment
from helsetek.grants.permissions import amendments as permissions
from helsetek.grants.rules.amendments import Route
from helsetek.grants.rules.amendments.changes import MoreMoney
from helsetek.grants.rules.amendments.checks import ENVELOPE
from helsetek.grants.selectors import amendments as selectors
from helsetek.grants.services.common import required_text, within
from helsetek.grants.services.state_aid import require_assessed_for

from . import effect
from .log import Log
from .shared import (
    LONGEST,
    kind_of,
    lock,
    move,
    record,
    require_open,
    require_sound,
    tell_officer,
    tell_those_with,
)


@transaction.atomic
def prepare(
    *,
    by: Person,
    amendment: Amendment,
    grants_it: bool,
    reasons: str,
    holds_from: date | None = None,
    envelope_id: int | None = None,
) -> Amendment:
    """Prepare the decision; prepared again, the new one takes its place. A refusal needs reasons (fvl. §§ 24–25).

    For a new account ``reasons`` says how it was checked with the municipality, apart from what was sent in.
    ``envelope_id`` is where more money comes from.
    """
    amendment = lock(amendment)
    acting_for = permissions.may_prepare(by, amendment).require().acting_for
    require_open(amendment.grant, kind_of(amendment))
    states = move(amendment, "prepare")
    _choose_envelope(amendment, envelope_id)
    amendment.grants_it = grants_it
    amendment.decision_reasons = _reasons(amendment, reasons)
    amendment.holds_from = _from_day(holds_from)
    amendment.prepared_by, amendment.prepared_at = by, clock.now()
    if grants_it:
        _require_grantable(amendment)
    amendment.save()
    payment = selectors.route(amendment) is Route.PAYMENT
    tell_those_with(Role.PAYMENT_ATTESTER if payment else Role.DECISION_MAKER, amendment, "prepared")
    verb = "account_checked" if payment else "prepared"
    record(
        amendment,
        verb,
        by,
        acting_for,
        states,
        reasons=amendment.decision_reasons,
        data={"grants": grants_it},
    )
    return amendment


@transaction.atomic
def send_back(*, by: Person, amendment: Amendment, reason: str) -> Amendment:
    """Do not decide: it must be prepared again."""
    amendment = lock(amendment)
    acting_for = permissions.may_decide(by, amendment).require().acting_for
    reason = required_text(reason, "reason", 4000, _("Write what should be done otherwise."))
    states = move(amendment, "send_back")
    amendment.prepared_by, amendment.prepared_at = None, None
    amendment.revision += 1
    amendment.save(update_fields=["state", "prepared_by", "prepared_at", "revision"])
    if selectors.route(amendment) is not Route.PAYMENT:
        tell_officer(amendment, "sent_back")
    record(amendment, "sent_back", by, acting_for, states, reasons=reason)
    return amendment


@transaction.atomic
def decide(*, by: Person, amendment: Amendment) -> Amendment:
    """Decide what another has prepared. Granted, it takes effect on its day, today at the earliest.

    Raises Overdrawn where the envelope has not that much free; nothing is then changed.
    """
    amendment = lock(amendment)
    acting_for = permissions.may_decide(by, amendment).require().acting_for
    log = effect.log_of(amendment, by, acting_for)
    payment = selectors.route(amendment) is Route.PAYMENT
    amendment.decided_by, amendment.decided_at = by, clock.now()
    if amendment.grants_it:
        _grant(by, amendment, log, "account_verified" if payment else "decided")
    else:
        _refuse(amendment, log, "account_refused" if payment else "refused")
    log.write()
    return amendment


def _grant(by: Person, amendment: Amendment, log: Log, verb: str) -> None:
    require_open(amendment.grant, kind_of(amendment))
    _require_nothing_to_redo(amendment, verb)
    _require_grantable(amendment)
    states = move(amendment, "decide")
    amendment.holds_from = _from_day(amendment.holds_from)
    amendment.save(update_fields=["state", "decided_by", "decided_at", "holds_from"])
    effect.note(log, amendment, verb, states, amendment.decision_reasons)
    effect.take(by, amendment, log)


def _refuse(amendment: Amendment, log: Log, verb: str) -> None:
    states = move(amendment, "refuse")
    amendment.save(update_fields=["state", "decided_by", "decided_at"])
    effect.refuse(amendment)
    effect.note(log, amendment, verb, states, amendment.decision_reasons)


@transaction.atomic
def settle(
    *, by: Person, amendment: Amendment, reasons: str = "", holds_from: date | None = None
) -> Amendment:
    """One case officer grants what is below the limits. A refusal is always decided by two."""
    amendment = lock(amendment)
    acting_for = permissions.may_handle(by, amendment).require().acting_for
    if selectors.route(amendment) is not Route.OFFICER:
        raise WrongState(_("This is decided by two: prepare the decision, and let a decision maker make it."))
    require_open(amendment.grant, kind_of(amendment))
    _require_nothing_to_redo(amendment, "settled")
    _require_grantable(amendment)
    states = move(amendment, "settle")
    amendment.decision_reasons = within(reasons, "reasons", LONGEST)
    amendment.decided_by, amendment.decided_at = by, clock.now()
    amendment.holds_from = _from_day(holds_from)
    amendment.save()
    log = effect.log_of(amendment, by, acting_for)
    effect.note(log, amendment, "settled", states, amendment.decision_reasons)
    effect.take(by, amendment, log)
    log.write()
    return amendment


def _choose_envelope(amendment: Amendment, envelope_id: int | None) -> None:
    if isinstance(selectors.change_of(amendment), MoreMoney) and envelope_id:
        if envelope_id not in selectors.free_by_envelope(amendment.grant):
            raise RuleBroken(_(ENVELOPE), {"envelope_id": [_(ENVELOPE)]})
        amendment.change = amendment.change | {"envelope_id": envelope_id}


def _reasons(amendment: Amendment, reasons: str) -> str:
    if selectors.route(amendment) is Route.PAYMENT:
        return required_text(
            reasons, "reasons", LONGEST, _("Write how the account was checked, and with whom.")
        )
    if not amendment.grants_it:
        return required_text(reasons, "reasons", LONGEST, _("Write the reasons: a refusal must have them."))
    return within(reasons, "reasons", LONGEST)


def _from_day(day: date | None) -> date:
    """A decision cannot take effect before it is made."""
    return max(day or clock.today(), clock.today())


def _require_nothing_to_redo(amendment: Amendment, verb: str) -> None:
    """What somebody disqualified has done in the case is done again first (forvaltningsloven § 6)."""
    casework.may_go_on(amendment.grant.application.case, doing=f"grants.amendment_{verb}").require()


def _require_grantable(amendment: Amendment) -> None:
    """Nothing is missing, every consent is there, and the money has been found."""
    require_sound(amendment)
    if amendment.consents.exclude(consents=True).exists():
        raise WrongState(_("The consent that this needs has not been given."))
    change = selectors.change_of(amendment)
    if isinstance(change, MoreMoney):
        if change.envelope_id is None:
            raise RuleBroken(_(ENVELOPE), {"envelope_id": [_(ENVELOPE)]})
        require_assessed_for(amendment.grant.application)


# -- After an appeal ------------------------------------------------------------------------------------------


def hindrance(amendment: Amendment) -> str:
    """What stands in the way of granting now what was refused; "" where nothing does."""
    kind = kind_of(amendment)
    others = amendment.grant.amendments.filter(kind=amendment.kind, state__in=selectors.OPEN)
    if others.exclude(pk=amendment.pk).exists():
        return _("A new amendment of the same kind is under way. Let it be decided or withdrawn first.")
    try:
        require_open(amendment.grant, kind)
        _require_grantable(amendment)
    except (RuleBroken, WrongState) as problem:
        return str(problem)
    return ""


def grant_on_appeal(
    *, by: Person, amendment: Amendment, ruling: Ruling, envelope_id: int | None = None
) -> Amendment:
    """What was refused is granted after all, and takes effect today, told by the ruling's letter.

    Part of the ruling, which checks the right. The refusal stays in the log and among the letters of the case.
    """
    amendment = lock(amendment)
    _choose_envelope(amendment, envelope_id)
    problem = hindrance(amendment)
    if problem:
        raise RuleBroken(problem)
    states = move(amendment, "grant_on_appeal")
    parts = (ruling.reason_rule, ruling.reason_facts, ruling.reason_discretion)
    amendment.grants_it, amendment.decision_reasons = (
        True,
        "\n\n".join(part for part in parts if part)[:LONGEST],
    )
    amendment.prepared_by, amendment.prepared_at = ruling.prepared_by, ruling.prepared_at
    amendment.decided_by, amendment.decided_at, amendment.holds_from = by, clock.now(), clock.today()
    amendment.letter = ruling.letter
    amendment.save()
    log = effect.log_of(amendment, by, None)
    effect.note(log, amendment, "won", states, amendment.decision_reasons)
    effect.take_on_appeal(by, amendment, log)
    log.write()
    return amendment
