"""Which automatic steps can go: the page saves every time somebody pauses, and nobody needs all of it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SHORT, LONG = timedelta(minutes=10), timedelta(hours=1)
RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One saved version of a section: its number, when and by whom, and whether it was saved by the page itself."""

    number: int
    at: datetime
    person_id: int
    automatic: bool
    kept: bool


def superseded(steps: Iterable[Step], now: datetime) -> list[int]:
    """Numbers of the steps that a later one stands for.

    Of each person's automatic steps the last of every ten minutes stays, and of those older than a day the last of
    every hour. What was saved by hand, what is kept, and the newest of all always stay.
    """
    ordered = sorted(steps, key=lambda step: step.number)
    last_in: dict[tuple[int, int], int] = {}
    gone = []
    for step in ordered[:-1]:
        if step.automatic and not step.kept:
            place = (step.person_id, _stretch(step.at, now))
            if place in last_in:
                gone.append(last_in[place])
            last_in[place] = step.number
    return gone


def _stretch(at: datetime, now: datetime) -> int:
    """Stretches of time, numbered so that short and long ones never get the same number."""
    length = SHORT if now - at < RECENT else LONG
    number = int(at.timestamp() // length.total_seconds())
    return number if length == SHORT else -number
