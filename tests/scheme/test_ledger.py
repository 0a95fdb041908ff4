"""Money of an envelope moves by double entries, once for each act, and never below zero."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.scheme.models import Account, Envelope, Posting
from helsetek.scheme.rules.ledger import WAYS, Balances, balances
from helsetek.scheme.selectors import balances as balances_in
from helsetek.scheme.selectors import balances_of, balances_of_case
from helsetek.scheme.services.ledger import NoSuchWay, Overdrawn, move

pytestmark = pytest.mark.django_db

A = Account


@pytest.fixture
def envelope() -> Envelope:
    """An envelope of 100 kroner, all free."""
    made = Envelope.objects.create(chapter="761", post="60", year=2024, name="Tilskudd")
    step(made, A.VOTED, A.FREE, 100, "")
    return made


def step(
    envelope: Envelope, source: Account, target: Account, kr: int, case: str = "2024/1", key: str = ""
) -> Posting:
    return move(
        envelope_id=envelope.pk,
        source=source,
        target=target,
        amount_ore=kroner(kr),
        case_number=case,
        verb="test.moved",
        key=key or f"{source}-{target}-{case}-{Posting.objects.count()}",
    )


def test_money_is_followed_from_the_vote_to_the_account(envelope: Envelope) -> None:
    step(envelope, A.FREE, A.RESERVED, 60)
    step(envelope, A.RESERVED, A.GRANTED, 60)
    step(envelope, A.GRANTED, A.ACCEPTED, 60)
    step(envelope, A.ACCEPTED, A.PAID, 45)
    step(envelope, A.PAID, A.RETURNED, 5)
    assert balances_in(envelope.pk) == Balances(
        allotted=kroner(100), free=kroner(40), accepted=kroner(15), paid=kroner(40), returned=kroner(5)
    )


def test_no_more_is_reserved_than_is_free(envelope: Envelope) -> None:
    step(envelope, A.FREE, A.RESERVED, 70)
    with pytest.raises(Overdrawn) as refusal:
        step(envelope, A.FREE, A.RESERVED, 31, case="2024/2")
    assert (refusal.value.there_ore, refusal.value.wanted_ore) == (kroner(30), kroner(31))
    assert balances_in(envelope.pk).reserved == kroner(70)


def test_one_case_cannot_be_paid_with_the_money_of_another(envelope: Envelope) -> None:
    for case, kr in (("2024/1", 20), ("2024/2", 30)):
        step(envelope, A.FREE, A.RESERVED, kr, case)
        step(envelope, A.RESERVED, A.GRANTED, kr, case)
        step(envelope, A.GRANTED, A.ACCEPTED, kr, case)
    with pytest.raises(Overdrawn):
        step(envelope, A.ACCEPTED, A.PAID, 21, "2024/1")
    assert balances_of_case("2024/1").accepted == kroner(20)
    assert balances_of_case("2024/2").accepted == kroner(30)


def test_the_same_key_moves_the_money_once(envelope: Envelope) -> None:
    first = step(envelope, A.FREE, A.RESERVED, 10, key="decision:1")
    again = step(envelope, A.FREE, A.RESERVED, 10, key="decision:1")
    assert first == again
    assert balances_in(envelope.pk).reserved == kroner(10)


def test_a_key_cannot_be_used_for_another_movement(envelope: Envelope) -> None:
    step(envelope, A.FREE, A.RESERVED, 10, key="decision:1")
    with pytest.raises(NoSuchWay):
        step(envelope, A.FREE, A.RESERVED, 11, key="decision:1")


@pytest.mark.parametrize(
    ("source", "target"),
    [(s, t) for s in Account for t in Account if t.value not in WAYS[s.value]],
)
def test_money_does_not_jump_over_a_step(envelope: Envelope, source: Account, target: Account) -> None:
    with pytest.raises(NoSuchWay):
        step(envelope, source, target, 1)


@pytest.mark.parametrize("ore", [0, -1, 10**18])
def test_absurd_sums_are_refused(envelope: Envelope, ore: int) -> None:
    with pytest.raises(NoSuchWay):
        move(
            envelope_id=envelope.pk,
            source=A.FREE,
            target=A.RESERVED,
            amount_ore=ore,
            case_number="1",
            verb="t",
            key="k",
        )


def test_what_is_reserved_belongs_to_a_case(envelope: Envelope) -> None:
    with pytest.raises(NoSuchWay):
        step(envelope, A.FREE, A.RESERVED, 1, case="")


def test_the_ledger_cannot_be_rewritten(envelope: Envelope) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.update(amount_ore=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.all().delete()


def test_a_movement_carries_its_instant(envelope: Envelope) -> None:
    with clock.at(oslo(2024, 2, 16, 12)):
        assert step(envelope, A.FREE, A.RESERVED, 1).at == oslo(2024, 2, 16, 12)


def test_sums_of_several_envelopes_come_in_one_query(envelope: Envelope, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    empty = Envelope.objects.create(chapter="761", post="60", year=2025, name="Tilskudd")
    with django_assert_num_queries(1):
        found = balances_of([envelope.pk, empty.pk])
    assert found == {envelope.pk: Balances(allotted=kroner(100), free=kroner(100)), empty.pk: Balances()}


WAY = st.sampled_from([(s, t) for s, targets in WAYS.items() for t in targets])


@given(st.lists(st.tuples(WAY, st.integers(1, 10**12))))
@settings(max_examples=200, deadline=None)
def test_the_accounts_always_add_up_to_what_was_allotted(moves: list[tuple[tuple[str, str], int]]) -> None:
    found = balances((source, target, ore) for (source, target), ore in moves)
    parts = (found.free, found.reserved, found.granted, found.accepted, found.paid, found.returned)
    assert sum(parts) == found.allotted
