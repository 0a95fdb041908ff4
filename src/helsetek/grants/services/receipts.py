"""The receipt: the whole application as a PDF, with the hash that proves it, in the lead's language form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.casework.selectors import Document
from helsetek.casework.services import make_letter, mark_sent
from helsetek.common.letters import PLAIN
from helsetek.common.web import show
from helsetek.grants.models import Application
from helsetek.grants.reading import Group, Reading, Table, read, words_for
from helsetek.grants.rules.eligibility import RuleResult
from helsetek.grants.rules.sections import Section, SectionKey
from helsetek.grants.selectors.attachments import attachments
from helsetek.grants.wording import in_my_language, say
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme

VERSION = "1"
Block = dict[str, Any]


def make_receipt(
    application: Application, sections: dict[SectionKey, Section], results: Iterable[RuleResult]
) -> Document:
    """Part of the act of submitting, after everything else is written on the application."""
    language = registry.letter_language(application.lead)
    with translation.override(language):
        title = _("Receipt for the application «%(title)s»") % {"title": application.case.title}
        blocks = list(_blocks(application, sections, results))
    letter = make_letter(
        case=application.case,
        kind="receipt",
        recipient_id=application.lead_id,
        template=PLAIN,
        data={"blocks": blocks},
        title=title,
        template_version=VERSION,
        language=language,
    )
    mark_sent(letter)
    return letter.document


def _blocks(
    application: Application, sections: dict[SectionKey, Section], results: Iterable[RuleResult]
) -> Iterator[Block]:
    words = words_for(application, sections.values())
    yield {
        "kind": "text",
        "text": _(
            "The directorate has received the application. It is sealed until the call closes; until then it can be "
            "taken back. Here is all that was submitted."
        ),
    }
    yield {"kind": "facts", "rows": [[str(name), value] for name, value in _facts(application)]}
    for key, section in sections.items():
        yield from _section(read(key, section, words))
    if attached := attachments(application):
        yield {"kind": "heading", "text": _("Attachments")}
        yield {"kind": "list", "items": [_attached(document) for document in attached]}
    yield {"kind": "heading", "text": _("What the rules answered")}
    yield {
        "kind": "list",
        "items": [f"{say(result.title)}: {say(result.why)}" for result in results],
    }


def _facts(application: Application) -> list[tuple[str, str]]:
    by = application.submitted_by
    parties = application.case.parties.filter(until__isnull=True).order_by("role", "organisation__name", "id")
    names = ", ".join(parties.values_list("organisation__name", flat=True))
    return [
        (_("Call"), in_my_language(scheme.title(application.call))),
        (_("Version of the call"), str(application.call_version.number)),
        (_("Applicants"), names),
        (_("Submitted"), show.instant(application.submitted_at)),
        (_("Submitted by"), by.name if by else ""),
        (_("Applied for"), show.kroner(application.requested_ore)),
        (_("Hash of the content (SHA-256)"), application.content_hash),
    ]


def _attached(document: Document) -> str:
    size = show.file_size(document.size)
    return f"{document.title} ({document.file_name}, {size}). SHA-256: {document.sha256}"


def _section(reading: Reading) -> Iterator[Block]:
    yield {"kind": "heading", "text": reading.title}
    for group in reading.groups:
        yield from _group(group)
    for table in reading.tables:
        yield _table(table)


def _group(group: Group) -> Iterator[Block]:
    """Short answers as facts; running text under its own heading."""
    if group.title:
        yield {"kind": "heading", "level": 2, "text": group.title}
    short = [line for line in group.lines if line.value and not _is_long(line.value)]
    if short:
        yield {"kind": "facts", "rows": [[line.label, line.value] for line in short]}
    for line in group.lines:
        if _is_long(line.value):
            yield {"kind": "heading", "level": 2, "text": line.label}
            yield {"kind": "text", "text": line.value}


def _is_long(value: str) -> bool:
    return len(value) > 120 or "\n" in value


def _table(table: Table) -> Block:
    columns = [
        {"title": title, "align": "right" if place >= table.numbers_from else "left"}
        for place, title in enumerate(table.head)
    ]
    rows = [list(row) for row in (*table.rows, *table.totals)]
    return {"kind": "table", "caption": table.title, "columns": columns, "rows": rows}
