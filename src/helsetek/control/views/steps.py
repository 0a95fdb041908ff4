"""The steps of a control, each a form and one service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.common import clock
from helsetek.common.answers import Answer
from helsetek.common.instants import next_working_day
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.control import forms as shapes
from helsetek.control import permissions
from helsetek.control.models import Control, Finding
from helsetek.control.parameters import parameter
from helsetek.control.selectors import controls as selectors
from helsetek.control.services import controls as services
from helsetek.control.services import findings

Asked = Callable[[Person, Control], Answer]


def _step(
    request: HttpRequest,
    control: Control,
    *,
    may: Asked,
    form: type[forms.Form],
    act: Callable[[Person, dict[str, Any]], object],
    title: str,
    label: str,
    done: str,
    text: str = "",
    initial: dict[str, Any] | None = None,
    anchor: str = "",
) -> HttpResponse:
    """Ask for the right, show the form, do the act, and go back to the control."""
    from .parts import form_page

    person = who(request)
    permissions.may_see(person, control).require()
    may(person, control).require()
    shown = form(typed(request), initial=initial)
    if request.method == "POST" and shown.is_valid():
        with refusals_in(shown):
            act(person, shown.cleaned_data)
            messages.success(request, done)
            return redirect(reverse("control:control", args=[control.pk]) + anchor)
    back = reverse("control:control", args=[control.pk])
    return form_page(
        request,
        shown,
        title=title,
        label=label,
        back=back,
        text=text,
        kicker=control.case.number,
        control=control,
    )


def _in_days(name: str) -> Any:
    return next_working_day(clock.today() + timedelta(days=parameter(name, clock.today())))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    control = found(selectors.control, pk)
    return _step(
        request,
        control,
        may=permissions.may_control,
        form=shapes.NoticeForm,
        initial={"due_on": _in_days("hand_in_days")},
        act=lambda person, said: services.give_notice(by=person, control=control, **said),
        title=_("Send notice of the control"),
        text=_("The letter says why, what is asked and by when. It is sent at once."),
        label=_("Send the notice"),
        done=_("The notice is sent."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    control = found(selectors.control, pk)
    return _step(
        request,
        control,
        may=permissions.may_answer,
        form=shapes.ReplyForm,
        act=lambda person, said: services.hand_in(by=person, control=control, **said),
        title=_("Hand in to the control"),
        text=_(
            "Say that everything is handed in. After this the documents can only be read, unless more is asked for."
        ),
        label=_("Hand in"),
        done=_("It is handed in. Thank you."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def more(request: HttpRequest, pk: int) -> HttpResponse:
    control = found(selectors.control, pk)
    return _step(
        request,
        control,
        may=permissions.may_control,
        form=shapes.MoreForm,
        initial={"due_on": _in_days("hand_in_days")},
        act=lambda person, said: services.ask_for_more(by=person, control=control, **said),
        title=_("Ask for more"),
        label=_("Ask for more"),
        done=_("The party is asked for more."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    control = found(selectors.control, pk)
    return _step(
        request,
        control,
        may=permissions.may_control,
        form=shapes.VisitForm,
        act=lambda person, said: services.record_visit(by=person, control=control, **said),
        title=_("Record a visit"),
        text=_("The record is kept as it is written. A mistake is put right by another record."),
        label=_("Save the record"),
        done=_("The visit is recorded."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_finding(request: HttpRequest, pk: int) -> HttpResponse:
    control = found(selectors.control, pk)
    return _step(
        request,
        control,
        may=permissions.may_control,
        form=shapes.FindingForm,
        initial={"gravity": "fault", "due_on": clock.today() + timedelta(days=60)},
        act=lambda person, said: _save(person, control, said),
        title=_("Write a finding"),
        text=_("The party sees it in the draft report."),
        label=_("Save the finding"),
        done=_("The finding is saved."),
        anchor="#findings",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a finding, or take it out, before the report."""
    one = found(selectors.finding, pk)
    names = ("category", "gravity", "text", "ground", "money_ore", "due_on")
    return _step(
        request,
        one.control,
        may=permissions.may_control,
        form=shapes.ChangeFindingForm,
        initial={name: getattr(one, name) for name in names},
        act=lambda person, said: _change(person, one, said),
        title=_("Change the finding"),
        label=_("Save the finding"),
        done=_("The finding is saved."),
        anchor="#findings",
    )


def _change(person: Person, one: Finding, said: dict[str, Any]) -> None:
    if said.pop("take_out"):
        findings.take_out(by=person, finding=one)
    else:
        _save(person, one.control, said, one)


def _save(person: Person, control: Control, said: dict[str, Any], one: Finding | None = None) -> None:
    ore = said.pop("money_ore") or 0
    findings.save_finding(by=person, control=control, finding=one, money_ore=ore, **said)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    control = found(selectors.control, pk)
    return _step(
        request,
        control,
        may=permissions.may_control,
        form=shapes.DraftForm,
        initial={"summary": control.summary},
        act=lambda person, said: services.send_draft(by=person, control=control, **said),
        title=_("Send the draft report"),
        text=_("The party gets the draft with the findings, and time to state its view."),
        label=_("Send the draft"),
        done=_("The draft is sent."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    control = found(selectors.control, pk)
    return _step(
        request,
        control,
        may=permissions.may_state_view,
        form=shapes.StatementForm,
        act=lambda person, said: services.state_view(by=person, control=control, **said),
        title=_("State your view of the draft"),
        label=_("Send the statement"),
        done=_("Your view is received."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, pk: int) -> HttpResponse:
    control = found(selectors.control, pk)
    return _step(
        request,
        control,
        may=permissions.may_control,
        form=shapes.ReportForm,
        act=lambda person, said: services.report(by=person, control=control, **said),
        title=_("Send the report"),
        text=_("The findings stand fast from now on, and are followed up until each is closed."),
        label=_("Send the report"),
        done=_("The report is sent."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(selectors.finding, pk)
    return _step(
        request,
        one.control,
        may=permissions.may_answer,
        form=shapes.AnswerForm,
        act=lambda person, said: findings.answer(by=person, finding=one, **said),
        title=_("Answer the finding"),
        text=one.text,
        label=_("Send the answer"),
        done=_("The answer is sent."),
        anchor="#findings",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(selectors.finding, pk)
    return _step(
        request,
        one.control,
        may=permissions.may_control,
        form=shapes.JudgeForm,
        act=lambda person, said: _judge(person, one, said),
        title=_("Is the finding mended?"),
        text=one.answer or one.text,
        label=_("Save"),
        done=_("The finding is judged."),
        anchor="#findings",
    )


def _judge(person: Person, one: Finding, said: dict[str, Any]) -> None:
    act = findings.close if said["verdict"] == "close" else findings.not_enough
    act(by=person, finding=one, evidence=said["evidence"])
