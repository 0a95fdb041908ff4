"""Reports: written by the partners, handed in by the signatory, judged by the case officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.common import clock
from helsetek.common.errors import Refusal, RuleBroken, StaleEdit
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, is_autosave, refusals_in
from helsetek.common.web.show import clock_time
from helsetek.grants.forms.reports import METHOD_WORDS, QUALITY_WORDS, QuestionForm, ReportForm, initial_of
from helsetek.grants.models import Report
from helsetek.grants.permissions import reports as may
from helsetek.grants.rules.reports import WRITE
from helsetek.grants.rules.words import Problem
from helsetek.grants.selectors import audits
from helsetek.grants.selectors import reports as selectors
from helsetek.grants.services import reporting as services
from helsetek.grants.wording import say
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the report; write it, where one may and it is open."""
    found = _report(who(request), pk)
    writable = found.state in services.OPEN and may.may_write_report(who(request), found.grant)
    form = _form(request, found)
    if request.method == "POST":
        may.may_write_report(who(request), found.grant).require()
        if is_autosave(request):
            return _autosave(who(request), found, form)
        if form.is_valid():
            with refusals_in(form):
                _save(who(request), found, form)
                messages.success(request, _("The report is saved."))
                return redirect("grants:report", pk)
    return render(request, "grants/report.html", _context(who(request), found, form) | {"writable": writable})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = _report(who(request), pk)
    may.may_hand_in_report(who(request), found.grant).require()
    address = reverse("grants:report", args=[pk])
    return confirm(
        request,
        title=_("Hand in the report?"),
        text=_("After this it can only be read, unless the directorate asks again."),
        label=_("Hand in"),
        act=lambda _reason: services.hand_in(by=who(request), report=found),
        then=address,
        back=address,
        done=_("The report is handed in."),
        color="accent",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    found = _report(who(request), pk)
    may.may_judge_report(who(request), found.grant).require()
    form = QuestionForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.ask_again(by=who(request), report=found, question=form.cleaned_data["question"])
            messages.success(request, _("The report is returned with your question."))
            return redirect("grants:report", pk)
    return render(
        request,
        "grants/ask_again.html",
        {"report": found, "form": form, "case": found.grant.application.case},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _report(who(request), pk)
    may.may_judge_report(who(request), found.grant).require()
    address = reverse("grants:report", args=[pk])
    return confirm(
        request,
        title=_("Approve the report?"),
        text=_what_follows(found),
        label=_("Approve"),
        act=lambda _reason: services.approve(by=who(request), report=found),
        then=address,
        back=address,
        done=_("The report is approved."),
        color="accent",
    )


def _what_follows(report: Report) -> str:
    from helsetek.common.money import show

    if report.kind != "final":
        return _("The next instalment can then be paid.")
    settled = selectors.settlement(report)
    return _(
        "By the accounts %(allowed)s is earned: %(pay)s is still to be paid, %(claim)s is claimed back."
    ) % {
        "allowed": show(settled.allowed_ore),
        "pay": show(settled.still_to_pay_ore),
        "claim": show(settled.claim_back_ore),
    }


def _report(person: Person, pk: int) -> Report:
    try:
        found = selectors.report(pk)
    except Report.DoesNotExist as error:
        raise Http404 from error
    may.may_see_grant(person, found.grant).require()
    return found


def _form(request: HttpRequest, report: Report) -> ReportForm:
    lines = selectors.budget_lines(report.grant)
    goals = selectors.goals_asked(report.grant, get_language() or "nb")
    newest = selectors.newest(report)
    initial = initial_of(selectors.data_of(report), lines, goals, newest.number if newest else 0)
    return ReportForm(typed(request), lines=lines, goals=goals, final=report.kind == "final", initial=initial)


def _save(person: Person, report: Report, form: ReportForm) -> int:
    version = services.save_report(
        by=person, report=report, data=form.data_to_save(), revision=form.cleaned_data["revision"]
    )
    return version.number


def _autosave(person: Person, report: Report, form: ReportForm) -> JsonResponse:
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        number = _save(person, report, form)
    except StaleEdit as stale:
        return JsonResponse({"error": str(stale)}, status=409)
    except RuleBroken as broken:
        return JsonResponse({"error": str(broken)}, status=422)
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    return JsonResponse({"saved": clock_time(clock.now()), "revision": number})


def _with_its_place(form: ReportForm, problem: Problem) -> str:
    """The sentence, after the name of the field it speaks of where it does not say so itself."""
    sentence = say(problem.sentence)
    if problem.sentence.text != WRITE or problem.path not in form.fields:
        return sentence
    return f"{form.fields[problem.path].label}: {sentence}"


def _context(person: Person, report: Report, form: ReportForm) -> dict[str, Any]:
    grant, terms = report.grant, scheme.terms(report.grant.application.call_version)
    language = get_language() or "nb"
    return {
        "report": report,
        "grant": grant,
        "case": grant.application.case,
        "form": form,
        "partners": {
            pk: o.name
            for pk, o in registry.organisations({line.organisation_id for line in form.lines}).items()
        },
        "categories": {
            category.code: category.label.in_language(language) for category in terms.cost_categories
        },
        "missing": [
            _with_its_place(form, problem)
            for problem in selectors.problems(report, selectors.data_of(report))
        ],
        "method_words": METHOD_WORDS,
        "quality_words": QUALITY_WORDS,
        "audit": audits.standing(report, selectors.data_of(report)),
        "confirmations": audits.confirmations_of(report),
        "may_hand_in": report.state in services.OPEN and may.may_hand_in_report(person, grant),
        "may_judge": report.state == "handed_in" and may.may_judge_report(person, grant),
        "may_confirm": report.state in services.OPEN and may.may_confirm_accounts(person, grant),
    }
