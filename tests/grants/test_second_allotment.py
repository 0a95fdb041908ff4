"""More money comes: from the reserve list, or as increases of grants, from another envelope (as in May 2024)."""

from __future__ import annotations

import pytest

from helsetek.casework.models import Letter
from helsetek.common import clock
from helsetek.common.errors import RuleBroken
from helsetek.common.money import kroner
from helsetek.grants.models import Decision, Grant
from helsetek.grants.selectors.ranking import ranking
from helsetek.grants.services import decisions, notifying, proposing
from helsetek.grants.services import rounds as batch
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment
from tests import rounds
from tests.cast import Cast
from tests.rounds import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def first(cast: Cast) -> Allotment:
    """Granted 900 000, granted 500 000 of 900 000, and one on the reserve list."""
    allotment = rounds.a_proposed_round(cast, envelope_kr=1_400_000)
    return rounds.tell_round(cast, allotment)


@pytest.fixture
def second(cast: Cast, first: Allotment) -> Allotment:
    allotment = rounds.a_second_allotment(cast, first, 1_300_000)
    with at_work(first.call, days=101):
        proposing.propose(by=cast.guri, allotment=allotment)
    return allotment


def test_the_first_round_leaves_a_reserve_list(first: Allotment) -> None:
    outcomes = [(d.outcome, d.amount_ore, d.on_reserve_list) for d in rounds.decisions_of(first)]
    assert outcomes == [
        ("granted", kroner(900_000), False),
        ("partial", kroner(500_000), False),
        ("refused", 0, True),
    ]


def test_what_is_still_wanting_is_proposed_in_rank_order(second: Allotment) -> None:
    found = [(row.given_ore, row.proposed_ore) for row in ranking(second)]
    assert found == [
        (kroner(900_000), 0),
        (kroner(500_000), kroner(400_000)),
        (0, kroner(900_000)),
    ]


def test_an_increase_and_a_new_grant_are_decided_and_told(cast: Cast, second: Allotment) -> None:
    with at_work(second.call, days=102):
        batch.prepare_round(by=cast.guri, allotment=second)
        made = rounds.decisions_of(second)
        assert [(d.outcome, d.amount_ore) for d in made] == [
            ("increased", kroner(400_000)),
            ("granted", kroner(900_000)),
        ]
        batch.decide_batch(by=cast.hans, allotment=second, decision_ids=[d.pk for d in made])
        notifying.notify_round(by=cast.guri, allotment=second)
    assert Grant.objects.count() == 3
    assert scheme.balances(second.envelope_id).granted == kroner(1_300_000)
    increase = Letter.objects.get(kind="grants.increased")
    assert increase.sent_at is not None


def test_those_who_get_nothing_more_get_no_second_refusal(cast: Cast, second: Allotment) -> None:
    with at_work(second.call, days=102):
        batch.prepare_round(by=cast.guri, allotment=second)
    content = rounds.decisions_of(second)
    assert len(content) == 2


def test_an_increase_reopened_leaves_the_first_answer_standing(cast: Cast, second: Allotment) -> None:
    with at_work(second.call, days=102):
        batch.prepare_round(by=cast.guri, allotment=second)
        increase = rounds.decisions_of(second)[0]
        decided = decisions.decide(by=cast.hans, decision=increase)
        decisions.reopen(by=cast.hans, decision=decided, reason="Feil beløp.")
    application = rounds.fresh(increase.application)
    assert application.state == "notified"
    assert Decision.objects.filter(application=application, notified_at__isnull=False).count() == 1


def test_an_increase_never_passes_what_was_applied_for(cast: Cast, second: Allotment) -> None:
    row = ranking(second)[1]
    with at_work(second.call, days=102), pytest.raises(RuleBroken):
        decisions.prepare(
            by=cast.guri,
            allotment=second,
            application=row.application,
            amount_ore=kroner(400_001),
            reasons="For mye.",
        )


def test_a_grant_that_was_declined_is_no_longer_increased(cast: Cast, first: Allotment) -> None:
    declined = Grant.objects.order_by("pk")[1]
    Grant.objects.filter(pk=declined.pk).update(state="declined", ended_at=clock.now())
    second = rounds.a_second_allotment(cast, first, 1_300_000)
    assert declined.application_id not in {row.application.pk for row in ranking(second)}
