"""What if: more money, the share of small municipalities, no parts; and the list that is worth most."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from itertools import product

import pytest

from helsetek.common.money import kroner
from helsetek.grants.rules.portfolio import Option, Reason, Wish, best, differences, plain
from helsetek.grants.rules.ranking import Candidate, in_order

HALF = Decimal("0.5")


def option(number: int, score: float, kr: int, *, small: bool = False) -> Option:
    candidate = Candidate(number, f"{number:03}", Decimal(str(score)), (), 2, kroner(kr), kroner(kr))
    return Option(candidate, small)


FOUR = [
    option(1, 90, 60),
    option(2, 80, 50),
    option(3, 70, 40, small=True),
    option(4, 60, 10, small=True),
]


def test_the_plain_ranking_stops_where_the_money_does() -> None:
    found = plain(FOUR, kroner(100), HALF, Wish())
    assert found.amounts == {1: kroner(60), 2: kroner(40)}


def test_a_tenth_more() -> None:
    more = Wish(envelope=Decimal("1.1"))
    now, then = plain(FOUR, kroner(100), HALF, Wish()), best(FOUR, kroner(100), HALF, more)
    assert then.available_ore == kroner(110)
    assert then.amounts == {1: kroner(60), 3: kroner(40), 4: kroner(10)}
    why = {one.application_id: one.reason for one in differences(now, then, more)}
    assert why == {2: Reason.OUTWEIGHED, 3: Reason.MORE_MONEY, 4: Reason.MORE_MONEY}


def test_the_share_of_small_is_kept_and_explained() -> None:
    wish = Wish(least_small=Decimal("0.45"), partial=False)
    now, then = plain(FOUR, kroner(110), HALF, Wish()), best(FOUR, kroner(110), HALF, wish)
    assert now.share_of_small == 0
    assert then.share_of_small >= 0.45
    assert then.amounts == {1: kroner(60), 3: kroner(40), 4: kroner(10)}
    why = {one.application_id: one.reason for one in differences(now, then, wish)}
    assert why == {2: Reason.MAKES_ROOM, 3: Reason.SMALL_SHARE, 4: Reason.SMALL_SHARE}


def test_no_parts() -> None:
    wish = Wish(partial=False)
    now, then = plain(FOUR, kroner(100), HALF, Wish()), best(FOUR, kroner(100), HALF, wish)
    assert then.amounts == {2: kroner(50), 3: kroner(40), 4: kroner(10)}
    reasons = {one.application_id: one.reason for one in differences(now, then, wish)}
    assert reasons[1] is Reason.OUTWEIGHED
    assert reasons[2] is Reason.AMOUNT


def test_what_cannot_be_kept_is_said() -> None:
    nobody_small = [option(1, 90, 60)]
    found = best(nobody_small, kroner(100), HALF, Wish(least_small=Decimal("0.3")))
    assert not found.amounts
    assert found.is_possible  # giving nothing keeps every share


def test_below_the_least_score_falls_out() -> None:
    wish = Wish(least_score=Decimal(85))
    now, then = plain(FOUR, kroner(200), HALF, Wish()), best(FOUR, kroner(200), HALF, wish)
    assert then.amounts == {1: kroner(60)}
    assert {one.reason for one in differences(now, then, wish)} == {Reason.BELOW}


@pytest.mark.parametrize("seed", range(4))
def test_never_worse_than_trying_everything(seed: int) -> None:
    """Nine applications, whole grants only: all 512 lists are tried."""
    draw = random.Random(seed)
    made = [
        option(n, draw.randint(300, 950) / 10, draw.randint(5, 60), small=draw.random() < 0.4)
        for n in range(9)
    ]
    wish = Wish(partial=False, least_small=Decimal("0.3"))

    def worth(chosen: tuple[int, ...]) -> float:
        given = [one for one, taken in zip(made, chosen, strict=True) if taken]
        cost = sum(one.kroner for one in given)
        small = sum(one.kroner for one in given if one.is_small)
        kept = cost <= 120 and small >= 0.3 * cost
        return sum(float(one.candidate.score) for one in given) if kept else 0.0

    found = best(made, kroner(120), HALF, wish)
    assert found.value == pytest.approx(max(worth(chosen) for chosen in product((0, 1), repeat=9)))


def test_a_round_of_real_size_is_quick() -> None:
    draw = random.Random(2024)
    made = [option(n, draw.randint(300, 950) / 10, draw.randint(200_000, 5_000_000)) for n in range(175)]
    ranked = {one.application_id: one for one in made}
    ordered = [ranked[one.application_id] for one in in_order(one.candidate for one in made)]
    began = time.perf_counter()
    found = best(ordered, kroner(56_700_000), HALF, Wish(least_small=Decimal(0)))
    assert time.perf_counter() - began < 3
    assert found.total_ore <= kroner(56_700_000)
    assert found.value >= plain(ordered, kroner(56_700_000), HALF, Wish()).value
