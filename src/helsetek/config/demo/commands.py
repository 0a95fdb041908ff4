"""`helsetek demo load` and `helsetek demo reset`."""

from __future__ import annotations

import shutil

import click
from django.conf import settings
from django.db import connection

from helsetek.config import database, demo


@click.command()
def load() -> None:
    """Load the demonstration into an empty database: the round of 2024, and cases of today in every state."""
    database.migrate()
    if not demo.is_empty():
        raise click.ClickException("There are calls in the database already. See: helsetek demo reset")
    database.load_demo()


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(*, yes: bool) -> None:
    """Throw away the whole database and its documents, and load the demonstration anew. Not in production."""
    if settings.PRODUCTION:
        raise click.ClickException("This is a production installation: nothing was thrown away.")
    if not yes:
        click.confirm(
            f"Everything in {settings.HELSETEK_HOME} and its database will be lost. Go on?", abort=True
        )
    throw_away_everything()
    database.migrate()
    database.load_demo()


def throw_away_everything() -> None:
    """Tables, documents and mail. The keys stay, so that sessions and links made with them do too."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    else:
        _remove_all_tables()
    for folder in (settings.DOCUMENTS, settings.EMAIL_FILE_PATH):
        shutil.rmtree(folder, ignore_errors=True)


def _remove_all_tables() -> None:
    """On SQLite, in the file that others may hold open: the tables go, the file stays."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")
        cursor.execute("PRAGMA foreign_keys = ON")
