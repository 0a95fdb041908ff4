"""The steps of an application: one page each, all alike. Who may take which now, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in
from helsetek.approval import forms as f
from helsetek.approval import permissions
from helsetek.approval.models import Application
from helsetek.approval.rules.machines import APPLICATION
from helsetek.approval.services import applying, deciding, handling, testing
from helsetek.common.answers import Answer
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in

from .parts import case_crumbs, form_page, reading_and_writing, seen


@dataclass(frozen=True)
class Step:
    """``act`` is the move of the machine that says when it is possible; ``leads`` marks what comes next by itself."""

    slug: str
    act: str
    label: Any
    form: type[forms.Form]
    may: Callable[[Person, Application], Answer]
    do: Callable[..., object]
    lead: Any = ""
    leads: bool = True
    color: str = "accent"


def _send(*, by: Person, application: Application, place: str, function: str, sole: bool) -> object:
    return applying.submit(by=by, application=application, place=place, function=function)


def _ask(*, by: Person, application: Application, text: str, answer_by: date) -> object:
    return handling.ask_for_more(by=by, application=application, text=text, answer_by=answer_by)


def _sells(person: Person, it: Application) -> Answer:
    return permissions.may_sell(person, it.configuration.product.vendor_id)


STEPS = (
    Step("send", "submit", gettext_lazy("Sign and send"), f.SendForm, _sells, _send,
         gettext_lazy("The declaration is sealed with its hash and the system's signature, and kept ten years.")),
    Step("svar", "answer", gettext_lazy("Send the answer"), f.TextForm, _sells, applying.answer),
    Step("ta", "take", gettext_lazy("Take the application"), f.NothingForm, permissions.may_handle, handling.take),
    Step("i-orden", "pass_documents", gettext_lazy("The documents are in order"), f.NoteForm,
         permissions.may_handle, handling.pass_documents),
    Step("provd", "finish_testing", gettext_lazy("Testing is finished"), f.NothingForm, permissions.may_test,
         testing.finish_testing),
    Step("vurder", "recommend", gettext_lazy("Write the review"), f.RecommendForm, permissions.may_review,
         handling.recommend),
    Step("vedtak", "decide", gettext_lazy("Decide"), f.DecideForm, permissions.may_decide, deciding.decide,
         gettext_lazy("The vendor gets the letter, and the register shows it, as soon as you decide.")),
    Step("be-om-mer", "ask_for_more", gettext_lazy("Ask for more"), f.AskForm, permissions.may_handle, _ask,
         leads=False),
    Step("prov-igjen", "test_again", gettext_lazy("Back to testing"), f.ReasonForm, permissions.may_review,
         handling.test_again, leads=False),
    Step("vurder-igjen", "send_back", gettext_lazy("Back to review"), f.ReasonForm, permissions.may_decide,
         handling.send_back, leads=False),
    Step("trekk", "withdraw", gettext_lazy("Withdraw the application"), f.ReasonForm, _sells, applying.withdraw,
         leads=False, color="danger"),
)  # fmt: skip


def steps_for(person: Person, it: Application) -> list[Step]:
    """The steps that the person may take now."""
    return [one for one in STEPS if _is_possible(one, it) and one.may(person, it)]


def _is_possible(step: Step, it: Application) -> bool:
    if it.version.set.approval_type == "a" and step.act == "test_again":
        return False
    return APPLICATION.find(step.act, it.state) is not None


def step_address(it: Application, slug: str) -> str:
    return reverse("approval:step", args=[it.pk, slug])


@reading_and_writing
@signed_in
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    person, it = seen(request, pk)
    one = next((one for one in STEPS if one.slug == slug), None)
    if one is None:
        raise Http404
    one.may(person, it).require()
    form = one.form(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            one.do(by=person, application=it, **form.cleaned_data)
            messages.success(request, _("Done."))
            return redirect("approval:application", pk)
    back = reverse("approval:application", args=[pk])
    return form_page(
        request, form, one.label, one.label, back, case_crumbs(it), lead=one.lead, color=one.color
    )
