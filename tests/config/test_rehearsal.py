"""Back-up, loss, restore and upgrade are rehearsed, with the very commands of docs/operate.md.

The duties (docs/law.md): riksarkivarens forskrift (what is kept can be read).
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from helsetek.casework.selectors import document_count
from helsetek.common import events
from helsetek.config import backup
from helsetek.config.backup import BackupProblem
from tests import processes, scenes
from tests.cast import gather

ROOT = Path(__file__).resolve().parents[2]
OLD = Path(__file__).parent / "versions" / "one_round.tar.xz"
WHEN_IT_WAS = {"grants_application": 3, "grants_grant": 2, "scheme_posting": 7, "common_event": 92}


def commands(number: int) -> str:
    """The number of a block of commands under «Back up and restore»."""
    page = (ROOT / "docs" / "operate.md").read_text()
    section = page.partition("## Back up and restore")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[number]


# One process for all lines: what takes time is to start.
OPERATOR = """
import os, shlex, sys
from helsetek.cli import main
for line in sys.argv[1].strip().splitlines():
    program, *words = shlex.split(os.path.expandvars(line), comments=True)
    assert program == "helsetek", line
    try:
        main(words, standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise
"""


def run(lines: str, **surroundings: str) -> str:
    """As an operator would, who stops at the first that goes wrong."""
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | surroundings
    words = [sys.executable, "-c", OPERATOR, lines]
    done = subprocess.run(words, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home with nothing in it, and a database with nothing in it."""
    home = {"HELSETEK_HOME": str(tmp_path / "new-home"), "HELSETEK_ENV": "test"}
    if connection.vendor == "sqlite":
        yield home
        return
    address = processes.database_address()
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE put_back TEMPLATE template0")
    yield home | {"DATABASE_URL": re.sub(r"/[^/]+$", "/put_back", address)}
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE put_back WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_what_is_backed_up_comes_back_whole_and_is_proven(
    tmp_path: Path, empty_database: dict[str, str]
) -> None:
    scenes.a_submitted_application(gather())
    length, last_hash = events.head()
    files = document_count()
    assert files
    backups = {"BACKUPS": str(tmp_path)}
    run(commands(0), **processes.surroundings(settings.HELSETEK_HOME), **backups)
    with pytest.raises(BackupProblem, match="nothing is written over"):
        backup.restore(tmp_path / "monday")  # where everything still is
    with pytest.raises(BackupProblem, match="not empty"):
        backup.back_up(tmp_path / "monday")
    said = run(commands(1), **empty_database, **backups)
    assert f"The chain holds: {length} events. Last hash: {last_hash}" in said
    assert f"{files} of {files} documents hold." in said
    home = Path(empty_database["HELSETEK_HOME"])
    assert (home / "keys").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in (home / "keys").iterdir()) == sorted(
        path.name for path in (settings.HELSETEK_HOME / "keys").iterdir()
    )


def test_a_back_up_that_is_broken_off_or_changed_or_of_a_later_version_is_not_put_back(
    tmp_path: Path,
) -> None:
    with tarfile.open(OLD) as tar:
        tar.extractall(tmp_path, filter="data")
    tale = backup._read(tmp_path)
    later = backup.Tale(**{**vars(tale), "migrations": ["grants.9999_wonders"]})
    with pytest.raises(BackupProblem, match="later version"):
        backup._require_fit(later)
    with (tmp_path / backup.HOME).open("r+b") as file:
        file.write(b"x")
    with pytest.raises(BackupProblem, match="not what was written"):
        backup._read(tmp_path)
    (tmp_path / backup.TALE).unlink()
    with pytest.raises(BackupProblem, match="broken off"):
        backup._read(tmp_path)


def test_what_an_earlier_version_left_is_whole_after_the_upgrade(tmp_path: Path) -> None:
    """Put back, brought up to date with rows in it, and proven; every row of then stands in the tables of now."""
    old, home = tmp_path / "monday", tmp_path / "home"
    with tarfile.open(OLD) as tar:
        tar.extractall(old, filter="data")
    said = run(commands(1), BACKUPS=str(tmp_path), HELSETEK_HOME=str(home), HELSETEK_ENV="test")
    tale = backup._read(old)
    assert f"The chain holds: {tale.events} events. Last hash: {tale.last_hash}" in said
    assert re.search(r"Proven: [1-9]\d* ", said)
    assert re.search(r"^([1-9]\d*) of \1 documents hold\.$", said, re.MULTILINE)
    with (
        closing(_read_only(old / "database.sqlite3")) as then,
        closing(_read_only(home / "helsetek.sqlite3")) as now,
    ):
        tables = [name for (name,) in then.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in tables if not name.startswith(("sqlite_", "django_", "auth_"))]
        for table in ours:
            assert _rows(now, table, _columns(then, table)) == _rows(then, table, _columns(then, table)), (
                table
            )
        counted = {table: now.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in WHEN_IT_WAS}
    assert counted == WHEN_IT_WAS


def _read_only(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.create_collation("norsk", lambda one, other: (one > other) - (one < other))
    return database


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def _rows(database: sqlite3.Connection, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    quoted = ", ".join(f'"{column}"' for column in columns)
    return sorted(database.execute(f"SELECT {quoted} FROM {table}").fetchall(), key=repr)
