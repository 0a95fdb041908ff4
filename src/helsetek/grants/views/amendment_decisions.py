"""Amendments in the directorate: asked about, prepared, decided, verified."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.web import signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.grants.forms.amendments import AskForm, CheckAccountForm, PrepareAmendmentForm, SettleForm
from helsetek.grants.models import Amendment
from helsetek.grants.permissions import amendments as may
from helsetek.grants.rules.amendments import KindCode
from helsetek.grants.services import amendments as services
from helsetek.grants.views.amendments import (
    ask_first,
    envelope_choices,
    form_page,
    found_amendment,
    is_checked_by_payment_staff,
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def question(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_handle(who(request), found).require()
    form = AskForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.ask_for_information(by=who(request), amendment=found, **form.cleaned_data)
            messages.success(request, _("Your question is sent."))
            return redirect("grants:amendment", pk)
    text = _(
        "The project answers on the page of the change. Writers and signatories of all partners are told."
    )
    return form_page(
        request, found, form, title=_("Ask for more information"), text=text, label=_("Send the question")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_handle(who(request), found).require()
    return ask_first(
        request,
        found,
        title=_("Go on without an answer?"),
        text=_("The time to answer is over. The case is decided with what there is."),
        label=_("Go on"),
        act=lambda _reason: services.go_on_without_answer(by=who(request), amendment=found),
        done=_("The case goes on."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_prepare(who(request), found).require()
    form = _prepare_form(request, found)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.prepare(by=who(request), amendment=found, **form.cleaned_data)
            messages.success(request, _("The decision is prepared. Somebody else makes it."))
            return redirect("grants:amendment", pk)
    if is_checked_by_payment_staff(found):
        text = _("The new account is %(number)s. Find the municipality's number yourself, and ask.") % {
            "number": found.account or found.change.get("number", "")
        }
        return form_page(
            request, found, form, title=_("Check the account"), text=text, label=_("Save the check")
        )
    text = _("What is asked for, and what it leads to, is on the page of the change.")
    label = _("Prepare the decision")
    return form_page(request, found, form, title=label, text=text, label=label)


def _prepare_form(request: HttpRequest, amendment: Amendment) -> PrepareAmendmentForm | CheckAccountForm:
    said = {"grants_it": "yes" if amendment.grants_it else "no", "reasons": amendment.decision_reasons}
    initial = said | {"holds_from": amendment.holds_from} if amendment.prepared_at else {}
    if is_checked_by_payment_staff(amendment):
        return CheckAccountForm(typed(request), initial=initial)
    envelopes = envelope_choices(amendment.grant) if amendment.kind == KindCode.MORE else []
    initial |= {"envelope_id": amendment.change.get("envelope_id")}
    return PrepareAmendmentForm(typed(request), envelopes=envelopes, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_handle(who(request), found).require()
    form = SettleForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.settle(by=who(request), amendment=found, reasons=form.cleaned_data["reasons"])
            messages.success(request, _("The change is granted, and the letter is sent."))
            return redirect("grants:amendment", pk)
    text = _("It takes effect today, and the letter goes out at once.")
    return form_page(request, found, form, title=_("Grant the change"), text=text, label=_("Grant it"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_decide(who(request), found).require()
    payment = is_checked_by_payment_staff(found)
    if found.grants_it:
        title = _("Verify the account?") if payment else _("Grant the change?")
        text = _("It takes effect on its day, and the letter goes out at once.")
    else:
        title, text = (
            _("Refuse the change?"),
            _("The agreement holds as before, and the letter goes out at once."),
        )
    return ask_first(
        request,
        found,
        title=title,
        text=text,
        label=_("Decide"),
        act=lambda _reason: services.decide(by=who(request), amendment=found),
        done=_("It is decided, and the letter is sent."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_decide(who(request), found).require()
    return ask_first(
        request,
        found,
        title=_("Send the decision back?"),
        text=_("It must be prepared again before it can be decided."),
        label=_("Send back"),
        reason=_("What should be done otherwise?"),
        act=lambda reason: services.send_back(by=who(request), amendment=found, reason=reason),
        done=_("The decision is sent back."),
        color="danger",
    )
