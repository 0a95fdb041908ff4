"""All that must be kept, in one folder: the database, the documents and the keys. And back again, proven.

A back-up is a folder with the dump of the database, ``home.tar`` and ``backup.json``, which says what is there: the
hash of each file, how far the database had come, and the last link of the event log. It is written last: a folder
without it is a back-up that was broken off. The database is taken before the documents: a file without a row is waste,
a row without its file is a loss.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from helsetek.common import clock, events

KEPT = ("documents", "keys", "deposits")
TALE, HOME = "backup.json", "home.tar"
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BackupProblem(Exception):
    """Nothing was written or put back; the sentence says why, and what to do."""


@dataclass(frozen=True)
class Tale:
    """What ``backup.json`` says. ``migrations`` are «room.name» of all that the database had been through."""

    made_at: str
    version: str
    database: str
    migrations: list[str]
    events: int
    last_hash: str
    files: dict[str, str]


# -- There ----------------------------------------------------------------------------------------------------


def back_up(folder: Path) -> Tale:
    """Write a back-up into a folder that is made. The system may run meanwhile. Raises BackupProblem."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupProblem(f"{folder} is not empty. Each back-up goes into a folder of its own.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    length, last_hash = events.head()
    dump = folder / DUMPS[connection.vendor]
    _dump_sqlite(dump) if connection.vendor == "sqlite" else _dump_postgresql(dump)
    _pack(folder / HOME)
    tale = Tale(
        made_at=clock.now().isoformat(),
        version=version("helsetek"),
        database=connection.vendor,
        migrations=sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations),
        events=length,
        last_hash=last_hash,
        files={path.name: _hash_of(path) for path in (dump, folder / HOME)},
    )
    for path in folder.iterdir():
        path.chmod(0o600)
    unfinished = folder / f"{TALE}.part"
    unfinished.write_text(json.dumps(asdict(tale), indent=1))
    unfinished.chmod(0o600)
    unfinished.replace(folder / TALE)
    return tale


def _dump_sqlite(target: Path) -> None:
    """SQLite's own way of copying a database that is in use."""
    source = f"file:{connection.settings_dict['NAME']}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as now, closing(sqlite3.connect(target)) as copy:
        now.backup(copy)


def _dump_postgresql(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _pack(target: Path) -> None:
    with tarfile.open(target, "w") as tar:
        for name in KEPT:
            if (settings.HELSETEK_HOME / name).exists():
                tar.add(settings.HELSETEK_HOME / name, name, filter=_without_the_unfinished)


def _without_the_unfinished(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if Path(member.name).name.startswith(".part-") else member


# -- And back -------------------------------------------------------------------------------------------------


def restore(folder: Path) -> Tale:
    """Put a back-up into an empty home and an empty database. Raises BackupProblem, and then nothing is put back."""
    tale = _read(folder)
    _require_fit(tale)
    _require_empty()
    with tarfile.open(folder / HOME) as tar:
        tar.extractall(settings.HELSETEK_HOME, filter="data")
    for name in KEPT:
        if (settings.HELSETEK_HOME / name).exists():
            (settings.HELSETEK_HOME / name).chmod(0o700)
    dump = folder / DUMPS[tale.database]
    if tale.database == "sqlite":
        shutil.copyfile(dump, connection.settings_dict["NAME"])
    else:
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump))
    _require_the_same_log(tale)
    return tale


def _read(folder: Path) -> Tale:
    try:
        told: dict[str, Any] = json.loads((folder / TALE).read_text())
        tale = Tale(**told)
    except FileNotFoundError as error:
        raise BackupProblem(
            f"{folder} holds no {TALE}: it is no back-up, or one that was broken off."
        ) from error
    except (ValueError, TypeError) as error:
        raise BackupProblem(f"{folder / TALE} cannot be read.") from error
    for name, expected in tale.files.items():
        if not (folder / name).exists() or _hash_of(folder / name) != expected:
            raise BackupProblem(
                f"{folder / name} is missing, or is not what was written. Take another back-up."
            )
    return tale


def _require_fit(tale: Tale) -> None:
    if tale.database != connection.vendor:
        raise BackupProblem(
            f"This is a back-up of {tale.database}, and the database here is {connection.vendor}."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {app.label for app in _our_rooms()}
    newer = [one for one in tale.migrations if one.partition(".")[0] in ours and one not in known]
    if newer:
        raise BackupProblem(
            f"The back-up was made by a later version ({tale.version}: {', '.join(newer)}). Install that version."
        )


def _our_rooms() -> list[Any]:
    from django.apps import apps

    return [app for app in apps.get_app_configs() if app.name.startswith("helsetek.")]


def _require_empty() -> None:
    documents = settings.HELSETEK_HOME / "documents"
    if connection.introspection.table_names() or (documents.exists() and any(documents.iterdir())):
        raise BackupProblem(
            f"There is a database, or there are documents in {settings.HELSETEK_HOME}: nothing is written over. Set "
            "HELSETEK_HOME to an empty folder, and DATABASE_URL to an empty database."
        )
    connection.close()
    if connection.vendor == "sqlite":  # what looking made
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)


def _require_the_same_log(tale: Tale) -> None:
    """The log that was put back leads through the link that was the last when the back-up began."""
    if not events.leads_through(tale.events, tale.last_hash):
        raise BackupProblem("The event log that was put back is not the one that the back-up tells of.")


# -- Tools ----------------------------------------------------------------------------------------------------


def _run(program: str, *words: str) -> None:
    """A program of PostgreSQL on the database of the settings; the password goes by the environment, unseen."""
    given = connection.settings_dict
    address = {"host": given["HOST"], "port": given["PORT"], "username": given["USER"]}
    options = [f"--{name}={value}" for name, value in address.items() if value]
    surroundings = os.environ | ({"PGPASSWORD": given["PASSWORD"]} if given["PASSWORD"] else {})
    try:
        subprocess.run(  # noqa: S603 - no shell, words of our own
            [program, *options, f"--dbname={given['NAME']}", *words],
            env=surroundings,
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise BackupProblem(
            f"«{program}» is not installed: it comes with PostgreSQL's client programs."
        ) from error
    except subprocess.CalledProcessError as error:
        raise BackupProblem(f"{program} failed: {error.stderr.strip()[-500:]}") from error


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
