"""The one clock. Everything that asks what time it is asks here, so that tests and the demonstration can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The date in Norway."""
    return now().astimezone(OSLO).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let it be ``instant`` (aware) within the block."""
    if instant.tzinfo is None:
        raise ValueError("The clock is set to instants: give a time zone.")
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
