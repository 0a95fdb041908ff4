"""Make letters: drawn, stored with their hash, and from then on never changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from helsetek.casework import sending
from helsetek.casework.models import Case, Letter
from helsetek.common import clock
from helsetek.common.letters import Head, Place, Signatory, render
from helsetek.registry import selectors as registry

from .documents import store_document

PAGE = "casework.letter"


@transaction.atomic(savepoint=False)
def make_letter(
    *,
    case: Case,
    kind: str,
    recipient_id: int,
    template: Path,
    data: dict[str, Any],
    title: str,
    template_version: str,
    language: str | None = None,
    signed_by: Sequence[Signatory] = (),
    attachments: Sequence[str] = (),
    copies_to: Sequence[str] = (),
    their_reference: str = "",
) -> Letter:
    """A letter on the case, as PDF/UA-1 and PDF/A-2a, stored and not yet sent.

    In the language form the recipient has chosen (språklova § 15), or in ``language`` (``en`` on request); ``title``
    and ``data`` must be in that language too. ``template`` is a Typst file (``common.letters`` says how), or
    ``common.letters.PLAIN`` with ``data={"blocks": […]}``. Part of an act in a room above: the caller checks the
    right and records the event, with ``letter.document.sha256`` in its data. Raises LetterRefused.
    """
    recipient = registry.organisation(recipient_id)
    chosen = language or registry.letter_language(recipient)
    head = Head(
        language=chosen,
        title=title,
        sender=_sender(),
        recipient=Place(formal_name(recipient), (), recipient.organisation_number),
        case_number=case.number,
        made_at=clock.now(),
        officer=case.officer.name if case.officer else "",
        their_reference=their_reference,
        signed_by=tuple(signed_by),
        attachments=tuple(attachments),
        copies_to=tuple(copies_to),
        footer=str(settings.LETTER_SENDER_LINE),
        synthetic=case.synthetic,
    )
    return _store(case, kind, recipient_id, head, render(template, head, data), template_version)


def _sender() -> Place:
    directorate = registry.directorate()
    return Place(directorate.name, (), directorate.organisation_number)


def formal_name(recipient: registry.Organisation) -> str:
    """«Bodø» is written to as «Bodø kommune»; others by the name they are registered under."""
    name = recipient.name
    return f"{name} kommune" if recipient.kind == "municipality" and "kommune" not in name.lower() else name


def _store(case: Case, kind: str, recipient_id: int, head: Head, pdf: bytes, template_version: str) -> Letter:
    document = store_document(
        by=None,
        case=case,
        page=PAGE,
        page_id=0,
        title=head.title,
        file_name=f"{case.number.replace('/', '-')} {head.title}.pdf",
        content=pdf,
    )
    letter = Letter.objects.create(
        case=case,
        kind=kind,
        recipient_id=recipient_id,
        language=head.language,
        title=head.title[:300],
        template_version=template_version,
        document=document,
        made_at=head.made_at,
    )
    # A letter is its own page: it is opened by those who may see the case, and by the parties once it is sent.
    document.page_id = letter.pk
    document.save(update_fields=["page_id"])
    return letter


def mark_sent(letter: Letter) -> None:
    """Now the parties may open it. Part of the act that tells them: the caller records."""
    if letter.sent_at is None:
        letter.sent_at = clock.now()
        letter.save(update_fields=["sent_at"])
        sending.tell(letter)
