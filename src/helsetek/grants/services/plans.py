"""The instalments and reports that follow from an accepted grant."""

from __future__ import annotations

from datetime import date

from helsetek.common import clock, instants
from helsetek.grants.models import Decision, Grant, Instalment, Report
from helsetek.grants.parameters import parameter
from helsetek.grants.rules import instalments as rules
from helsetek.grants.selectors.grants import project_end


def make_plan(grant: Grant, decisions: list[Decision]) -> None:
    """Plan the reports, and the instalments of each decision that the grant rests on. Called at acceptance."""
    days = report_days_of(grant)
    reports = [
        Report.objects.create(
            grant=grant,
            kind="final" if day == days[-1] else "progress",
            number=number,
            due_at=instants.end_of(day),
        )
        for number, day in enumerate(days, start=1)
    ]
    for decision in decisions:
        _plan_decision(grant, decision, days, reports)


def report_days_of(grant: Grant) -> list[date]:
    """Reports follow the project's own time: from today to the end of its plan."""
    today = clock.today()
    ends = max(project_end(grant.application), today)
    return rules.report_days(
        today, ends, month=parameter("report_month", today), day=parameter("report_day", today)
    )


def add_instalment_for(decision: Decision, grant: Grant) -> None:
    """What an increase adds to a running grant is paid at once: the project has already begun."""
    _add(
        grant,
        decision.allotment.envelope_id,
        rules.PlannedInstalment(decision.amount_ore, 0, clock.today()),
        [],
    )


def _plan_decision(grant: Grant, decision: Decision, days: list[date], reports: list[Report]) -> None:
    today = clock.today()
    figures = rules.PlanFigures(
        parameter("paid_at_once_ore", today),
        parameter("share_at_acceptance", today),
        parameter("share_at_final_report", today),
    )
    for part in rules.plan(decision.amount_ore, figures, accepted_on=today, report_days=days):
        _add(grant, decision.allotment.envelope_id, part, reports)


def _add(grant: Grant, envelope_id: int, part: rules.PlannedInstalment, reports: list[Report]) -> None:
    number = grant.instalments.count() + 1
    Instalment.objects.create(
        grant=grant,
        envelope_id=envelope_id,
        number=number,
        amount_ore=part.amount_ore,
        waits_for=reports[part.waits_for - 1] if part.waits_for else None,
        due_on=part.due_on,
        end_to_end_id=f"HTO-{grant.pk}-{number}",
    )
