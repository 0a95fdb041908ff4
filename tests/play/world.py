"""The stage of a play: the clock, the people, the dice, and who would be likely to do a thing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import QuerySet

from helsetek.accounts.models import Person
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import people_with
from helsetek.common import clock
from helsetek.common.errors import Refusal
from helsetek.registry.models import Organisation
from helsetek.scheme.models import Call
from helsetek.scheme.services.ledger import Overdrawn
from tests.cast import Cast

T = TypeVar("T")
LIKELY = 0.88  # share of the choices that fall on what could succeed; the others are anybody's and anything


NOTHING = "nothing to do"


class NothingToDo(Exception):
    """There is nothing yet that this act could be tried on."""


@dataclass
class World:
    cast: Cast
    dice: random.Random
    now: datetime
    tally: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def people(self) -> list[Person]:
        return [
            value for each in fields(self.cast) if isinstance(value := getattr(self.cast, each.name), Person)
        ]

    @property
    def municipalities(self) -> list[Organisation]:
        cast = self.cast
        return [cast.bodo, cast.fauske, cast.saltdal, cast.steinkjer, cast.alver]

    # -- Dice ---------------------------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def one(self, things: Sequence[T]) -> T:
        if not things:
            raise NothingToDo
        return things[self.dice.randrange(len(things))]

    def some(self, things: Iterable[T], most: int) -> list[T]:
        pool = list(things)
        return self.dice.sample(pool, min(len(pool), self.dice.randint(1, most)))

    def someone(self, *likely: Person) -> Person:
        """Mostly one of those who could do it; else anybody at all."""
        pool = [person for person in likely if person]
        return self.one(pool) if pool and self.chance(LIKELY) else self.one(self.people)

    def by(self, role: Role, organisation_id: int) -> Person:
        """Mostly somebody with that role there; else anybody."""
        return self.someone(*people_with(role, organisation_id))

    def thing(self, rows: QuerySet[T], **likely: object) -> T:  # type: ignore[type-var]
        """Mostly one of the rows in a state where the act is possible; else any of them. Newer ones more often."""
        if likely and self.chance(LIKELY):
            rows = rows.filter(**likely)
        keys = list(rows.order_by("-pk").values_list("pk", flat=True)[:40])
        return rows.get(pk=self.one(keys))

    def call(self) -> Call:
        return self.thing(Call.objects.all(), closes_at__gt=self.now)

    # -- Time ---------------------------------------------------------------------------------------

    def let_time_pass(self) -> None:
        """Mostly minutes or hours, now and then a day, seldom more than a week."""
        steps = (timedelta(minutes=3), timedelta(hours=1), timedelta(hours=12), timedelta(days=4))
        self.now += self.dice.choices(steps, weights=(70, 25, 4, 1))[0]

    # -- Acts ---------------------------------------------------------------------------------------

    def do(self, name: str, act: Callable[[World], object]) -> str:
        """Try an act now. Only a refusal is a way of saying no: any other exception is a fault and comes through."""
        with clock.at(self.now):
            outcome = self._outcome(act)
        if outcome != NOTHING:
            self.let_time_pass()
        counts = self.tally.setdefault(name, {})
        counts[outcome] = counts.get(outcome, 0) + 1
        return outcome

    def _outcome(self, act: Callable[[World], object]) -> str:
        try:
            act(self)
        except NothingToDo:
            return NOTHING
        except Overdrawn:
            return "Overdrawn"
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"
