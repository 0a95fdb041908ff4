"""Reads of the journal: what everybody may know, and what those who keep it see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from helsetek.casework import selectors as casework
from helsetek.casework.selectors import Case, Document
from helsetek.common import clock
from helsetek.records.models import DirectionChoice, JournalEntry

__all__ = [
    "DirectionChoice",
    "JournalEntry",
    "all_entries",
    "documents_of",
    "entry",
    "of_case",
    "public_entries",
]


def public_entries() -> QuerySet[JournalEntry]:
    """What everybody may read now, the newest first: nothing sealed, struck or kept for the house itself."""
    shown = Q(public_from__lte=clock.now(), voided_at__isnull=True)
    rows = JournalEntry.objects.filter(shown).exclude(direction=DirectionChoice.INTERNAL)
    return rows.select_related("case")


def public_entry(year: int, number: int) -> JournalEntry:
    """Raises JournalEntry.DoesNotExist, also for what the public may not know of."""
    return public_entries().get(year=year, number=number)


def all_entries() -> QuerySet[JournalEntry]:
    """For those who keep the journal: everything that is no longer sealed."""
    return JournalEntry.objects.filter(public_from__lte=clock.now()).select_related("case")


def entry(entry_id: int) -> JournalEntry:
    """Raises JournalEntry.DoesNotExist."""
    return JournalEntry.objects.select_related("case").get(pk=entry_id)


def of_case(case: Case) -> list[JournalEntry]:
    """All entries of a case, oldest first."""
    return list(JournalEntry.objects.filter(case=case).order_by("in_case"))


def public_of_case(case: Case) -> list[JournalEntry]:
    return list(public_entries().filter(case=case).order_by("in_case"))


def documents_of(entries: Iterable[JournalEntry]) -> dict[str, Document]:
    """The documents of the entries by their id, in one query."""
    ids = {one for entry in entries for one in entry.documents}
    return {str(one.pk): one for one in casework.documents(ids)}
