"""The allotments of all calls, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from helsetek.common import clock
from helsetek.grants.models import Decision
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One allotment: counts of its decisions, what they give, and where it stands."""

    allotment: Allotment
    prepared: int
    decided: int
    told: int
    given_ore: int

    @property
    def state(self) -> str:
        if self.allotment.notified_at is not None:
            return "told"
        if self.told:
            return "telling"
        if self.decided and not self.prepared:
            return "decided"
        return "preparing" if self.prepared or self.decided else "open"


def allotment(call_slug: str, number: int) -> Allotment | None:
    """By its address."""
    found = scheme.all_allotments().filter(call__slug=call_slug, number=number)
    return found.filter(call__published_at__isnull=False).first()


def rounds() -> list[RoundRow]:
    """Allotments of the calls that have closed, the newest first. Two queries."""
    closed = scheme.all_allotments().filter(call__closes_at__lte=clock.now(), call__cancelled_at__isnull=True)
    allotments = list(closed.order_by("-opened_at", "-pk"))
    counted = {row["allotment_id"]: row for row in _counts([one.pk for one in allotments])}
    return [_row(one, counted.get(one.pk, {})) for one in allotments]


def _counts(ids: list[int]) -> list[dict[str, int]]:
    made, told = Q(decided_at__isnull=False), Q(notified_at__isnull=False)
    rows = Decision.objects.filter(allotment__in=ids, reopened_at__isnull=True, origin="round").order_by()
    return list(
        rows.values("allotment_id").annotate(
            prepared=Count("pk", filter=~made),
            decided=Count("pk", filter=made),
            told=Count("pk", filter=told),
            given=Sum("amount_ore", filter=made),
        )
    )


def _row(allotment: Allotment, counts: dict[str, int]) -> RoundRow:
    return RoundRow(
        allotment,
        prepared=counts.get("prepared", 0),
        decided=counts.get("decided", 0),
        told=counts.get("told", 0),
        given_ore=counts.get("given") or 0,
    )
