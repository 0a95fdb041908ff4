"""Deadlines are instants in Norway: the two odd nights and the holidays included."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from helsetek.common import instants
from helsetek.common.working_days import add_working_days, is_working_day


def test_winter_and_summer_time() -> None:
    assert instants.oslo(2024, 1, 15, 12) == datetime(2024, 1, 15, 11, tzinfo=UTC)
    assert instants.oslo(2024, 7, 15, 12) == datetime(2024, 7, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("when", [(2026, 3, 29, 2, 30), (2026, 10, 25, 2, 30)])
def test_a_time_that_does_not_exist_once_is_refused(when: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(instants.NoSuchTime):
        instants.oslo(*when)


def test_to_and_with_a_day_means_until_it_is_over() -> None:
    assert instants.end_of(date(2026, 3, 29)) == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_a_period_that_ends_on_a_holiday_ends_on_the_next_working_day() -> None:
    """Domstolloven § 149. Three weeks after 26 April 2024 is 17 May; the next working day is Tuesday the 21st,
    for Monday 20 May is Whit Monday."""
    assert instants.weeks_after(instants.oslo(2024, 4, 26, 9), 3) == instants.end_of(date(2024, 5, 21))


def test_working_days_step_over_easter() -> None:
    assert not is_working_day(date(2024, 3, 28))
    assert add_working_days(date(2024, 3, 27), 1) == date(2024, 4, 2)
    assert add_working_days(date(2024, 4, 2), -1) == date(2024, 3, 27)
