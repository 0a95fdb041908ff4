"""The order of the ranking with its ties, and how far the money reaches."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsetek.common.money import kroner
from helsetek.grants.rules.ranking import (
    Candidate,
    OutcomeCode,
    Place,
    Why,
    fill,
    heaviest_first,
    in_order,
    outcome_of,
    running_sums,
)

HALF = Decimal("0.5")


def candidate(number: int, score: str = "70.0", wants: int = 100, asks: int | None = None) -> Candidate:
    return Candidate(
        application_id=number,
        case_number=f"2024/{number:06d}",
        score=Decimal(score),
        means=(Decimal(3), Decimal(3)),
        municipalities=2,
        requested_ore=kroner(wants if asks is None else asks),
        recommended_ore=kroner(wants),
    )


def ids(candidates: list[Candidate]) -> list[int]:
    return [candidate.application_id for candidate in candidates]


def test_the_highest_score_comes_first() -> None:
    assert ids(in_order([candidate(1, "60.0"), candidate(2, "80.0"), candidate(3, "70.0")])) == [2, 3, 1]


def test_a_tie_is_broken_by_the_heaviest_criterion() -> None:
    strong = replace(candidate(2), means=(Decimal(4), Decimal(1)))
    weak = replace(candidate(1), means=(Decimal(3), Decimal(5)))
    assert ids(in_order([weak, strong])) == [2, 1]


def test_then_by_how_many_municipalities_go_together() -> None:
    assert ids(in_order([candidate(1), replace(candidate(2), municipalities=9)])) == [2, 1]


def test_and_last_by_case_number_so_that_the_order_is_always_the_same() -> None:
    assert ids(in_order([candidate(2), candidate(1)])) == [1, 2]


def test_criteria_of_the_same_weight_keep_the_order_of_the_call() -> None:
    assert heaviest_first([("a", 20), ("b", 40), ("c", 20), ("d", 20)]) == ["b", "a", "c", "d"]


def test_the_money_goes_from_the_top_until_one_does_not_fit() -> None:
    shares = fill([candidate(1), candidate(2), candidate(3), candidate(4)], kroner(260), HALF)
    assert [share.amount_ore for share in shares] == [kroner(100), kroner(100), kroner(60), 0]
    assert [share.place for share in shares] == [Place.FULL, Place.FULL, Place.PARTIAL, Place.RESERVE]
    assert [share.why for share in shares][2:] == [Why.WHAT_WAS_LEFT, Why.NO_ROOM]


def test_too_little_left_is_not_offered() -> None:
    shares = fill([candidate(1), candidate(2)], kroner(149), HALF)
    assert shares[1].place is Place.RESERVE
    assert shares[1].why is Why.LEFT_TOO_LITTLE


def test_nobody_is_passed_over_because_another_is_cheaper() -> None:
    shares = fill([candidate(1), candidate(2, wants=100), candidate(3, wants=10)], kroner(120), HALF)
    assert [share.place for share in shares] == [Place.FULL, Place.RESERVE, Place.RESERVE]


def test_what_is_not_recommended_gets_nothing_and_does_not_stop_the_rest() -> None:
    shares = fill([candidate(1, wants=0, asks=50), candidate(2)], kroner(100), HALF)
    assert [share.place for share in shares] == [Place.NONE, Place.FULL]
    assert shares[0].why is Why.NOT_RECOMMENDED


def test_less_recommended_than_asked_for_is_a_partial_grant() -> None:
    (share,) = fill([candidate(1, wants=60, asks=100)], kroner(100), HALF)
    assert (share.place, share.amount_ore, share.why) == (Place.PARTIAL, kroner(60), Why.AS_RECOMMENDED)


def test_a_second_allotment_gives_only_what_is_still_wanting() -> None:
    increased = replace(candidate(1), given_ore=kroner(60))
    content = replace(candidate(2), given_ore=kroner(100))
    shares = fill([increased, content, candidate(3)], kroner(1000), HALF)
    assert [share.amount_ore for share in shares] == [kroner(40), 0, kroner(100)]
    assert shares[1].why is Why.HAS_ALL


def test_the_running_sum_adds_up_down_the_list() -> None:
    assert running_sums([3, 0, 4]) == [3, 3, 7]


amounts = st.integers(0, 500)


@given(st.lists(amounts, max_size=30), st.integers(0, 3000))
def test_the_fill_never_gives_more_than_there_is(wants: list[int], available: int) -> None:
    ranked = [candidate(number, wants=want) for number, want in enumerate(wants, 1)]
    shares = fill(ranked, kroner(available), HALF)
    assert sum(share.amount_ore for share in shares) <= kroner(available)
    assert [share.application_id for share in shares] == ids(ranked)


@given(st.lists(amounts, max_size=30), st.integers(0, 3000))
def test_after_the_first_on_the_reserve_list_nobody_gets_anything(wants: list[int], available: int) -> None:
    ranked = [candidate(number, wants=want) for number, want in enumerate(wants, 1)]
    shares = fill(ranked, kroner(available), HALF)
    places = [share.place for share in shares if share.place is not Place.NONE]
    first = places.index(Place.RESERVE) if Place.RESERVE in places else len(places)
    assert all(place is Place.RESERVE for place in places[first:])


@pytest.mark.parametrize(
    ("amount", "requested", "inadmissible", "has_grant", "outcome"),
    [
        (100, 100, False, False, OutcomeCode.GRANTED),
        (60, 100, False, False, OutcomeCode.PARTIAL),
        (0, 100, False, False, OutcomeCode.REFUSED),
        (0, 100, True, False, OutcomeCode.DISMISSED),
        (100, 100, True, False, OutcomeCode.DISMISSED),
        (40, 100, False, True, OutcomeCode.INCREASED),
    ],
)
def test_an_amount_means_a_decision(
    amount: int, requested: int, inadmissible: bool, has_grant: bool, outcome: OutcomeCode
) -> None:
    assert outcome_of(amount, requested, inadmissible=inadmissible, has_grant=has_grant) is outcome
