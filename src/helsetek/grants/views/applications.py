"""An application to look at: the list of one's own, the overview, the whole text, and the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found as found_or_404
from helsetek.accounts.web import signed_in, who
from helsetek.casework import selectors as casework
from helsetek.casework.parts import file
from helsetek.common import norsk
from helsetek.common.web import show
from helsetek.common.web.columns import drawn_state
from helsetek.common.web.listing import Choice, FilterSet, Listing, MoneyColumn, TextColumn
from helsetek.common.web.parts import Fact, Moment, State, compare
from helsetek.grants import addresses
from helsetek.grants.permissions import applications as permissions
from helsetek.grants.reading import read as read_section
from helsetek.grants.reading import words_for
from helsetek.grants.rules import sections as rules
from helsetek.grants.rules.eligibility import RuleResult
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.selectors import eligibility, progress
from helsetek.grants.selectors.applications import Application, Standing
from helsetek.grants.selectors.attachments import PAGE, attachments
from helsetek.grants.wording import SECTIONS, in_my_language
from helsetek.scheme import selectors as scheme

from . import parts


def found(person: Person, pk: int) -> Application:
    """The application, for one who may see it; 404 if there is none."""
    return found_or_404(selectors.application_for, person, pk)


@dataclass(frozen=True)
class OwnApplication:
    """A row of the list of one's own applications."""

    pk: int
    number: str
    title: str
    call: str
    lead: str
    shown: State
    requested_ore: int | None

    @property
    def state(self) -> str:
        return str(self.shown.label)


class ShownState(TextColumn):
    """The state in the words that this reader may know, which are no column of the database."""

    def render(self, record: OwnApplication) -> SafeString:
        return drawn_state(record.shown)


class OwnList(Listing):
    file_name = "soknader"
    search = ("number", "title", "call", "lead")
    search_hint = gettext_lazy("case number, title, call or lead")

    title = TextColumn(gettext_lazy("Application"), href=lambda row: addresses.application(row.pk))
    number = TextColumn(gettext_lazy("Case"))
    call = TextColumn(gettext_lazy("Call"))
    lead = TextColumn(gettext_lazy("Lead"))
    state = ShownState(gettext_lazy("State"))
    requested_ore = MoneyColumn(gettext_lazy("Applied for"))


def _filters_for(rows: list[OwnApplication]) -> type[FilterSet]:
    """Filters with the choices that the rows hold."""

    def choices(name: str) -> list[tuple[str, str]]:
        return [(value, value) for value in sorted({getattr(row, name) for row in rows}, key=norsk.sort_key)]

    class Filters(FilterSet):
        state = Choice(_("State"), choices("state"))
        call = Choice(_("Call"), choices("call"))

    return Filters


@signed_in
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """The applications of the person's own organisations, and the calls one can apply to."""
    by = who(request)
    rows = [
        OwnApplication(
            pk=each.pk,
            number=each.case.number,
            title=each.case.title,
            call=in_my_language(scheme.title(each.call)),
            lead=each.lead.name,
            shown=progress.shown_state(each, by),
            requested_ore=each.requested_ore,
        )
        for each in selectors.own_applications(by)
    ]
    calls = [
        {"call": call, "title": in_my_language(scheme.title(call)), "href": addresses.begin(call.slug)}
        for call in scheme.open_calls()
    ]
    table = type("OwnListNow", (OwnList,), {"Filters": _filters_for(rows)})
    return table.show(request, rows, "grants/applications.html", calls=calls)  # type: ignore[attr-defined,no-any-return]


@signed_in
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """The front page of an application: what state, what next, who, by when, what is missing."""
    by = who(request)
    shown = found(by, pk)
    is_open = permissions.is_open_to_writing(shown)
    now = selectors.standing(shown) if is_open else None
    context = {
        "application": shown,
        "state": progress.shown_state(shown, by),
        "next": progress.what_next(shown, by, now),
        "tabs": parts.tabs(request, shown),
        "facts": facts_of(shown, now),
        "now": now,
        "sections": parts.shown_sections(shown, now) if now else [],
        "rules": parts.split(_rules(shown, now), now.blank if now else ()),
        "letters": _letters(shown) if shown.submitted_at else [],
        **attached(by, shown, request.path),
        **_doors(by, shown, now),
    }
    return render(request, "grants/application.html", context)


def _letters(application: Application) -> list[dict[str, Any]]:
    """Receipts, and the letters that have been sent to the parties, the newest first."""
    return [
        {"href": addresses.document(str(letter.document_id)), "letter": letter}
        for letter in reversed(casework.letters_of(application.case, sent_only=True))
    ]


def _rules(application: Application, now: Standing | None) -> list[parts.ShownRule]:
    """As they answer now for a draft; as they were recorded for what is submitted."""
    if now and application.state == "draft":
        return parts.shown_rules(now.results, application, links=True)
    records = selectors.eligibility_records(application)
    if not records or application.submitted_at is None:
        return []
    results = [RuleResult.from_data(row) for row in records[0].results]
    return parts.shown_rules(results, application, links=False)


def attached(by: Person, application: Application, back: str) -> dict[str, Any]:
    """The documents of the application, and for who may change them the way to add one and to take one away."""
    may = bool(permissions.may_attach(by, application))
    query = f"?{urlencode({'next': back})}"
    return {
        "attachments": [file(one, query if may else "") for one in attachments(application)],
        "attach": reverse("casework:add_document", args=[PAGE, application.pk]) + query if may else "",
    }


def _doors(by: Person, application: Application, now: Standing | None) -> dict[str, Any]:
    """What the reader can do, and what there is to know before doing it."""
    draft = application.state == "draft"
    has_door = now is not None and now.inputs.late_door_until is not None
    writes = bool(permissions.may_write(by, application))
    return {
        "may_write": writes and permissions.is_open_to_writing(application),
        "may_copy": writes and draft,
        "may_submit": bool(permissions.may_submit(by, application)),
        "may_take_back": application.state == "submitted"
        and permissions.is_sealed(application)
        and bool(permissions.may_submit(by, application)),
        "newer": selectors.newer_version(application) if draft else None,
        "information": selectors.open_request(application)
        if application.state == "more_information"
        else None,
        "late_door": selectors.late_door(application.call_id, application.collaboration_id)
        if draft and has_door
        else None,
    }


def facts_of(application: Application, now: Standing | None = None) -> list[Fact]:
    """What stands on top of the page; ``now`` spares a question where it is at hand."""
    everybody = now.inputs.members if now else tuple(eligibility.members_of(application))
    members = [member for member in everybody if member.organisation_id != application.lead_id]
    waiting = sum(not member.consented for member in members)
    partners = ", ".join(member.name for member in members) or _("None yet")
    facts = [
        Fact(_("Call"), in_my_language(scheme.title(application.call))),
        Fact(_("Deadline"), show.instant(application.call.closes_at)),
        Fact(_("Lead"), application.lead.name),
        Fact(
            _("Partners"),
            partners,
            hint=_("%(count)s have not answered the invitation") % {"count": waiting} if waiting else "",
            href=addresses.collaboration(application.collaboration_id),
        ),
        Fact(_("Applied for"), show.kroner(application.requested_ore)),
        Fact(_("Case number"), application.case.number),
    ]
    if application.submitted_at:
        facts.insert(2, Fact(_("Submitted"), show.instant(application.submitted_at)))
    return facts


@signed_in
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole application, as text."""
    by = who(request)
    shown = found(by, pk)
    sections = selectors.content(shown)
    words = words_for(shown, sections.values())
    context = {
        "application": shown,
        "state": progress.shown_state(shown, by),
        "tabs": parts.tabs(request, shown),
        "readings": [read_section(key, section, words) for key, section in sections.items()],
        "answers": _answers(shown),
        **attached(by, shown, request.path),
        "may_write": bool(permissions.may_write(by, shown)) and permissions.is_open_to_writing(shown),
    }
    return render(request, "grants/read.html", context)


def _answers(application: Application) -> list[dict[str, Any]]:
    """Requests for more information, with what stood before and what stands now side by side."""
    found_ = []
    for request in selectors.requests_of(application):
        before = selectors.content_at(application, request.before)
        pairs = [(key, section, selectors.section(application, key)) for key, section in before.items()]
        words = words_for(application, [section for _k, old, new in pairs for section in (old, new)])
        found_.append(
            {
                "request": request,
                "compared": [(SECTIONS[key], _side_by_side(key, old, new, words)) for key, old, new in pairs],
            }
        )
    return found_


def _side_by_side(key: SectionKey, old: Any, new: Any, words: Any) -> Any:
    before, after = read_section(key, old, words), read_section(key, new, words)
    return compare(
        before.values(),
        after.values(),
        labels=before.labels() | after.labels(),
        before_label=_("Before"),
        after_label=_("Now"),
    )


@signed_in
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What has happened, and every kept version of each section."""
    by = who(request)
    shown = found(by, pk)
    rows = casework.timeline(shown.case.number)
    moments = [
        Moment(row.at, row.text, row.person, row.organisation, row.reasons)
        for row in reversed(rows)
        if row.verb != "grants.section_saved"
    ]
    versions = [
        {"version": version, "title": SECTIONS[SectionKey(version.key)], "key": SectionKey(version.key)}
        for version in selectors.versions_of(shown)[:300]
    ]
    context = {
        "application": shown,
        "state": progress.shown_state(shown, by),
        "tabs": parts.tabs(request, shown),
        "moments": moments,
        "versions": versions,
    }
    return render(request, "grants/history.html", context)


@signed_in
@require_safe
def version(request: HttpRequest, pk: int, key: SectionKey, number: int) -> HttpResponse:
    """One earlier version of a section beside what stands now."""
    by = who(request)
    shown = found(by, pk)
    old = found_or_404(selectors.version, shown, key, number)
    before, now = rules.read(key, old.data), selectors.section(shown, key)
    context = {
        "application": shown,
        "version": old,
        "title": SECTIONS[key],
        "compared": _side_by_side(key, before, now, words_for(shown, [before, now])),
    }
    return render(request, "grants/version.html", context)
