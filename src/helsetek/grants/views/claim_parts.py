"""What the pages of acts on claims share: one form or question, one act, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import who
from helsetek.common.answers import Answer
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Link
from helsetek.grants.models import Grant, RepaymentClaim
from helsetek.grants.permissions import recovery as may
from helsetek.grants.selectors import grants as grant_selectors
from helsetek.grants.views.claims import ACTS, claim_or_404

Act = Callable[[dict[str, Any]], object]
form_view = require_http_methods(["GET", "HEAD", "POST"])


def show_form(
    request: HttpRequest,
    form: forms.Form,
    act: Act,
    *,
    title: str,
    lead: str,
    label: str,
    done: str,
    back: str,
    kicker: str = "",
    act_first: Link | None = None,
) -> HttpResponse:
    """One form, one act: done and back to the page, or shown again with what was refused.

    ``act_first`` leads to what had better be done before.
    """
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            act(form.cleaned_data)
            messages.success(request, done)
            return redirect(back)
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "label": label,
        "back": back,
        "kicker": kicker,
        "first": act_first,
    }
    return render(request, "grants/recovery/act.html", context)


def page_of(claim: RepaymentClaim) -> str:
    return reverse("grants:claim", args=[claim.pk])


def number_of(claim: RepaymentClaim) -> str:
    return claim.grant.application.case.number


def open_claim(request: HttpRequest, pk: int, asks: Callable[..., Answer]) -> RepaymentClaim:
    claim = claim_or_404(pk)
    asks(who(request), claim).require()
    return claim


def handles(person: Person, claim: RepaymentClaim) -> Answer:
    return may.may_handle_claims(person, claim.grant)


def grant_or_404(pk: int) -> Grant:
    try:
        return grant_selectors.grant(pk)
    except Grant.DoesNotExist as error:
        raise Http404 from error


def with_reason(
    request: HttpRequest, claim: RepaymentClaim, name: str, question: str, act: Callable[..., object]
) -> HttpResponse:
    return confirm(
        request,
        title=ACTS[name],
        text=_("The reason is kept on the case."),
        label=ACTS[name],
        reason=question,
        act=lambda reason: act(by=who(request), claim=claim, reason=reason),
        then=page_of(claim),
        back=page_of(claim),
        color="accent",
    )
