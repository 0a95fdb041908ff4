"""Sums are read as people write them, and never as anything else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helsetek.common import money


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("0", 0),
        ("500", 50_000),
        ("1 234 567", 123_456_700),
        ("1\u00a0234\u00a0567 kr", 123_456_700),
        ("1.234.567,50", 123_456_750),
        ("1234,5", 123_450),
        ("kr 500,-", 50_000),
        ("12.50", 1_250),
    ],
)
def test_sums_as_people_write_them(text: str, ore: int) -> None:
    assert money.parse(text) == ore


@pytest.mark.parametrize(
    "text", ["", "ti tusen", "1e9", "-5", "12,345", "99999999999999", "1 000 000 000 000", "NaN", "٣"]
)
def test_what_is_not_a_sum_is_refused(text: str) -> None:
    with pytest.raises(money.NotMoney):
        money.parse(text)


def test_sums_are_shown_with_spaces_that_do_not_break() -> None:
    assert money.show(123_456_700) == "1\u00a0234\u00a0567\u00a0kr"
    assert money.show(-150) == "−1,50\u00a0kr"


def test_a_share_is_rounded_down() -> None:
    assert money.share_of(100, Decimal("0.333")) == 33
