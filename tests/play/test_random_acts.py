"""Random lawful and unlawful acts by random people over months of simulated time: what must hold, holds after each.

Hypothesis draws the beginning, the acts and the dice of each act, so that what fails is shown in its shortest form.
The long play, 20,000 acts and more, is ``benchmarks/play.py``.
"""

from __future__ import annotations

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.kept import shelf
from tests.play.game import ACTS, BEGINNINGS, WEIGHTS, Game

WEIGHED = [name for act, weight in WEIGHTS.items() for name in [act.__name__] * weight]


class Play(RuleBasedStateMachine):
    """One example: everything it writes is rolled back at its end."""

    def __init__(self) -> None:
        super().__init__()
        shelf.begin_anew()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    @initialize(beginning=st.sampled_from(list(BEGINNINGS)))
    def begin(self, beginning: str) -> None:
        self.game = Game.begin(beginning, random.Random(0), look_every=20)

    @rule(name=st.sampled_from(WEIGHED), dice=st.integers(0, 2**16))
    def act(self, name: str, dice: int) -> None:
        self.game.world.dice = random.Random(dice)
        self.game.play(name)

    def teardown(self) -> None:
        if hasattr(self, "game"):
            self.game.look()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)


@pytest.mark.django_db
def test_whatever_anybody_does_what_must_hold_holds() -> None:
    run_state_machine_as_test(
        Play,
        settings=settings(
            max_examples=8,
            derandomize=True,  # the same play each time here; the long one rolls the dice anew
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            print_blob=False,
        ),
    )


@pytest.mark.django_db
def test_the_look_sees_what_does_not_hold() -> None:
    """A check that never fails proves nothing: here is money from nowhere and a state that nobody brought about."""
    from helsetek.grants.models import Grant
    from helsetek.scheme.models import Posting
    from tests.play import invariants

    game = Game.begin("an_accepted_grant", random.Random(0))
    game.look()
    grant = Grant.objects.get()
    Grant.objects.update(state="closed")
    posting = Posting.objects.filter(source="granted").get()
    Posting.objects.create(
        envelope=posting.envelope, source="accepted", target="paid", amount_ore=grant.pk + 10**9,
        case_number=posting.case_number, verb="test.stolen", key="stolen", at=posting.at,
    )  # fmt: skip
    found = "\n".join(invariants.problems())
    assert f"grant {grant.pk} is «closed»; the log says «accepted»" in found
    assert "accepted is -" in found
    assert f"grant {grant.pk}: 0 øre is paid by its instalments" in found


def test_every_act_has_a_weight_and_a_name() -> None:
    assert len(ACTS) == len(WEIGHTS)
