"""Let several act at the same time, each on a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def at_once(count: int, act: Callable[[], object]) -> None:
    """Start ``act`` in so many threads at one moment, wait for all, and fail with what went wrong in any."""
    start, problems = threading.Barrier(count), list[BaseException]()

    def run() -> None:
        try:
            start.wait(timeout=20)
            act()
        except BaseException as problem:  # noqa: BLE001 - handed on below
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other for ever"
    if problems:
        raise problems[0]
