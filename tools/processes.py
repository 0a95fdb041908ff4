"""Commands that are stopped, with all they started, when the checks are interrupted."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from helsetek.common import processes

PATIENCE_SECONDS = 10


def call(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], **options: Any) -> int:
    """Runs a command to its end and gives its exit code."""
    process = processes.start(list(command), cwd=cwd, env=env, **options)
    try:
        return process.wait()
    except BaseException:
        processes.stop(process, patience=PATIENCE_SECONDS)
        raise
