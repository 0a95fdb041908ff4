"""What should be on the bank account, what statements say, and the differences."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from helsetek.common import clock
from helsetek.grants.models import ClaimEntry, Difference, Instalment, Statement, StatementLine
from helsetek.grants.rules.reconciliation import Ours, Theirs

from .payments import set_off_of

__all__ = [
    "Difference",
    "Statement",
    "case_of",
    "difference",
    "differences",
    "lines_of",
    "open_count",
    "ours",
    "statements",
    "theirs",
]


def statements() -> QuerySet[Statement]:
    return Statement.objects.select_related("read_by")


def differences() -> QuerySet[Difference]:
    """All, the oldest first."""
    return Difference.objects.select_related("closed_by", "line__statement")


def difference(pk: int) -> Difference:
    """Raises Difference.DoesNotExist."""
    return differences().get(pk=pk)


def open_count() -> int:
    return Difference.objects.filter(closed_at__isnull=True).count()


def lines_of(source: str) -> QuerySet[StatementLine]:
    return StatementLine.objects.filter(statement__source=source).order_by("booked_on", "id")


def theirs(source: str) -> list[Theirs]:
    """Every line that this source has told of."""
    rows = lines_of(source).values_list("pk", "booked_on", "amount_ore", "reference")
    return [Theirs(*row) for row in rows]


def ours(since: date, until: date) -> list[Ours]:
    """What left and what came between two days, as it stands here."""
    return [*_paid(since, until), *_came_in(since, until)]


def _paid(since: date, until: date) -> list[Ours]:
    """Payments by what the bank was asked to pay: less what was set off. Those set off in full never left."""
    rows = [
        row
        for row in Instalment.objects.filter(state="paid", paid_at__isnull=False)
        if since <= _day(row) <= until
    ]
    taken = set_off_of(rows)
    return [
        Ours(
            f"instalment:{row.pk}",
            _day(row),
            taken.get(row.pk, 0) - row.amount_ore,
            frozenset({row.end_to_end_id}),
        )
        for row in rows
        if taken.get(row.pk, 0) < row.amount_ore
    ]


def _day(row: Instalment) -> date:
    return row.paid_at.astimezone(clock.OSLO).date() if row.paid_at else row.due_on


def _came_in(since: date, until: date) -> list[Ours]:
    entries = ClaimEntry.objects.filter(kind="payment", on__range=(since, until)).select_related("claim")
    return [
        Ours(
            f"entry:{entry.pk}",
            entry.on,
            entry.amount_ore + entry.interest_ore,
            frozenset({entry.claim.kid} - {""}),
        )
        for entry in entries
    ]


def case_of(thing: str) -> str:
    """The number of the case that a payment of ours belongs to; "" for none."""
    kind, _colon, pk = thing.partition(":")
    if kind == "instalment":
        number = "grant__application__case__number"
        return Instalment.objects.filter(pk=int(pk)).values_list(number, flat=True).first() or ""
    if kind == "entry":
        number = "claim__grant__application__case__number"
        return ClaimEntry.objects.filter(pk=int(pk)).values_list(number, flat=True).first() or ""
    return ""
