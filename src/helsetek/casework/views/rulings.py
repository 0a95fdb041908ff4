"""The inside: what waits, what is prepared, its letter, and the decision of another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found as found_or_404
from helsetek.accounts.web import signed_in, who
from helsetek.casework import appealing, permissions, selectors, services, wording
from helsetek.casework.forms import AccessForm, AnswerForm, AppealRulingForm, CorrectForm, ReversalForm
from helsetek.casework.models import Ruling
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.rules.forewarnings import About
from helsetek.casework.services import composing, preparing
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    CodeColumn,
    Column,
    FilterSet,
    InstantColumn,
    Listing,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Tab

from .appeals import GET_AND_POST, appeal_or_404, case_or_404, room_fields

# -- Lists --------------------------------------------------------------------------------------------


class AppealList(Listing):
    title = gettext_lazy("Appeals")
    file_name = "klager"
    search = ("case__number", "case__title", "organisation__name")
    search_hint = gettext_lazy("case number, title or party")

    number = CodeColumn(
        gettext_lazy("Case"), "case__number", href=lambda row: reverse("casework:appeal", args=[row.pk])
    )
    name = TextColumn(gettext_lazy("What it is about"), "case__title")
    party = TextColumn(gettext_lazy("Party"), "organisation__name")
    state = StatusColumn(gettext_lazy("State"), of="casework.appeal")
    submitted_at = InstantColumn(gettext_lazy("Came"))
    officer = TextColumn(gettext_lazy("Officer"), "case__officer__name")

    class Meta:
        order_by = "-submitted_at"

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="casework.appeal")


class RequestList(Listing):
    title = gettext_lazy("Requests")
    file_name = "anmodninger"
    search = ("case__number", "case__title", "organisation__name")
    search_hint = gettext_lazy("case number, title or party")

    number = CodeColumn(
        gettext_lazy("Case"), "case__number", href=lambda row: reverse("casework:request", args=[row.pk])
    )
    kind = Column(gettext_lazy("What is asked for"), "get_kind_display", orderable=False)
    party = TextColumn(gettext_lazy("Party"), "organisation__name")
    state = StatusColumn(gettext_lazy("State"), of="casework.party_request")
    due_at = InstantColumn(gettext_lazy("To be answered before"))

    class Meta:
        order_by = "due_at"

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="casework.party_request")


class RulingList(Listing):
    title = gettext_lazy("To be decided")
    file_name = "avgjorelser"
    search = ("case__number", "case__title", "organisation__name")
    search_hint = gettext_lazy("case number, title or party")

    number = CodeColumn(
        gettext_lazy("Case"), "case__number", href=lambda row: reverse("casework:ruling", args=[row.pk])
    )
    name = TextColumn(gettext_lazy("Letter"), "letter_title")
    party = TextColumn(gettext_lazy("Party"), "organisation__name")
    prepared_by = TextColumn(gettext_lazy("Prepared by"), "prepared_by__name")
    prepared_at = InstantColumn(gettext_lazy("Prepared"))

    class Meta:
        order_by = "prepared_at"


@require_safe
@signed_in
def appeals(request: HttpRequest) -> HttpResponse:
    """Appeals, requests, and what is prepared and waits for another."""
    person = who(request)
    permissions.may_read_challenges(person).require()
    which = request.GET.get("which", "")
    rows, listing = {
        "requests": (selectors.requests_open(), RequestList),
        "prepared": (selectors.rulings_open(), RulingList),
    }.get(which, (selectors.appeals_open(), AppealList))
    return listing.show(request, rows, "casework/appeals.html", tabs=_tabs(request, which))


def _tabs(request: HttpRequest, which: str) -> list[Tab]:
    words = {"": _("Appeals"), "requests": _("Requests"), "prepared": _("To be decided")}
    return [
        Tab(label, f"{request.path}?which={key}" if key else request.path, current=which == key)
        for key, label in words.items()
    ]


# -- Prepare ------------------------------------------------------------------------------------------


@require_http_methods(GET_AND_POST)
@signed_in
def prepare_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare what is ruled on an appeal, or enter what the appeal body has ruled."""
    person = who(request)
    found = appeal_or_404(person, pk)
    permissions.may_prepare_answer(person, found.case).require()
    kind = preparing.kind_for(found)
    form = AppealRulingForm(
        typed(request),
        kind=kind,
        outcomes=preparing.allowed_outcomes(found),
        late=found.late,
        remedy=room_fields(found.case, found.subject, found.subject_id),
        initial=_as_before(found.rulings.filter(state="returned").last()),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.prepare_on_appeal(by=person, appeal=found, proposed=form.proposed())
            return _prepared(request, made)
    context = {"form": form, "appeal": found, "case": found.case, "kind": wording.KINDS[kind]}
    return render(request, "casework/prepare_appeal.html", context)


def _as_before(returned: Ruling | None) -> dict[str, Any]:
    """What was sent back is where the next one begins."""
    if returned is None:
        return {}
    return {
        "outcome": returned.outcome,
        "rule": returned.reason_rule,
        "facts": returned.reason_facts,
        "discretion": returned.reason_discretion,
        "late_excused": returned.data.get("late_excused", ""),
        **returned.data.get("remedy", {}),
    }


def _prepared(request: HttpRequest, made: Ruling) -> HttpResponse:
    messages.success(request, _("It is prepared. Read the letter; somebody else decides and sends it."))
    return redirect("casework:ruling", made.pk)


@require_http_methods(GET_AND_POST)
@signed_in
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the answer to a request."""
    person = who(request)
    found = found_or_404(selectors.request, pk)
    permissions.may_prepare_answer(person, found.case).require()
    kind = Kind(found.kind)
    form: AccessForm | AnswerForm = (
        AccessForm(typed(request), documents=selectors.documents_of_case(found.case))
        if kind is Kind.ACCESS
        else AnswerForm(
            typed(request), kind=kind, outcomes=rules.outcomes(kind), initial={"until": found.until}
        )
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.prepare_answer(by=person, request=found, proposed=form.proposed())
            return _prepared(request, made)
    context = {"form": form, "asked": found, "case": found.case, "access": kind is Kind.ACCESS}
    return render(request, "casework/answer.html", context)


@require_http_methods(GET_AND_POST)
@signed_in
def reverse_decision(request: HttpRequest, number: str, subject: str, subject_id: int) -> HttpResponse:
    """Prepare that a decision is reversed without an appeal."""
    person = who(request)
    case = case_or_404(person, number)
    permissions.may_prepare_answer(person, case).require()
    decision = selectors.appealable(case, subject, subject_id)
    if decision is None or subject in rules.OWN_SUBJECTS:
        raise Http404
    form = ReversalForm(
        typed(request), outcomes=rules.outcomes(Kind.REVERSAL), remedy=room_fields(case, subject, subject_id)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.prepare_reversal(
                by=person, case=case, subject=subject, subject_id=subject_id, proposed=form.proposed()
            )
            return _prepared(request, made)
    context = {
        "form": form,
        "case": case,
        "decision": decision,
        "notice": selectors.open_forewarning(About.REVERSAL, subject, subject_id),
        "warn": reverse("casework:warn_of_reversal", args=[number, subject, subject_id]),
    }
    return render(request, "casework/reverse.html", context)


# -- One ruling ---------------------------------------------------------------------------------------


def ruling_or_404(person: Person, pk: int) -> Ruling:
    found = found_or_404(selectors.ruling, pk)
    permissions.may_see_ruling(person, found).require()
    return found


@require_safe
@signed_in
def ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """What is prepared or decided: outcome, reasons, letter; and the buttons of who may decide."""
    person = who(request)
    found = ruling_or_404(person, pk)
    waits = found.state == "prepared"
    may = permissions.may_rule(person, found)
    ready = (
        appealing.remedy_of(found.case).may_carry_out(found) if found.outcome in rules.CARRIED_OUT else None
    )
    context = {
        "ruling": found,
        "case": found.case,
        "kind": wording.KINDS[Kind(found.kind)],
        "outcome": wording.outcome(found.kind, found.outcome),
        "facts": appealing.remedy_of(found.case).facts(found),
        "documents": found.data.get("documents", []),
        "may_decide": waits and bool(may),
        "why_not": may.reason if waits and not may else "",
        "may_correct": waits and bool(permissions.may_prepare_answer(person, found.case)),
        "hindered": ready.reason if waits and ready is not None and not ready else "",
    }
    return render(request, "casework/ruling.html", context)


@require_safe
@signed_in
def ruling_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it would be sent now."""
    found = ruling_or_404(who(request), pk)
    if found.state != "prepared":
        raise WrongState(_("The letter is sent, or was never sent. Find it among the letters of the case."))
    return HttpResponse(
        composing.preview(found),
        content_type="application/pdf",
        headers={
            "Content-Disposition": 'inline; filename="utkast.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


@require_http_methods(GET_AND_POST)
@signed_in
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the letter before somebody else sends it."""
    person = who(request)
    found = ruling_or_404(person, pk)
    permissions.may_prepare_answer(person, found.case).require()
    initial = {"title": found.letter_title, "body": found.letter_body, "revision": found.revision}
    form = CorrectForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.correct_letter(by=person, ruling=found, **form.cleaned_data)
            messages.success(request, _("The letter is corrected. Somebody else sends it."))
            return redirect("casework:ruling", pk)
    return render(request, "casework/correct.html", {"form": form, "ruling": found, "case": found.case})


@require_POST
@signed_in
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    person = who(request)
    found = ruling_or_404(person, pk)
    permissions.may_rule(person, found).require()
    try:
        services.decide_ruling(by=person, ruling=found)
    except (RuleBroken, WrongState) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Decided, and the letter is sent."))
    return redirect("casework:ruling", pk)


@require_http_methods(GET_AND_POST)
@signed_in
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = who(request)
    found = ruling_or_404(person, pk)
    permissions.may_rule(person, found).require()
    back = reverse("casework:ruling", args=[pk])
    return confirm(
        request,
        title=_("Send it back?"),
        text=_("What was prepared is kept, and is prepared anew."),
        label=_("Send it back"),
        reason=_("What should be done otherwise"),
        act=lambda reason: services.send_ruling_back(by=person, ruling=found, reason=reason),
        then=back,
        back=back,
        done=_("It is sent back."),
    )
