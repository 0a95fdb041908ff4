"""The other end of a workshop: validates what it is given, one order at a time, under limits set by itself.

Run by `workshop.py` as a process of its own: `python -m helsetek.engines.conformance.worker`. It talks over standard
input and output: a line of JSON with the order and the number of bytes, then the bytes; a line of JSON back.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import IO, Any

from helsetek.engines.conformance.issues import CannotJudge, Issue, Report


def limit_memory(megabytes: int) -> None:
    """No more address space than this, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_seconds(seconds: int) -> None:
    """So many seconds of processor time from now on; the system ends the process when they are used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def as_data(report: Report) -> dict[str, Any]:
    """A report that can be read again on the other side."""
    return {
        "issues": [
            [one.severity, one.code, one.path, {key: str(value) for key, value in one.values.items()}, one.line]
            for one in report.issues
        ],
        "judged": report.judged, "kind": report.kind, "engine": report.engine, "packages": list(report.packages),
    }  # fmt: skip


def main(source: IO[bytes], out: IO[bytes]) -> None:
    """Serves orders until the input ends."""
    setup = json.loads(source.readline())
    limit_memory(setup["megabytes"])
    limit_seconds(setup["seconds"])
    from helsetek.engines.conformance.engine import Engine

    try:
        schemas = Path(setup["schemas"]) if setup["schemas"] else None
        engine = Engine([Path(one) for one in setup["packages"]], schemas=schemas)
    except CannotJudge as error:
        _say(out, {"broken": [error.code, {key: str(value) for key, value in error.values.items()}]})
        return
    _say(out, {"ready": list(engine.definitions.packages)})
    while line := source.readline():
        order = json.loads(line)
        content = source.read(order["bytes"])
        limit_seconds(setup["seconds"])
        try:
            report = engine.validate(content, profiles=tuple(order["profiles"]))
        except (MemoryError, RecursionError):
            report = Report([Issue("fatal", "limit.machine", "")], judged=False)
        _say(out, as_data(report))


def _say(out: IO[bytes], found: dict[str, Any]) -> None:
    out.write(json.dumps(found, ensure_ascii=False, default=str).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
