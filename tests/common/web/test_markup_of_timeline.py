"""A long timeline is folded, without anything being lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template

from helsetek.common.web.parts import Moment

START = datetime(2026, 1, 1, 11, tzinfo=UTC)


def drawn(count: int) -> str:
    moments = [Moment(START + timedelta(days=number), f"Act {number}") for number in range(count)]
    return Template("{% load ui %}{% timeline moments %}").render(Context({"moments": moments}))


@pytest.mark.parametrize("count", [0, 1, 8])
def test_a_short_one_is_open(count: int) -> None:
    assert "<details" not in drawn(count)


def test_of_a_long_one_the_rest_is_behind_a_fold() -> None:
    before, fold, after = drawn(30).partition("<details")
    assert fold
    assert before.count("hs-timeline__moment") == 6
    assert after.count("hs-timeline__moment") == 24
    assert "24" in after.partition("</summary>")[0]
