"""Reports that do not come: reminders, a warning, a stop of payments, and a breach laid ready for the case officer.

Counted in Norwegian working days by dated parameters. Done by the worker; each report in its own transaction, each step
once. A grant on hold is left alone. Only a person can claim money.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.casework import services as casework
from helsetek.common import clock, events
from helsetek.common.web import show
from helsetek.common.working_days import add_working_days
from helsetek.grants.models import Report, StopGround
from helsetek.grants.parameters import parameter
from helsetek.grants.rules.lateness import Act, Chain, Step, due_steps, steps
from helsetek.registry import selectors as registry

from . import money_letters, stops
from .recovery import breaches

OPEN = ("due", "returned")
LONGEST_AHEAD = timedelta(days=60)


def follow_reports() -> int:
    """Do what is due on every report that has not come. Gives how many reports were looked at."""
    waiting = list(_waiting().values_list("pk", flat=True))
    for pk in waiting:
        follow(pk)
    return len(waiting)


def _waiting() -> QuerySet[Report]:
    near = clock.now() + LONGEST_AHEAD
    return Report.objects.filter(state__in=OPEN, grant__state="accepted", due_at__lte=near).order_by("due_at")


@transaction.atomic
def follow(report_pk: int) -> None:
    """The steps of one report that are due and not done."""
    grant = stops.lock_grant(Report.objects.select_related("grant").get(pk=report_pk).grant)
    report = Report.objects.select_for_update().get(pk=report_pk)
    if report.state not in OPEN or grant.state != "accepted":
        return
    report.grant = grant
    for step in due_steps(last_day(report), clock.today(), chain(), add_working_days):
        _do(report, step)


def last_day(report: Report) -> date:
    """The last day the report could be handed in: its deadline is the end of that day."""
    return (report.due_at - timedelta(seconds=1)).astimezone(clock.OSLO).date()


def chain() -> Chain:
    """The figures that hold today."""
    today = clock.today()
    return Chain(
        tuple(parameter("report_reminders_before", today)),
        tuple(parameter("report_reminders_after", today)),
        parameter("report_warning_after", today),
        parameter("report_stop_after", today),
        parameter("report_breach_after", today),
    )


def _do(report: Report, step: Step) -> None:
    acts = {Act.REMIND: _remind, Act.WARN: _warn, Act.STOP: _stop, Act.FIND_BREACH: _find_breach}
    acts[step.act](report, step)


def _remind(report: Report, step: Step) -> None:
    """Once for each step and person; a reminder changes nothing in the case, so the log says nothing."""
    kind = "grants.report_overdue" if step.number > 0 else "grants.report_soon_due"
    _tell(report, kind, f"report:{report.pk}:{kind}:{step.number}:{report.due_at:%Y%m%d}")


def _warn(report: Report, _step: Step) -> None:
    if report.warned_at is not None or _stands(report):
        return
    due_on = last_day(report)
    stop_on = next(one.on for one in steps(due_on, chain(), add_working_days) if one.act is Act.STOP)
    letter = money_letters.send_warning(report, due_on, max(stop_on, clock.today() + timedelta(days=1)))
    report.warned_at = clock.now()
    report.save(update_fields=["warned_at"])
    _tell(report, "grants.report_warning", f"report:{report.pk}:warning:{report.due_at:%Y%m%d}")
    _record(report, "grants.report_warned", {"stop_on": stop_on, "letter": letter.document.sha256})


def _stop(report: Report, _step: Step) -> None:
    """Nobody is stopped without having been warned before that day."""
    if _stands(report) or report.warned_at is None or report.warned_at.date() >= clock.today():
        return
    with translation.override(registry.letter_language(report.grant.application.lead)):
        words = {"report": str(report.get_kind_display()).lower(), "due": show.day(last_day(report))}
        reason = _("We have not received the %(report)s that was due %(due)s.") % words
    stops.stop_by_rule(grant=report.grant, reason=reason, ground=StopGround.LATE_REPORT)


def _find_breach(report: Report, _step: Step) -> None:
    """A matter of repayment is laid ready, once for each report, when the stop has not helped."""
    if not _stands(report) or report.claims.exists() or not breaches.most_ore(report.grant):
        return
    with translation.override(registry.letter_language(report.grant.application.lead)):
        words = {"report": str(report.get_kind_display()).lower(), "due": show.day(last_day(report))}
        reason = _(
            "The %(report)s was due %(due)s. It has not come in spite of reminders, a warning and a stop of payments."
        )
        breaches.find_by_rule(report=report, reason=reason % words)


def _stands(report: Report) -> bool:
    return stops.standing(report.grant).filter(ground=StopGround.LATE_REPORT).exists()


def report_has_come(report: Report) -> None:
    """It is handed in: the stop that waited for it is lifted, if no other report is late too. Part of that act."""
    others = report.grant.reports.filter(state__in=OPEN, warned_at__isnull=False).exclude(pk=report.pk)
    if not others.exists():
        with translation.override(registry.letter_language(report.grant.application.lead)):
            reason = _("The report has been handed in.")
            stops.lift_by_rule(grant=report.grant, ground=StopGround.LATE_REPORT, reason=reason)


def _tell(report: Report, kind: str, key: str) -> None:
    application = report.grant.application
    casework.notify(
        accounts.people_of([application.lead_id], Role.WRITER, Role.SIGNATORY),
        kind=kind,
        key=key,
        path=f"/tilskudd/rapporter/{report.pk}/",
        case=application.case,
        data={"title": application.case.title, "due_at": report.due_at},
    )


def _record(report: Report, verb: str, data: dict[str, object]) -> None:
    events.record(
        verb,
        thing=f"report:{report.pk}",
        person_id=None,
        case_number=report.grant.application.case.number,
        data={"kind": report.kind, "number": report.number} | data,
    )
