"""A worker in a process of its own that is killed (SIGKILL, no farewell) at a chosen moment of its first notice.

python -m tests.casework.dying_worker MOMENT        MOMENT: claiming, before, after, never
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def main(moment: str) -> None:
    django.setup()
    from helsetek.casework import mail, services
    from helsetek.casework.models import Notice

    if moment == "claiming":
        die_after(Notice, "save")  # written, not yet committed
    elif moment == "before":
        die_before(mail.FolderBackend, "send_messages")  # claimed, nothing sent
    elif moment == "after":
        die_after(mail.FolderBackend, "send_messages")  # sent, not yet marked
    services.run_worker(until_empty=True)


def die_before(owner: Any, name: str) -> None:
    setattr(owner, name, lambda *given, **more: die())


def die_after(owner: Any, name: str) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def act_and_die(*given: Any, **more: Any) -> None:
        original(*given, **more)
        die()

    setattr(owner, name, act_and_die)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
