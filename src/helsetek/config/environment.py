"""What the surroundings decide: read once, checked once, in plain words."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class BadEnvironment(SystemExit):
    """A setting from outside is missing or wrong; the message says which and how to mend it."""


def home() -> Path:
    """The folder of database, documents and keys (``HELSETEK_HOME``, else ``var/`` in the project)."""
    folder = Path(os.environ.get("HELSETEK_HOME") or ROOT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kind() -> str:
    """``demo`` (fictitious people may log in), ``test`` or ``production``."""
    value = os.environ.get("HELSETEK_ENV", "demo")
    if value not in {"demo", "test", "production"}:
        raise BadEnvironment(f"HELSETEK_ENV is «{value}»: it must be demo, test or production.")
    return value


def secret_key() -> str:
    """``SECRET_KEY``, or one made at the first start and kept in the home folder, readable by its owner only."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = home() / "keys" / "secret_key"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "")
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def words(name: str, default: str = "") -> list[str]:
    """A list of values separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]
