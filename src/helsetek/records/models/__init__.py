"""The tables of this room, by noun."""

from .access import DisclosureItem, DisclosureRequest, DisclosureState, ReleasedFile, VisitorCount
from .journal import DirectionChoice, JournalEntry

__all__ = [
    "DirectionChoice",
    "DisclosureItem",
    "DisclosureRequest",
    "DisclosureState",
    "JournalEntry",
    "ReleasedFile",
    "VisitorCount",
]
