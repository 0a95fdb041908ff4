"""Begin an application, carry an earlier one over, and follow the call when it has changed."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Comparison, Difference
from helsetek.cooperation import selectors as cooperation
from helsetek.cooperation.selectors import Collaboration
from helsetek.grants import addresses
from helsetek.grants.forms.applications import BeginForm, CopyForm
from helsetek.grants.permissions.applications import may_begin, may_write
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import drafting
from helsetek.grants.wording import in_my_language
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Call, CallVersion
from helsetek.scheme.wording import part

from .applications import found

POSSIBLE = ["GET", "HEAD", "POST"]


def published(slug: str) -> Call:
    """A call that is announced; 404 for drafts and unknown ones."""
    call = scheme.published_calls().filter(slug=slug).first()
    if call is None:
        raise Http404
    return call


@signed_in
@require_http_methods(POSSIBLE)
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose who applies together; one's own collaborations that have begun already are shown with a link."""
    by, call = who(request), published(slug)
    possible = [each for each in cooperation.collaborations_of(by) if may_begin(by, each)]
    begun = selectors.of_collaborations([each.pk for each in possible], call)
    free = {each.pk: each for each in possible if each.pk not in begun and not each.dissolved_at}
    choices = [(pk, _described(each)) for pk, each in free.items()]
    only = {"collaboration": choices[0][0]} if len(choices) == 1 else None
    form = BeginForm(typed(request), choices=choices, initial=only)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            chosen = free[form.cleaned_data["collaboration"]]
            application = drafting.begin(by=by, call=call, collaboration=chosen)
            return HttpResponseRedirect(addresses.application(application.pk))
    context = {
        "call": call,
        "title": in_my_language(scheme.title(call)),
        "form": form,
        "choices": choices,
        "begun": list(begun.values()),
        "found": addresses.found_collaboration(),
        "may_found": cooperation.may_found_any(by),
    }
    return render(request, "grants/begin.html", context)


def _described(collaboration: Collaboration) -> str:
    partners = len(cooperation.standing_ids(collaboration)) - 1
    return _("%(name)s (led by %(lead)s, %(count)s other partners)") % {
        "name": collaboration.name,
        "lead": collaboration.lead.name,
        "count": partners,
    }


@signed_in
@require_http_methods(POSSIBLE)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry sections over from another of one's own applications."""
    by = who(request)
    application = found(by, pk)
    may_write(by, application).require()
    earlier = {each.pk: each for each in selectors.earlier_applications(by, application)}
    choices = [(each.pk, f"{each.case.title} ({each.case.number})") for each in earlier.values()]
    form = CopyForm(typed(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            keys = [SectionKey(key) for key in form.cleaned_data["sections"]]
            source = earlier[form.cleaned_data["earlier"]]
            copied = drafting.copy_sections(by=by, application=application, earlier=source, keys=keys)
            messages.success(
                request, _("%(count)s sections were copied. Look through them.") % {"count": len(copied)}
            )
            return HttpResponseRedirect(addresses.application(application.pk))
    return render(request, "grants/copy.html", {"application": application, "form": form, "choices": choices})


@signed_in
@require_http_methods(POSSIBLE)
def new_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """What has changed in the call and why; a post lets the draft follow it."""
    by: Person = who(request)
    application = found(by, pk)
    may_write(by, application).require()
    if request.method == "POST":
        drafting.move_to_newest_terms(by=by, application=application)
        messages.success(request, _("The application follows the call as it now is."))
        return HttpResponseRedirect(addresses.application(application.pk))
    newer = selectors.newer_version(application)
    if newer is None:
        return HttpResponseRedirect(addresses.application(application.pk))
    since = [
        version
        for version in scheme.versions_of(application.call)
        if version.number > application.call_version.number
    ]
    context = {
        "application": application,
        "since": since,
        "compared": _changes(application.call_version, newer),
    }
    return render(request, "grants/new_terms.html", context)


def _changes(before: CallVersion, after: CallVersion) -> Comparison:
    """What differs between two versions of the call, in words."""
    rows = tuple(
        Difference(part(change.path), _value(change.path, change.before), _value(change.path, change.after))
        for change in scheme.changes_between(before, after)
        if change.path[-1] not in ("nb", "nn", "en") or change.path[-1] == (get_language() or "nb")[:2]
    )
    return Comparison(rows, _("When you began"), _("Now"))


def _value(path: tuple[str, ...], value: object) -> str:
    if value is None:
        return ""
    if path[-1] in ("opens_at", "closes_at"):
        return show.instant(datetime.fromisoformat(str(value)))
    return str(value)
