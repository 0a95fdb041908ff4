"""What everybody may read: the calls, one call with its terms, and how it has changed."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.casework import selectors as casework
from helsetek.common.web import show
from helsetek.common.web.listing import Column, InstantColumn, Listing, MoneyColumn, StatusColumn, TextColumn
from helsetek.common.web.parts import Fact, File
from helsetek.scheme import offers, presenting, selectors
from helsetek.scheme.permissions import may_manage_scheme, may_see_call, may_see_call_draft
from helsetek.scheme.rules.calls import Phase
from helsetek.scheme.selectors import Call

PAGE = "call"  # the kind of page that a call's documents belong to


def reader(request: HttpRequest) -> Person | Visitor:
    """Who asks, logged in or not."""
    return cast("Person | Visitor", request.user)


def visible_call(request: HttpRequest, slug: str) -> Call:
    """The call of the address, if the one who asks may see it; a draft does not exist for others."""
    try:
        call = selectors.call_by_slug(slug)
    except Call.DoesNotExist as error:
        raise Http404 from error
    if not may_see_call(reader(request), call):
        raise Http404
    return call


class CallTable(Listing):
    title = gettext_lazy("All calls")
    file_name = "utlysninger"
    search = ("title", "summary")

    name = TextColumn(gettext_lazy("Call"), "title", href=lambda row: row["href"])
    phase = StatusColumn(gettext_lazy("State"), of="scheme.call")
    opens_at = InstantColumn(gettext_lazy("Opens"))
    closes_at = InstantColumn(gettext_lazy("Closes"))
    envelope_ore = MoneyColumn(gettext_lazy("Envelope"))
    synthetic = Column(gettext_lazy("Synthetic"), on_page=False)

    class Meta:
        order_by = "-closes_at"


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Open calls first, then those to come, then a table of all."""
    context = {
        "open": list(selectors.open_calls()),
        "upcoming": list(selectors.upcoming_calls()),
        "drafts": list(selectors.drafts()) if may_see_call_draft(reader(request)) else [],
        "may_manage": bool(may_manage_scheme(reader(request))),
    }
    return CallTable.show(request, call_rows(), "scheme/calls.html", **context)


def call_rows() -> list[dict[str, Any]]:
    published = list(selectors.published_calls())
    allotted = selectors.allotted_to_calls([call.pk for call in published])
    return [
        {
            "title": presenting.title_of(call),
            "summary": presenting.summary_of(call),
            "href": reverse("scheme:call", args=[call.slug]),
            "phase": selectors.phase(call).value,
            "opens_at": call.opens_at,
            "closes_at": call.closes_at,
            "envelope_ore": allotted[call.pk],
            "synthetic": call.synthetic,
        }
        for call in published
    ]


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    found = visible_call(request, slug)
    return render(request, "scheme/call.html", _call_context(request, found))


@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as it would be after publishing what is being written."""
    found = visible_call(request, slug)
    may_see_call_draft(reader(request)).require()
    content = selectors.written(found)
    return render(request, "scheme/call.html", {**_call_context(request, found, content), "is_preview": True})


def _call_context(
    request: HttpRequest, call: Call, content: selectors.CallContent | None = None
) -> dict[str, Any]:
    content = content or (selectors.content_of(call) if call.published_at else selectors.written(call))
    phase = selectors.phase(call)
    may_manage = bool(may_manage_scheme(reader(request)))
    demanded = content.terms.parameters.mandatory_standards
    named = offers.named([*demanded, *content.terms.parameters.national_solutions])
    return {
        "call": call,
        "shown": presenting.shown(content),
        "phase": phase,
        "is_open": phase is Phase.OPEN,
        "versions": selectors.versions_of(call),
        "facts": _facts(call, content),
        "acts": offers.acts_on(request, call),
        "standards": named[: len(demanded)],
        "solutions": named[len(demanded) :],
        "files": _files(call, may_manage),
        "may_manage": may_manage,
    }


def _facts(call: Call, content: selectors.CallContent) -> list[Fact]:
    facts = [
        Fact(_("Opens"), show.instant(content.opens_at)),
        Fact(_("Closes"), show.instant(content.closes_at), hint=_("Norwegian time")),
    ]
    ore = selectors.allotted_to_calls([call.pk])[call.pk]
    if ore:
        facts.append(Fact(_("Envelope"), show.kroner(ore), hint=_later(call)))
    areas = [presenting.said(area.label) for area in content.terms.areas]
    if areas:
        facts.append(Fact(_("Areas"), ", ".join(areas)))
    return [*facts, *offers.facts_of(call)]


def _later(call: Call) -> str:
    """What of the sum later allotments brought, beside what the call announced."""
    held = [
        (one.number, one.envelope_id, ore) for one, ore in selectors.allotments_of_calls([call.pk])[call.pk]
    ]
    later = {envelope: ore for number, envelope, ore in held if number > 1 and envelope != held[0][1]}
    return (
        _("of which %(sum)s in later allotments") % {"sum": show.kroner(sum(later.values()))} if later else ""
    )


def _files(call: Call, may_manage: bool) -> list[File]:
    return [
        File(
            document.title or document.file_name,
            reverse("scheme:document", args=[call.slug, document.pk]),
            document.size,
            when=document.added_at,
            remove=reverse("casework:remove_document", args=[document.pk]) if may_manage else "",
        )
        for document in casework.documents_of(PAGE, call.pk)
    ]


@require_safe
def document(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """A document of the call, as public as the call."""
    found = visible_call(request, slug)
    wanted = next((one for one in casework.documents_of(PAGE, found.pk) if one.pk == document_id), None)
    if wanted is None:
        raise Http404
    return HttpResponse(
        casework.content_of(wanted),
        content_type=wanted.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, wanted.file_name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of the call, the newest first, each with its reason and what it changed."""
    found = visible_call(request, slug)
    held = selectors.versions_of(found)
    steps = [
        {
            "version": version,
            "changes": presenting.differences_in_words(selectors.changes_between(before, version))
            if before
            else [],
        }
        for before, version in zip([None, *held], held, strict=False)
    ]
    context = {"call": found, "steps": steps[::-1], "language": get_language()}
    return render(request, "scheme/versions.html", context)
