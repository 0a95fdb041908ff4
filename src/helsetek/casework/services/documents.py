"""Store documents after looking at what they are, and take them away."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import guards, storage
from helsetek.casework.models import Case, Document
from helsetek.casework.permissions import may_remove_document
from helsetek.casework.rules.archives import Fault
from helsetek.casework.rules.files import LARGEST_FILE, BadFile, Kind, in_words, inspect
from helsetek.casework.rules.names import clean_file_name
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.hashing import sha256

MOST_ON_A_PAGE = 60
_MEGABYTE = 1_000_000


@transaction.atomic
def add_document(
    *,
    by: Person,
    case: Case | None,
    page: str,
    page_id: int,
    title: str,
    file_name: str,
    content: bytes,
    content_type: str = "",
) -> Document:
    """A file that a person adds to a page they may change. Size, type and content are checked.

    Raises NotAllowed; RuleBroken (field ``file``) with what is wrong with the file and what to do.
    """
    guards.hold(page, page_id)
    right = guards.may_change(by, page, page_id).require()
    _check_count(page, page_id)
    document = store_document(
        by=by,
        case=case,
        page=page,
        page_id=page_id,
        title=title,
        file_name=file_name,
        content=content,
        content_type=content_type,
    )
    _record("casework.document_added", document, by, right.acting_for)
    return document


@transaction.atomic
def store_document(
    *,
    by: Person | None,
    case: Case | None,
    page: str,
    page_id: int,
    title: str,
    file_name: str,
    content: bytes,
    content_type: str = "",
    made_here: bool = False,
) -> Document:
    """Store a file as part of another act: no right is asked and no event recorded, but the file is checked.

    ``made_here`` says that the system has made the file itself (a payment file).
    Raises guards.NoGuard where no room has said who may open the page's documents.
    """
    guards.require_page(page)
    name = clean_file_name(file_name)
    kind = _inspect(name, content, content_type, made_here)
    document = Document(
        id=uuid.uuid4(),
        case=case,
        page=page,
        page_id=page_id,
        title=(title.strip() or name)[:200],
        file_name=name,
        content_type=kind.content_type,
        size=len(content),
        sha256=sha256(content),
        added_at=clock.now(),
        added_by=by,
    )
    # The file first: a row without its file would be a promise that cannot be kept; a file without a row is waste.
    storage.write(document.id, content)
    document.save(force_insert=True)
    return document


@transaction.atomic
def remove_document(*, by: Person, document: Document) -> None:
    """Take a document off its page. The file and the row stay: what has been in a case can be asked for."""
    guards.hold(document.page, document.page_id)
    document = Document.objects.select_for_update().get(pk=document.pk)
    right = may_remove_document(by, document).require()
    if document.removed_at is not None:
        raise WrongState(_("The document has already been taken away."))
    document.removed_at = clock.now()
    document.save(update_fields=["removed_at"])
    _record("casework.document_removed", document, by, right.acting_for)


def _record(verb: str, document: Document, by: Person, organisation_id: int | None) -> None:
    events.record(
        verb,
        thing=f"document:{document.pk}",
        person_id=by.pk,
        organisation_id=organisation_id,
        case_number=document.case.number if document.case else "",
        data={
            "page": f"{document.page}:{document.page_id}",
            "sha256": document.sha256,
            "size": document.size,
        },
    )


def _check_count(page: str, page_id: int) -> None:
    if Document.objects.filter(page=page, page_id=page_id, removed_at=None).count() >= MOST_ON_A_PAGE:
        raise RuleBroken(
            _("There are already %(count)d documents here. Take one away first.") % {"count": MOST_ON_A_PAGE}
        )


def _inspect(name: str, content: bytes, claimed: str, made_here: bool) -> Kind:
    try:
        return inspect(name, content, claimed, made_here=made_here)
    except BadFile as bad:
        sentence = sentence_for(bad.fault)
        raise RuleBroken(sentence, {"file": [sentence]}) from bad


def sentence_for(fault: Fault) -> str:
    """What is wrong with the file, and what to do, in the reader's language."""
    return {
        Fault.EMPTY: _("The file is empty. Choose another."),
        Fault.TOO_LARGE: _("The file is too large: at most %(size)d MB.")
        % {"size": LARGEST_FILE // _MEGABYTE},
        Fault.ENDING: _("This kind of file is not taken. Use one of these: %(kinds)s.")
        % {"kinds": in_words()},
        Fault.CLAIM: _("The name of the file and its type do not agree. Save the file again and retry."),
        Fault.CONTENT: _("The file is not what its name says it is. Save it in the right format and retry."),
        Fault.MACROS: _(
            "The file holds macros or embedded programs. Save it without them, for example as PDF."
        ),
        Fault.ACTIVE: _(
            "The PDF holds programs that run when it is opened. Print it to a new PDF and retry."
        ),
        Fault.BOMB: _("The file unpacks to far more than it seems. Save it anew, for example as PDF."),
        Fault.DAMAGED: _("The file is damaged and cannot be read. Open it, save it again and retry."),
    }[fault]
