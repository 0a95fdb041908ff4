"""Keep it from assessors who applies: the words that tell, and redacted copies of the documents."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.casework.selectors import Document
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Application, BlindCopy, BlindWords
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.permissions.applications import is_blind
from helsetek.grants.selectors import blinding as selectors
from helsetek.grants.selectors.attachments import attachments
from helsetek.records import redaction
from helsetek.records.redaction import Redacted, Unreadable

from .common import lock_application, record

MOST_WORDS, LONGEST_WORD, MOST_TERMS = 60, 80, 200
_PDF = "application/pdf"


@transaction.atomic
def keep_words(*, by: Person, application: Application, words: Iterable[str]) -> BlindWords:
    """Say which words tell who applied, beside the names that are hidden by themselves. All of them, each time."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    _require_blind(application)
    kept = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if len(kept) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in kept):
        sentence = _("Write at most %(words)s words, each of at most %(letters)s letters.")
        problem = sentence % {"words": MOST_WORDS, "letters": LONGEST_WORD}
        raise RuleBroken(problem, {"words": [problem]})
    if any(len(word) < 2 for word in kept):
        problem = _("A word needs at least two letters.")
        raise RuleBroken(problem, {"words": [problem]})
    found, _made = BlindWords.objects.update_or_create(
        application=application, defaults={"words": kept, "saved_at": clock.now(), "saved_by": by}
    )
    record("grants.blind_words_kept", application, by, acting_for, data={"words": len(kept)})
    return found


@transaction.atomic
def make_copy(*, by: Person, application: Application, original: Document) -> BlindCopy:
    """Make a copy with every known name burnt out: pages become pictures, metadata and attachments are gone.

    Released at once when text could be read on every page; else somebody looks at the silent pages first.
    Raises RuleBroken when the file cannot be drawn: then a redacted copy is uploaded.
    """
    application, acting_for, number = _begin(by, application, original)
    terms = _terms(application)
    done = _redacted(cases.content_of(original), original.content_type, terms)
    copy = _store(by, application, original, number, done)
    _release_if_read(copy, by)
    data = {"copy": copy.pk, "hits": sum(done.hits.values()), "silent": list(done.silent)}
    record("grants.blind_copy_made", application, by, acting_for, data=data)
    return copy


@transaction.atomic
def upload_copy(*, by: Person, application: Application, original: Document, content: bytes) -> BlindCopy:
    """A copy that somebody has redacted elsewhere. Refused when its text still holds one of the names.

    It is drawn anew all the same, so that no metadata, hidden layer or attachment comes along.
    """
    application, acting_for, number = _begin(by, application, original)
    try:
        left = selectors.mask(application).found_in(redaction.text_of(content))
    except Unreadable as fault:
        raise _unreadable() from fault
    if left:
        problem = _("The copy still holds: %(names)s. Black it out for good, not only with a box on top.")
        sentence = problem % {"names": ", ".join(left[:10])}
        raise RuleBroken(sentence, {"file": [sentence]})
    done = _redacted(content, _PDF, _terms(application))
    copy = _store(by, application, original, number, done)
    _release_if_read(copy, by)
    record("grants.blind_copy_made", application, by, acting_for, data={"copy": copy.pk, "uploaded": True})
    return copy


@transaction.atomic
def release_copy(*, by: Person, copy: BlindCopy) -> BlindCopy:
    """Say that the pages without readable text have been looked at, and tell nothing of who applied."""
    application = lock_application(copy.application_id)
    acting_for = permissions.may_handle(by, application).require().acting_for
    copy = BlindCopy.objects.select_for_update().get(pk=copy.pk)
    if copy.released_at is not None:
        raise WrongState(_("This copy is open to the assessors already."))
    copy.released_at, copy.released_by = clock.now(), by
    copy.save(update_fields=["released_at", "released_by"])
    record("grants.blind_copy_released", application, by, acting_for, data={"copy": copy.pk})
    return copy


def _begin(by: Person, application: Application, original: Document) -> tuple[Application, int | None, int]:
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    _require_blind(application)
    for number, one in enumerate(attachments(application), start=1):
        if one.pk == original.pk:
            return application, acting_for, number
    raise WrongState(_("This document is not part of the application."))


def _require_blind(application: Application) -> None:
    if not is_blind(application):
        raise WrongState(_("The assessment in this call is not blind."))


def _terms(application: Application) -> list[str]:
    return [name.text for name in selectors.mask(application).names][:MOST_TERMS]


def _redacted(content: bytes, content_type: str, terms: list[str]) -> Redacted:
    try:
        return redaction.redact(content, content_type, terms=terms)
    except Unreadable as fault:
        raise _unreadable() from fault


def _unreadable() -> RuleBroken:
    sentence = _("This file cannot be redacted here. Redact it elsewhere, and upload the copy as a PDF.")
    return RuleBroken(sentence, {"file": [sentence]})


def _store(
    by: Person, application: Application, original: Document, number: int, done: Redacted
) -> BlindCopy:
    """The file tells by its name only which document it is."""
    copy = BlindCopy.objects.create(
        application=application,
        original=original,
        number=number,
        pages=done.pages,
        silent=list(done.silent),
        made_at=clock.now(),
        made_by=by,
    )
    copy.document = casework.store_document(
        by=None,
        case=application.case,
        page=selectors.PAGE,
        page_id=copy.pk,
        title=_("Attachment %(number)s") % {"number": number},
        file_name=f"vedlegg-{number}.pdf",
        content=done.content,
        content_type=_PDF,
        made_here=True,
    )
    copy.save(update_fields=["document"])
    return copy


def _release_if_read(copy: BlindCopy, by: Person) -> None:
    if not copy.silent:
        copy.released_at, copy.released_by = clock.now(), by
        copy.save(update_fields=["released_at", "released_by"])
