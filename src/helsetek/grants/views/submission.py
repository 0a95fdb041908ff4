"""Look through and submit; the receipt; take back, withdraw, answer; the late door and the look through the seal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.web import found as found_or_404
from helsetek.accounts.web import signed_in, who
from helsetek.casework import selectors as casework
from helsetek.common.errors import RuleBroken, TooLate, WrongState
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Fact
from helsetek.cooperation import selectors as cooperation
from helsetek.grants import addresses
from helsetek.grants.forms.applications import LateDoorForm, SealForm
from helsetek.grants.permissions.applications import (
    is_sealed,
    may_look_through_seal,
    may_open_late_door,
    may_submit,
    may_write,
)
from helsetek.grants.reading import read, words_for
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.selectors import progress
from helsetek.grants.services import information, submission
from helsetek.grants.wording import SECTIONS, in_my_language
from helsetek.scheme import selectors as scheme

from . import parts
from .applications import attached, facts_of, found
from .drafting import POSSIBLE, published


@signed_in
@require_http_methods(POSSIBLE)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole application to look through, what stands in the way, and the button. Writers see it too."""
    by = who(request)
    application = found(by, pk)
    may_write(by, application).require()
    refused = None
    if request.method == "POST":
        try:
            submission.submit(by=by, application=application)
            return HttpResponseRedirect(addresses.of("receipt", pk))
        except (RuleBroken, TooLate, WrongState) as error:
            refused = error
        application = found(by, pk)
    if application.state != "draft":
        return HttpResponseRedirect(addresses.application(pk))
    newer = selectors.newer_version(application)
    now = selectors.standing(application, version=newer)
    words = words_for(application, now.sections.values(), newer, known=now.names, indicators=now.indicators)
    context = {
        "application": application,
        "refused": refused,
        "now": now,
        "newer": newer,
        "signs": may_submit(by, application),
        "until": now.last_instant,
        "facts": facts_of(application, now),
        "lacking": [s for s in parts.shown_sections(application, now) if s.state != "complete"],
        "rules": parts.split(parts.shown_rules(now.results, application, links=True)),
        "readings": [read(key, section, words) for key, section in now.sections.items()],
        **attached(by, application, request.path),
    }
    return render(request, "grants/submit.html", context, status=409 if refused else 200)


@signed_in
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """That it is submitted, when, and the proof."""
    by = who(request)
    application = found(by, pk)
    if application.submitted_at is None:
        return HttpResponseRedirect(addresses.application(pk))
    facts = [
        Fact(_("Submitted"), show.instant(application.submitted_at)),
        Fact(_("Submitted by"), application.submitted_by.name if application.submitted_by else ""),
        Fact(_("Case number"), application.case.number),
        Fact(_("Applied for"), show.kroner(application.requested_ore)),
        Fact(_("Hash of the content (SHA-256)"), application.content_hash),
    ]
    receipts = [
        {"href": addresses.document(str(letter.document_id)), "made_at": letter.made_at}
        for letter in casework.letters_of(application.case)
        if letter.kind == "receipt"
    ]
    context = {
        "application": application,
        "facts": facts,
        "receipts": receipts[::-1],
        "sealed": is_sealed(application),
        "may_take_back": is_sealed(application) and bool(may_submit(by, application)),
    }
    return render(request, "grants/receipt.html", context)


@signed_in
@require_http_methods(POSSIBLE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    by = who(request)
    application = found(by, pk)
    may_submit(by, application).require()
    return confirm(
        request,
        title=_("Take the application back"),
        text=_(
            "It becomes a draft again and can be changed. It must be submitted anew before %(until)s, or it does "
            "not count."
        )
        % {"until": show.instant(progress.last_instant(application))},
        label=_("Take it back"),
        act=lambda _reason: submission.take_back(by=by, application=application),
        then=addresses.application(pk),
        back=addresses.application(pk),
        done=_("The application is taken back. It is a draft again."),
    )


@signed_in
@require_http_methods(POSSIBLE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    by = who(request)
    application = found(by, pk)
    may_submit(by, application).require()
    return confirm(
        request,
        title=_("Withdraw the application"),
        text=_("The application is not considered any more. This cannot be undone."),
        label=_("Withdraw it"),
        reason=_("Why do you withdraw it? The partners will see the reason."),
        act=lambda reason: submission.withdraw(by=by, application=application, reason=reason),
        then=addresses.application(pk),
        back=addresses.application(pk),
        done=_("The application is withdrawn."),
    )


@signed_in
@require_http_methods(POSSIBLE)
def give_information(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked about, the sections to change, and the button that sends the answer."""
    by = who(request)
    application = found(by, pk)
    may_write(by, application).require()
    asked = selectors.open_request(application)
    refused = None
    if request.method == "POST":
        try:
            information.give_information(by=by, application=application)
            messages.success(request, _("The answer is sent to the directorate."))
            return HttpResponseRedirect(addresses.application(pk))
        except (RuleBroken, WrongState) as error:
            refused = error
    if asked is None:
        return HttpResponseRedirect(addresses.application(pk))
    sections = [
        {"title": SECTIONS[key], "href": addresses.section(pk, key)}
        for key in (SectionKey(each) for each in asked.sections)
    ]
    context = {
        "application": application,
        "asked": asked,
        "sections": sections,
        "refused": refused,
        "signs": may_submit(by, application),
    }
    return render(request, "grants/give_information.html", context, status=409 if refused else 200)


@signed_in
@require_http_methods(POSSIBLE)
def late_door(request: HttpRequest, slug: str) -> HttpResponse:
    """The scheme manager lets one collaboration submit after the deadline."""
    by = who(request)
    may_open_late_door(by).require()
    call = published(slug)
    words = request.GET.get("q", "").strip()[:100]
    choices = (
        [(each.pk, f"{each.name} ({each.lead.name})") for each in cooperation.named(words)] if words else []
    )
    form = LateDoorForm(typed(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            said = form.cleaned_data
            door = submission.open_late_door(
                by=by,
                call=call,
                collaboration=cooperation.collaboration(said["collaboration"]),
                until=said["until"],
                reason=said["reason"],
            )
            messages.success(
                request,
                _("%(name)s may submit until %(until)s.")
                % {"name": door.collaboration.name, "until": show.instant(door.until)},
            )
            return HttpResponseRedirect(request.path)
    context = {
        "call": call,
        "words": words,
        "choices": choices,
        "title": in_my_language(scheme.title(call)),
        "form": form,
        "doors": selectors.late_doors_of(call),
    }
    return render(request, "grants/late_door.html", context)


@signed_in
@require_http_methods(POSSIBLE)
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """A system administrator's look through the seal: a reason first, then the content, in this answer only."""
    by = who(request)
    application = found_or_404(selectors.application, pk)
    may_look_through_seal(by, application).require()
    form = SealForm(typed(request))
    context: dict[str, Any] = {"application": application, "form": form, "sealed": is_sealed(application)}
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            sections = submission.look_through_seal(
                by=by, application=application, reason=form.cleaned_data["reason"]
            )
            words = words_for(application, sections.values())
            context["readings"] = [read(key, section, words) for key, section in sections.items()]
    return render(request, "grants/seal.html", context)
