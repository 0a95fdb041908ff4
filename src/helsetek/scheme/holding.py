"""Until when appeals can come in an allotment: the room that handles its applications says so when the app starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .rules.holding import Chance

if TYPE_CHECKING:
    from .models import Allotment

Asked = Callable[["Allotment"], Chance]
_asked: list[Asked] = []


def register(asked: Asked) -> None:
    """``asked(allotment)`` says whether appeals can still come there."""
    if asked not in _asked:
        _asked.append(asked)


def chance_of(allotment: Allotment) -> Chance:
    """Whether appeals can still come in the allotment; where no room has said anything, they can once it is told."""
    for asked in _asked:
        return asked(allotment)
    return Chance(told=allotment.notified_at is not None)
