"""A grant is parted to the øre, and never more is planned than granted.

The duties (docs/law.md): bestemmelser om økonomistyring i staten chapter 6.3.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsetek.grants.rules.instalments import (
    PlanFigures,
    plan,
    report_days,
    room_left,
)

FIGURES = PlanFigures(50_000_000, Decimal("0.6"), Decimal("0.15"))
ACCEPTED, FINAL_DAY = date(2024, 3, 1), date(2026, 2, 15)


def test_a_small_grant_is_paid_at_once() -> None:
    (only,) = plan(50_000_000, FIGURES, accepted_on=ACCEPTED, report_days=[date(2025, 2, 15), FINAL_DAY])
    assert (only.amount_ore, only.waits_for) == (50_000_000, 0)


def test_a_large_grant_waits_for_its_reports() -> None:
    parts = plan(230_000_000, FIGURES, accepted_on=ACCEPTED, report_days=[date(2025, 2, 15), FINAL_DAY])
    assert [(p.amount_ore, p.waits_for) for p in parts] == [
        (138_000_000, 0),
        (57_500_000, 1),
        (34_500_000, 2),
    ]


@given(st.integers(1, 10**12), st.integers(0, 5))
def test_the_parts_add_up_to_the_ore(amount: int, reports: int) -> None:
    days = [date(2025 + n, 2, 15) for n in range(reports)]
    parts = plan(amount, FIGURES, accepted_on=ACCEPTED, report_days=[*days, FINAL_DAY])
    assert sum(part.amount_ore for part in parts) == amount
    assert all(part.amount_ore > 0 for part in parts)


@pytest.mark.parametrize(
    ("ends", "days"),
    [
        (date(2024, 12, 31), [date(2025, 2, 15)]),
        (date(2026, 6, 30), [date(2025, 2, 15), date(2026, 2, 15), date(2027, 2, 15)]),
    ],
)
def test_a_report_follows_each_calendar_year(ends: date, days: list[date]) -> None:
    assert report_days(date(2024, 3, 1), ends, month=2, day=15) == days


def test_only_live_instalments_take_room() -> None:
    rows = [("paid", 60), ("planned", 20), ("failed", 20), ("cancelled", 20)]
    assert room_left(100, rows) == 20
