"""Other processes that work on the database of the running test."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from django.db import connection


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment of a child: the same database as this test's, a data folder of its own choice."""
    return {
        **os.environ,
        "HELSETEK_ENV": "test",
        "HELSETEK_HOME": str(home),
        "DATABASE_URL": database_address(),
        "DJANGO_SETTINGS_MODULE": "helsetek.config.settings",
        **more,
    }


def database_address() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{quote(given['HOST'], safe='')}{port}/{given['NAME']}"
