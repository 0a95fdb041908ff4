"""Grants as they stand. The amount is derived, never typed: the told decisions, and what amendments gave and took."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.grants.models import (
    Application,
    ClaimEntry,
    Decision,
    Grant,
    Instalment,
    MoneyChange,
    RepaymentClaim,
)
from helsetek.grants.models.recovery import CAME_BACK
from helsetek.grants.permissions.reports import READERS
from helsetek.grants.rules.sections import Plan, SectionKey
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme

from . import applications

__all__ = [
    "GIVES",
    "Grant",
    "claims_of",
    "grant",
    "granted_by_envelope",
    "granted_ore",
    "grants",
    "grants_seen_by",
    "last_account",
    "paid_again_ore",
    "paid_ore",
    "project_end",
    "returned_ore",
    "told_decisions",
]

GIVES = ("granted", "partial", "increased")


def grant(pk: int) -> Grant:
    """Raises Grant.DoesNotExist."""
    related = (
        "application__case",
        "application__call",
        "application__lead",
        "application__call_version",
        "account",
    )
    return Grant.objects.select_related(*related, "application__collaboration").get(pk=pk)


def told_decisions(grant: Grant) -> list[Decision]:
    """The decisions that give money and that the parties have been told of, oldest first."""
    told = Decision.objects.filter(
        application=grant.application_id,
        outcome__in=GIVES,
        notified_at__isnull=False,
        reopened_at__isnull=True,
    )
    return list(told.select_related("allotment").order_by("id"))


def granted_ore(grant: Grant) -> int:
    return sum(granted_by_envelope(grant).values())


def granted_by_envelope(grant: Grant) -> dict[int, int]:
    """What the grant has from each envelope, in øre: told decisions, with what amendments have added and taken."""
    sums: dict[int, int] = defaultdict(int)
    for decision in told_decisions(grant):
        sums[decision.allotment.envelope_id] += decision.amount_ore
    for envelope_id, amount in grant.money_changes.values_list("envelope_id", "amount_ore"):
        sums[envelope_id] += amount
    return dict(sums)


def paid_ore(grant: Grant) -> int:
    return grant.instalments.filter(state="paid").aggregate(sum=Sum("amount_ore"))["sum"] or 0


def returned_ore(grant: Grant) -> int:
    """What has come back, by payment and by set-off; interest is not counted."""
    came = ClaimEntry.objects.filter(claim__grant=grant, kind__in=CAME_BACK)
    return came.aggregate(sum=Sum("amount_ore"))["sum"] or 0


def paid_again_ore(grant: Grant) -> int:
    """What came back and was paid out again because its claim was reversed: the grant is not larger for it."""
    reversed_ = ClaimEntry.objects.filter(claim__grant=grant, kind="reversal")
    return -(reversed_.aggregate(sum=Sum("amount_ore"))["sum"] or 0)


def project_end(application: Application) -> date:
    """The day the project's plan ends, within the call's window; the window's end where the plan says nothing."""
    window = scheme.terms(application.call_version).parameters
    plan = applications.section(application, SectionKey.PLAN)
    ends = plan.ends if isinstance(plan, Plan) else None
    return min(ends, window.project_ends) if ends else window.project_ends


def grants_seen_by(person: Person) -> QuerySet[Grant]:
    """All for the directorate; those that the own organisations are party to for applicants; none for others."""
    everything = grants()
    if any(accounts.holds_anywhere(person, role) for role in READERS):
        return everything
    own = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    return everything.filter(application__case__in=casework.cases_of_parties(own))


def claims_of(grant: Grant, *, untold: bool = True) -> list[RepaymentClaim]:
    """The claims of a grant; without ``untold`` only those that the party has been told of."""
    rows = grant.repayment_claims.order_by("id")
    told = Q(noticed_at__isnull=False) | Q(claimed_at__isnull=False)
    return list(rows if untold else rows.filter(told))


def last_account(grant: Grant) -> str:
    """The account that the lead used last, to begin the form with; empty when it has none."""
    accounts = registry.accounts_of(grant.application.lead_id)
    return accounts[0].number if accounts else ""


def grants() -> QuerySet[Grant]:
    """All grants with what lists show of them: ``granted`` and ``paid`` in øre."""
    related = "application__case", "application__lead", "application__call"
    paid = (
        Instalment.objects.filter(grant=OuterRef("pk"), state="paid")
        .values("grant")
        .annotate(s=Sum("amount_ore"))
    )
    given = (
        Decision.objects.filter(
            application=OuterRef("application_id"),
            outcome__in=GIVES,
            notified_at__isnull=False,
            reopened_at__isnull=True,
        )
        .values("application")
        .annotate(s=Sum("amount_ore"))
    )
    changed = MoneyChange.objects.filter(grant=OuterRef("pk")).order_by().values("grant")
    amended = Coalesce(Subquery(changed.annotate(s=Sum("amount_ore")).values("s")), 0)
    return Grant.objects.select_related(*related).annotate(
        granted=Coalesce(Subquery(given.values("s")), 0) + amended,
        paid=Coalesce(Subquery(paid.values("s")), 0),
    )
