"""Assessors by competence and load, conflicts kept out."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from helsetek.grants.rules.assigning import (
    Chosen,
    Free,
    Impossible,
    Wanted,
    Why,
    assign,
    even_share,
    loads_after,
)

FIELDS = ("records", "welfare", "follow_up")


def test_a_round_of_real_size() -> None:
    """175 applications, 12 assessors of whom each knows one field, some conflicts: two each, even, quick."""
    free = [Free(who, frozenset({FIELDS[who % 3]})) for who in range(12)]
    wanted = [
        Wanted(number, FIELDS[number % 3], 2, barred=frozenset({number % 12} if number % 5 == 0 else ()))
        for number in range(175)
    ]
    began = time.perf_counter()
    chosen = assign(wanted, free)
    assert time.perf_counter() - began < 10
    assert Counter(one.application for one in chosen) == Counter(dict.fromkeys(range(175), 2))
    assert max(loads_after(free, chosen).values()) == even_share(wanted, free) == 30
    for one in chosen:
        assert one.assessor not in wanted[one.application].barred
    assert len({(one.application, one.assessor) for one in chosen}) == 350
    covered = {one.application for one in chosen if one.why is Why.COMPETENT}
    assert len(covered) == 175
    assert assign(wanted, free) == chosen


def test_the_load_counts_before_the_competence() -> None:
    free = [Free(1, frozenset({"records"}), load=4), Free(2), Free(3)]
    chosen = assign([Wanted(10, "records", 2)], free)
    assert {one.assessor for one in chosen} == {2, 3}
    assert all(one.why is Why.LOAD for one in chosen)


def test_one_who_has_it_already_is_not_chosen_again() -> None:
    chosen = assign([Wanted(10, "records", 1, has=(1,))], [Free(1, frozenset({"records"})), Free(2)])
    assert chosen == [Chosen(10, 2, Why.LOAD)]


def test_too_few_are_named() -> None:
    with pytest.raises(Impossible) as refused:
        assign([Wanted(10, "records", 2, barred=frozenset({1}))], [Free(1), Free(2)])
    assert refused.value.applications == (10,)


def test_nothing_wanted() -> None:
    assert assign([Wanted(10, "records", 0)], [Free(1)]) == []
