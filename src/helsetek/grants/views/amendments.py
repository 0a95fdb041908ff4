"""Amendments: listed, begun, written, sent, answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    DayColumn,
    FilterSet,
    FromDay,
    Listing,
    NumberColumn,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.show import kroner
from helsetek.grants.forms.amendments import FORMS, AnswerForm, ChangeForm, ConsentForm, Desk, KindForm
from helsetek.grants.models import Amendment, AmendmentConsent, AmendmentKind, Grant
from helsetek.grants.permissions import amendments as may
from helsetek.grants.reading.agreements import words_of
from helsetek.grants.rules.amendments import KINDS, KindCode, Route, Side
from helsetek.grants.selectors import agreements
from helsetek.grants.selectors import amendments as selectors
from helsetek.grants.selectors.amendments import can_come_in, free_by_envelope
from helsetek.grants.services import amendments as services
from helsetek.grants.views import amendment_page
from helsetek.grants.views.grants import found_grant, list_tabs
from helsetek.scheme import selectors as scheme


class AmendmentList(Listing):
    title = gettext_lazy("Amendments")
    lead = gettext_lazy("Changes of agreements: what is asked for, and where it stands.")
    file_name = "endringer"
    search = (
        "grant__application__case__number",
        "grant__application__case__title",
        "grant__application__lead__name",
    )

    number = TextColumn(
        gettext_lazy("Case"),
        "grant__application__case__number",
        href=lambda row: reverse("grants:amendment", args=[row.pk]),
    )
    no = NumberColumn(gettext_lazy("No."), "number")
    kind = TextColumn(gettext_lazy("Kind of change"), "get_kind_display", orderable=False)
    title_ = TextColumn(gettext_lazy("Project"), "grant__application__case__title")
    lead_name = TextColumn(gettext_lazy("Lead"), "grant__application__lead__name")
    state = StatusColumn(gettext_lazy("State"), of="grants.amendment")
    asked_at = DayColumn(gettext_lazy("Sent"))
    decided_at = DayColumn(gettext_lazy("Decided"))

    class Meta(Listing.Meta):
        order_by = "-asked_at"

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="grants.amendment")
        kind = Choice(gettext_lazy("Kind of change"), AmendmentKind.choices)
        asked_at = FromDay(gettext_lazy("Sent from"), "asked_at__date")


@require_safe
@signed_in
def amendments(request: HttpRequest) -> HttpResponse:
    rows = selectors.amendments_seen_by(who(request))
    tabs = list_tabs("amendments")
    words = {"title": AmendmentList.title, "lead": AmendmentList.lead, "tabs": tabs}
    return AmendmentList.show(request, rows, "grants/grants.html", **words)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what to change. The case officer begins for the directorate, others for the project."""
    grant = found_grant(request, pk)
    side, kinds = _kinds_for(who(request), grant)
    labels = dict(AmendmentKind.choices)
    form = KindForm(
        typed(request),
        kinds=[(kind, labels[kind]) for kind in kinds],
        initial={"kind": request.GET.get("kind")},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            begun = services.begin(
                by=who(request), grant=grant, kind=KindCode(form.cleaned_data["kind"]), side=side
            )
            return redirect("grants:write_amendment", begun.pk)
    return render(
        request, "grants/amend.html", {"grant": grant, "case": grant.application.case, "form": form}
    )


def _kinds_for(person: Person, grant: Grant) -> tuple[Side, list[KindCode]]:
    """What the person may raise, and for which side. Raises NotAllowed where it is nothing."""
    for side in Side:
        held = grant.state == "held"
        kinds = [
            code
            for code, kind in KINDS.items()
            if side in kind.sides and (not held or kind.while_held) and (held or code != KindCode.RESUME)
        ]
        if kinds and may.may_raise(person, grant, kinds[0], side):
            return side, kinds
    may.may_raise(person, grant, KindCode.END, Side.MUNICIPALITY).require()
    raise Http404


@require_safe
@signed_in
def amendment(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    return render(request, "grants/amendment.html", amendment_page.context(who(request), found))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_write(who(request), found).require()
    if found.state != "draft":
        return redirect("grants:amendment", pk)
    form = _form(request, found)
    if request.method == "POST" and not form.asked and form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            services.save(
                by=who(request),
                amendment=found,
                data=form.change(),
                reason=said["reason"],
                revision=said["revision"],
            )
            messages.success(request, _("The change is saved. It is not sent yet."))
            return redirect("grants:amendment", pk)
    column = getattr(form, "column", "")
    context = {"amendment": found, "case": found.grant.application.case, "form": form, "column": column}
    return render(request, "grants/write_amendment.html", context)


def _form(request: HttpRequest, amendment: Amendment) -> ChangeForm:
    grant = amendment.grant
    now = agreements.agreement(grant)
    comes_in = amendment.kind in (KindCode.PARTNER_IN, KindCode.MERGED)
    desk = Desk(
        amendment=amendment,
        now=now,
        words=words_of(grant.application, now),
        newcomers=[(one.pk, one.name) for one in can_come_in(grant)] if comes_in else [],
        envelopes=envelope_choices(grant) if amendment.kind == KindCode.MORE else [],
    )
    return FORMS[amendment.kind](typed(request), desk=desk)


def envelope_choices(grant: Grant) -> list[tuple[int, str]]:
    """Envelopes of the call with what is free in each."""
    free = free_by_envelope(grant)
    return [
        (
            one.envelope_id,
            _("%(name)s %(year)s: %(sum)s free")
            % {"name": one.envelope.name, "year": one.envelope.year, "sum": kroner(free[one.envelope_id])},
        )
        for one in {one.envelope_id: one for one in scheme.allotments_of(grant.application.call)}.values()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_ask(who(request), found).require()
    return ask_first(
        request,
        found,
        title=_("Send the change?"),
        text=str(amendment_page.ROUTES[selectors.route(found)]),
        label=_("Send"),
        act=lambda _reason: services.ask(by=who(request), amendment=found),
        done=_("The change is sent."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_withdraw(who(request), found).require()
    return ask_first(
        request,
        found,
        title=_("Withdraw the change?"),
        text=_("Nothing is changed. You can ask again later."),
        label=_("Withdraw"),
        reason=_("Why is it withdrawn?"),
        act=lambda reason: services.withdraw(by=who(request), amendment=found, reason=reason),
        done=_("The change is withdrawn."),
        color="danger",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_amendment(request, pk)
    may.may_answer(who(request), found).require()
    form = AnswerForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.give_information(by=who(request), amendment=found, answer=form.cleaned_data["answer"])
            messages.success(request, _("Your answer is sent."))
            return redirect("grants:amendment", pk)
    words = {"title": _("Answer the directorate"), "text": found.question, "label": _("Send the answer")}
    return form_page(request, found, form, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no for the organisation that comes in or will lead."""
    try:
        asked = selectors.consent(pk)
    except AmendmentConsent.DoesNotExist as error:
        raise Http404 from error
    may.may_consent(who(request), asked).require()
    found = found_amendment(request, asked.amendment_id)
    form = ConsentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.answer_consent(by=who(request), consent=asked, **form.cleaned_data)
            messages.success(request, _("Your answer is sent."))
            return redirect("grants:amendment", found.pk)
    title = _("Answer for %(place)s") % {"place": asked.organisation.name}
    return form_page(request, found, form, title=title, text=found.reason, label=_("Send the answer"))


# -- What several of them do ------------------------------------------------------------------------------------


def found_amendment(request: HttpRequest, pk: int) -> Amendment:
    try:
        found = selectors.amendment(pk)
    except Amendment.DoesNotExist as error:
        raise Http404 from error
    may.may_see_amendment(who(request), found).require()
    return found


def ask_first(
    request: HttpRequest,
    amendment: Amendment,
    *,
    act: Callable[[str], object],
    color: str = "accent",
    **words: str,
) -> HttpResponse:
    address = reverse("grants:amendment", args=[amendment.pk])
    return confirm(request, act=act, then=address, back=address, color=color, **words)


def form_page(
    request: HttpRequest, amendment: Amendment, form: Any, *, title: str, text: str, label: str
) -> HttpResponse:
    context = {"amendment": amendment, "case": amendment.grant.application.case, "form": form}
    return render(
        request, "grants/amendment_form.html", context | {"title": title, "text": text, "label": label}
    )


def is_checked_by_payment_staff(amendment: Amendment) -> bool:
    return selectors.route(amendment) is Route.PAYMENT
