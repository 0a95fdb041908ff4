"""Validation in a process of its own, for packages and content that users bring.

A profile may hold a regular expression or an invariant that never ends, and a package may be made to fill the memory.
The process has limits on processor time, wall time and memory; when it passes one it is ended, the verdict is «could not
be judged» (`limit.bounds`), and the next order gets a new process. What is valid elsewhere is valid here: it is the
same engine.

    with Workshop([Path("theirs.tgz")]) as workshop:
        report = workshop.validate(content, profiles=("https://example.no/StructureDefinition/x",))
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from helsetek.engines.conformance.issues import CannotJudge, Issue, Report

MOST_BACK = 20_000_000


@dataclass(frozen=True)
class Bounds:
    """Seconds of processor time and of wall time for one file, and megabytes of memory for the process."""

    seconds: int = 20
    wall_seconds: float = 60.0
    megabytes: int = 1_500


STANDARD = Bounds()


class Workshop:
    """A validator with the same `validate` as Engine, in a process that can be ended. Safe between threads.

    Raises CannotJudge from `validate` when the packages themselves cannot be read within the bounds.
    """

    def __init__(
        self, packages: Iterable[Path] = (), *, schemas: Path | None = None, bounds: Bounds = STANDARD
    ) -> None:
        self.packages, self.schemas, self.bounds = [Path(one) for one in packages], schemas, bounds
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting = b""
        self._one = threading.Lock()

    def __enter__(self) -> Workshop:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def validate(self, content: bytes, *, profiles: tuple[str, ...] = ()) -> Report:
        """Judges one file. What breaks the bounds is not judged; the vendor is not blamed."""
        with self._one:
            process = self._ready()
            order = json.dumps({"bytes": len(content), "profiles": list(profiles)}).encode() + b"\n"
            found = self._asked(process, order + content)
        if found is None:
            return Report([Issue("fatal", "limit.bounds", "")], judged=False)
        issues = [
            Issue(severity, code, path, values, line)
            for severity, code, path, values, line in found["issues"]
        ]
        return Report(issues, found["judged"], found["kind"], found["engine"], tuple(found["packages"]))

    def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _ready(self) -> subprocess.Popen[bytes]:
        """A process that has read its packages."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._waiting = b""
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "helsetek.engines.conformance.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                "PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
                "PATH": os.environ.get("PATH", ""),
            },
            close_fds=True,
        )
        setup = {
            "seconds": self.bounds.seconds, "megabytes": self.bounds.megabytes,
            "packages": [str(one.resolve()) for one in self.packages],
            "schemas": str(self.schemas.resolve()) if self.schemas else "",
        }  # fmt: skip
        found = self._asked(process, json.dumps(setup).encode() + b"\n")
        if found is None:
            raise CannotJudge("limit.bounds")
        if "broken" in found:
            self.close()
            raise CannotJudge(found["broken"][0], **found["broken"][1])
        return process

    def _asked(self, process: subprocess.Popen[bytes], order: bytes) -> dict[str, Any] | None:
        """The line that answers an order; None, and no process any more, when the bounds were passed."""
        until = time.monotonic() + self.bounds.wall_seconds
        watch = threading.Timer(self.bounds.wall_seconds, process.kill)
        watch.daemon = True
        watch.start()
        try:
            _pipe(process.stdin).write(order)
            _pipe(process.stdin).flush()
            line = self._line(process, until)
            found: dict[str, Any] | None = json.loads(line) if line else None
        except (OSError, ValueError):
            found = None
        finally:
            watch.cancel()
        if found is None:
            self.close()
        return found

    def _line(self, process: subprocess.Popen[bytes], until: float) -> bytes | None:
        """One line of output, or None when the process ended, or said too much or nothing in time."""
        source = _pipe(process.stdout)
        while b"\n" not in self._waiting:
            left = until - time.monotonic()
            if left <= 0 or len(self._waiting) > MOST_BACK or not select.select([source], [], [], left)[0]:
                return None
            part = os.read(source.fileno(), 1 << 16)
            if not part:
                return None
            self._waiting += part
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line


def _pipe(found: IO[bytes] | None) -> IO[bytes]:
    """A pipe that was asked for when the process was started."""
    if found is None:
        raise OSError("no pipe")
    return found
