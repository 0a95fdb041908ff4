"""What a late report leads to, in working days before and after it was due. Pure; the figures are parameters.

Reminders before and after, a warning that payments will be stopped, the stop, and a notice of breach that is laid ready
for the case officer: nobody claims money but a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

AddDays = Callable[[date, int], date]
"""The day so many working days after (or before, if negative) a day: ``common.working_days.add_working_days``."""


class Act(StrEnum):
    REMIND = "remind"
    WARN = "warn"
    STOP = "stop"
    FIND_BREACH = "find_breach"


@dataclass(frozen=True, slots=True)
class Chain:
    """Working days, counted from the day the report was due."""

    reminders_before: tuple[int, ...]
    reminders_after: tuple[int, ...]
    warn_after: int
    stop_after: int
    breach_after: int


@dataclass(frozen=True, slots=True)
class Step:
    """One act and the day it is due. ``number`` tells reminders apart (negative before, positive after)."""

    act: Act
    on: date
    number: int = 0


def steps(due_on: date, chain: Chain, add: AddDays) -> list[Step]:
    """The whole chain of one report, in order. ``due_on`` is the last day it could be handed in."""
    before = [
        Step(Act.REMIND, add(due_on, -days), -days) for days in sorted(chain.reminders_before, reverse=True)
    ]
    after = [Step(Act.REMIND, add(due_on, days), days) for days in sorted(chain.reminders_after)]
    acts = ((Act.WARN, chain.warn_after), (Act.STOP, chain.stop_after), (Act.FIND_BREACH, chain.breach_after))
    return [*before, *after, *(Step(act, add(due_on, days), days) for act, days in acts)]


def due_steps(due_on: date, today: date, chain: Chain, add: AddDays) -> list[Step]:
    """What should have been done by today. Of the reminders only the newest: nobody is reminded twice in one day."""
    found = [step for step in steps(due_on, chain, add) if step.on <= today]
    reminders = [step for step in found if step.act is Act.REMIND]
    return reminders[-1:] + [step for step in found if step.act is not Act.REMIND]
