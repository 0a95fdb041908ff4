"""What waits for a person. Derived from the cases each time, never stored: it cannot be wrong for long.

Rooms register a source each; «My tasks» asks them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helsetek.accounts.selectors import Person


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do. ``title`` is in the reader's language, ``due_at`` an instant, ``kind`` as ``grants.submit``."""

    title: str
    path: str
    due_at: datetime | None
    case_number: str
    kind: str


Source = Callable[["Person"], list[Todo]]
_sources: list[Source] = []
_FAR_AWAY = datetime.max.replace(tzinfo=UTC)


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def for_person(person: Person) -> list[Todo]:
    """Everything that waits for the person: what is due first comes first, then what has no date."""
    found = [todo for source in _sources for todo in source(person)]
    return sorted(found, key=lambda todo: (todo.due_at or _FAR_AWAY, todo.case_number, todo.title))
