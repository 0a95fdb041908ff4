"""Reads of receipts, time limits, appeals, requests and rulings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import appealing, permissions, texts
from helsetek.casework.appealing import Appealable
from helsetek.casework.models import (
    Appeal,
    Case,
    Document,
    DocumentAccess,
    Letter,
    LetterReceipt,
    PartyRequest,
    Ruling,
    TextBlock,
)
from helsetek.casework.parameters import parameter
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import How, Kind, Receipt
from helsetek.common import clock

__all__ = [
    "OPEN_APPEALS",
    "SUBMITTED_APPEALS",
    "Appeal",
    "Appealable",
    "Deadline",
    "DocumentAccess",
    "LetterReceipt",
    "PartyRequest",
    "Ruling",
    "appeal",
    "appealable",
    "appealables",
    "appeals_of",
    "appeals_open",
    "deadline_of",
    "documents_given_to",
    "documents_of_case",
    "has_open_appeal",
    "is_suspended",
    "last_deadlines",
    "letter_to_open",
    "open_appeals_of",
    "receipt_of",
    "receipts_of",
    "request",
    "requests_of",
    "requests_open",
    "ruling",
    "rulings_carried_out",
    "rulings_of",
    "rulings_open",
    "text_versions",
    "texts_now",
    "was_suspended",
]

OPEN_APPEALS = ("draft", "submitted", "prepared", "anew", "sent_on")
SUBMITTED_APPEALS = ("submitted", "prepared", "anew", "sent_on")


# -- Receipt and time limits --------------------------------------------------------------------------


def receipt_of(letter: Letter, organisation_id: int) -> Receipt | None:
    """When the letter reached the party; None where it is not sent, or nothing is known and nothing presumed."""
    if letter.sent_at is None:
        return None
    rows = {row.how: row.at for row in letter.receipts.all() if row.organisation_id == organisation_id}
    return _receipt(letter.sent_at, rows)


def _receipt(sent_at: datetime, rows: dict[str, datetime]) -> Receipt | None:
    return rules.receipt(
        sent_at,
        opened=rows.get(How.OPENED),
        recorded=rows.get(How.RECORDED),
        presumed_after=int(parameter("receipt_presumed_after", _day(sent_at))),
    )


def receipts_of(case: Case) -> list[LetterReceipt]:
    """Everything that is recorded of letters having come, oldest first."""
    rows = LetterReceipt.objects.filter(letter__case=case)
    return list(rows.select_related("letter", "organisation", "recorded_by"))


def letter_to_open(person: Person, document: Document) -> Letter | None:
    """The letter that this document is, if the person's opening it is what makes it received."""
    letter = Letter.objects.filter(document=document, sent_at__isnull=False).select_related("case").first()
    if letter is None:
        return None
    receiving = set(permissions.receives_for(person, letter.case))
    opened = letter.receipts.filter(how=How.OPENED, organisation_id__in=receiving)
    return letter if receiving - set(opened.values_list("organisation_id", flat=True)) else None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The time limit of one party for one decision: ``at`` is the first instant that is too late."""

    at: datetime
    received: Receipt
    extended: bool = False

    @property
    def is_past(self) -> bool:
        return clock.now() >= self.at


def deadline_of(decision: Appealable, organisation_id: int) -> Deadline | None:
    """None where no time limit runs: the letter has not come, or reasons are asked for and not given yet (§ 29)."""
    if decision.letter is None:
        return None
    asked = PartyRequest.objects.filter(
        kind=Kind.REASONS, subject=decision.kind, subject_id=decision.pk, organisation_id=organisation_id
    ).last()
    letter = decision.letter
    if asked is not None:
        answer = asked.rulings.filter(state="decided").select_related("letter").last()
        if answer is None or answer.letter is None:
            return None
        letter = answer.letter
    received = receipt_of(letter, organisation_id)
    if received is None:
        return None
    until = _extended_to(decision, organisation_id)
    weeks = int(parameter("appeal_weeks", _day(decision.decided_at)))
    at = rules.deadline(received.at, weeks, until)
    return Deadline(at, received, extended=at > rules.deadline(received.at, weeks))


def _extended_to(decision: Appealable, organisation_id: int) -> date | None:
    given = Ruling.objects.filter(
        kind=Kind.EXTENSION,
        outcome=rules.GRANTED,
        state="decided",
        subject=decision.kind,
        subject_id=decision.pk,
        organisation_id=organisation_id,
    ).values_list("data", flat=True)
    return max((date.fromisoformat(data["until"]) for data in given), default=None)


def last_deadlines(letters: Iterable[Letter]) -> dict[int, datetime | None]:
    """Letter id → when the last party's time limit has passed, for many letters at once; None where one has not begun.

    Three queries. A party that has not opened its letter is counted by the presumption.
    """
    sent = {letter.pk: letter.sent_at for letter in letters if letter.sent_at}
    rows: dict[int, list[datetime]] = defaultdict(list)
    for letter_id, at in LetterReceipt.objects.filter(letter_id__in=sent, how=How.RECORDED).values_list(
        "letter_id", "at"
    ):
        rows[letter_id].append(at)
    return {pk: _last(sent_at, rows[pk]) for pk, sent_at in sent.items()}


def _last(sent_at: datetime, recorded: list[datetime]) -> datetime | None:
    presumed = _receipt(sent_at, {})
    if presumed is None and not recorded:
        return None
    latest = max([*recorded, *([presumed.at] if presumed else [])])
    return rules.deadline(latest, int(parameter("appeal_weeks", _day(sent_at))))


def _day(instant: datetime) -> date:
    return instant.astimezone(clock.OSLO).date()


# -- What can be appealed -----------------------------------------------------------------------------


def appealables(case: Case) -> list[Appealable]:
    """Every decision in the case that the parties have been told of: the room's own, and what was ruled here."""
    room = appealing.room_of(case)
    return [*room.decisions(case), *_own(case)] if room else []


def _own(case: Case) -> list[Appealable]:
    """Refused access (§ 21) and dismissed appeals are decisions too."""
    rows = case.rulings.filter(state="decided").filter(
        Q(kind=Kind.ACCESS, outcome__in=[rules.REFUSED, rules.GIVEN_IN_PART])
        | Q(kind=Kind.FIRST, outcome=rules.DISMISSED)
    )
    return [_appealable(one) for one in rows.select_related("letter")]


def _appealable(one: Ruling) -> Appealable:
    access = one.kind == Kind.ACCESS
    return Appealable(
        kind="casework.access" if access else "casework.dismissal",
        pk=one.pk,
        title=_("Answer on access to documents") if access else _("Dismissal of the appeal"),
        result=_("Refused") if one.outcome == rules.REFUSED else _("In part") if access else _("Dismissed"),
        letter=one.letter,
        decided_at=one.decided_at or one.prepared_at,
        hands=frozenset({one.prepared_by_id, one.decided_by_id or 0}),
    )


def appealable(case: Case, kind: str, pk: int) -> Appealable | None:
    return next((one for one in appealables(case) if (one.kind, one.pk) == (kind, pk)), None)


# -- Appeals ------------------------------------------------------------------------------------------


def appeal(pk: int) -> Appeal:
    """Raises Appeal.DoesNotExist."""
    related = ("case__officer", "organisation", "begun_by", "submitted_by")
    return Appeal.objects.select_related(*related).get(pk=pk)


def appeals_of(case: Case, person: Person) -> list[Appeal]:
    """The case's appeals, oldest first; drafts only to those whose they are."""
    rows = case.appeals.select_related("organisation", "case")
    own = {*appealing.writes_for(person, case), *appealing.signs_for(person, case)}
    return list(rows.exclude(~Q(organisation_id__in=own), state="draft"))


def appeals_open() -> QuerySet[Appeal]:
    """Every appeal that has come, for the list of the directorate."""
    return Appeal.objects.exclude(state="draft").select_related("case__officer", "organisation")


def open_appeals_of(subjects: Iterable[tuple[str, int]]) -> QuerySet[Appeal]:
    """Appeals that have come and are not settled, on any of these (kind, id)."""
    wanted = Q(pk__in=[])
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, pk in subjects:
        by_kind[kind].append(pk)
    for kind, ids in by_kind.items():
        wanted |= Q(subject=kind, subject_id__in=ids)
    return Appeal.objects.filter(wanted, state__in=SUBMITTED_APPEALS)


def has_open_appeal(kind: str, pk: int) -> bool:
    return open_appeals_of([(kind, pk)]).exists()


def is_suspended(kind: str, pk: int) -> bool:
    """Whether the decision is not to be carried out now (§ 42): suspended, and its appeal not settled."""
    return was_suspended(kind, pk) and has_open_appeal(kind, pk)


def was_suspended(kind: str, pk: int) -> bool:
    """Whether it has been ruled that the decision waits for its appeal."""
    return Ruling.objects.filter(
        kind=Kind.SUSPENSION, outcome=rules.GRANTED, state="decided", subject=kind, subject_id=pk
    ).exists()


# -- Requests and rulings -----------------------------------------------------------------------------


def request(pk: int) -> PartyRequest:
    """Raises PartyRequest.DoesNotExist."""
    return PartyRequest.objects.select_related("case__officer", "organisation", "asked_by").get(pk=pk)


def requests_of(case: Case) -> list[PartyRequest]:
    return list(case.requests.select_related("organisation", "asked_by").prefetch_related("rulings__letter"))


def requests_open() -> QuerySet[PartyRequest]:
    return PartyRequest.objects.select_related("case__officer", "organisation")


def ruling(pk: int) -> Ruling:
    """Raises Ruling.DoesNotExist."""
    related = (
        "case__officer",
        "organisation",
        "appeal",
        "request",
        "prepared_by",
        "corrected_by",
        "decided_by",
    )
    return Ruling.objects.select_related(*related, "letter__document").get(pk=pk)


def rulings_of(case: Case) -> list[Ruling]:
    related = ("prepared_by", "decided_by", "letter__document", "organisation")
    return list(case.rulings.select_related(*related))


def rulings_open() -> QuerySet[Ruling]:
    """Prepared, and not decided: what waits for another pair of eyes."""
    return Ruling.objects.filter(state="prepared").select_related("case", "organisation", "prepared_by")


def rulings_carried_out(subject: str) -> QuerySet[Ruling]:
    """Rulings that changed decisions of one kind, oldest first."""
    return Ruling.objects.filter(state="decided", subject=subject, outcome__in=rules.CARRIED_OUT)


# -- Documents ----------------------------------------------------------------------------------------


def documents_of_case(case: Case) -> list[Document]:
    """All documents of the case that stand, oldest first: what a party can ask to see. Unsent letters are left out."""
    rows = case.documents.filter(removed_at__isnull=True).select_related("letter")
    return [one for one in rows if not _is_unsent(one)]


def _is_unsent(document: Document) -> bool:
    letter = getattr(document, "letter", None)
    return letter is not None and letter.sent_at is None


def documents_given_to(person: Person, case: Case) -> list[Document]:
    """What has been given to the parties that the person speaks for, on request."""
    places = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    rows = Document.objects.filter(
        accesses__given=True,
        accesses__ruling__state="decided",
        accesses__ruling__case=case,
        accesses__ruling__organisation_id__in=places,
    )
    return list(rows.distinct())


# -- Texts of letters ---------------------------------------------------------------------------------


def text_versions(key: str) -> list[TextBlock]:
    """Every version written here, newest first."""
    return list(TextBlock.objects.filter(key=key).select_related("made_by").order_by("-number"))


def texts_now() -> list[texts.Text]:
    """Every text as it holds now, in the order of the files; one query."""
    return texts.current(list(texts.originals()))
