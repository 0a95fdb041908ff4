"""Cases in which nothing more will happen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from helsetek.casework.parameters import parameter
from helsetek.common import clock
from helsetek.grants.models import Application, Grant


def closed_cases() -> Iterator[tuple[int, datetime]]:
    """Grants that are closed, declined or lapsed; applications withdrawn; refusals that nobody can appeal any more."""
    grants = Grant.objects.filter(state__in=["closed", "declined", "lapsed"])
    yield from _pairs(grants, "application__case_id", "ended_at")
    withdrawn = Application.objects.filter(state="withdrawn")
    yield from _pairs(withdrawn, "case_id", "submitted_at")
    yield from _pairs(_refused_for_good(), "case_id", "decisions__notified_at")


def _pairs(rows: QuerySet, case: str, at: str) -> Iterator[tuple[int, datetime]]:  # type: ignore[type-arg]
    known = rows.filter(**{f"{at}__isnull": False})
    yield from known.values_list(case, at)


def _refused_for_good() -> QuerySet[Application]:
    """Twice the period of appeal after they were told: an appeal that came late in it has been seen by then."""
    weeks = 2 * int(parameter("appeal_weeks", clock.today()))
    edge = clock.now() - timedelta(weeks=weeks)
    refused = Application.objects.filter(state="notified", grant__isnull=True)
    return refused.filter(decisions__notified_at__lt=edge).exclude(decisions__notified_at__gte=edge)
