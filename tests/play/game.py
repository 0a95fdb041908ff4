"""One game: acts are drawn and tried, and what must hold is looked at as it goes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from helsetek.common.instants import oslo
from tests import rounds, scenes
from tests.cast import Cast, gather, give_role
from tests.control.making import another_controller
from tests.grants import afterwards
from tests.kept import kept
from tests.play import acts_after, acts_before, acts_later, invariants
from tests.play.world import NOTHING, World

WEIGHTS = acts_before.ACTS | acts_after.ACTS | acts_later.ACTS
ACTS = {act.__name__: act for act in WEIGHTS}
# These try several services, one after the other: what the first did stands when the second is refused.
SEVERAL = {
    "write",
    "prepare_round",
    "decide_batch",
    "tell",
    "time_itself",
    "weeks_pass",
    "file_appeal",
    "ask_for_amendment",
}


# -- Where a game begins ------------------------------------------------------------------------------


@kept
def the_people() -> Cast:
    """The cast, with somebody to write, sign and audit in every municipality that leads, and another controller."""
    cast = gather()
    give_role(cast.eli, cast.saltdal, "writer")
    for place in (cast.fauske, cast.saltdal, cast.steinkjer, cast.alver):
        give_role(cast.siri, place, "auditor")
    another_controller(cast)
    return cast


def an_open_call(cast: Cast) -> datetime:
    return scenes.an_open_call(cast, envelope_kr=5_000_000).closes_at - timedelta(days=20)


def a_submitted_application(cast: Cast) -> datetime:
    return scenes.a_submitted_application(cast).call.closes_at + timedelta(days=1)


def a_proposed_round(cast: Cast) -> datetime:
    return rounds.a_proposed_round(cast, envelope_kr=2_000_000).call.closes_at + timedelta(days=8)


def a_told_round(cast: Cast) -> datetime:
    return rounds.a_told_round(cast).call.closes_at + timedelta(days=20)


def an_accepted_grant(cast: Cast) -> datetime:
    afterwards.an_accepted_grant(cast)
    return oslo(2024, 2, 21, 9)


def reports_due(cast: Cast) -> datetime:
    grant = afterwards.an_accepted_grant(cast)
    return grant.reports.order_by("due_at")[0].due_at - timedelta(days=3)


BEGINNINGS: dict[str, Callable[[Cast], datetime]] = {
    begin.__name__: begin
    for begin in (
        an_open_call,
        a_submitted_application,
        a_proposed_round,
        a_told_round,
        an_accepted_grant,
        reports_due,
    )
}


# -- The game -----------------------------------------------------------------------------------------


@dataclass
class Game:
    """``look_every``: after so many acts everything is looked at; what a refused act left is looked at each time."""

    world: World
    look_every: int = 25
    played: int = 0

    @classmethod
    def begin(cls, beginning: str, dice: random.Random, look_every: int = 25) -> Game:
        cast = the_people()
        return cls(World(cast, dice, BEGINNINGS[beginning](cast)), look_every)

    def play_on(self) -> str:
        """Draw until there is something to do, and do it."""
        while True:
            name = self.world.dice.choices(list(ACTS), weights=list(WEIGHTS.values()))[0]
            outcome = self.play(name)
            if outcome != NOTHING:
                return outcome

    def play(self, name: str) -> str:
        """Try it. Raises AssertionError when something no longer holds, or a refused act has left something."""
        before = invariants.footprint()
        outcome = self.world.do(name, ACTS[name])
        if outcome != "done" and name not in SEVERAL:
            assert invariants.footprint() == before, f"{name} was refused ({outcome}) and left something"
        self.played += outcome != NOTHING
        if outcome != NOTHING and self.played % self.look_every == 0:
            self.look()
        return outcome

    def look(self) -> None:
        found = list(invariants.problems())
        assert not found, "\n".join(found)
