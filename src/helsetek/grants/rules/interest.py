"""Interest on what is paid late (forsinkelsesrenteloven §§ 2–3). Pure: days, øre and percent a year.

Interest runs from the day after the one something was due on, to and with the day it is paid, by the rate that holds on
each day. Simple interest: no interest on interest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """So much is due on that day."""

    due_on: date
    amount_ore: int


@dataclass(frozen=True, slots=True)
class Paid:
    """So much of the claim itself came in on that day."""

    on: date
    amount_ore: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Percent a year from that day on."""

    start: date
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which the overdue sum and the rate stand still: days from ``first`` to and with ``last``."""

    first: date
    last: date
    overdue_ore: int
    percent: Decimal
    days_in_year: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def ore(self) -> Decimal:
        return Decimal(self.overdue_ore) * self.percent * self.days / (100 * self.days_in_year)


def stretches(
    parts: Iterable[Part], payments: Iterable[Paid], rates: Sequence[Rate], until: date, *, days_in_year: int
) -> list[Stretch]:
    """The times in which something was overdue, to and with ``until``, the oldest first."""
    parts, payments = list(parts), list(payments)
    edges = {part.due_on + DAY for part in parts} | {paid.on + DAY for paid in payments}
    edges |= {rate.start for rate in rates}
    first = min((part.due_on + DAY for part in parts), default=until + DAY)
    starts = sorted({edge for edge in edges if first <= edge <= until} | {first})
    ends = [*(start - DAY for start in starts[1:]), until]
    found = [
        Stretch(start, end, _overdue(parts, payments, start), _rate(rates, start), days_in_year)
        for start, end in zip(starts, ends, strict=True)
        if start <= end
    ]
    return [one for one in found if one.overdue_ore > 0]


def interest_ore(
    parts: Iterable[Part], payments: Iterable[Paid], rates: Sequence[Rate], until: date, *, days_in_year: int
) -> int:
    """All interest that has run to and with ``until``, in whole øre, rounded once at the end."""
    run = sum(
        (one.ore for one in stretches(parts, payments, rates, until, days_in_year=days_in_year)), Decimal(0)
    )
    return int(run.quantize(Decimal(1), ROUND_HALF_UP))


def _overdue(parts: list[Part], payments: list[Paid], day: date) -> int:
    due = sum(part.amount_ore for part in parts if part.due_on < day)
    return max(0, due - sum(paid.amount_ore for paid in payments if paid.on < day))


def _rate(rates: Sequence[Rate], day: date) -> Decimal:
    """The rate on a day; none was set before the first one that is known."""
    return next((rate.percent for rate in reversed(rates) if rate.start <= day), Decimal(0))
