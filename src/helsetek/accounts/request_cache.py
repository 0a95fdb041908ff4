"""What has been read of a person's roles, kept for one request and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_kept: ContextVar[dict[int, Any] | None] = ContextVar("roles_of_the_request", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Within the block the roles of a person are read once. Outside of one they are read each time."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def kept() -> dict[int, Any] | None:
    return _kept.get()


def forget(person_id: int) -> None:
    """The roles of the person have changed: read them again."""
    cache = _kept.get()
    if cache is not None:
        cache.pop(person_id, None)
