"""Stops of payment: nothing leaves for a grant while one stands."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import appealing
from helsetek.casework import services as casework
from helsetek.casework.rules.forewarnings import About
from helsetek.casework.selectors import Forewarning
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Grant, PaymentStop, StopGround
from helsetek.grants.permissions.recovery import may_stop_payments

from . import money_letters
from .common import required_text, within

LONGEST = 4000
SUBJECT = "grants.grant"


@transaction.atomic
def give_notice_of_stop(*, by: Person, grant: Grant, plan: str, reason: str) -> Forewarning:
    """Tell the recipient that payments may be stopped, and until when it can state its view (forvaltningsloven § 16)."""
    case = grant.application.case
    appealing.hold(case)
    grant = lock_grant(grant)
    acting_for = may_stop_payments(by, grant).require().acting_for
    require_not_over(grant)
    made = casework.write_notice(
        by=by,
        case=case,
        about=About.STOP,
        thing=(SUBJECT, grant.pk, case.title),
        plan=plan,
        reason=reason,
        key="grants_forewarning_stop",
    )
    casework.record_notice("casework.forewarned", made, by, acting_for)
    return made


@transaction.atomic
def stop_payments(
    *,
    by: Person,
    grant: Grant,
    reason: str,
    ground: str = StopGround.OTHER,
    without_notice: str = "",
) -> PaymentStop:
    """Stop all payments to a grant, with a reason that the party is told. One standing stop for each ground.

    Notice is given first (forvaltningsloven § 16), unless ``without_notice`` says why it cannot wait; then the letter
    says so. Raises NotAllowed, RuleBroken, WrongState.
    """
    appealing.hold(grant.application.case)
    grant = lock_grant(grant)
    acting_for = may_stop_payments(by, grant).require().acting_for
    if ground not in StopGround.values:
        raise RuleBroken(_("Choose a ground."), {"ground": [_("Choose a ground.")]})
    without_notice = within(without_notice, "without_notice", LONGEST)
    if not without_notice:
        casework.require_notice(About.STOP, SUBJECT, grant.pk)
    casework.use_notice(about=About.STOP, subject=SUBJECT, subject_id=grant.pk, by=by)
    return _stop(grant, reason, ground, by, acting_for, without_notice)


def stop_by_rule(*, grant: Grant, reason: str, ground: str) -> PaymentStop:
    """The system stops payments because a rule says so. Part of an act that holds the grant's lock."""
    return _stop(grant, reason, ground, None, None)


def _stop(
    grant: Grant,
    reason: str,
    ground: str,
    by: Person | None,
    acting_for: int | None,
    without_notice: str = "",
) -> PaymentStop:
    reason = required_text(reason, "reason", LONGEST, _("Write why the payments are stopped."))
    require_not_over(grant)
    if standing(grant).filter(ground=ground).exists():
        raise WrongState(_("Payments are stopped on this ground already."))
    stop = PaymentStop.objects.create(
        grant=grant, ground=ground, reason=reason, stopped_at=clock.now(), stopped_by=by
    )
    money_letters.send_stop(stop, without_notice)
    _tell(stop, "grants.payments_stopped")
    _record(stop, "grants.payments_stopped", by, acting_for, reason, without_notice=without_notice)
    return stop


def require_not_over(grant: Grant) -> None:
    if grant.state in ("declined", "lapsed", "closed", "reversed"):
        raise WrongState(_("Nothing is to be paid on this grant."))


@transaction.atomic
def lift(*, by: Person, stop: PaymentStop, reason: str) -> PaymentStop:
    """Let payments go again, with a reason."""
    grant = lock_grant(stop.grant)
    acting_for = may_stop_payments(by, grant).require().acting_for
    reason = required_text(reason, "reason", LONGEST, _("Write why payments can go again."))
    stop = PaymentStop.objects.select_for_update().get(pk=stop.pk)
    if stop.lifted_at is not None:
        raise WrongState(_("The stop is lifted already."))
    stop.grant = grant
    return _lift(stop, reason, by, acting_for)


def lift_by_rule(*, grant: Grant, ground: str, reason: str) -> None:
    """What the stop waited for has happened. Part of an act that holds the grant's lock."""
    for stop in standing(grant).filter(ground=ground):
        stop.grant = grant
        _lift(stop, reason, None, None)


def _lift(stop: PaymentStop, reason: str, by: Person | None, acting_for: int | None) -> PaymentStop:
    stop.lifted_at, stop.lifted_by, stop.lifted_reason = clock.now(), by, reason
    stop.save()
    _tell(stop, "grants.stop_lifted")
    _record(stop, "grants.stop_lifted", by, acting_for, reason)
    return stop


def standing(grant: Grant) -> QuerySet[PaymentStop]:
    """The stops that stand."""
    return grant.payment_stops.filter(lifted_at__isnull=True)


def require_none(grant: Grant) -> None:
    """Raises WrongState, with the grounds, while payments to the grant are stopped."""
    grounds = [stop.get_ground_display() for stop in standing(grant)]
    if grounds:
        words = {"case": grant.application.case.number, "grounds": ", ".join(grounds)}
        raise WrongState(_("Payments in case %(case)s are stopped: %(grounds)s.") % words)


def lock_grant(grant: Grant) -> Grant:
    rows = Grant.objects.select_for_update(of=("self",))
    return rows.select_related("application__case", "application__lead").get(pk=grant.pk)


def _tell(stop: PaymentStop, kind: str) -> None:
    application = stop.grant.application
    casework.notify(
        accounts.people_of([application.lead_id], Role.WRITER, Role.SIGNATORY),
        kind=kind,
        key=f"stop:{stop.pk}:{kind}",
        path=f"/tilskudd/{stop.grant_id}/",
        case=application.case,
        data={"title": application.case.title, "ground": stop.get_ground_display()},
    )


def _record(
    stop: PaymentStop, verb: str, by: Person | None, acting_for: int | None, reason: str, **more: str
) -> None:
    events.record(
        verb,
        thing=f"stop:{stop.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        case_number=stop.grant.application.case.number,
        reasons=reason,
        data={"ground": stop.ground, "grant": stop.grant_id}
        | {name: text for name, text in more.items() if text},
    )
