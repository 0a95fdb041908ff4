"""Two do the same at once: one wins, the other is told, and nothing is done twice.

The order is not left to luck. The first does its act and has not committed; then the second begins, with things as
they were read before, on a connection of its own. Either it waits for a lock that the first holds, or it goes on with
what it sees, and would do the act a second time. When it waits (the database itself is asked) or is done, the first
commits. What comes of the second is then looked at.
"""

from __future__ import annotations

import contextvars
import copy
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction

from helsetek.casework import state
from helsetek.casework.transitions import Machine
from helsetek.common.errors import Refusal
from tests.play import invariants

T = TypeVar("T")
WRITES = ("INSERT", "UPDATE", "DELETE")
LONGEST_WAIT = 20.0
TOLD, NOTHING, AGAIN = "told", "nothing left to do", "done again"


@dataclass(frozen=True)
class Second:
    """What came of the one that came second: the words it was told, or what it wrote."""

    came: str
    words: str = ""


@dataclass
class Course:
    """A case on its way; every step is raced. ``raced`` holds (machine, act) of each move that was made."""

    raced: set[tuple[str, str]] = field(default_factory=set)
    seconds: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    pids: dict[int, int] = field(default_factory=dict)

    def race(self, act: Callable[..., T], /, *, against: Any = (), both: str = "", **given: Any) -> T:
        """Do the act, with the very same act on its heels, and what else is named in ``against`` (act, arguments).

        ``both`` is the reason why the second may do it too, in its turn, where it may. Gives what the first gave.
        """
        rivals = [(act, given), *([against] if against else [])]
        # What they were shown before: the first must not freshen the things in the second's hands.
        rivals = [(rival, copy.deepcopy(arguments)) for rival, arguments in rivals]
        with transaction.atomic():
            with self._watched():
                result = act(**given)
            coming = [self._begin(rival, arguments) for rival, arguments in rivals]
            for second in coming:
                self._until_it_waits_or_is_done(second)
        for (rival, _arguments), second in zip(rivals, coming, strict=True):
            self._look(rival, second.result(LONGEST_WAIT), both if rival is act else "")
        return result

    def end(self) -> None:
        found = list(invariants.problems())
        assert not found, "\n".join(found)

    # -- The first --------------------------------------------------------------------------------------------

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Remember which moves the act makes."""
        move = state.move

        def seen(machine: Machine, act: str, thing_state: str) -> str:
            target = move(machine, act, thing_state)
            self.raced.add((machine.name, act))
            return target

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(state, "move", seen)
            yield

    # -- The second -------------------------------------------------------------------------------------------

    def _begin(self, act: Callable[..., object], given: dict[str, Any]) -> Future[Second]:
        told: Future[int] = Future()
        context = contextvars.copy_context()  # the clock goes along
        coming = self.seconds.submit(context.run, _try, act, given, told)
        self.pids[id(coming)] = told.result(LONGEST_WAIT)
        return coming

    def _until_it_waits_or_is_done(self, second: Future[Second]) -> None:
        until, pid = time.monotonic() + LONGEST_WAIT, self.pids[id(second)]
        with connection.cursor() as cursor:
            while not second.done() and time.monotonic() < until:
                cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [pid])
                if cursor.fetchone()[0]:
                    return
                time.sleep(0.002)

    def _look(self, act: Callable[..., object], second: Second, both: str) -> None:
        name = getattr(act, "__qualname__", repr(act))
        if both:
            assert second.came == AGAIN, f"{name}: {both}; and yet {second}"
        else:
            assert second.came in (TOLD, NOTHING), f"{name} was done twice: {second.words}"

    def close(self) -> None:
        self.seconds.shutdown()


def _try(act: Callable[..., object], given: dict[str, Any], told: Future[int]) -> Second:
    written: list[str] = []

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if str(sql).lstrip().upper().startswith(WRITES) and context["cursor"].rowcount:
            written.append(str(sql)[:80])
        return result

    connection.ensure_connection()
    told.set_result(connection.connection.info.backend_pid)
    with connection.execute_wrapper(watch):
        try:
            act(**given)
        except Refusal as refusal:
            return Second(TOLD, f"{type(refusal).__name__}: {refusal}")
        finally:
            connection.close()
    return Second(AGAIN, "; ".join(written)) if written else Second(NOTHING)


@pytest.fixture
def course() -> Iterator[Course]:
    made = Course()
    yield made
    made.close()
