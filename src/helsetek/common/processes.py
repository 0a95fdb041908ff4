"""Child processes that never outlive the program that started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from typing import Any

PR_SET_PDEATHSIG = 1


def stop_when_parent_dies() -> None:
    """For ``preexec_fn``: asks the Linux kernel to stop this process if the one that started it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: list[str], **options: Any) -> subprocess.Popen[Any]:
    """Starts a command as the head of a group of its own, so that Ctrl-C reaches it only through us."""
    return subprocess.Popen(  # noqa: S603 - the callers name the commands themselves
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=stop_when_parent_dies,  # noqa: PLW1509 - called before any thread is started
        **options,
    )


def stop(process: subprocess.Popen[Any], *, patience: float) -> None:
    """Stops a started command and all it started itself: politely, after ``patience`` seconds by force."""
    if process.poll() is None:
        _signal_group(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[Any], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
