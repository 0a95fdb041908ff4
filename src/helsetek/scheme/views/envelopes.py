"""Envelopes: where the money is, every movement of it, and what is put in and taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.casework import verbs
from helsetek.common import charts, money
from helsetek.common.charts import Chart
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    Column,
    FilterSet,
    InstantColumn,
    Listing,
    MoneyColumn,
    TextColumn,
)
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Text
from helsetek.scheme import selectors, services
from helsetek.scheme.forms.envelopes import AllotForm, EnvelopeForm, TakeBackForm
from helsetek.scheme.permissions import may_manage_scheme, may_see_ledger
from helsetek.scheme.selectors import Account, Balances, Envelope
from helsetek.scheme.services import Overdrawn

from .drafts import GET_AND_POST


@dataclass(frozen=True)
class Group:
    """Accounts that a picture shows together: eight colours are as many as the eye keeps apart."""

    label: Text
    color: str
    accounts: tuple[Account, ...]

    def ore(self, balances: Balances) -> int:
        return sum(balances.of(account.value) for account in self.accounts)


# From what is spent to what is left.
GROUPS = (
    Group(gettext_lazy("Paid, accounts approved"), "success", (Account.APPROVED,)),
    Group(gettext_lazy("Paid, not accounted for yet"), "brand2", (Account.PAID, Account.REPORTED)),
    Group(
        gettext_lazy("Unspent, claimed back or written off"),
        "danger",
        (Account.UNSPENT, Account.CLAIMED, Account.WRITTEN_OFF),
    ),
    Group(Account.ACCEPTED.label, "accent", (Account.ACCEPTED,)),
    Group(Account.GRANTED.label, "brand1", (Account.GRANTED,)),
    Group(gettext_lazy("Reserved or held for appeals"), "warning", (Account.RESERVED, Account.HELD)),
    Group(Account.RETURNED.label, "info", (Account.RETURNED,)),
    Group(Account.FREE.label, "neutral", (Account.FREE,)),
)


def envelope_chart(title: str, balances: dict[Envelope, Balances], *, link: bool = True) -> Chart:
    """Each envelope as a bar, from what is paid and accounted for to what is free."""
    rows = [
        charts.Row(
            f"{envelope.name}, {envelope.year}",
            tuple(float(money.nok(group.ore(held))) for group in GROUPS),
            limit=float(money.nok(held.allotted)),
            href=reverse("scheme:envelope", args=[envelope.pk]) if link else "",
        )
        for envelope, held in balances.items()
    ]
    layers = [charts.Layer(str(group.label), group.color) for group in GROUPS]
    return charts.stacked(
        title,
        layers,
        rows,
        label=_("Envelope"),
        limit=_("Allotted"),
        shown=lambda kr: show.kroner(round(kr * money.ORE_IN_KRONE)),
    )


@require_safe
@signed_in
def envelopes(request: HttpRequest) -> HttpResponse:
    may_see_ledger(who(request)).require()
    found = list(selectors.envelopes())
    held = selectors.balances_of(envelope.pk for envelope in found)
    balances = {envelope: held[envelope.pk] for envelope in found}
    context = {
        "balances": balances,
        "chart": envelope_chart(_("Where the money of each envelope is"), balances) if found else None,
        "may_manage": bool(may_manage_scheme(who(request))),
    }
    return render(request, "scheme/envelopes.html", context)


def accounts_of(held: Balances) -> list[tuple[str, int]]:
    """Each account with what stands on it, for a table; the names in the reader's language."""
    return [(str(Account(name).label), ore) for name, ore in held.accounts().items()]


class VerbColumn(Column):
    """The act a movement follows from, in words."""

    def render(self, value: str) -> str:
        return str(verbs.known(value).text)

    def value(self, value: str) -> str:
        return self.render(value)


class PostingTable(Listing):
    title = gettext_lazy("Movements")
    file_name = "bevegelser"
    search = ("case_number", "verb")
    search_hint = gettext_lazy("case number or act")

    at = InstantColumn(gettext_lazy("When"))
    source = Column(gettext_lazy("From"), "get_source_display", order_by=("source",))
    target = Column(gettext_lazy("To"), "get_target_display", order_by=("target",))
    amount_ore = MoneyColumn(gettext_lazy("Sum"))
    case_number = TextColumn(gettext_lazy("Case"))
    meaning = Column(gettext_lazy("What it means"), orderable=False)
    verb = VerbColumn(gettext_lazy("Act"))

    class Meta:
        order_by = "-at"

    class Filters(FilterSet):
        target = Choice(gettext_lazy("To"), lambda: Account.choices)


@require_safe
@signed_in
def envelope(request: HttpRequest, pk: int) -> HttpResponse:
    may_see_ledger(who(request)).require()
    found = envelope_or_404(pk)
    held = selectors.balances(pk)
    context: dict[str, Any] = {
        "envelope": found,
        "balances": held,
        "accounts": accounts_of(held),
        **_held_back(found),
        "chart": envelope_chart(_("Where the money is"), {found: held}, link=False),
        "calls": selectors.calls_of_envelope(pk),
        "may_manage": bool(may_manage_scheme(who(request))),
    }
    return PostingTable.show(request, selectors.postings_of(pk), "scheme/envelope.html", **context)


def _held_back(envelope: Envelope) -> dict[str, Any]:
    """What is held for appeals, until when and why."""
    back = selectors.held(envelope)
    return {"back": back, "why_held": services.why_held(back.because) if back.because else ""}


def envelope_or_404(pk: int) -> Envelope:
    try:
        return selectors.envelope(pk)
    except Envelope.DoesNotExist as error:
        raise Http404 from error


@GET_AND_POST
@signed_in
def new_envelope(request: HttpRequest) -> HttpResponse:
    may_manage_scheme(who(request)).require()
    form = EnvelopeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.open_envelope(by=who(request), **form.cleaned_data)
            messages.success(request, _("The envelope is opened. Put money in it next."))
            return redirect("scheme:allot", made.pk)
    return render(request, "scheme/new_envelope.html", {"form": form})


@GET_AND_POST
@signed_in
def allot(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, AllotForm, _("Put money in"), _("The money is in the envelope."))


@GET_AND_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, TakeBackForm, _("Take money back"), _("The money is taken back."))


def _move(request: HttpRequest, pk: int, kind: type[AllotForm], title: str, done: str) -> HttpResponse:
    may_manage_scheme(who(request)).require()
    found = envelope_or_404(pk)
    form = kind(typed(request), initial={"key": secrets.token_urlsafe(12)})
    if request.method == "POST" and form.is_valid() and _moved(request, found, form):
        messages.success(request, done)
        return redirect("scheme:envelope", pk)
    context = {"envelope": found, "form": form, "title": title, "balances": selectors.balances(pk)}
    return render(request, "scheme/move.html", context)


def _moved(request: HttpRequest, envelope: Envelope, form: forms.Form) -> bool:
    act = services.take_back if isinstance(form, TakeBackForm) else services.allot
    data = form.cleaned_data
    try:
        with refusals_in(form):
            act(
                by=who(request),
                envelope=envelope,
                amount_ore=data["amount"],
                reason=data["reason"],
                key=data["key"],
            )
            return True
    except Overdrawn as refusal:
        form.add_error("amount", str(refusal))
    return False
