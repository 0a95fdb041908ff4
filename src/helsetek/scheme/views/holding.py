"""Hold money of an envelope back for appeals, and release it."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from helsetek.accounts.web import signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.scheme import selectors, services
from helsetek.scheme.forms.envelopes import HoldForm, ReleaseForm
from helsetek.scheme.permissions import may_manage_scheme
from helsetek.scheme.selectors import Envelope
from helsetek.scheme.services import Overdrawn

from .drafts import GET_AND_POST
from .envelopes import envelope_or_404


@GET_AND_POST
@signed_in
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Set money aside for appeals in one of the envelope's allotments."""
    may_manage_scheme(who(request)).require()
    found = envelope_or_404(pk)
    allotments = {one.pk: one for one in selectors.allotments_from(found)}
    names = [(one.pk, f"{one.call} ({one.number})") for one in allotments.values()]
    form = HoldForm(typed(request), allotments=names, initial={"key": secrets.token_urlsafe(12)})
    if request.method == "POST" and form.is_valid():
        with overdrafts_in(form):
            services.hold_for_appeals(
                by=who(request),
                allotment=allotments[form.cleaned_data["allotment"]],
                amount_ore=form.cleaned_data["amount"],
                reason=form.cleaned_data["reason"],
                key=form.cleaned_data["key"],
            )
            messages.success(request, _("The money is held back for appeals."))
            return redirect("scheme:envelope", pk)
    return _page(request, found, form, _("Hold back for appeals"))


@GET_AND_POST
@signed_in
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let what is held be free again; earlier than the last appeal only with a reason."""
    may_manage_scheme(who(request)).require()
    found = envelope_or_404(pk)
    initial = {"key": secrets.token_urlsafe(12), "amount": selectors.balances(pk).held}
    form = ReleaseForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with overdrafts_in(form):
            services.release_held(
                by=who(request),
                envelope=found,
                amount_ore=form.cleaned_data["amount"],
                reason=form.cleaned_data["reason"],
                key=form.cleaned_data["key"],
            )
            messages.success(request, _("The money is free again."))
            return redirect("scheme:envelope", pk)
    return _page(request, found, form, _("Release what is held"))


class overdrafts_in(refusals_in):  # noqa: N801 - it reads as a word in a with statement
    """What a service refuses becomes errors of the form; that there is not so much, an error of the sum."""

    def __exit__(self, kind, error, where):  # type: ignore[no-untyped-def]
        if isinstance(error, Overdrawn):
            self.form.add_error("amount", str(error))
            return True
        return super().__exit__(kind, error, where)


def _page(request: HttpRequest, envelope: Envelope, form: forms.Form, title: str) -> HttpResponse:
    context = {
        "envelope": envelope,
        "form": form,
        "title": title,
        "balances": selectors.balances(envelope.pk),
    }
    return render(request, "scheme/move.html", context)
