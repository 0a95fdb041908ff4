"""The tables of this room, by noun."""

from .access import DisclosureItem, DisclosureRequest, DisclosureState, ReleasedFile, VisitorCount
from .archive import ArchivedCase, Deposit, DepositState
from .journal import DirectionChoice, JournalEntry
from .retention import Disposal, DisposalItem, DisposalState

__all__ = [
    "ArchivedCase",
    "Deposit",
    "DepositState",
    "DirectionChoice",
    "DisclosureItem",
    "DisclosureRequest",
    "DisclosureState",
    "Disposal",
    "DisposalItem",
    "DisposalState",
    "JournalEntry",
    "ReleasedFile",
    "VisitorCount",
]
