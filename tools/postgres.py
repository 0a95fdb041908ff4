"""A throw-away PostgreSQL: a cluster in a temporary folder, reached by a socket file only, gone afterwards.

As a program it runs a command with DATABASE_URL set to such a database:

    .venv/bin/python -m tools.postgres .venv/bin/python -m pytest tests/grants
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from helsetek.common import processes

# A test database may be lost at any moment, so it need not wait for the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "timezone": "UTC",
}
START_SECONDS = 20
# Not under TMPDIR: a socket's path may have 107 characters at most.
PLACE = "/tmp"  # noqa: S108 - the folder is made by mkdtemp, ours alone
TEMPORARY = "helsetek-pg-"


class NoPostgres(Exception):
    """There are no server programs, or the server would not start; the message says what to do."""


def find_binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: the newest of Debian's, else what the path holds."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = sorted(debian, key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0))
    if newest:
        return newest[-1].parent
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


def as_ordinary_user() -> list[str]:
    """The server refuses to run as root: what to put before its command."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig=INT"]


@contextlib.contextmanager
def throw_away() -> Iterator[str]:
    """Starts a cluster, gives the address of its database (as DATABASE_URL), and removes all of it after."""
    binaries = find_binaries()
    if binaries is None:
        raise NoPostgres("The PostgreSQL server programs are missing. On Debian: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix=f"{TEMPORARY}{os.getpid()}-", dir=PLACE))
    server = None
    try:
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
        _make_cluster(binaries, folder)
        server = _start(binaries, folder)
        _wait_until_ready(binaries, folder, server)
        yield f"postgresql://helsetek@{quote(str(folder), safe='')}/postgres"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(binaries: Path, folder: Path) -> None:
    options = ["--username=helsetek", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = [*as_ordinary_user(), str(binaries / "initdb"), "-D", str(folder / "data"), *options]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode:
        raise NoPostgres(f"initdb failed: {made.stderr.strip()}")


def _start(binaries: Path, folder: Path) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    command = [*as_ordinary_user(), str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    with (folder / "log").open("wb") as log:
        return processes.start([*command, *settings], cwd=folder, stdout=log, stderr=log)


def _wait_until_ready(binaries: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    ask = [str(binaries / "pg_isready"), "--quiet", "--host", str(folder)]
    end = time.monotonic() + START_SECONDS
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None or time.monotonic() > end:
            raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")
        time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(2)  # INT: "fast shutdown", which does not wait for clients
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.send_signal(3)  # QUIT: at once
        server.wait(10)


def main(command: Sequence[str]) -> int:
    if not command:
        sys.exit(__doc__)
    try:
        with throw_away() as address:
            return subprocess.run(
                command, env={**os.environ, "DATABASE_URL": address}, check=False
            ).returncode
    except NoPostgres as error:
        sys.exit(str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
