"""What a deposit is made of, read case by case; and the deposits that are made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from helsetek.casework import selectors as casework
from helsetek.casework.selectors import Case, Document, TimelineRow
from helsetek.common import clock
from helsetek.common.clock import OSLO
from helsetek.records import archiving, redaction
from helsetek.records.archive.shapes import CaseFile, Change, Correspondent, File, Journal, PartyTo, Record
from helsetek.records.archive.shapes import Deposit as Shape
from helsetek.records.models import ArchivedCase, Deposit, JournalEntry
from helsetek.records.paragraphs import law_of
from helsetek.registry import selectors as registry

from . import access, journal

__all__ = ["ArchivedCase", "Deposit"]

SYSTEM = "Helsetek"
UNIT = "Helseteknologiordningen"
_DIRECTIONS = {
    "in": "Inngående dokument",
    "out": "Utgående dokument",
    "internal": "Organinternt dokument uten oppfølging",
}
_ROLES = {"lead": "Hovedsøker", "member": "Partner"}
_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "text/plain": "Ren tekst",
    "text/csv": "CSV",
    "application/xml": "XML",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (OOXML)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (OOXML)",
}
_PART = 100


def deposits() -> QuerySet[Deposit]:
    return Deposit.objects.select_related("ordered_by")


def deposit(deposit_id: int) -> Deposit:
    """Raises Deposit.DoesNotExist."""
    return Deposit.objects.get(pk=deposit_id)


def folder_of(made: Deposit) -> Path:
    return Path(settings.HELSETEK_HOME) / "deposits" / made.name


def waiting() -> dict[int, datetime]:
    """Closed cases that are in no deposit yet, with when they were closed."""
    closed = archiving.closed_cases()
    for case_id in ArchivedCase.objects.values_list("case_id", flat=True):
        closed.pop(case_id, None)
    return closed


def is_archived(case: Case) -> bool:
    return ArchivedCase.objects.filter(case=case).exists()


def shape_of(name: str, made_by: str, closed: dict[int, datetime]) -> Shape:
    """The deposit of the closed cases, to be written. The cases are read when the writer asks for them."""
    directorate = registry.directorate()
    first = (
        Case.objects.filter(pk__in=closed).order_by("opened_at").values_list("opened_at", flat=True).first()
    )
    return Shape(
        name=name,
        creator=directorate.name,
        creator_id=directorate.organisation_number or directorate.name,
        unit=UNIT,
        system=SYSTEM,
        made_at=clock.now(),
        made_by=made_by,
        first=first or clock.now(),
        count=len(closed),
        cases=_cases(closed),
    )


def _cases(closed: dict[int, datetime]) -> Iterator[CaseFile]:
    ids = sorted(closed)
    for start in range(0, len(ids), _PART):
        rows = Case.objects.filter(pk__in=ids[start : start + _PART]).select_related("officer")
        for case in rows.order_by("pk"):
            with translation.override("nb"):
                yield _case(case, closed[case.pk])


def _case(case: Case, closed_at: datetime) -> CaseFile:
    entries = journal.of_case(case)
    documents = journal.documents_of(entries)
    year, _stroke, sequence = case.number.partition("/")
    rows = casework.timeline(case.number, internal=True)
    shown = next((one.case_title for one in entries), case.title)
    return CaseFile(
        thing=f"case:{case.number}",
        number=case.number,
        title=case.title,
        public_title=shown,
        year=int(year),
        sequence=int(sequence),
        opened_at=case.opened_at,
        closed_at=closed_at,
        officer=case.officer.name if case.officer else UNIT,
        parties=tuple(
            PartyTo(f"party:{one.pk}", one.organisation.name, _ROLES.get(one.role, one.role))
            for one in casework.parties_of(case)
        ),
        records=(*(_record(entry, documents) for entry in entries), _log_of(case, rows, closed_at)),
        changes=tuple(_changes(case, rows, closed_at)),
    )


def _record(entry: JournalEntry, documents: dict[str, Document]) -> Record:
    own = [documents[one] for one in entry.documents if one in documents]
    return Record(
        thing=f"entry:{entry.pk}",
        title=entry.title,
        public_title=entry.shown_title,
        made_at=entry.journalled_at,
        dated=entry.dated,
        journal=Journal(
            entry.year,
            entry.number,
            entry.in_case,
            _DIRECTIONS[entry.direction],
            entry.journalled_at.astimezone(OSLO).date(),
            struck=entry.voided_at is not None,
        ),
        withheld_by=law_of(entry.exemption),
        correspondent=Correspondent(
            "Avsender" if entry.direction == "in" else "Mottaker", entry.correspondent
        )
        if entry.correspondent
        else None,
        files=tuple(_file(one) for one in own) or (_text_file(entry),),
    )


def _file(document: Document) -> File:
    format_name, archival = _format_of(document)
    return File(
        thing=f"document:{document.pk}",
        title=document.title,
        ending=document.file_name.rpartition(".")[2].lower()[:5] or "bin",
        format=format_name,
        archival=archival,
        made_at=document.added_at,
        read=partial(casework.content_of, document),
    )


def _format_of(document: Document) -> tuple[str, bool]:
    """The name of the format, and whether it is one to keep for ever: what says of itself that it is PDF/A."""
    if document.content_type != "application/pdf":
        return _FORMATS.get(
            document.content_type, document.content_type
        ), document.content_type == "text/plain"
    return ("PDF/A", True) if b"pdfaid:part" in casework.content_of(document) else ("PDF", False)


def _text_file(entry: JournalEntry) -> File:
    """What was only ever a text in the system, set as PDF/A."""
    return _as_pdf(f"entry:{entry.pk}", entry.title, access.text_of(entry), entry.journalled_at)


def _as_pdf(thing: str, title: str, text: str, at: datetime) -> File:
    def read() -> bytes:
        return redaction.to_pdf(f"{title}\n\n{text}".encode(), "text/plain")

    return File(f"{thing}/text", title, "pdf", "PDF/A-2b", archival=True, made_at=at, read=read)


def _log_of(case: Case, rows: list[TimelineRow], closed_at: datetime) -> Record:
    """The case as the event log tells it: what was decided, by whom, by which rules and why."""
    title = f"Hendelseslogg for sak {case.number}"
    text = "\n".join(_line(row) for row in rows)
    return Record(
        thing=f"log:{case.number}",
        title=title,
        public_title=title,
        made_at=closed_at,
        dated=closed_at.astimezone(OSLO).date(),
        files=(_as_pdf(f"log:{case.number}", title, text, closed_at),),
    )


def _line(row: TimelineRow) -> str:
    states = f" ({row.from_state} → {row.to_state})" if row.to_state else ""
    who = ", ".join(part for part in (row.person, row.organisation) if part)
    reasons = f": {row.reasons}" if row.reasons else ""
    return f"{row.at.astimezone(OSLO):%d.%m.%Y %H:%M}  {row.text}{states}. {who}{reasons}"


def _changes(case: Case, rows: list[TimelineRow], closed_at: datetime) -> Iterator[Change]:
    """Every change of state, and the last one: that the case is closed for good."""
    thing = f"case:{case.number}"
    for row in rows:
        if row.from_state and row.to_state and row.from_state != row.to_state:
            yield Change(thing, "tilstand", row.at, row.person or SYSTEM, row.from_state, row.to_state)
    by = case.officer.name if case.officer else UNIT
    yield Change(thing, "saksstatus", closed_at, by, "Under behandling", "Avsluttet")
