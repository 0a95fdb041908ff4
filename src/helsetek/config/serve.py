"""Starts everything that one machine needs, watches over it, and stops it all together.

Three programs: the web server (gunicorn), the worker that sends letters and notices, and in the demonstration
the page "choose who you are". Each may also be run on its own, on other machines (see docs/operate.md).

What comes from elsewhere, by name:
``helsetek.config.demo``         ``is_empty() -> bool``, ``load(progress)`` calling ``progress(what, share)``,
                                 ``people() -> list[tuple[name, what they are]]``
``helsetek.config.worker``       ``run()``: works until it is told to stop
``helsetek.accounts.demo_login`` ``main(port)``: serves the log-in page of the demonstration
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import click

from helsetek.common import processes
from helsetek.config import database, surroundings

WORKERS = 2
THREADS = 4
PATIENCE_SECONDS = 15
START_SECONDS = 60
LOGIN_PAGE = (
    "import sys, django; django.setup(); from helsetek.accounts import demo_login; demo_login.main({port})"
)


class Stopped(Exception):
    """Somebody asked us to stop (Ctrl-C or the system)."""


@dataclass
class Server:
    """Where the pages are served, and the programs behind them."""

    host: str
    web: socket.socket
    login: socket.socket | None
    running: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.web.getsockname()[1]}"


def serve(*, host: str, port: int) -> int:
    """Serves until stopped. Gives the exit code: 0 when asked to stop, 1 when a part failed."""
    surroundings.prepare_home(surroundings.home())
    surroundings.check_database_address()
    demo = os.environ.get("HELSETEK_ENV", "demo") == "demo"
    server = Server(host, surroundings.reserve_port(host, port), _login_socket(port) if demo else None)
    _tell_settings(server)
    with _asked_to_stop_raises():
        try:
            database.prepare(demo=demo)
            _start_all(server)
            _wait_until_it_answers(server)
            if _failed_part(server) is None:
                _greet(server, demo=demo)
            return _watch(server)
        except Stopped:
            click.echo("\nStopping.", err=True)
            return 0
        finally:
            _stop_all(server)


def exists(module: str) -> bool:
    """Whether a part is there; parts are found by name so that the server runs without them too."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _login_socket(port: int) -> socket.socket | None:
    """A port for the log-in page: the next one, or any free one."""
    if not exists("helsetek.accounts.demo_login"):
        return None
    wanted = int(os.environ.get("HELSETEK_DEMO_LOGIN_PORT", port + 1 if port else 0))
    try:
        return surroundings.reserve_port("127.0.0.1", wanted)
    except surroundings.Unfit:
        return surroundings.reserve_port("127.0.0.1", 0)


def _tell_settings(server: Server) -> None:
    """Settings are read from the environment, by this process and by its children."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsetek.config.settings")
    os.environ.setdefault("SITE_ADDRESS", server.address)
    if server.login is not None:
        port = server.login.getsockname()[1]
        os.environ["HELSETEK_DEMO_LOGIN_PORT"] = str(port)
        os.environ.setdefault("OIDC_ISSUER", f"http://127.0.0.1:{port}")


def _start_all(server: Server) -> None:
    server.running["web server"] = processes.start(_gunicorn(server.web), pass_fds=(server.web.fileno(),))
    if exists("helsetek.config.worker"):
        server.running["worker"] = processes.start([sys.executable, "-m", "helsetek", "worker"])
    if server.login is not None:
        port = server.login.getsockname()[1]
        server.login.close()
        server.running["log-in page"] = processes.start([sys.executable, "-c", LOGIN_PAGE.format(port=port)])


def _gunicorn(web: socket.socket) -> list[str]:
    options = {
        "--bind": f"fd://{web.fileno()}",
        "--worker-class": "gthread",
        "--workers": os.environ.get("HELSETEK_WEB_WORKERS", WORKERS),
        "--threads": os.environ.get("HELSETEK_WEB_THREADS", THREADS),
        "--graceful-timeout": 10,
        "--timeout": 60,
        "--log-level": "warning",
    }
    words = [str(word) for pair in options.items() for word in pair]
    # Without --no-control-socket gunicorn writes into the home folder of the user, who may have none.
    return [
        sys.executable,
        "-m",
        "gunicorn",
        *words,
        "--preload",
        "--no-control-socket",
        "helsetek.config.wsgi",
    ]


def _wait_until_it_answers(server: Server) -> None:
    host, port = server.web.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and _failed_part(server) is None:
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    if _failed_part(server) is None:
        raise surroundings.Unfit(f"The web server did not start within {START_SECONDS} seconds.")


def _greet(server: Server, *, demo: bool) -> None:
    click.echo(f"\nhelsetek is ready: {server.address}\n")
    if demo and exists("helsetek.config.demo"):
        people = importlib.import_module("helsetek.config.demo").people()
        width = max((len(name) for name, _ in people), default=0)
        click.echo("You can log in as")
        for name, what in people:
            click.echo(f"  {name:<{width}}  {what}")
        click.echo()
    click.echo(f"Data: {surroundings.home()}    Stop with Ctrl-C")


def _failed_part(server: Server) -> str | None:
    return next((name for name, process in server.running.items() if process.poll() is not None), None)


def _watch(server: Server) -> int:
    while (failed := _failed_part(server)) is None:
        time.sleep(0.2)
    click.echo(
        f"helsetek: the {failed} has stopped by itself, so everything stops. What it said is above.", err=True
    )
    return 1


def _stop_all(server: Server) -> None:
    """All are asked first and then waited for, so that it takes as long as the slowest and not the sum."""
    for process in server.running.values():
        if process.poll() is None:
            process.terminate()
    for process in server.running.values():
        processes.stop(process, patience=PATIENCE_SECONDS)
    server.web.close()


@contextmanager
def _asked_to_stop_raises() -> Iterator[None]:
    """Ctrl-C and the system's polite signals become ``Stopped``; a second one while stopping is not heard."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
