"""De minimis aid is added up over three years to the day; large awards go to the register (støtteprosessloven § 7)."""

from __future__ import annotations

from datetime import date

import pytest

from helsetek.grants.parameters import parameter
from helsetek.grants.rules.state_aid import (
    AidKind,
    Award,
    earlier_cents,
    in_cents,
    is_for_the_register,
    left_cents,
)

CEILING = 30_000_000


def test_the_figures_follow_their_dates() -> None:
    assert parameter("de_minimis_cents", date(2023, 12, 31)) == 20_000_000
    assert parameter("de_minimis_cents", date(2024, 1, 1)) == CEILING
    assert parameter("de_minimis_sgei_cents", date(2026, 1, 1)) == 75_000_000
    assert parameter("aid_register_cents", date(2023, 12, 10)) == 50_000_000
    assert parameter("aid_register_cents", date(2023, 12, 11)) == 10_000_000


def test_three_years_are_counted_to_the_day() -> None:
    awards = [Award(date(2021, 5, 1), 1), Award(date(2021, 5, 2), 10), Award(date(2024, 5, 1), 100)]
    assert earlier_cents(awards, date(2024, 5, 1), 3) == 110
    assert earlier_cents(awards, date(2024, 4, 30), 3) == 11
    assert earlier_cents([Award(date(2021, 2, 28), 5)], date(2024, 2, 29), 3) == 0
    assert left_cents(awards, date(2024, 5, 1), ceiling=100, years=3) == 0


@pytest.mark.parametrize(("ore", "rate", "cents"), [(1_150, 1_150, 100), (1_151, 1_150, 101), (0, 1_150, 0)])
def test_euro_are_rounded_up(ore: int, rate: int, cents: int) -> None:
    assert in_cents(ore, rate) == cents


def test_what_goes_to_the_register() -> None:
    assert is_for_the_register(AidKind.EXEMPTED, 10_000_000, 10_000_000)
    assert not is_for_the_register(AidKind.NOTIFIED, 9_999_999, 10_000_000)
    assert not is_for_the_register(AidKind.NOT_AID, 10_000_000, 10_000_000)
