"""One clear sentence for what commonly goes wrong at the command line, instead of a page of code."""

from __future__ import annotations

import errno
from pathlib import Path

from helsetek.config import surroundings


def sentence_for(error: BaseException) -> str | None:
    """What to tell the person who gave the command; None for a fault of ours, which must be seen in full."""
    if isinstance(error, surroundings.Unfit):
        return str(error)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return surroundings.why_not_written(error, Path(error.filename or surroundings.home()))
    return _refusal(error) or _database_trouble(error)


def _refusal(error: BaseException) -> str | None:
    """A service said no, and why."""
    from helsetek.common.errors import Refusal

    return str(error) if isinstance(error, Refusal) else None


def _database_trouble(error: BaseException) -> str | None:
    from django.db import OperationalError, ProgrammingError

    if not isinstance(error, OperationalError | ProgrammingError):
        return None
    said = str(error).strip().partition("\n")[0]
    if "no such table" in said or "does not exist" in said:
        return f"The database is not up to date with the program ({said}). Run: helsetek migrate"
    if "disk is full" in said:
        return f"The disk of the database is full ({said}). Free some space and try again."
    return f"The database cannot be used: {said}" if isinstance(error, OperationalError) else None
