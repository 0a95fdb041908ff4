"""What is left of earlier grants: paid, and neither accounted for nor paid back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from helsetek.grants.models import Application, ClaimEntry, Grant, Instalment, Report, ReportVersion
from helsetek.grants.models.recovery import CAME_BACK
from helsetek.grants.rules.eligibility import EarlierGrant
from helsetek.grants.rules.reports import ReportData, earned_ore
from helsetek.scheme import selectors as scheme


def not_used_up(organisation_ids: Iterable[int], *, but: Application) -> list[EarlierGrant]:
    """Running and closed grants led by these organisations of which something is left, the oldest first.

    The lead is paid and answers for the money, so a grant is told of with its lead. What an accepted report accounts
    for is taken off; until then all that is paid counts as left. Two queries at most.
    """
    grants = list(_paid_grants(organisation_ids).exclude(application=but.pk))
    accounts = _newest_accounts(grants) if grants else {}
    found = (_left_of(grant, accounts.get(grant.pk)) for grant in grants)
    return [each for each in found if each.unspent_ore > 0]


def _paid_grants(organisation_ids: Iterable[int]) -> QuerySet[Grant]:
    """With ``out``: what has been paid and not come back, in øre."""
    paid = _sum_of(Instalment.objects.filter(state="paid"))
    back = _sum_of(ClaimEntry.objects.filter(kind__in=CAME_BACK), "claim__grant")
    rows = Grant.objects.filter(application__lead__in=list(organisation_ids))
    related = rows.select_related("application__case", "application__lead", "application__call_version")
    return related.annotate(out=paid - back).filter(out__gt=0).order_by("offered_at", "id")


def _sum_of(rows: QuerySet[Instalment] | QuerySet[ClaimEntry], grant: str = "grant") -> Coalesce:
    of_grant = rows.filter(**{grant: OuterRef("pk")}).order_by().values(grant)
    return Coalesce(Subquery(of_grant.annotate(sum=Sum("amount_ore")).values("sum")), 0)


def _newest_accounts(grants: list[Grant]) -> dict[int, ReportVersion]:
    """The accounts of each grant's last report that was handed in and not asked about again."""
    newest = ReportVersion.objects.filter(report=OuterRef("report")).order_by("-number").values("pk")[:1]
    rows = ReportVersion.objects.filter(
        pk=Subquery(newest), report__grant__in=grants, report__state__in=["handed_in", "approved"]
    )
    return {row.report.grant_id: row for row in rows.select_related("report").order_by("report__number")}


def _left_of(grant: Grant, accounts: ReportVersion | None) -> EarlierGrant:
    application, out = grant.application, getattr(grant, "out", 0)
    return EarlierGrant(
        case_number=application.case.number,
        organisation=application.lead.name,
        unspent_ore=out - (_earned(application, accounts) if accounts else 0),
        year=grant.offered_at.year,
        settled=accounts is not None and _is_settled(accounts.report),
    )


def _earned(application: Application, accounts: ReportVersion) -> int:
    terms, spent = scheme.terms(application.call_version), ReportData.model_validate(accounts.data).spent
    shares = {line.year: terms.parameters.share_in(line.year) for line in spent}
    return earned_ore(spent, terms.covered_codes, shares)


def _is_settled(report: Report) -> bool:
    return report.kind == "final" and report.state == "approved"
