"""What is agreed on a grant: the newest version with what has happened since, and every earlier version as it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.grants.models import AgreementVersion, Grant, Report
from helsetek.grants.rules.agreements import Agreement, BudgetRow, Due, Part, Share, lines_of, summed
from helsetek.grants.rules.reports import BudgetLine
from helsetek.grants.rules.sections import Budget, GoalLine, Goals, Partners, Plan, Project, SectionKey

from . import applications
from .grants import granted_ore, project_end

__all__ = [
    "Agreement",
    "AgreementVersion",
    "agreement",
    "budget_lines",
    "content_of",
    "goals_of",
    "newest",
    "version",
    "versions_of",
]


def versions_of(grant: Grant) -> QuerySet[AgreementVersion]:
    """Every version, oldest first."""
    return grant.agreement_versions.select_related("amendment", "made_by").order_by("number")


def version(grant: Grant, number: int) -> AgreementVersion:
    """Raises AgreementVersion.DoesNotExist."""
    return versions_of(grant).get(number=number)


def newest(grant: Grant) -> AgreementVersion | None:
    """None for a grant that is not accepted, and for one accepted before agreements were kept."""
    return grant.agreement_versions.order_by("-number").first()


def content_of(version: AgreementVersion) -> Agreement:
    return Agreement.model_validate(version.content)


def agreement(grant: Grant) -> Agreement:
    """The agreement as it stands now: what was agreed last, with reports, payments, account and sum as they are."""
    last = newest(grant)
    agreed = content_of(last) if last else from_application(grant)
    return agreed.model_copy(update=standing(grant))


def standing(grant: Grant) -> dict[str, Any]:
    """What is read from the grant itself and never only from a version."""
    reports = {report.pk: _due(report) for report in grant.reports.order_by("number")}
    return {
        "granted_ore": granted_ore(grant),
        "lead_id": grant.application.lead_id,
        "account": grant.account.number if grant.account else "",
        "on_hold": grant.state == "held",
        "reports": tuple(reports.values()),
        "instalments": tuple(
            Part(
                id=row.pk,
                number=row.number,
                envelope_id=row.envelope_id,
                amount_ore=row.amount_ore,
                waits_for=reports[row.waits_for_id].number if row.waits_for_id else 0,
                due_on=row.due_on,
                state=row.state,
            )
            for row in grant.instalments.order_by("number")
        ),
    }


def _due(report: Report) -> Due:
    """A report is due at the first instant after its last day."""
    last_day = report.due_at.astimezone(clock.OSLO).date() - timedelta(days=1)
    return Due(id=report.pk, number=report.number, kind=report.kind, due_on=last_day, state=report.state)


def from_application(grant: Grant) -> Agreement:
    """What is agreed when a grant is accepted: what was applied for, in the words of the application."""
    application = grant.application
    said = applications.content(application)
    project, plan, goals = said[SectionKey.PROJECT], said[SectionKey.PLAN], said[SectionKey.GOALS]
    budget, partners = said[SectionKey.BUDGET], said[SectionKey.PARTNERS]
    return Agreement(
        granted_ore=granted_ore(grant),
        lead_id=application.lead_id,
        partners=_shares(grant, partners if isinstance(partners, Partners) else Partners()),
        starts=plan.starts if isinstance(plan, Plan) else None,
        ends=_end(grant),
        activities=project.activities_text if isinstance(project, Project) else "",
        goals=goals.goals if isinstance(goals, Goals) else (),
        budget=_rows(budget if isinstance(budget, Budget) else Budget()),
    )


def _end(grant: Grant) -> date:
    accepted = (grant.accepted_at or grant.offered_at).astimezone(clock.OSLO).date()
    return max(project_end(grant.application), accepted)


def _shares(grant: Grant, partners: Partners) -> tuple[Share, ...]:
    said = {one.organisation_id: one.tasks for one in partners.partners}
    parties = [party.organisation_id for party in casework.parties_of(grant.application.case)]
    return tuple(Share(organisation_id=pk, tasks=said.get(pk, "")) for pk in parties)


def _rows(budget: Budget) -> tuple[BudgetRow, ...]:
    return summed(
        ((line.organisation_id, line.category, line.year), line.amount_ore or 0)
        for line in budget.lines
        if line.organisation_id and line.year
    )


def budget_lines(grant: Grant) -> list[BudgetLine]:
    """The budget's lines that accounts are held against, one for each partner, category and year."""
    last = newest(grant)
    if last is not None:
        return lines_of(content_of(last))
    budget = applications.section(grant.application, SectionKey.BUDGET)
    rows = _rows(budget if isinstance(budget, Budget) else Budget())
    return [BudgetLine(*row.key, row.amount_ore) for row in rows]


def goals_of(grant: Grant) -> tuple[GoalLine, ...]:
    """The goals and indicators that reports answer to."""
    last = newest(grant)
    if last is not None:
        return content_of(last).goals
    goals = applications.section(grant.application, SectionKey.GOALS)
    return goals.goals if isinstance(goals, Goals) else ()
