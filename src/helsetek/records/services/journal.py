"""Write the journal in the transaction of the acts themselves; strike, open and withhold entries.

Every act passes ``follow_act`` (the event log tells of it while it holds the lock of its chain): that lock is also
what keeps the numbers of the journal without gaps and doublets. Letters are known to be sent before the act that sends
them is recorded; they are remembered for the rest of the thread's transaction and journalled with that act.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.casework.selectors import Case, Letter
from helsetek.common import clock, events
from helsetek.common.clock import OSLO
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.events import Event
from helsetek.records import filing
from helsetek.records.filing import Direction, Filing
from helsetek.records.models import JournalEntry
from helsetek.records.paragraphs import paragraphs
from helsetek.records.permissions import may_keep_journal
from helsetek.registry import selectors as registry
from helsetek.registry.selectors import Organisation

LETTER = "letter"
MESSAGE = "casework.message_written"
ADDED = "casework.document_added"
_LONGEST = 300


class _Sent(threading.local):
    """The cases with letters that this thread has sent and not journalled. Left behind by an undone act it does no
    harm: what is not in the database is not journalled."""

    def __init__(self) -> None:
        self.cases: set[int] = set()


_sent = _Sent()


def remember_letter(letter: Letter) -> None:
    """A letter has been sent: it is journalled with the act that sends it."""
    _sent.cases.add(letter.case_id)


def follow_act(event: Event) -> None:
    """Journal what the act brings in or sends out. Runs inside the act's own transaction."""
    if _sent.cases:
        cases, _sent.cases = _sent.cases, set()
        file_letters(cases, event)
    if not event.case_number:
        return
    if event.verb in (MESSAGE, ADDED):
        _file_what_was_written(event)
    elif filed := filing.of_act(event.verb):
        _file_act(event, filed)
    elif kinds := filing.voided_by(event.verb):
        _strike(event.case_number, kinds)


def file_letters(case_ids: Iterable[int] | None, event: Event | None = None) -> int:
    """Journal the letters of the cases (of all, if None) that are sent and not in the journal yet. Gives how many."""
    letters = list(casework.sent_letters(case_ids))
    sources = JournalEntry.objects.filter(source__startswith=f"{LETTER}:")
    if case_ids is not None:
        sources = sources.filter(case_id__in={one.case_id for one in letters})
    known = set(sources.values_list("source", flat=True))
    new = [one for one in letters if f"{LETTER}:{one.pk}" not in known]
    for letter in new:
        _write(
            letter.case,
            Direction.OUT,
            source=f"{LETTER}:{letter.pk}",
            kind=f"{LETTER}.{letter.kind}",
            title=letter.title,
            organisation=letter.recipient,
            dated=letter.sent_at or clock.now(),
            event=event,
            documents=[str(letter.document_id)],
        )
    return len(new)


def _file_act(event: Event, filed: Filing) -> None:
    case = casework.case(event.case_number)
    organisation = _correspondent(case, filed.direction, event.organisation_id)
    documents = [str(one) for one in filed.files(event)] if filed.files else []
    with translation.override(registry.letter_language(organisation) if organisation else "nb"):
        title = str(filed.title)
    entry = _write(
        case,
        filed.direction,
        source=f"event:{event.pk}",
        kind=event.verb,
        title=title,
        organisation=organisation,
        dated=event.at,
        event=event,
        documents=documents,
        exemption=filed.exemption,
        hide_title=filed.hide_title,
    )
    if filed.opens and entry.public_from:
        JournalEntry.objects.filter(case=case, public_from__isnull=True).update(public_from=entry.public_from)


def _file_what_was_written(event: Event) -> None:
    """A message, or a document that somebody added to a page."""
    case = casework.case(event.case_number)
    direction, exemption, documents = Direction.INTERNAL, "", []
    if event.verb == ADDED:
        page = filing.of_page(str(event.data.get("page", "")).partition(":")[0])
        if page is None:
            return
        direction, exemption = page.direction, page.exemption
        documents = [event.thing.partition(":")[2]]
    else:
        from_party = any(
            party.organisation_id == event.organisation_id for party in casework.parties_of(case)
        )
        direction = Direction.IN if from_party else Direction.OUT
    organisation = _correspondent(case, direction, event.organisation_id)
    with translation.override(registry.letter_language(organisation) if organisation else "nb"):
        title = _("Message in the case") if event.verb == MESSAGE else _title_of(documents[0])
    _write(
        case,
        direction,
        source=f"event:{event.pk}",
        kind=event.verb,
        title=title,
        organisation=organisation,
        dated=event.at,
        event=event,
        documents=documents,
        exemption=exemption,
    )


def _title_of(document_id: str) -> str:
    found = casework.documents([document_id])
    return found[0].title if found else _("Document")


def _correspondent(case: Case, direction: Direction, acting_for: int | None) -> Organisation | None:
    """Who it is from; what we send goes to the lead of the case."""
    if direction is Direction.IN and acting_for is not None:
        return registry.organisations([acting_for]).get(acting_for)
    parties = casework.parties_of(case)
    return parties[0].organisation if parties else None


def _write(
    case: Case,
    direction: Direction,
    *,
    source: str,
    kind: str,
    title: str,
    organisation: Organisation | None,
    dated: datetime,
    event: Event | None,
    documents: list[str],
    exemption: str = "",
    hide_title: bool = False,
) -> JournalEntry:
    """One entry, with the next number of the year and of the case."""
    now = clock.now()
    year = now.astimezone(OSLO).year
    numbers = JournalEntry.objects.filter(Q(year=year) | Q(case=case)).aggregate(
        last=Max("number", filter=Q(year=year)), in_case=Max("in_case", filter=Q(case=case))
    )
    title = " ".join(title.split())[:_LONGEST]
    return JournalEntry.objects.create(
        year=year,
        number=(numbers["last"] or 0) + 1,
        case=case,
        in_case=(numbers["in_case"] or 0) + 1,
        direction=direction.value,
        kind=kind[:80],
        source=source,
        event_id=event.pk if event else None,
        title=title,
        shown_title=_hidden_title() if hide_title else title,
        case_title=case.title,
        correspondent=organisation.name if organisation else "",
        organisation=organisation,
        dated=dated.astimezone(OSLO).date(),
        journalled_at=now,
        public_from=_public_from(case, now),
        exemption=exemption,
        documents=documents,
    )


def _hidden_title() -> str:
    return "*****"


def _public_from(case: Case, now: datetime) -> datetime | None:
    """Now, or when the seal of the case is broken; empty while nobody can say when."""
    seal = filing.seal_of(case.kind)
    until = seal(case) if seal else now
    return max(until, now) if until else None


def _strike(case_number: str, kinds: Iterable[str]) -> None:
    own = JournalEntry.objects.filter(case__number=case_number, kind__in=list(kinds), voided_at__isnull=True)
    own.update(voided_at=clock.now())


def reseal(case_ids: Iterable[int], until: datetime) -> int:
    """What is still sealed in the cases is opened at another instant. Part of the act that moves the deadline."""
    sealed = JournalEntry.objects.filter(case_id__in=list(case_ids), public_from__gt=clock.now())
    return sealed.update(public_from=until)


# -- By those who keep the journal ------------------------------------------------------------------


@transaction.atomic
def withhold(
    *, by: Person, entry: JournalEntry, paragraph: str, shown_title: str, reason: str = ""
) -> JournalEntry:
    """Mark an entry as withheld, with the paragraph, and say what the public may read of its title; or open it again.

    An empty ``paragraph`` opens the entry: then the public reads the title as it is. offentleglova §§ 10 and 13,
    forvaltningsloven § 13 (texts not seen): what is under a duty of secrecy may not be seen from the title either.
    """
    entry = JournalEntry.objects.select_for_update(of=("self",)).select_related("case").get(pk=entry.pk)
    right = may_keep_journal(by, entry.case).require()
    _check_withheld(paragraph, shown_title)
    if entry.voided_at:
        raise WrongState(_("The entry has been struck."))
    before = entry.exemption
    entry.exemption = paragraph
    entry.shown_title = " ".join(shown_title.split())[:_LONGEST] if paragraph else entry.title
    entry.save(update_fields=["exemption", "shown_title"])
    events.record(
        "records.entry_withheld" if paragraph else "records.entry_opened",
        thing=f"entry:{entry.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=entry.case.number,
        reasons=reason.strip()[:2000],
        data={"paragraph": paragraph, "before": before, "entry": entry.label},
    )
    return entry


def _check_withheld(paragraph: str, shown_title: str) -> None:
    wrong: dict[str, list[str]] = {}
    if paragraph and paragraph not in paragraphs():
        wrong["paragraph"] = [_("Choose one of the paragraphs in the list.")]
    if paragraph and not shown_title.strip():
        wrong["shown_title"] = [_("Write what the public may read, for example «Letter to *****».")]
    if wrong:
        raise RuleBroken(" ".join(said for words in wrong.values() for said in words), wrong)


# -- Catching up ------------------------------------------------------------------------------------


@transaction.atomic
def catch_up() -> int:
    """Journal what happened before there was a journal: letters, messages and registered acts. Gives how many."""
    events.hold()
    before = JournalEntry.objects.count()
    known = set(JournalEntry.objects.values_list("source", flat=True))
    for event in events.with_case():
        if f"event:{event.pk}" not in known:
            follow_act(event)
    file_letters(None)
    return JournalEntry.objects.count() - before
