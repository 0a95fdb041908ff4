"""Record acts, read them back, prove the chain, and tell the floors above."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from . import clock
from .hashing import canonical, sha256
from .models import ChainHead, Event

__all__ = [
    "Event",
    "Proof",
    "acts_of",
    "count_of_case",
    "follow",
    "has_acted_in_a_case",
    "hash_of",
    "hold",
    "length",
    "newest_at",
    "newest_until",
    "of_case",
    "of_thing",
    "record",
    "subscribe",
    "verify",
    "with_case",
]

Handler = Callable[[Event], None]
_HEAD = ChainHead._meta.db_table
_handlers: dict[str, list[Handler]] = defaultdict(list)
_followers: list[Handler] = []


def subscribe(verb: str, handler: Handler) -> None:
    """Let a floor above follow what happens below. The handler runs inside the same transaction."""
    if handler not in _handlers[verb]:
        _handlers[verb].append(handler)


def follow(handler: Handler) -> None:
    """Let a floor above follow every act, whatever it is. The handler runs inside the same transaction, so be quick."""
    if handler not in _followers:
        _followers.append(handler)


@transaction.atomic(savepoint=False)
def record(
    verb: str,
    *,
    thing: str,
    person_id: int | None,
    organisation_id: int | None = None,
    case_number: str = "",
    from_state: str = "",
    to_state: str = "",
    rule_set: str = "",
    reasons: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Write one act into the log.

    ``verb`` is ``room.act`` (``grants.submitted``), ``thing`` is ``kind:id`` (``application:17``). ``person_id``
    is None only for what the system does by itself (a deadline passes). Call it last in the transaction:
    it holds the lock of the chain until the transaction ends.
    """
    length, last_hash = _lock_head()
    event = Event(
        id=length + 1,
        at=clock.now(),
        verb=verb,
        thing=thing,
        person_id=person_id,
        organisation_id=organisation_id,
        case_number=case_number,
        from_state=from_state,
        to_state=to_state,
        rule_set=rule_set,
        reasons=reasons,
        data=json.loads(canonical(data or {})),
        previous_hash=last_hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    _move_head(event)
    for handler in (*_handlers[verb], *_followers):
        handler(event)
    return event


def _lock_head() -> tuple[int, str]:
    """Length and last hash of the chain, held until the transaction ends. Plain SQL, as every act passes here."""
    hold = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT length, hash FROM {_HEAD} WHERE id = 1{hold}")  # noqa: S608 - no text from outside
        length, last_hash = cursor.fetchone()
    return length, last_hash


def _move_head(event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_HEAD} SET length = %s, hash = %s WHERE id = 1", [event.id, event.hash])  # noqa: S608


def hash_of(event: Event) -> str:
    """SHA-256 of all that the event says, in canonical form, with the hash of the event before it."""
    return sha256(
        canonical(
            [
                event.id, event.at, event.verb, event.thing, event.person_id, event.organisation_id,
                event.case_number, event.from_state, event.to_state, event.rule_set, event.reasons,
                event.data, event.previous_hash,
            ]
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """How many events were checked; and the first broken link, in words, if there is one."""

    checked: int
    broken_at: int | None = None
    problem: str = ""
    last_hash: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def length() -> int:
    """How many events the log should hold."""
    return ChainHead.objects.get(pk=1).length


def head() -> tuple[int, str]:
    """How many events the log holds, and the hash of the last: with it, a later log can be held against this one."""
    found = ChainHead.objects.get(pk=1)
    return found.length, found.hash


def leads_through(number: int, link: str) -> bool:
    """Whether the log has an event of that number with that hash; nought is where every log begins."""
    return number == 0 or Event.objects.filter(pk=number, hash=link).exists()


def verify(progress: Callable[[int], None] = lambda count: None) -> Proof:
    """Walk the whole chain from its beginning. Finds changed, missing, inserted and cut-off events.

    Others may write meanwhile: what they add after the start is left to the next walk.
    """
    head = ChainHead.objects.get(pk=1)
    expected_id, previous = 1, "0" * 64
    for event in _events_until(head.length):
        problem = _problem(event, expected_id, previous)
        if problem:
            return Proof(expected_id - 1, event.id, problem)
        expected_id, previous = expected_id + 1, event.hash
        progress(event.id)
    if (head.length, head.hash) != (expected_id - 1, previous):
        return Proof(expected_id - 1, expected_id, f"the log should hold {head.length} events; it ends here")
    stray = _after_the_end()
    if stray is not None:
        return Proof(expected_id - 1, stray, "it stands after the end of the chain")
    return Proof(expected_id - 1, last_hash=previous)


def _events_until(last: int) -> Iterator[Event]:
    return Event.objects.filter(id__lte=last).order_by("id").iterator(chunk_size=2000)


def _after_the_end() -> int | None:
    """An event beyond what the chain's head knows. The head is read last: it never lags behind an honest event."""
    newest = Event.objects.order_by("-id").values_list("id", flat=True).first()
    return newest if newest is not None and newest > length() else None


def _problem(event: Event, expected_id: int, previous: str) -> str:
    if event.id != expected_id:
        return f"event {expected_id} is missing: the next one found is {event.id}"
    if event.previous_hash != previous:
        return "it does not carry the hash of the event before it"
    if event.hash != hash_of(event):
        return "its content has been changed after it was written"
    return ""


def of_case(case_number: str) -> list[Event]:
    """All acts in a case, oldest first."""
    return list(Event.objects.filter(case_number=case_number).order_by("id"))


def count_of_case(case_number: str) -> int:
    """How many acts the case has seen."""
    return Event.objects.filter(case_number=case_number).count()


def with_case() -> Iterator[Event]:
    """Every act in any case, oldest first."""
    return Event.objects.exclude(case_number="").order_by("id").iterator(chunk_size=2000)


def hold() -> None:
    """Hold the lock of the chain until the transaction ends, before anything is recorded in it."""
    _lock_head()


def of_thing(thing: str) -> list[Event]:
    return list(Event.objects.filter(thing=thing).order_by("id"))


def newest_of(things: list[str], limit: int) -> list[Event]:
    """The last acts on any of the things, the newest first."""
    return list(Event.objects.filter(thing__in=things).order_by("-id")[:limit])


def newest_until(instant: datetime, *, since: int = 0) -> Event | None:
    """The newest event written by ``instant``, among those from the number ``since`` on; None if there is none."""
    return Event.objects.filter(id__gte=since, at__lte=instant).order_by("-id").first()


def newest_at(things: list[str], verbs: list[str]) -> dict[str, datetime]:
    """When any of the acts was last done to each of the things; those that saw none are left out. One query."""
    rows = Event.objects.filter(thing__in=things, verb__in=verbs).order_by().values_list("thing")
    return dict(rows.annotate(Max("at")))


def has_acted_in_a_case(person_id: int) -> bool:
    """Whether the person has ever done anything in any case."""
    return Event.objects.filter(person_id=person_id).exclude(case_number="").exists()


def acts_of(person_id: int, case_number: str) -> set[str]:
    """What the person has done in the case: the ground for four-eyes rules."""
    rows = Event.objects.filter(case_number=case_number, person_id=person_id)
    return set(rows.order_by().values_list("verb", flat=True).distinct())


def acts_in(person_ids: Iterable[int], case_numbers: Iterable[str]) -> set[tuple[str, int, str]]:
    """(case number, person, verb) of what any of the people has done in any of the cases. One query."""
    rows = Event.objects.filter(person_id__in=list(person_ids), case_number__in=list(case_numbers))
    found = rows.order_by().values_list("case_number", "person_id", "verb").distinct()
    return {(number, person, verb) for number, person, verb in found if person is not None}
