"""The tables of this room, by noun."""

from .access import DisclosureItem, DisclosureRequest, DisclosureState, ReleasedFile, VisitorCount
from .archive import ArchivedCase, Deposit, DepositState
from .journal import DirectionChoice, JournalEntry

__all__ = [
    "ArchivedCase",
    "Deposit",
    "DepositState",
    "DirectionChoice",
    "DisclosureItem",
    "DisclosureRequest",
    "DisclosureState",
    "JournalEntry",
    "ReleasedFile",
    "VisitorCount",
]
