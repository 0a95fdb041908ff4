"""The proposal is filled from the ranking and adjusted by hand, with the effect seen at once."""

from __future__ import annotations

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.money import kroner
from helsetek.grants.models import Proposal
from helsetek.grants.rules.ranking import Place
from helsetek.grants.selectors.ranking import RankedRow, available_ore, ranking, totals
from helsetek.grants.selectors.reach import effect
from helsetek.grants.services import proposing
from helsetek.scheme.selectors import Allotment
from tests import rounds, scenes
from tests.cast import Cast
from tests.rounds import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def allotment(cast: Cast) -> Allotment:
    """Three who ask for 900 000 kr each; 2 000 000 kr to give."""
    return rounds.a_proposed_round(cast, envelope_kr=2_000_000)


def amounts(allotment: Allotment) -> list[int]:
    return [row.proposed_ore // 100 for row in ranking(allotment)]


def rows(allotment: Allotment) -> list[RankedRow]:
    return ranking(allotment)


def adjust(
    cast: Cast, allotment: Allotment, row: RankedRow, kr: int, note: str = "Slik blir det."
) -> Proposal:
    with at_work(allotment.call):
        return proposing.adjust(
            by=cast.guri,
            allotment=allotment,
            application=row.application,
            amount_ore=kroner(kr),
            note=note,
        )


def test_the_money_goes_down_the_ranking(allotment: Allotment) -> None:
    found = rows(allotment)
    assert [row.score for row in found] == [100, 80, 60]
    assert [row.requested_ore for row in found] == [kroner(900_000)] * 3
    assert amounts(allotment) == [900_000, 900_000, 0]
    assert [row.place for row in found] == [Place.FULL, Place.FULL, Place.RESERVE]
    assert found[2].on_reserve_list


def test_the_running_sum_stands_against_the_envelope(allotment: Allotment) -> None:
    found = rows(allotment)
    assert [row.running_ore for row in found] == [kroner(900_000), kroner(1_800_000), kroner(1_800_000)]
    assert [row.left_ore for row in found] == [kroner(1_100_000), kroner(200_000), kroner(200_000)]


def test_each_says_why(allotment: Allotment) -> None:
    first, _second, third = rows(allotment)
    assert first.why == "All that is applied for, as recommended."
    assert "too little" in third.why


def test_filling_twice_changes_nothing(cast: Cast, allotment: Allotment) -> None:
    before = amounts(allotment)
    with at_work(allotment.call):
        proposing.propose(by=cast.guri, allotment=allotment)
    assert amounts(allotment) == before
    assert Proposal.objects.count() == 3


def test_a_partial_award_when_enough_is_left(cast: Cast) -> None:
    allotment = rounds.a_proposed_round(cast, envelope_kr=2_300_000)
    assert amounts(allotment) == [900_000, 900_000, 500_000]
    assert rows(allotment)[2].place is Place.PARTIAL


def test_set_by_hand_it_stays_when_the_rest_is_filled_again(cast: Cast, allotment: Allotment) -> None:
    adjust(cast, allotment, rows(allotment)[0], 400_000, "Prosjektet kan deles.")
    with at_work(allotment.call):
        proposing.propose(by=cast.guri, allotment=allotment)
    assert amounts(allotment) == [400_000, 900_000, 700_000]
    assert rows(allotment)[0].why == "Set by hand: Prosjektet kan deles."


def test_filled_afresh_nothing_is_left_of_it(cast: Cast, allotment: Allotment) -> None:
    adjust(cast, allotment, rows(allotment)[0], 400_000)
    with at_work(allotment.call):
        proposing.propose(by=cast.guri, allotment=allotment, afresh=True)
    assert amounts(allotment) == [900_000, 900_000, 0]


def test_released_it_is_filled_as_the_others(cast: Cast, allotment: Allotment) -> None:
    row = rows(allotment)[0]
    adjust(cast, allotment, row, 400_000)
    with at_work(allotment.call):
        proposing.release(by=cast.guri, allotment=allotment, application=row.application)
        proposing.propose(by=cast.guri, allotment=allotment)
    assert amounts(allotment)[0] == 900_000


def test_too_much_may_be_tried_and_is_seen(cast: Cast, allotment: Allotment) -> None:
    adjust(cast, allotment, rows(allotment)[2], 900_000)
    found = rows(allotment)
    assert not found[2].is_within
    assert totals(allotment, found).left_ore == -kroner(700_000)


def test_a_note_is_required(cast: Cast, allotment: Allotment) -> None:
    with pytest.raises(RuleBroken) as refusal:
        adjust(cast, allotment, rows(allotment)[0], 1, note="  ")
    assert "note" in refusal.value.fields


@pytest.mark.parametrize("kr", [-1, 900_001])
def test_never_less_than_nothing_nor_more_than_applied_for(cast: Cast, allotment: Allotment, kr: int) -> None:
    with pytest.raises(RuleBroken) as refusal:
        adjust(cast, allotment, rows(allotment)[0], kr)
    assert "amount_ore" in refusal.value.fields


@pytest.mark.parametrize("who", ["hans", "frode", "ingrid", "anne"])
def test_only_case_officers_propose(cast: Cast, allotment: Allotment, who: str) -> None:
    with at_work(allotment.call), pytest.raises(NotAllowed):
        proposing.propose(by=getattr(cast, who), allotment=allotment)


def test_nothing_is_proposed_before_the_call_has_closed(cast: Cast) -> None:
    call = scenes.an_open_call(cast)
    with scenes.during(call), pytest.raises(NotAllowed):
        proposing.propose(by=cast.guri, allotment=rounds.first_allotment(call))


def test_the_effect_counts_whom_it_reaches(cast: Cast, allotment: Allotment) -> None:
    reach = effect(allotment)
    assert reach.projects == 2
    assert {one.name for one in reach.reached} == {"Bodø", "Fauske – Fuosko", "Saltdal"}
    assert reach.inhabitants == 53712 + 9545 + 4598
    assert [(group.name, group.municipalities, group.of) for group in reach.by_centrality] == [
        ("3", 1, 1), ("4", 0, 2), ("5", 1, 1), ("6", 1, 1),
    ]  # fmt: skip
    assert {group.name: group.municipalities for group in reach.by_region}["Helse Nord"] == 3


def test_the_effect_follows_the_hand(cast: Cast, allotment: Allotment) -> None:
    adjust(cast, allotment, rows(allotment)[1], 0)
    reach = effect(allotment)
    assert {one.name for one in reach.reached} == {"Bodø", "Fauske – Fuosko"}
    assert reach.amount_ore == kroner(900_000)


def test_what_is_prepared_is_not_adjusted(cast: Cast, allotment: Allotment) -> None:
    rounds.a_prepared_decision(cast, rows(allotment)[0].application)
    with pytest.raises(WrongState):
        adjust(cast, allotment, rows(allotment)[0], 1)


def test_decided_money_still_belongs_to_the_allotment(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast, envelope_kr=2_000_000)
    assert available_ore(allotment) == kroner(2_000_000)
    assert rows(allotment)[2].left_ore == kroner(200_000)
