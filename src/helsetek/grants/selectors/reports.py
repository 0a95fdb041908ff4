"""Reports and what they are held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from helsetek.common import clock
from helsetek.common.web import show
from helsetek.grants.models import Grant, Report, ReportVersion
from helsetek.grants.parameters import parameter
from helsetek.grants.reading.words import unit_of
from helsetek.grants.rules import reports as rules
from helsetek.grants.rules.reports import ReportData, Settlement
from helsetek.grants.rules.words import Problem
from helsetek.scheme import selectors as scheme

from . import audits
from .agreements import budget_lines, goals_of
from .audits import needs_auditor
from .grants import granted_ore, paid_ore

__all__ = [
    "ApprovedResult",
    "GoalAsked",
    "Report",
    "approved_results",
    "budget_lines",
    "data_of",
    "goals_asked",
    "needs_auditor",
    "newest",
    "overdue",
    "problems",
    "report",
    "reports_of",
    "reports_to_judge",
    "settlement",
    "with_versions",
]


def report(pk: int) -> Report:
    """Raises Report.DoesNotExist."""
    related = "grant__application__case", "grant__application__lead", "grant__application__call_version"
    return Report.objects.select_related(*related, "grant__application__call", "auditor_confirmation").get(
        pk=pk
    )


def reports_of(grant: Grant) -> QuerySet[Report]:
    return grant.reports.select_related("handed_in_by", "approved_by", "auditor_confirmation")


def reports_to_judge() -> QuerySet[Report]:
    related = "grant__application__case", "grant__application__lead"
    return Report.objects.filter(state="handed_in").select_related(*related).order_by("handed_in_at")


def overdue() -> QuerySet[Report]:
    """Reports that should have been handed in."""
    late = Report.objects.filter(
        state__in=["due", "returned"], due_at__lte=clock.now(), grant__state="accepted"
    )
    return late.select_related("grant__application__case", "grant__application__lead")


def newest(report: Report) -> ReportVersion | None:
    return report.versions.order_by("-number").first()


def data_of(report: Report) -> ReportData:
    version = newest(report)
    return ReportData.model_validate(version.data) if version else ReportData()


@dataclass(frozen=True)
class GoalAsked:
    """A goal as it is agreed, by the key that its result is given under."""

    key: str
    goal: str
    indicator: str
    unit: str
    baseline: str
    target: str
    before: Decimal | None = None


def goals_asked(grant: Grant, language: str) -> list[GoalAsked]:
    """The goals as they are agreed, each with its indicator in the reader's language."""
    known = {row.code: row for row in scheme.indicators()}
    return [
        GoalAsked(
            key=row.indicator or f"own_{number}",
            goal=row.goal,
            indicator=getattr(known[row.indicator], f"label_{language}")
            if row.indicator in known
            else row.own_indicator,
            unit=unit_of(known[row.indicator]) if row.indicator in known else row.unit,
            baseline="" if row.baseline is None else show.decimal(row.baseline),
            target="" if row.target is None else show.decimal(row.target),
            before=row.baseline,
        )
        for number, row in enumerate(goals_of(grant), start=1)
    ]


def problems(report: Report, data: ReportData) -> list[Problem]:
    """What is missing before the report can be handed in."""
    grant = report.grant
    day = (report.handed_in_at or clock.now()).date()
    audit = audits.standing(report, data)
    return rules.problems(
        data,
        budget=budget_lines(grant),
        indicators=[goal.key for goal in goals_asked(grant, "nb")],
        final=report.kind == "final",
        needs_auditor=audit.needed,
        has_auditor=audit.is_whole,
        auditor_outdated=audit.outdated,
        unexplained_share=parameter("unexplained_deviation", day),
        percents=frozenset(row.code for row in scheme.indicators() if row.unit == "percent"),
    )


def settlement(report: Report) -> Settlement:
    """What the final accounts would lead to if they were approved as they stand."""
    grant, data = report.grant, data_of(report)
    terms = scheme.terms(grant.application.call_version)
    years = {line.year for line in data.spent}
    return rules.settle(
        granted_ore=granted_ore(grant),
        paid_ore=paid_ore(grant),
        spent=data.spent,
        covered=terms.covered_codes,
        share_by_year={year: terms.parameters.share_in(year) for year in years},
    )


def with_versions(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.prefetch_related(Prefetch("versions", ReportVersion.objects.select_related("saved_by")))


@dataclass(frozen=True)
class ApprovedResult:
    """What one approved report says on one indicator of its application."""

    lead: str
    indicator: str
    value: Decimal
    baseline: Decimal | None
    target: Decimal | None
    final: bool
    synthetic: bool
    case_number: str = ""
    report_number: int = 0
    before: Decimal | None = None
    method: str = ""
    sample: int | None = None
    sd: Decimal | None = None
    quality: str = ""
    measured_on: date | None = None
    first_mover: bool = False


def approved_results() -> list[ApprovedResult]:
    """Results of approved reports: the newest approved report of each grant speaks for it. For open statistics."""
    related = "grant__application__lead", "grant__application__case", "grant__application__call"
    approved = Report.objects.filter(state="approved").select_related(*related)
    first_call = scheme.published_calls().order_by("opens_at").values_list("pk", flat=True).first()
    newest_of = {report.grant_id: report for report in with_versions(approved.order_by("number"))}
    return [result for report in newest_of.values() for result in _results(report, first_call)]


def _results(report: Report, first_call: int | None) -> list[ApprovedResult]:
    application = report.grant.application
    asked = {row.indicator: row for row in goals_of(report.grant) if row.indicator}
    version = max(report.versions.all(), key=lambda one: one.number, default=None)
    said = ReportData.model_validate(version.data) if version else ReportData()
    return [
        ApprovedResult(
            lead=application.lead.name,
            indicator=one.indicator,
            value=one.value,
            baseline=asked[one.indicator].baseline,
            target=asked[one.indicator].target,
            final=report.kind == "final",
            synthetic=application.synthetic,
            case_number=application.case.number,
            report_number=report.number,
            before=one.before if one.before is not None else asked[one.indicator].baseline,
            method=one.method,
            sample=one.sample,
            sd=one.sd,
            quality=one.quality,
            measured_on=one.measured_to or (report.approved_at.date() if report.approved_at else None),
            # Those of the first call are perhaps not like others: the analysis gives them a shared, unknown bias.
            first_mover=application.call_id == first_call,
        )
        for one in said.results
        if one.value is not None and one.indicator in asked
    ]
