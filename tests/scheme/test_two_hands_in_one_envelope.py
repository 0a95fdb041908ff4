"""Two who decide in the same instant can never promise more than the envelope holds (real connections)."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from helsetek.common.money import kroner
from helsetek.scheme.models import Account, Envelope
from helsetek.scheme.selectors import balances
from helsetek.scheme.services.ledger import Overdrawn, move

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def envelope() -> Envelope:
    made = Envelope.objects.create(chapter="761", post="60", year=2024, name="Tilskudd")
    move(
        envelope_id=made.pk, source=Account.VOTED, target=Account.FREE, amount_ore=kroner(100), case_number="",
        verb="test.allotted", key="allotted",
    )  # fmt: skip
    return made


def reserve(envelope: Envelope, case: str, key: str, kr: int = 60) -> None:
    move(
        envelope_id=envelope.pk, source=Account.FREE, target=Account.RESERVED, amount_ore=kroner(kr), case_number=case,
        verb="test.decided", key=key,
    )  # fmt: skip


def at_once(*acts: Callable[[], None]) -> list[str]:
    """Run the acts on a connection each, all in a transaction that has begun before any of them goes on."""
    gate, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], None]) -> None:
        try:
            with transaction.atomic():
                balances(0)  # the transaction has begun, and has read
                gate.wait(timeout=10)
                act()
            outcomes[place] = "done"
        except Overdrawn:
            outcomes[place] = "overdrawn"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


def test_two_decisions_at_once_cannot_overdraw(envelope: Envelope) -> None:
    outcomes = at_once(
        lambda: reserve(envelope, "2024/1", "decision:1"), lambda: reserve(envelope, "2024/2", "decision:2")
    )
    assert outcomes == ["done", "overdrawn"]
    assert balances(envelope.pk).free == kroner(40)


def test_the_same_decision_twice_at_once_reserves_once(envelope: Envelope) -> None:
    twice = lambda: reserve(envelope, "2024/1", "decision:1", 30)  # noqa: E731
    assert at_once(twice, twice) == ["done", "done"]
    assert balances(envelope.pk).reserved == kroner(30)


def test_eight_at_once_fill_the_envelope_exactly(envelope: Envelope) -> None:
    acts = [
        (lambda number=number: reserve(envelope, f"2024/{number}", f"decision:{number}", 20))
        for number in range(8)
    ]
    outcomes = at_once(*acts)
    assert outcomes.count("done") == 5
    assert balances(envelope.pk).free == 0
