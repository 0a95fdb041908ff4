"""Sums, days and instants as people read them, in the three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from helsetek.common.web import show

NOON = datetime(2024, 1, 15, 11, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "15. januar 2024 kl. 12.00"),
        ("nn", "15. januar 2024 kl. 12.00"),
        ("en", "15 January 2024 at 12.00"),
    ],
)
def test_an_instant_is_shown_in_norwegian_time(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(show.instant(NOON)) == expected


def test_summer_time_is_two_hours_ahead() -> None:
    with translation.override("nb"):
        assert plain(show.instant(datetime(2024, 7, 1, 10, 0, tzinfo=UTC))) == "1. juli 2024 kl. 12.00"


def test_an_instant_just_before_midnight_belongs_to_the_next_day_in_norway() -> None:
    with translation.override("nb"):
        assert plain(show.day(datetime(2024, 1, 15, 23, 30, tzinfo=UTC))) == "16. januar 2024"


def test_a_day_has_no_time() -> None:
    with translation.override("nb"):
        assert plain(show.moment(date(2024, 5, 17))) == "17. mai 2024"


def test_short_forms_for_tables() -> None:
    assert plain(show.instant(NOON, "short")) == "15.01.2024 12.00"
    assert show.day(date(2024, 5, 17), "short") == "17.05.2024"


def test_sums() -> None:
    with translation.override("nb"):
        assert plain(show.kroner(123_456_700)) == "1 234 567 kr"
        assert plain(show.millions(230_000_000)) == "2,3 mill. kr"
        assert show.kroner(None) == "–"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1234567, "1 234 567"), (1000.0, "1 000"), (0.5, "0,5"), (Decimal("-12.50"), "−12,5")],
)
def test_numbers_are_grouped(value: float, expected: str) -> None:
    with translation.override("nb"):
        assert plain(show.number(value)) == expected


def test_shares() -> None:
    with translation.override("nb"):
        assert plain(show.percent(Decimal("0.125"), 1)) == "12,5 %"


@pytest.mark.parametrize(
    ("octets", "expected"), [(0, "0 kB"), (1, "1 kB"), (820_400, "820 kB"), (1_234_567, "1,2 MB")]
)
def test_file_sizes(octets: int, expected: str) -> None:
    with translation.override("nb"):
        assert plain(show.file_size(octets)) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), "30. november 2026 kl. 24.00"),
        (
            datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
            "28. mars 2026 kl. 24.00",
        ),  # the night the clock goes forward
        (datetime(2026, 11, 30, 11, 0, tzinfo=UTC), "30. november 2026 kl. 12.00"),
        (date(2026, 11, 30), "30. november 2026"),
    ],
)
def test_a_deadline_at_midnight_is_told_by_the_day_that_ends(when: date, expected: str) -> None:
    with translation.override("nb"):
        assert plain(show.deadline(when)) == expected
