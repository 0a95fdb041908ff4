"""The scale of risk points: dated data, read by anyone, the same for all.

The duties (docs/law.md): bestemmelser om økonomistyring i staten chapter 6.3; bevilgningsreglementet § 10.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from helsetek.control.rules.risk import Facts, in_order, points_of, score
from helsetek.control.rules.words import FACTORS
from helsetek.control.selectors.plans import scale

NONE = Facts(0, 0, 0, 0, 0, 0, 0)
SCALE = scale(date(2026, 11, 1))


@pytest.mark.parametrize(("value", "points"), [(0, 0), (1, 1), (2, 1), (3, 4), (100, 4)])
def test_the_last_step_that_is_reached_counts(value: int, points: int) -> None:
    assert points_of(value, [(3, 4), (1, 1)]) == points


def test_each_circumstance_gives_its_own_points_and_they_add_up() -> None:
    assert score("a", NONE, SCALE).points == 0
    known = Facts(
        amount=300_000_000, first_time=1, earlier_findings=3, late_reports=2, partners=9, changes=1, claims=1
    )
    found = score("a", known, SCALE)
    assert {part.factor: part.points for part in found.parts} == {
        "amount": 2,
        "first_time": 2,
        "earlier_findings": 3,
        "late_reports": 2,
        "partners": 2,
        "changes": 1,
        "claims": 1,
    }
    assert found.points == 13


def test_more_risk_never_gives_fewer_points() -> None:
    for factor in FACTORS:
        given = [
            score("a", replace(NONE, **{factor: value}), SCALE).points
            for value in (0, 1, 2, 4, 8, 60_000_000, 10**9)
        ]
        assert given == sorted(given), factor
        assert given[-1] > 0, factor


def test_equal_points_are_ordered_by_sum_and_then_by_case_number() -> None:
    """Not by chance, and not by whom one knows."""
    scored = [score(name, replace(NONE, amount=sum_), SCALE) for name, sum_ in (("b", 5), ("a", 5), ("c", 9))]
    assert [one.id for one in in_order(scored)] == ["c", "a", "b"]
