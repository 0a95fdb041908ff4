"""That a letter has been sent: floors above follow it in the same transaction (the journal does)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Letter

_handlers: list[Callable[[Letter], None]] = []


def subscribe(handler: Callable[[Letter], None]) -> None:
    if handler not in _handlers:
        _handlers.append(handler)


def tell(letter: Letter) -> None:
    """The letter has just been marked as sent."""
    for handler in _handlers:
        handler(letter)
