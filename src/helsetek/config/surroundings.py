"""What must hold before the server starts, checked one by one; a lack gives one clear sentence."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import tempfile
from pathlib import Path

DATABASES = {"postgresql", "postgres", "pgsql", "sqlite"}
LEAST_FREE_MEGABYTES = 100


class Unfit(Exception):
    """The server cannot start here; the message says why and what to do."""


def reserve_port(host: str, port: int) -> socket.socket:
    """Takes a port at once, so that nobody else can while the database is made ready.

    The socket is bound but does not listen yet: a browser is refused until the pages are there.
    Port 0 takes any free one.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except OSError as error:
        raise Unfit(_why_no_port(host, port, error)) from error
    taken.set_inheritable(True)
    return taken


def _why_no_port(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another one: --port {port + 1}"
    if error.errno == errno.EACCES:
        return (
            f"Port {port} may only be used by the system's administrator. Choose one above 1023: --port 8000"
        )
    reason = error.strerror or error
    return f"This machine cannot serve at {host}: {reason}. Leave out --host, or give one of its addresses."


def prepare_home(folder: Path) -> None:
    """Makes the home folder if it is missing, and tries that it can be written to and has some space left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"0" * 4096)
    except OSError as error:
        raise Unfit(why_not_written(error, folder)) from error
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < LEAST_FREE_MEGABYTES:
        raise Unfit(
            f"The disk of {folder} is nearly full: {free} MB are free, {LEAST_FREE_MEGABYTES} MB are needed. "
            "Free some space, or choose another folder with HELSETEK_HOME."
        )


def why_not_written(error: OSError, folder: Path) -> str:
    """A sentence about a folder that could not be made or written to."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk of {folder} is full. Free some space, or choose another folder with HELSETEK_HOME."
    return (
        f"The folder {folder} cannot be written to ({error.strerror or error}). "
        "Choose one of your own with HELSETEK_HOME."
    )


def check_database_address() -> None:
    """``DATABASE_URL``, when given, must name one of the two kinds of database that the system is tested on."""
    given = os.environ.get("DATABASE_URL")
    if given and given.partition(":")[0] not in DATABASES:
        raise Unfit(
            f"DATABASE_URL begins with «{given.partition(':')[0]}»: it must be like "
            "postgresql://user:password@host/name or sqlite:///path, or be left out for a file of our own."
        )


def home() -> Path:
    """The home folder, as the settings will find it."""
    given = os.environ.get("HELSETEK_HOME")
    return Path(given).resolve() if given else Path(__file__).resolve().parents[3] / "var"
