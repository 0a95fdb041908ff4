"""Reads of requests for access."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.common import clock, events
from helsetek.common.instants import weeks_after
from helsetek.common.working_days import add_working_days
from helsetek.records import filing, redaction
from helsetek.records.models import DisclosureItem, DisclosureRequest, JournalEntry, ReleasedFile
from helsetek.records.parameters import parameter
from helsetek.records.permissions import may_keep_journal

__all__ = ["DisclosureItem", "DisclosureRequest", "ReleasedFile"]

_ITEMS = Prefetch(
    "items",
    DisclosureItem.objects.select_related("entry__case").prefetch_related("files__document", "files__copy"),
)


def by_code(code: str) -> DisclosureRequest:
    """With its items and their files. Raises DisclosureRequest.DoesNotExist."""
    return DisclosureRequest.objects.select_related("case").prefetch_related(_ITEMS).get(code=code)


def request(request_id: int) -> DisclosureRequest:
    """Raises DisclosureRequest.DoesNotExist."""
    return DisclosureRequest.objects.select_related("case").prefetch_related(_ITEMS).get(pk=request_id)


def item(item_id: int) -> DisclosureItem:
    """Raises DisclosureItem.DoesNotExist."""
    rows = DisclosureItem.objects.select_related("request__case", "entry__case")
    return rows.prefetch_related("files__document", "files__copy").get(pk=item_id)


def file(file_id: int) -> ReleasedFile:
    """Raises ReleasedFile.DoesNotExist."""
    rows = ReleasedFile.objects.select_related("document", "copy", "item__entry__case", "item__request__case")
    return rows.get(pk=file_id)


def requests() -> QuerySet[DisclosureRequest]:
    """All requests, what is due first at the top."""
    return DisclosureRequest.objects.select_related("case")


def waiting_for(person: Person) -> list[DisclosureRequest]:
    """Those the person can do something about now: in cases they handle, or that nobody handles."""
    if not may_keep_journal(person):
        return []
    rows = requests().filter(state__in=["received", "appealed"]).order_by("due_on", "id")
    return [one for one in rows if one.case.officer_id in (None, person.pk)]


def may_be_appealed(one: DisclosureRequest) -> bool:
    """A refusal, also in part, within its period; or silence for more working days than the law allows."""
    now = clock.now()
    if one.state == "answered" and one.answered_at:
        refused = any(item.outcome != "given" for item in one.items.all())
        return refused and now < appeal_until(one.answered_at)
    return one.state == "received" and now.date() > silent_until(one.asked_at)


def appeal_until(answered_at: datetime) -> datetime:
    return weeks_after(answered_at, int(parameter("appeal_weeks", answered_at.date())))


def silent_until(asked_at: datetime) -> date:
    """The last day on which no answer is not yet a refusal."""
    return add_working_days(asked_at.date(), int(parameter("silence_working_days", asked_at.date())))


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it can be handed over."""

    name: str
    content_type: str
    content: bytes


def original(file: ReleasedFile) -> Content:
    """The file itself; what was only ever a text is set as a PDF. Raises storage.Damaged."""
    if file.document:
        return Content(
            file.document.file_name, file.document.content_type, casework.content_of(file.document)
        )
    entry = file.item.entry
    text = f"{entry.title}\n{entry.reference}, {entry.dated:%d.%m.%Y}\n\n{text_of(entry)}"
    pdf = redaction.to_pdf(text.encode(), "text/plain")
    return Content(f"{entry.reference.replace('/', '-')}.pdf", "application/pdf", pdf)


def released(file: ReleasedFile) -> Content | None:
    """What is given of the file; None if it is withheld."""
    if file.how == "whole":
        return original(file)
    if file.how == "redacted" and file.copy:
        return Content(file.copy.file_name, file.copy.content_type, casework.content_of(file.copy))
    return None


def text_of(entry: JournalEntry) -> str:
    """What an entry without documents says: the message, or the reasons and the words of the act."""
    kind, _colon, number = entry.source.partition(":")
    event = events.Event.objects.filter(pk=int(number)).first() if kind == "event" else None
    if event is None:
        return ""
    if event.verb == "casework.message_written":
        return casework.message(int(event.thing.partition(":")[2])).text
    filed = filing.of_act(event.verb)
    more = filed.text(event) if filed and filed.text else ""
    return "\n\n".join(part for part in (event.reasons, more) if part) or _("(no text)")


def counts() -> Counter[str]:
    """How many requests there are in each state."""
    return Counter(DisclosureRequest.objects.values_list("state", flat=True))


def cases_waiting(case_ids: set[int]) -> set[int]:
    """Those of the cases in which a request for access is not answered, or its appeal not settled."""
    waiting = DisclosureRequest.objects.filter(
        case_id__in=case_ids, state__in=["received", "appealed", "sent_on"]
    )
    return set(waiting.values_list("case_id", flat=True))
