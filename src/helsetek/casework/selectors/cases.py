"""Reads of cases and what belongs to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import DECIDING_SIDE
from helsetek.accounts.selectors import Person
from helsetek.casework import state, storage, verbs
from helsetek.casework.models import (
    Case,
    Document,
    Draw,
    DrawAnnouncement,
    DrawMethod,
    ImpartialityDeclaration,
    Letter,
    Message,
    Notice,
    NoticeState,
    Party,
    PartyRole,
)
from helsetek.casework.permissions import (
    disqualified_people,
    has_declared_impartial,
    is_disqualified,
    is_staff_of_case,
    may_mend_notices,
    newest_declaration,
)
from helsetek.casework.rules.draws import Drawn, Unit
from helsetek.common import clock, events, norsk
from helsetek.common.events import Event
from helsetek.registry import selectors as registry

__all__ = [
    "Case",
    "Document",
    "Draw",
    "DrawAnnouncement",
    "DrawMethod",
    "ImpartialityDeclaration",
    "Letter",
    "Message",
    "Notice",
    "NoticeState",
    "Party",
    "PartyRole",
    "TimelineRow",
    "all_documents_of",
    "case",
    "cases_handled_by",
    "cases_of_parties",
    "content_of",
    "damaged_documents",
    "document_count",
    "documents",
    "documents_of",
    "documents_taken_away",
    "draw_of",
    "drawn",
    "draws",
    "draws_about",
    "failed_notices",
    "has_declared_impartial",
    "is_disqualified",
    "is_staff_of_case",
    "last_words",
    "letters_of",
    "message",
    "messages_of",
    "newest_declaration",
    "notices_about",
    "notices_before",
    "notices_of",
    "numbers_of",
    "officers_with_conflict",
    "open_conflicts",
    "parties_of",
    "parties_of_cases",
    "party_ids_of_cases",
    "possible_substitutes",
    "sent_letters",
    "stray_files",
    "timeline",
    "units_of",
    "unread_notices",
]


def case(number: str) -> Case:
    """Raises Case.DoesNotExist."""
    return Case.objects.select_related("officer").get(number=number)


def numbers_of(case_ids: Iterable[int]) -> list[tuple[int, str]]:
    """The cases' numbers by their ids, in the order of the numbers."""
    return list(Case.objects.filter(pk__in=list(case_ids)).values_list("pk", "number"))


def parties_of(case: Case) -> list[Party]:
    """Those who are parties now, the lead first, then by name."""
    return list(
        case.parties.filter(until__isnull=True)
        .select_related("organisation")
        .order_by("role", "organisation__name", "id")
    )


def parties_of_cases(case_ids: Iterable[int]) -> QuerySet[Party]:
    """Those who are parties now in any of the cases, with their organisations."""
    return Party.objects.filter(case_id__in=list(case_ids), until__isnull=True).select_related("organisation")


def party_ids_of_cases(case_ids: Iterable[int], kind: str) -> list[tuple[int, int]]:
    """(case, organisation) of those who are parties now and of the kind, in any of the cases. One query, plain values."""
    rows = Party.objects.filter(case_id__in=list(case_ids), until__isnull=True, organisation__kind=kind)
    return list(rows.order_by().values_list("case_id", "organisation_id"))


def cases_of_parties(organisation_ids: Iterable[int]) -> QuerySet[Case]:
    """The cases that any of the organisations is party to now."""
    return Case.objects.filter(
        parties__organisation_id__in=list(organisation_ids), parties__until__isnull=True
    )


def documents_of(page: str, page_id: int) -> list[Document]:
    """The documents of a page that have not been taken away, oldest first."""
    return list(Document.objects.filter(page=page, page_id=page_id, removed_at__isnull=True))


def documents(ids: Iterable[str]) -> list[Document]:
    """Those of the documents that exist, also what has been taken off its page."""
    return list(Document.objects.filter(pk__in=list(ids)))


def message(message_id: int) -> Message:
    """With who wrote it and for whom. Raises Message.DoesNotExist."""
    return Message.objects.select_related("case", "organisation").get(pk=message_id)


def sent_letters(case_ids: Iterable[int] | None = None) -> QuerySet[Letter]:
    """The letters of the cases, or of all, that have been sent, oldest first."""
    sent = Letter.objects.filter(sent_at__isnull=False)
    if case_ids is not None:
        sent = sent.filter(case_id__in=list(case_ids))
    return sent.select_related("case", "recipient").order_by("sent_at", "id")


def content_of(document: Document) -> bytes:
    """The stored file, proved by its hash. Raises storage.Damaged."""
    return storage.read(document.pk, document.sha256)


def damaged_documents(progress: Callable[[int], None] = lambda count: None) -> list[str]:
    """What is wrong with any stored file, one sentence each: those missing, and those that are not what was stored."""
    found = []
    for count, document in enumerate(Document.objects.order_by("added_at", "id").iterator(), 1):
        try:
            content_of(document)
        except storage.Damaged as damage:
            found.append(str(damage))
        progress(count)
    return found


def stray_files() -> list[str]:
    """Stored files that no document speaks of: what acts that were undone left behind. They do no harm."""
    known = {str(pk) for pk in Document.objects.values_list("pk", flat=True)}
    return [name for name in storage.stored_names() if name not in known]


def document_count() -> int:
    return Document.objects.count()


def letters_of(case: Case, *, sent_only: bool = False) -> list[Letter]:
    """The letters of a case, oldest first. Parties see those that are sent: ``sent_only``."""
    letters = case.letters.select_related("document", "recipient")
    return list(letters.filter(sent_at__isnull=False) if sent_only else letters)


def messages_of(case: Case) -> list[Message]:
    """Oldest first, with who wrote and for whom."""
    return list(case.messages.select_related("person", "organisation"))


def open_conflicts(case: Case) -> list[ImpartialityDeclaration]:
    """Declared conflicts, where that is the person's last word, for which no substitute is named yet."""
    return [
        one for one in last_words(case) if one.conflict and not one.in_doubt and one.substitute_id is None
    ]


def last_words(case: Case) -> list[ImpartialityDeclaration]:
    """Each person's newest declaration in the case, or the superior's for the person."""
    newest: dict[int, ImpartialityDeclaration] = {}
    for declaration in case.declarations.select_related("person").order_by("declared_at", "id"):
        newest[declaration.person_id] = declaration
    return list(newest.values())


def officers_with_conflict() -> list[ImpartialityDeclaration]:
    """Declared conflicts of those who are still the officer of the case, for which nobody steps in yet."""
    rows = ImpartialityDeclaration.objects.filter(
        conflict=True, in_doubt=False, substitute__isnull=True, person=F("case__officer")
    )
    return list(rows.select_related("case", "person").order_by("declared_at", "id"))


def possible_substitutes(declaration: ImpartialityDeclaration) -> list[Person]:
    """Who could step in: those who hold one of the same roles, without a declared conflict in the case, by name."""
    blocked = {declaration.person_id, *disqualified_people(declaration.case)}
    roles = {held.role for held in accounts.roles_of(declaration.person)} & set(DECIDING_SIDE)
    people = {person.pk: person for role in sorted(roles) for person in accounts.people_with(role)}
    found = [person for pk, person in people.items() if pk not in blocked]
    return sorted(found, key=lambda person: norsk.sort_key(person.name))


# -- What is not kept for ever -----------------------------------------------------------------------


def documents_taken_away(before: datetime) -> QuerySet[Document]:
    """Those that were taken off their page before an instant, the longest ago first."""
    return Document.objects.filter(removed_at__lt=before).order_by("removed_at", "id")


def all_documents_of(page: str, page_id: int) -> list[Document]:
    """The documents of a page, also those that were taken away."""
    return list(Document.objects.filter(page=page, page_id=page_id))


def notices_before(instant: datetime) -> QuerySet[Notice]:
    """What was told before an instant and does not wait to be sent."""
    told = [NoticeState.SENT, NoticeState.FAILED, NoticeState.KEPT]
    return Notice.objects.filter(state__in=told, not_before__lt=instant, queued_at__lt=instant)


def notices_about(case: Case) -> QuerySet[Notice]:
    return Notice.objects.filter(case=case)


def cases_handled_by(person_ids: Iterable[int]) -> list[tuple[int, int]]:
    """(person, case) for each case that one of the people handles, open or closed."""
    rows = Case.objects.filter(officer_id__in=list(person_ids))
    return [(officer or 0, pk) for officer, pk in rows.order_by("pk").values_list("officer_id", "pk")]


# -- Timeline ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One act in a case, in the reader's language. States are the words registered for them, else ""."""

    id: int
    at: datetime
    verb: str
    text: str
    person: str
    organisation: str
    from_state: str
    to_state: str
    reasons: str
    rule_set: str
    thing: str
    internal: bool
    hash: str


def timeline(case_number: str, *, internal: bool = False) -> list[TimelineRow]:
    """The case as the event log tells it, oldest first. With ``internal`` also what only the deciding side reads.

    Three queries, however long the log.
    """
    kept = [
        event for event in events.of_case(case_number) if internal or not verbs.known(event.verb).internal
    ]
    people = accounts.names_of(event.person_id for event in kept if event.person_id is not None)
    places = registry.organisations(
        event.organisation_id for event in kept if event.organisation_id is not None
    )
    names = {key: place.name for key, place in places.items()}
    return [_row(event, people, names) for event in kept]


def _row(event: Event, people: dict[int, str], places: dict[int, str]) -> TimelineRow:
    verb, machine = verbs.known(event.verb), event.thing.partition(":")[0]
    return TimelineRow(
        id=event.id,
        at=event.at,
        verb=event.verb,
        text=str(verb.text),
        person=people.get(event.person_id or 0, ""),
        organisation=places.get(event.organisation_id or 0, ""),
        from_state=state.label(machine, event.from_state),
        to_state=state.label(machine, event.to_state),
        reasons=event.reasons,
        rule_set=event.rule_set,
        thing=event.thing,
        internal=verb.internal,
        hash=event.hash,
    )


# -- Draws by lot -----------------------------------------------------------------------------------


def draws() -> QuerySet[DrawAnnouncement]:
    """Every announced draw, the newest first, without its frame."""
    return DrawAnnouncement.objects.select_related("draw").defer("frame")


def draws_about(about: str) -> list[DrawAnnouncement]:
    """Those announced for a thing (``control_plan:3``), the oldest first."""
    return list(DrawAnnouncement.objects.filter(about=about).select_related("draw").order_by("id"))


def draw_of(announcement: DrawAnnouncement) -> Draw | None:
    """The result, or None while the draw waits for its seed."""
    return getattr(announcement, "draw", None)


def units_of(announcement: DrawAnnouncement) -> list[Unit]:
    return [Unit(id, stratum, size) for id, stratum, size, _label in announcement.frame]


def drawn(announcement: DrawAnnouncement, draw: Draw) -> Drawn:
    """The draw as anyone can check it."""
    return Drawn(
        units=tuple(units_of(announcement)),
        method=announcement.method,
        wanted=announcement.wanted,
        frame_sha256=announcement.frame_hash,
        seed=draw.seed,
        chosen=tuple(draw.chosen),
    )


# -- Notices ----------------------------------------------------------------------------------------


def notices_of(person: Person) -> QuerySet[Notice]:
    """What the person has been told, newest first; reminders whose time has not come are left out."""
    due = Notice.objects.filter(person=person, not_before__lte=clock.now())
    return due.select_related("case").order_by("-not_before", "-id")


def unread_notices(person: Person) -> QuerySet[Notice]:
    return notices_of(person).filter(read_at__isnull=True)


def failed_notices(reader: Person) -> QuerySet[Notice]:
    """Those that the worker gave up, oldest first; nothing for who may not mend them."""
    allowed = Q() if may_mend_notices(reader) else Q(pk__in=[])
    return Notice.objects.filter(allowed, state=NoticeState.FAILED).select_related("person")
