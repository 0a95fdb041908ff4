"""Where the auditor's confirmation of a report's accounts stands: one statement for writer, auditor and officer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.grants.models import AuditConfirmation, Grant, Report
from helsetek.grants.rules import audits as rules
from helsetek.grants.rules import reports as report_rules
from helsetek.grants.rules.reports import ReportData
from helsetek.scheme import selectors as scheme
from helsetek.scheme.rules.terms import RuleParameters

from .grants import granted_ore

__all__ = [
    "AuditConfirmation",
    "Standing",
    "accounts_seen_by",
    "confirmations_of",
    "needs_auditor",
    "standing",
]


@dataclass(frozen=True)
class Standing:
    """``by_year`` in øre; ``wanted``: the years that belong together; ``outdated``: what is confirmed was other sums."""

    needed: bool
    standard: str
    each_year: bool
    threshold_ore: int
    by_year: dict[int, int]
    wanted: list[tuple[int, ...]]
    missing: list[int]
    outdated: bool

    @property
    def is_whole(self) -> bool:
        return bool(self.by_year) and not self.missing


def confirmations_of(report: Report) -> list[AuditConfirmation]:
    return list(report.confirmations.select_related("confirmed_by", "document"))


def needs_auditor(grant: Grant) -> bool:
    """By the threshold that the call's terms pinned."""
    return report_rules.needs_auditor(granted_ore(grant), _parameters(grant).audit_threshold_ore)


def standing(report: Report, data: ReportData) -> Standing:
    """What is confirmed, what is missing. Only confirmations of these very figures count."""
    terms, by_year = _parameters(report.grant), rules.spent_by_year(data.spent)
    digest, given = rules.accounts_hash(data.spent), list(report.confirmations.all())
    held = [one.years for one in given if one.accounts_sha256 == digest]
    return Standing(
        needed=report.kind == "final" and needs_auditor(report.grant),
        standard=terms.audit_standard.value,
        each_year=terms.audit_each_year,
        threshold_ore=terms.audit_threshold_ore,
        by_year=by_year,
        wanted=rules.periods(by_year, terms.audit_threshold_ore, each_year=terms.audit_each_year),
        missing=rules.years_missing(by_year, held),
        outdated=len(held) < len(given) and bool(rules.years_missing(by_year, held)),
    )


def _parameters(grant: Grant) -> RuleParameters:
    return scheme.terms(grant.application.call_version).parameters


def accounts_seen_by(person: Person) -> QuerySet[Report]:
    """The final reports of the organisations that the person audits."""
    own = accounts.organisations_where(person, Role.AUDITOR)
    related = "grant__application__case", "grant__application__lead", "grant__application__call"
    rows = Report.objects.filter(kind="final", grant__application__lead_id__in=own)
    return rows.exclude(grant__state__in=["offered", "declined", "lapsed"]).select_related(*related)
