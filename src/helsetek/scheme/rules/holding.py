"""When money that is held back for appeals may be let go. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Chance:
    """Whether appeals can still come in one allotment.

    ``told``: whether the parties have been told; ``until``: when the last time limit has passed (None: one has not
    begun to run); ``open_appeals``: how many have come and are not settled.
    """

    told: bool
    until: datetime | None = None
    open_appeals: int = 0


class Because(StrEnum):
    """Why money is to stay held."""

    NOT_TOLD = "not_told"
    OPEN_APPEALS = "open_appeals"
    TIME_RUNS = "time_runs"


def still_held(chances: Iterable[Chance], now: datetime) -> Because | None:
    """Why the money is to stay; None when no appeal can come and none is open."""
    found = list(chances)
    if any(not chance.told for chance in found):
        return Because.NOT_TOLD
    if any(chance.open_appeals for chance in found):
        return Because.OPEN_APPEALS
    if any(chance.until is None or now < chance.until for chance in found):
        return Because.TIME_RUNS
    return None


def held_until(chances: Iterable[Chance]) -> datetime | None:
    """The last time limit of all; None where one has not begun to run, or there is nothing."""
    ends = [chance.until for chance in chances]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None
