"""The weighted score of an application, from two people's points."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsetek.grants.rules.scoring import NotScored, unscored, weigh

WEIGHTS = {"reach": 40, "benefit": 35, "feasibility": 25}


def points(reach: int, benefit: int, feasibility: int) -> dict[str, int]:
    return {"reach": reach, "benefit": benefit, "feasibility": feasibility}


def test_top_points_everywhere_give_100() -> None:
    assert weigh(WEIGHTS, [points(5, 5, 5), points(5, 5, 5)]).score == Decimal("100.0")


def test_no_points_give_0() -> None:
    assert weigh(WEIGHTS, [points(0, 0, 0)]).score == Decimal("0.0")


def test_the_score_is_the_mean_of_the_assessors_weighted_points() -> None:
    # 40·4 + 35·3 + 25·5 = 390 of 500 = 78; 40·3 + 35·3 + 25·2 = 275 of 500 = 55; the mean is 66.5
    assert weigh(WEIGHTS, [points(4, 3, 5), points(3, 3, 2)]).score == Decimal("66.5")


def test_three_assessors_are_rounded_half_up_to_what_is_shown() -> None:
    result = weigh({"only": 100}, [{"only": 1}, {"only": 1}, {"only": 2}])
    assert result.score == Decimal("26.7")  # 80/3


def test_the_spread_tells_where_they_disagree() -> None:
    result = weigh(WEIGHTS, [points(4, 3, 5), points(3, 3, 2)])
    assert [criterion.spread for criterion in result.criteria] == [1, 0, 3]
    assert [criterion.code for criterion in result.far_apart] == ["feasibility"]
    assert result.spread == Decimal("23.0")


def test_the_criteria_keep_the_order_of_the_call() -> None:
    assert [criterion.code for criterion in weigh(WEIGHTS, [points(1, 2, 3)]).criteria] == list(WEIGHTS)


def test_a_criterion_without_points_is_named() -> None:
    with pytest.raises(NotScored, match="feasibility"):
        weigh(WEIGHTS, [{"reach": 1, "benefit": 1}])
    assert unscored(WEIGHTS, {"benefit": 1}) == ["reach", "feasibility"]


@pytest.mark.parametrize("wrong", [-1, 6])
def test_points_outside_the_scale_are_refused(wrong: int) -> None:
    with pytest.raises(NotScored, match="from 0 to 5"):
        weigh({"only": 100}, [{"only": wrong}])


def test_no_assessment_is_no_score() -> None:
    with pytest.raises(NotScored):
        weigh(WEIGHTS, [])


one_to_five = st.integers(0, 5)


@given(st.lists(st.builds(points, one_to_five, one_to_five, one_to_five), min_size=2, max_size=2))
def test_with_two_assessors_the_shown_score_is_exact(both: list[dict[str, int]]) -> None:
    tenths = sum(WEIGHTS[code] * given[code] for given in both for code in WEIGHTS)
    assert weigh(WEIGHTS, both).score * 10 == tenths


@given(st.builds(points, one_to_five, one_to_five, one_to_five), st.sampled_from(sorted(WEIGHTS)))
def test_a_point_more_never_lowers_the_score(given_points: dict[str, int], code: str) -> None:
    better = given_points | {code: min(5, given_points[code] + 1)}
    assert weigh(WEIGHTS, [better]).score >= weigh(WEIGHTS, [given_points]).score
