"""Queue notices in the transaction of the act they tell about, and mend those that could not be sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework.models import Case, Notice, NoticeState
from helsetek.casework.permissions import may_mend_notices
from helsetek.common import clock, events
from helsetek.common.errors import WrongState


@transaction.atomic(savepoint=False)
def notify(
    people: Iterable[Person],
    *,
    kind: str,
    key: str,
    path: str,
    case: Case | None = None,
    data: dict[str, Any],
    not_before: datetime | None = None,
) -> int:
    """Queue one e-mail to each person, in the person's language. Gives how many were queued now.

    ``kind`` ``grants.decision`` is written in ``templates/grants/notices/decision.txt``: the first line is the
    subject. ``data`` is what the template reads. ``key`` names the act: the same key never tells a person twice.
    ``path`` is where it is seen in the system. ``not_before`` holds a reminder back until that instant.
    Queued in the caller's transaction: if the act is undone, so is the notice. Sent by the worker.
    """
    now = clock.now()
    new = _not_told_yet(people, key)
    texts = {language: _write(kind, data, language) for language in {language_of(person) for person in new}}
    notices = [
        Notice(
            person=person,
            case=case,
            kind=kind,
            key=f"{key}:{person.pk}",
            subject=texts[language_of(person)][0],
            body=_letter(person, texts[language_of(person)][1], path),
            path=path,
            queued_at=now,
            not_before=not_before or now,
            state=NoticeState.QUEUED if person.email else NoticeState.KEPT,
        )
        for person in new
    ]
    # Two at once with the same key: the database keeps the first and passes over the second.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def _not_told_yet(people: Iterable[Person], key: str) -> list[Person]:
    active = {person.pk: person for person in people if person.is_active}
    keys = [f"{key}:{pk}" for pk in active]
    told = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    return [person for pk, person in sorted(active.items()) if f"{key}:{pk}" not in told]


def language_of(person: Person) -> str:
    known = dict(settings.LANGUAGES)
    return person.language if person.language in known else str(settings.LANGUAGE_CODE)


def _write(kind: str, data: dict[str, Any], language: str) -> tuple[str, str]:
    """Subject and text. Mail is plain text, so nothing is escaped; line breaks in the subject are taken out."""
    room, _dot, name = kind.partition(".")
    template: Any = get_template(f"{room}/notices/{name}.txt")
    with translation.override(language):
        rendered = str(template.template.render(Context(data, autoescape=False)))
    subject, _newline, text = rendered.strip().partition("\n")
    return " ".join(subject.split())[:300], text.strip()


def _letter(person: Person, text: str, path: str) -> str:
    with translation.override(language_of(person)):
        parts = [_("Hello %(name)s,") % {"name": person.name}, text]
        if path:
            parts.append(_("See it here: %(address)s") % {"address": f"{settings.SITE_ADDRESS}{path}"})
        parts.append(_("Sent by the health technology scheme. This e-mail cannot be answered."))
    return "\n\n".join(parts) + "\n"


def withdraw_notices(key: str) -> int:
    """Take back what was queued under the key and never tried (a reminder of what is done). Gives how many."""
    own = Notice.objects.filter(key__gte=f"{key}:0", key__lte=f"{key}:9999999999999999999")  # by the index
    waiting = own.filter(key__startswith=f"{key}:", state=NoticeState.QUEUED, attempts=0)
    return waiting.delete()[0]


def mark_read(*, by: Person, notice: Notice | None = None) -> int:
    """The person has seen the notice (or all of them). Seeing is no act in a case, so the log says nothing."""
    own = Notice.objects.filter(person=by, read_at__isnull=True, not_before__lte=clock.now())
    return (own if notice is None else own.filter(pk=notice.pk)).update(read_at=clock.now())


@transaction.atomic
def send_again(*, by: Person, notice: Notice) -> None:
    """Queue a notice that was given up once more (when the address or the mail server is mended)."""
    right = may_mend_notices(by).require()
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.state != NoticeState.FAILED:
        raise WrongState(_("The notice is not among those that could not be sent."))
    notice.state, notice.attempts, notice.not_before, notice.problem = NoticeState.QUEUED, 0, clock.now(), ""
    notice.save(update_fields=["state", "attempts", "not_before", "problem"])
    events.record(
        "casework.notice_requeued",
        thing=f"notice:{notice.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=notice.case.number if notice.case else "",
    )
