"""What time itself brings about: an offer lapses, a reminder is due. Rooms register chores, the worker does them.

Several workers may do the same chore at once, and a chore that fails is done again next time: it must be written so
that this does no harm (lock the rows, ask again, act once).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    name: str
    act: Callable[[], object]
    every: timedelta


_chores: dict[str, Chore] = {}


def register(name: str, act: Callable[[], object], *, every: timedelta) -> None:
    """Let the worker call ``act`` when it starts and then so often. ``name`` as ``grants.lapse_overdue``."""
    _chores[name] = Chore(name, act, every)


class Watch:
    """Remembers, for one worker, when each chore was last begun."""

    def __init__(self, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._begun: dict[str, float] = {}

    def do_what_is_due(self) -> int:
        """Do the chores that are due; gives how many. One that fails is told in the log and holds up no other."""
        due = [chore for chore in _chores.values() if self._is_due(chore)]
        for chore in due:
            self._begun[chore.name] = self._tick()
            try:
                chore.act()
            except Exception:
                log.exception("the chore %s failed and will be tried again", chore.name)
        return len(due)

    def _is_due(self, chore: Chore) -> bool:
        begun = self._begun.get(chore.name)
        return begun is None or self._tick() - begun >= chore.every.total_seconds()
