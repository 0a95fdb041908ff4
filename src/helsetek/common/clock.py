"""The one clock. Everything that asks what time it is asks here, so that tests and the demonstration can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)
_arrived: ContextVar[datetime | None] = ContextVar("arrived", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def arrival() -> datetime:
    """The instant the request that is being answered arrived here; this instant where there is no request.

    Deadlines are held against it: nobody is late because the line was long, and nobody gains by sending slowly.
    """
    return _arrived.get() or now()


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


@contextmanager
def arriving() -> Iterator[None]:
    """Let what is done within the block have arrived at this instant, however long it takes."""
    token = _arrived.set(now())
    try:
        yield
    finally:
        _arrived.reset(token)
