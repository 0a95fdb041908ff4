"""What the benchmarks of the web pages share: a home of their own, a log-in, and the real server."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
PORT = int(os.environ.get("BENCHMARK_PORT", "9279"))


@contextmanager
def surroundings(*, on_postgres: bool) -> Iterator[None]:
    """An empty home and database, gone afterwards: a SQLite file, or a throw-away PostgreSQL."""
    from tools import postgres

    with (
        tempfile.TemporaryDirectory(prefix="helsetek-benchmark-") as home,
        postgres.throw_away() if on_postgres else nullcontext("") as address,
    ):
        os.environ |= {"HELSETEK_HOME": home, "HELSETEK_ENV": "test"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "helsetek.config.settings"
        os.environ.pop("DATABASE_URL", None)
        if address:
            os.environ["DATABASE_URL"] = address
        import django

        django.setup()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def session_of(person: Any) -> str:
    """The key of a session in which the person is logged in."""
    from django.contrib.sessions.backends.db import SessionStore

    from helsetek.accounts.middleware import SESSION_KEY

    session = SessionStore()
    session[SESSION_KEY] = person.pk
    session.create()
    return str(session.session_key)


@contextmanager
def served() -> Iterator[None]:
    """The real server, as many processes as cores."""
    server = _serve(dict(os.environ))
    try:
        yield
    finally:
        server.terminate()
        server.wait(30)


def _serve(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    workers = str(max(2, os.cpu_count() or 2))
    command = [
        str(ROOT / ".venv/bin/gunicorn"), "--pythonpath", str(ROOT / "src"), "--workers", workers, "--threads", "4",
        "--bind", f"127.0.0.1:{PORT}", "--backlog", "2048", "--no-control-socket", "--timeout", "120",
        "--log-level", "error",
        "helsetek.config.wsgi",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment)
    for _attempt in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/design/")
            connection.getresponse().read()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server did not start.")
