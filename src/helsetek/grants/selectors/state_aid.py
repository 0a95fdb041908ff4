"""Reads of state aid: what holds in a case, what an undertaking has got, and the list for the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from helsetek.casework.selectors import Case
from helsetek.common import clock
from helsetek.common.clock import OSLO
from helsetek.grants.models import Application, Decision, StateAidAssessment
from helsetek.grants.parameters import parameter
from helsetek.grants.rules.state_aid import Award, left_cents
from helsetek.registry.selectors import Organisation

from .vendors import vendors_named

__all__ = ["StateAidAssessment"]
GIVES = ("granted", "partial", "increased")


def assessment_of(application: Application) -> StateAidAssessment | None:
    """The one that holds: the newest."""
    rows = StateAidAssessment.objects.filter(application=application)
    return rows.select_related("undertaking", "assessed_by").first()


def benefits_an_undertaking(case: Case) -> bool:
    """Whether an undertaking stands to gain: the application names a vendor or a laboratory."""
    return bool(vendors_named(case))


def holding() -> QuerySet[StateAidAssessment]:
    """The assessments that hold now, one a case."""
    newest = StateAidAssessment.objects.filter(application=OuterRef("application"))
    rows = StateAidAssessment.objects.filter(
        pk=Subquery(newest.order_by("-assessed_at", "-id").values("pk")[:1])
    )
    return rows.select_related("application__case", "application__lead", "undertaking")


def aid() -> QuerySet[StateAidAssessment]:
    """Those that say it is aid, where a decision that gives money stands: with the day it was made."""
    decisions = Decision.objects.filter(
        application=OuterRef("application"),
        outcome__in=GIVES,
        decided_at__isnull=False,
        reopened_at__isnull=True,
    )
    given = (
        holding()
        .exclude(kind="not_aid")
        .annotate(given_at=Subquery(decisions.order_by("decided_at").values("decided_at")[:1]))
    )
    return given.filter(given_at__isnull=False).order_by("given_at", "id")


def awards_to(undertaking: Organisation, *, but: Application | None = None) -> list[Award]:
    """The de minimis aid that the undertaking has got here. What others have given is told by itself."""
    rows: Any = aid().filter(kind="de_minimis", undertaking=undertaking)
    if but is not None:
        rows = rows.exclude(application=but)
    pairs = rows.values_list("given_at", "cents")  # given_at is annotated: the types of aid() cannot say it
    return [Award(given_at.astimezone(OSLO).date(), cents) for given_at, cents in pairs]


def ceiling_cents(day: date, *, general_interest: bool) -> int:
    return int(parameter("de_minimis_sgei_cents" if general_interest else "de_minimis_cents", day))


def left_for(undertaking: Organisation, *, general_interest: bool, but: Application | None = None) -> int:
    """How many euro cents of de minimis aid the undertaking may still get today."""
    today = clock.today()
    ceiling = ceiling_cents(today, general_interest=general_interest)
    years = int(parameter("de_minimis_years", today))
    return left_cents(awards_to(undertaking, but=but), today, ceiling=ceiling, years=years)
