"""The room's records as the components of pages want them (``common.web.parts``)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from helsetek.common.web.parts import File, Moment

from .models import Document, Letter, Message
from .selectors import TimelineRow

_SHORT = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "text/plain": "TXT",
    "text/csv": "CSV",
}


def moment(row: TimelineRow) -> Moment:
    what = _("%(act)s (internal)") % {"act": row.text} if row.internal else row.text
    return Moment(
        when=row.at,
        what=what,
        who=row.person,
        organisation=row.organisation,
        reasons=row.reasons,
        color="neutral" if row.internal else "accent",
    )


def message(written: Message) -> Moment:
    return Moment(
        when=written.sent_at,
        what=written.organisation.name,
        who=written.person.name,
        reasons=written.text,
        color="accent",
    )


def file(document: Document, back: str = "") -> File:
    """``back`` is the query that leads back to the page; without it the document cannot be taken away from here."""
    removable = back and document.added_by_id is not None
    return File(
        name=document.title,
        href=reverse("casework:document", args=[document.pk]),
        size=document.size,
        kind=_kind(document),
        when=document.added_at,
        remove=reverse("casework:remove_document", args=[document.pk]) + back if removable else "",
    )


def letter(made: Letter) -> File:
    return File(
        name=made.title,
        href=reverse("casework:document", args=[made.document_id]),
        size=made.document.size,
        kind=_("Letter to %(name)s") % {"name": made.recipient.name},
        when=made.sent_at,
        who="" if made.sent_at else _("not sent yet"),
    )


def _kind(document: Document) -> str:
    if "wordprocessingml" in document.content_type:
        return "Word"
    if "spreadsheetml" in document.content_type:
        return "Excel"
    return _SHORT.get(document.content_type, "")
