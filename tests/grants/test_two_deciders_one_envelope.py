"""Two decision makers decide in the same instant: the envelope is never overdrawn (real connections, PostgreSQL)."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from helsetek.common.errors import Refusal
from helsetek.common.money import kroner
from helsetek.grants.models import Decision
from helsetek.grants.services import decisions, notifying
from helsetek.scheme import selectors as scheme
from tests import rounds
from tests.cast import gather, give_role
from tests.rounds import at_work

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each act on a connection of its own, all let go in the same instant; gives what came of each."""
    gate, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            act()
            outcomes[place] = "done"
        except Refusal as refusal:
            outcomes[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)


def test_two_at_once_cannot_promise_the_same_money() -> None:
    cast = gather()
    give_role(cast.mona, cast.directorate, "decision_maker")
    allotment = rounds.a_prepared_round(cast, envelope_kr=2_000_000)
    first, second, _third = rounds.decisions_of(allotment)
    scheme_envelope = allotment.envelope_id
    _take_from_envelope(cast, allotment)  # now only one of the two fits

    def decide(decision: Decision, by: object) -> None:
        with at_work(allotment.call):
            decisions.decide(by=by, decision=decision)  # type: ignore[arg-type]

    outcomes = at_once(lambda: decide(first, cast.hans), lambda: decide(second, cast.mona))
    assert outcomes == ["Overdrawn", "done"]
    assert scheme.balances(scheme_envelope).free == kroner(100_000)


def test_the_same_decision_twice_at_once_is_made_once() -> None:
    cast = gather()
    give_role(cast.mona, cast.directorate, "decision_maker")
    allotment = rounds.a_prepared_round(cast)
    decision = rounds.decisions_of(allotment)[0]

    def decide(by: object) -> None:
        with at_work(allotment.call):
            decisions.decide(by=by, decision=decision)  # type: ignore[arg-type]

    assert at_once(lambda: decide(cast.hans), lambda: decide(cast.mona)) == ["WrongState", "done"]
    assert scheme.balances(allotment.envelope_id).reserved == decision.amount_ore


def test_two_who_send_at_once_tell_everybody_once() -> None:
    cast = gather()
    allotment = rounds.a_decided_round(cast)

    def send(by: object) -> None:
        with at_work(allotment.call):
            notifying.notify_round(by=by, allotment=scheme.allotment(allotment.pk))  # type: ignore[arg-type]

    assert "done" in at_once(lambda: send(cast.guri), lambda: send(cast.gunnar))
    assert scheme.balances(allotment.envelope_id).granted == 3 * kroner(900_000)
    assert all(decision.notified_at for decision in rounds.decisions_of(allotment))


def _take_from_envelope(cast: object, allotment: scheme.Allotment) -> None:
    from helsetek.scheme import services

    services.take_back(
        by=cast.frode,  # type: ignore[attr-defined]
        envelope=allotment.envelope,
        amount_ore=kroner(1_000_000),
        reason="Inndratt.",
    )
