"""Money of an envelope moves by double entries, once for each act, and never below zero."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.scheme.models import Account, Envelope, Posting
from helsetek.scheme.rules.ledger import (
    ALL_WAYS,
    OF_A_CASE,
    VOTED,
    WAYS,
    Balances,
    Entry,
    balance_is_proven,
    balances,
    spread,
)
from helsetek.scheme.selectors import balances as balances_in
from helsetek.scheme.selectors import balances_of, balances_of_case, ledger_fault, stands_by_envelope
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


def test_money_does_not_jump_over_a_step(envelope: Envelope) -> None:
    for source, target in ((s, t) for s in Account for t in Account if t.value not in WAYS[s.value]):
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
    assert sum(found.accounts().values()) == found.allotted


def test_every_way_says_what_it_means() -> None:
    assert all(way.meaning for way in ALL_WAYS)
    assert len({(way.source, way.target) for way in ALL_WAYS}) == len(ALL_WAYS)


def test_what_has_left_and_not_come_back_is_paid_out(envelope: Envelope) -> None:
    path = (A.FREE, A.RESERVED, A.GRANTED, A.ACCEPTED, A.PAID, A.REPORTED, A.APPROVED)
    for source, target in pairwise(path):
        step(envelope, source, target, 50)
    step(envelope, A.APPROVED, A.UNSPENT, 20)
    step(envelope, A.UNSPENT, A.CLAIMED, 20)
    assert balances_in(envelope.pk).paid_out == kroner(50)
    step(envelope, A.CLAIMED, A.RETURNED, 12)
    step(envelope, A.CLAIMED, A.WRITTEN_OFF, 8)
    stands = balances_of_case("2024/1")
    assert (stands.approved, stands.returned, stands.written_off) == (kroner(30), kroner(12), kroner(8))
    assert stands.paid_out == kroner(38)
    assert stands_by_envelope("2024/1", "returned") == [(envelope.pk, kroner(12))]
    step(envelope, A.RETURNED, A.FREE, 12)  # the budget year is open
    assert balances_in(envelope.pk).free == kroner(62)


def test_what_is_held_for_appeals_is_not_free(envelope: Envelope) -> None:
    step(envelope, A.FREE, A.HELD, 30, case="")
    with pytest.raises(Overdrawn):
        step(envelope, A.FREE, A.RESERVED, 71)
    step(envelope, A.HELD, A.RESERVED, 10, case="2024/7")
    step(envelope, A.RESERVED, A.GRANTED, 10, case="2024/7")
    step(envelope, A.HELD, A.FREE, 20, case="")
    assert balances_in(envelope.pk) == Balances(allotted=kroner(100), free=kroner(90), granted=kroner(10))


@given(st.lists(st.tuples(WAY, st.integers(1, 100), st.sampled_from(["1", "2"])), max_size=40))
@settings(max_examples=200, deadline=None)
def test_the_proof_finds_what_goes_below_zero(moves: list[tuple[tuple[str, str], int, str]]) -> None:
    """Against a slower oracle: replayed prefix by prefix, for the whole envelope and for each case."""
    entries = [Entry(*way, ore, case) for way, ore, case in moves]
    holds = True
    for end in range(1, len(entries) + 1):
        whole = balances((e.source, e.target, e.amount_ore) for e in entries[:end])
        holds &= all(ore >= 0 for ore in whole.accounts().values())
        for case in ("1", "2"):
            own = balances((e.source, e.target, e.amount_ore) for e in entries[:end] if e.case_number == case)
            holds &= all(own.of(name) >= 0 for name in OF_A_CASE)
    assert (balance_is_proven(entries) == "") == holds


def test_the_proof_names_the_first_fault() -> None:
    good = Entry(VOTED, "free", 100)
    assert balance_is_proven([good, Entry("free", "reserved", 60, "1")]) == ""
    assert "cannot go" in balance_is_proven([good, Entry("free", "paid", 60, "1", "posting 2")])
    over = [good, Entry("free", "reserved", 60, "1"), Entry("reserved", "granted", 1, "2", "posting 3")]
    assert balance_is_proven(over) == "posting 3: reserved of case 2 stands at -1 øre"


def test_every_ledger_is_proven_and_the_first_fault_named(envelope: Envelope) -> None:
    step(envelope, A.FREE, A.RESERVED, 60)
    assert ledger_fault() == (2, "")
    bad = Posting.objects.create(
        envelope=envelope, source="reserved", target="granted", amount_ore=kroner(61), case_number="2024/1",
        verb="test.moved", key="behind the door", at=clock.now(),
    )  # fmt: skip
    checked, fault = ledger_fault()
    assert checked == 0
    assert fault.startswith(f"envelope {envelope.pk}: posting {bad.pk}: reserved stands at -")


def test_a_sum_is_taken_from_several_purses_in_order() -> None:
    assert spread(70, [(1, 50), (2, 0), (3, 30)]) == [(1, 50), (3, 20)]
    assert spread(0, [(1, 50)]) == []
    with pytest.raises(ValueError, match="nowhere"):
        spread(81, [(1, 50), (3, 30)])
