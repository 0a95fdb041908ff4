"""Long work, one application at a time: each in its own transaction, so that it can stop anywhere and be resumed.

A step works until its time is up and says what is left. Whoever called it (a page that asks for the next step, or a
command) goes on. If the process is killed in the middle of one application, that one is as if it had not begun, and
those before it are done; doing the whole thing again does only what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from helsetek.common.errors import Refusal

Item = TypeVar("Item")

# A page must answer while the reader still looks at it.
SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be done, and why: the id of the item, its case number, a sentence."""

    id: int
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a step did: how many were done, how many are left, and what was refused."""

    done: int = 0
    left: int = 0
    refused: tuple[Refused, ...] = ()

    @property
    def is_finished(self) -> bool:
        return not self.left


def work_through(
    items: Sequence[Item],
    act: Callable[[Item], object],
    name: Callable[[Item], tuple[int, str]],
    seconds: float | None,
) -> Step:
    """Do ``act`` on each item until ``seconds`` are used (all of them if None). A refusal stops one, not the rest.

    ``name`` gives an item's id and case number, for those that are refused.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    done = 0
    refused: list[Refused] = []
    for place, item in enumerate(items):
        if deadline is not None and place and time.monotonic() > deadline:
            return Step(done, len(items) - place, tuple(refused))
        try:
            act(item)
            done += 1
        except Refusal as refusal:
            refused.append(Refused(*name(item), str(refusal)))
    return Step(done, 0, tuple(refused))
