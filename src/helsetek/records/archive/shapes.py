"""What a deposit is written from: plain records, so that the writer knows no table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

_SPACE = uuid5(NAMESPACE_URL, "urn:helsetek:noark")


def identity(thing: str) -> UUID:
    """The lasting id of a thing in every deposit: «case:2024/000123», «entry:17»."""
    return uuid5(_SPACE, thing)


@dataclass(frozen=True, slots=True)
class File:
    """A document to be put in the deposit. ``read`` gives its bytes; ``format`` as «PDF/A-2a», «Word»."""

    thing: str
    title: str
    ending: str
    format: str
    archival: bool
    made_at: datetime
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Correspondent:
    kind: str  # «Avsender» or «Mottaker»
    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """A registration: a journal entry, or (``journal`` is None) a note that the case carries for itself."""

    thing: str
    title: str
    public_title: str
    made_at: datetime
    dated: date
    journal: Journal | None = None
    withheld_by: str = ""
    correspondent: Correspondent | None = None
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Journal:
    """The numbers of an entry. ``direction``: «Inngående dokument», «Utgående dokument», «Organinternt dokument …»."""

    year: int
    sequence: int
    in_case: int
    direction: str
    journalled: date
    struck: bool = False


@dataclass(frozen=True, slots=True)
class PartyTo:
    thing: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Change:
    """A value that was changed, for the log of changes."""

    thing: str
    what: str
    at: datetime
    by: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that is in it."""

    thing: str
    number: str
    title: str
    public_title: str
    year: int
    sequence: int
    opened_at: datetime
    closed_at: datetime
    officer: str
    parties: tuple[PartyTo, ...]
    records: tuple[Record, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Deposit:
    """All that a deposit tells of itself. ``cases`` is read once, case by case, so that it may be endless."""

    name: str
    creator: str
    creator_id: str
    unit: str
    system: str
    made_at: datetime
    made_by: str
    first: datetime
    count: int
    cases: Iterable[CaseFile]
    schemas: tuple[str, ...] = field(default=())
