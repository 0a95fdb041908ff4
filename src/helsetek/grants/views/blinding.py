"""The officer's page of a blind case: what assessors will see, the words to hide, and the redacted copies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from helsetek.accounts.web import signed_in, who
from helsetek.casework.rules.files import LARGEST_FILE
from helsetek.common.errors import WrongState
from helsetek.common.web.forms import UploadField
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.grants import addresses
from helsetek.grants.models import Application
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.permissions.applications import is_blind
from helsetek.grants.selectors import blinding as selectors
from helsetek.grants.selectors.blinding import CopyRow
from helsetek.grants.services import blinding as services
from helsetek.grants.views import handling
from helsetek.grants.views.reading_aloud import reading_of


class WordsForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Other words that tell who applied"),
        help_text=gettext_lazy(
            "One on each line: a region, a local name, a nickname. They are hidden in fields and copies."
        ),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CopyForm(forms.Form):
    file = UploadField(label=gettext_lazy("Redacted copy (PDF)"), max_size=LARGEST_FILE, endings=[".pdf"])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def blind(request: HttpRequest, pk: int) -> HttpResponse:
    """What is hidden and what is not; words can be added."""
    person = who(request)
    application = _found(request, pk, to_act=request.method == "POST")
    may = bool(permissions.may_handle(person, application))
    form = WordsForm(typed(request), initial={"words": "\n".join(selectors.extra_words(application))})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            words = form.cleaned_data["words"].splitlines()
            services.keep_words(by=person, application=application, words=words)
            messages.success(
                request, _("The words are hidden. Make copies of the documents anew, if there are any.")
            )
            return redirect(addresses.of("blind", pk))
    return render(request, "grants/inside/blind.html", _context(request, application, form, may=may))


def _context(request: HttpRequest, application: Application, form: WordsForm, *, may: bool) -> dict[str, Any]:
    names = selectors.mask(application)
    return handling.frame(request, application, "blind") | {
        "form": form if may else None,
        "may": may,
        "copies": selectors.copies(application),
        "suspects": selectors.suspects(application),
        "names": [name.text for name in names.names],
        "readings": selectors.hidden(reading_of(application), names),
    }


def _found(request: HttpRequest, pk: int, *, to_act: bool = False) -> Application:
    application = handling.found(who(request), pk)
    if to_act:
        permissions.may_handle(who(request), application).require()
    if not is_blind(application):
        raise WrongState(_("The assessment in this call is not blind."))
    return application


def _row(application: Application, number: int) -> CopyRow:
    for row in selectors.copies(application):
        if row.number == number:
            return row
    raise Http404


@require_POST
@signed_in
def make_copy(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    application = _found(request, pk, to_act=True)
    row = _row(application, number)
    made = services.make_copy(by=who(request), application=application, original=row.original)
    if made.silent:
        messages.warning(request, _("The copy is made. Look at the pages without text before you open it."))
    else:
        messages.success(request, _("The copy is made, and open to the assessors."))
    return redirect(addresses.of("blind", pk))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def upload_copy(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    application = _found(request, pk, to_act=True)
    row = _row(application, number)
    form = CopyForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.upload_copy(
                by=who(request),
                application=application,
                original=row.original,
                content=form.cleaned_data["file"].read(),
            )
            messages.success(request, _("The copy is kept."))
            return redirect(addresses.of("blind", pk))
    context = handling.frame(request, application, "blind") | {"form": form, "row": row}
    return render(request, "grants/inside/blind_upload.html", context)


@require_POST
@signed_in
def release_copy(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    application = _found(request, pk, to_act=True)
    copy = _row(application, number).copy
    if copy is None:
        raise Http404
    services.release_copy(by=who(request), copy=copy)
    messages.success(request, _("The copy is open to the assessors."))
    return redirect(addresses.of("blind", pk))
