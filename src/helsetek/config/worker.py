"""The process behind `helsetek worker`: sends what is queued and does what time brings about, until told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from django.db import Error, close_old_connections

from helsetek.casework import chores
from helsetek.casework.services import run_worker

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0
PAUSE_WITHOUT_DATABASE_SECONDS = 10.0


def run() -> None:
    """Work until SIGTERM or Ctrl-C; the notice in hand is finished first."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    work(stopped)


def work(stopped: threading.Event) -> None:
    """One round after the other; a database that is away is waited for."""
    watch = chores.Watch()
    while not stopped.is_set():
        pause = PAUSE_SECONDS
        try:
            watch.do_what_is_due()
            run_worker(until_empty=True, stop=stopped.is_set)
        except Error as error:
            log.warning("the database does not answer (%s): trying again", type(error).__name__)
            pause = PAUSE_WITHOUT_DATABASE_SECONDS
        close_old_connections()
        stopped.wait(pause)
