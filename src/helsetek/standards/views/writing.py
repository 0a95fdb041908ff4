"""For the scheme manager: keep the catalogue, write requirements, publish versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.standards import selectors, services
from helsetek.standards.forms import (
    ImportForm,
    NewStandardForm,
    RequirementForm,
    SetForm,
    StandardForm,
    StandingForm,
)
from helsetek.standards.models import RequirementSetVersion
from helsetek.standards.permissions import may_keep_catalogue
from helsetek.standards.rules.standing import Level, Life

_reading_and_writing = require_http_methods(["GET", "HEAD", "POST"])


def _keeper(request: HttpRequest) -> Person:
    person = who(request)
    may_keep_catalogue(person).require()
    return person


def _page(
    request: HttpRequest, form: forms.Form, title: str, label: str, back: str, **more: Any
) -> HttpResponse:
    crumbs = [(_("Standards"), reverse("standards:catalogue"))]
    context = {"form": form, "title": title, "label": label, "back": back, "crumbs": crumbs, **more}
    return render(request, "common/form_page.html", context)


def _given_standing(form: forms.Form) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "level": Level(data["level"]),
        "life": Life(data["life"]),
        "on": data["on"],
        "legal_basis": data["legal_basis"],
        "reason": data["reason"],
    }


@_reading_and_writing
@signed_in
def new_standard(request: HttpRequest) -> HttpResponse:
    person = _keeper(request)
    form = NewStandardForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.add_standard(by=person, **_given_standing(form), **form.said())
            messages.success(request, _("The standard is in the catalogue."))
            return redirect("standards:standard", made.slug)
    return _page(request, form, _("Add a standard"), _("Add"), reverse("standards:catalogue"))


@_reading_and_writing
@signed_in
def change_standard(request: HttpRequest, slug: str) -> HttpResponse:
    person = _keeper(request)
    one = found(selectors.standard, slug)
    form = StandardForm(typed(request), standard=one)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.change_standard(by=person, standard=one, **form.said())
            messages.success(request, _("The change is saved."))
            return redirect("standards:standard", slug)
    return _page(request, form, _("Correct the entry"), _("Save"), reverse("standards:standard", args=[slug]))


@_reading_and_writing
@signed_in
def standing(request: HttpRequest, slug: str) -> HttpResponse:
    person = _keeper(request)
    one = found(selectors.standard, slug)
    form = StandingForm(typed(request), standing=selectors.standing_of(one))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.give_standing(by=person, standard=one, **_given_standing(form))
            messages.success(request, _("The standing is kept, from the day you gave."))
            return redirect("standards:standard", slug)
    lead = _("What has been said is never rewritten: this is added to the history.")
    back = reverse("standards:standard", args=[slug])
    return _page(request, form, _("Change level or life cycle"), _("Save"), back, lead=lead)


@_reading_and_writing
@signed_in
def new_set(request: HttpRequest) -> HttpResponse:
    person = _keeper(request)
    form = SetForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.create_set(by=person, **form.cleaned_data)
            messages.success(request, _("The set is begun. Write its requirements, or import them."))
            return redirect("standards:version", made.slug, 1)
    return _page(request, form, _("Begin a set of requirements"), _("Begin"), reverse("standards:sets"))


@require_POST
@signed_in
def begin_version(request: HttpRequest, slug: str) -> HttpResponse:
    person = _keeper(request)
    draft = services.begin_version(by=person, requirement_set=found(selectors.requirement_set, slug))
    messages.success(request, _("The next version is begun, as a copy of the last."))
    return redirect("standards:version", slug, draft.number)


def _version(request: HttpRequest, slug: str, number: int) -> tuple[Person, RequirementSetVersion, str]:
    person = _keeper(request)
    return person, found(selectors.version, slug, number), reverse("standards:version", args=[slug, number])


@_reading_and_writing
@signed_in
def write(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A new requirement, or with ``?code=`` the one that has it."""
    person, version, back = _version(request, slug, number)
    code = request.GET.get("code", "").replace("\x00", "")[:80]
    known = version.requirements.filter(code=code).first() if code else None
    initial = {name: getattr(known, name) for name in RequirementForm.base_fields} if known else None
    form = RequirementForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.write_requirement(by=person, version=version, row=form.row())
            messages.success(request, _("The requirement is saved."))
            return redirect(back)
    title = _("Requirement %(code)s") % {"code": code} if known else _("New requirement")
    return _page(request, form, title, _("Save"), back)


@_reading_and_writing
@signed_in
def remove(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    person, version, back = _version(request, slug, number)
    found(version.requirements.get, Q(code=code))
    return confirm(
        request,
        title=_("Take the requirement out"),
        text=_("%(code)s is taken out of this draft. Published versions keep it.") % {"code": code},
        label=_("Take out"),
        act=lambda reason: services.remove_requirement(by=person, version=version, code=code),
        then=back,
        back=back,
        done=_("The requirement is taken out."),
    )


@_reading_and_writing
@signed_in
def import_(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person, version, back = _version(request, slug, number)
    form = ImportForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_in(form):
            count = services.import_requirements(
                by=person, version=version, content=file.read(), name=file.name or ""
            )
            words = ngettext("%(count)d requirement was read.", "%(count)d requirements were read.", count)
            messages.success(request, words % {"count": count})
            return redirect(back)
    return _page(request, form, _("Import requirements"), _("Import"), back)


@_reading_and_writing
@signed_in
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person, version, back = _version(request, slug, number)
    return confirm(
        request,
        title=_("Publish the version"),
        text=_("From now on it is never changed, and new applications are held against it."),
        label=_("Publish"),
        reason=_("What this version brings"),
        act=lambda reason: services.publish_version(by=person, version=version, note=reason),
        then=back,
        back=back,
        done=_("The version is published."),
        color="accent",
    )
