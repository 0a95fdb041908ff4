"""Notice before something is decided against a party: given, read, answered, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found as found_or_404
from helsetek.accounts.web import signed_in, who
from helsetek.casework import guards, parts, permissions, selectors, services, wording
from helsetek.casework.forms.forewarnings import NoticeForm, StatementForm
from helsetek.casework.models import Forewarning
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.forewarnings import OPEN, About
from helsetek.common import clock
from helsetek.common.web import states
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Fact, Link, WhatNext
from helsetek.common.web.show import deadline as shown_deadline
from helsetek.common.web.show import instant

from .appeals import GET_AND_POST, case_or_404


def notice_or_404(person: Person, pk: int) -> Forewarning:
    """The notice, for who may see the case."""
    found = found_or_404(selectors.forewarning, pk)
    guards.may_see_case(person, found.case).require()
    return found


@require_http_methods(GET_AND_POST)
@signed_in
def warn_of_reversal(request: HttpRequest, number: str, subject: str, subject_id: int) -> HttpResponse:
    """Give notice that a decision may be reversed to the party's harm."""
    person = who(request)
    case = case_or_404(person, number)
    permissions.may_prepare_answer(person, case).require()
    decision = selectors.appealable(case, subject, subject_id)
    if decision is None or subject in rules.OWN_SUBJECTS:
        raise Http404
    form = NoticeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.give_notice_of_reversal(
                by=person, case=case, subject=subject, subject_id=subject_id, **form.cleaned_data
            )
            messages.success(request, _("The notice is sent."))
            return redirect("casework:forewarning", made.pk)
    context = {
        "form": form,
        "case": case,
        "title": _("Give notice of reversal"),
        "lead": _("A letter goes to the party at once: nothing is decided before it has had time to speak."),
        "label": _("Send the notice"),
        "back": reverse("casework:challenges", args=[number]),
    }
    return render(request, "casework/notice_form.html", context)


@require_safe
@signed_in
def forewarning(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: what is considered, until when the party can speak, what it said, what came of it."""
    person = who(request)
    found = notice_or_404(person, pk)
    log = selectors.timeline(found.case.number, internal=selectors.is_staff_of_case(person))
    own = [row for row in log if row.thing == f"forewarning:{found.pk}"]
    context = {
        "notice": found,
        "case": found.case,
        "next": what_next(found, person),
        "facts": _facts(found),
        "letters": [parts.letter(found.letter)],
        "moments": [parts.moment(row) for row in reversed(own)],
        "may_withdraw": found.state in OPEN and bool(permissions.may_prepare_answer(person, found.case)),
    }
    return render(request, "casework/forewarning.html", context)


def _facts(found: Forewarning) -> list[Fact]:
    facts = [
        Fact(_("What is considered"), str(wording.ABOUT[About(found.about)])),
        Fact(_("It is about"), found.subject_title),
        Fact(_("Party"), found.organisation.name),
        Fact(_("Notice given"), f"{instant(found.given_at)}, {found.given_by.name}"),
    ]
    if found.state == "given":
        facts.append(Fact(_("Statement before"), shown_deadline(found.statement_before)))
    return facts


def what_next(found: Forewarning, person: Person) -> WhatNext:
    """What happens next, who must act, and by when."""
    state = states.state_of("casework.forewarning", found.state)
    if found.state not in OPEN:
        words = {
            "used": _("It has been decided. The decision has its own letter."),
            "withdrawn": _("Nothing came of it."),
        }
        return WhatNext(state, words[found.state])
    if found.state == "given" and clock.now() < found.statement_before:
        yours = bool(permissions.may_state_on(person, found))
        act = Link(_("State your view"), reverse("casework:state_on", args=[found.pk])) if yours else None
        who_acts = _("Signatory of %(place)s") % {"place": found.organisation.name}
        return WhatNext(
            state, _("The party can state its view."), who_acts, found.statement_before, yours, act
        )
    words_now = (
        _("The statement is read, and the case is decided.")
        if found.state == "answered"
        else _("The time has passed, and no statement has come. One that comes is still read.")
    )
    officer = bool(permissions.may_prepare_answer(person, found.case))
    go_on = _go_on(found) if officer else None
    if not officer and found.state == "given" and permissions.may_state_on(person, found):
        go_on = Link(_("State your view"), reverse("casework:state_on", args=[found.pk]))
    return WhatNext(state, words_now, _("The case officer"), None, officer, go_on)


def _go_on(found: Forewarning) -> Link | None:
    """Where the case officer goes on after a notice of reversal; other rooms' notices go on on their own pages."""
    if found.about != About.REVERSAL:
        thing = guards.address_of(found.case)
        return Link(_("Go on with the case"), thing) if thing else None
    address = reverse("casework:reverse", args=[found.case.number, found.subject, found.subject_id])
    return Link(_("Prepare the reversal"), address)


@require_http_methods(GET_AND_POST)
@signed_in
def state_on(request: HttpRequest, pk: int) -> HttpResponse:
    person = who(request)
    found = notice_or_404(person, pk)
    permissions.may_state_on(person, found).require()
    form = StatementForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.state_on_notice(by=person, notice=found, statement=form.cleaned_data["statement"])
            messages.success(request, _("The statement is sent. Thank you."))
            return redirect("casework:forewarning", pk)
    context: dict[str, Any] = {
        "form": form,
        "case": found.case,
        "title": _("State your view"),
        "lead": _("Nothing is decided yet. What you write is read before the decision."),
        "label": _("Send the statement"),
        "back": reverse("casework:forewarning", args=[pk]),
    }
    return render(request, "casework/notice_form.html", context)


@require_http_methods(GET_AND_POST)
@signed_in
def withdraw_notice(request: HttpRequest, pk: int) -> HttpResponse:
    person = who(request)
    found = notice_or_404(person, pk)
    permissions.may_prepare_answer(person, found.case).require()
    back = reverse("casework:forewarning", args=[pk])
    return confirm(
        request,
        title=_("Withdraw the notice?"),
        text=_("The party is told that nothing comes of it."),
        label=_("Withdraw"),
        reason=_("Why does nothing come of it?"),
        act=lambda reason: services.withdraw_notice(by=person, notice=found, reason=reason),
        then=back,
        back=back,
        done=_("The notice is withdrawn."),
    )
