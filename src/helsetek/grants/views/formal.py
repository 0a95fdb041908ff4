"""The formal check, and the request for more information."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.web import signed_in, who
from helsetek.casework import selectors as cases
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.grants import addresses
from helsetek.grants.forms.handling import AskForm, FormalCheckForm
from helsetek.grants.models import Application
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.rules.eligibility import RuleResult
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.selectors import assessments
from helsetek.grants.services import review
from helsetek.grants.views import handling, parts

# Which eligibility rules are shown beside which formal point.
_RULES = {
    "in_time": ("call_open",),
    "consent": ("consents", "least_municipalities"),
    "target_group": ("target_group", "midt_norge"),
    "activities": ("activities", "indicators"),
    "budget": ("covered_costs", "share_of_cost", "own_contribution", "funding_plan", "within_envelope"),
    "double_funding": ("double_funding", "unspent"),
    "complete": ("dates", "mandatory_standards", "national_solutions", "sharing_duties"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def formal_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The points, each with what is known beside it; saved, or concluded."""
    person = who(request)
    application = handling.found(person, pk)
    sheet = assessments.formal_check(application)
    form = FormalCheckForm(
        typed(request),
        answers=assessments.formal_answers(application),
        reason=sheet.reason if sheet else "",
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            return _conclude(request, application, form)
    may = permissions.may_handle(person, application)
    known = known_facts(application)
    context = handling.frame(request, application, "formal_check") | {
        "form": form,
        "points": [(point, met, note, known.get(point.code, [])) for point, met, note in form.points()],
        "sheet": sheet,
        "may": may,
        "open": bool(may) and application.state == "submitted",
        "requests": assessments.information_requests(application),
    }
    return render(request, "grants/inside/formal_check.html", context)


def _conclude(request: HttpRequest, application: Application, form: FormalCheckForm) -> HttpResponse:
    """Which of the three buttons was pressed."""
    by, answers = who(request), form.answers()
    match request.POST.get("act"):
        case "eligible":
            review.find_eligible(by=by, application=application, answers=answers)
            messages.success(request, _("The application is taken on. Name two assessors."))
            return redirect(addresses.of("assessors", application.pk))
        case "inadmissible":
            reason = form.cleaned_data["reason"]
            review.find_inadmissible(by=by, application=application, answers=answers, reason=reason)
            messages.success(request, _("The application is proposed dismissed. Prepare the decision."))
            return redirect(addresses.handling(application.pk))
        case _:
            review.save_formal_check(by=by, application=application, answers=answers)
            messages.success(request, _("The formal check is saved."))
            return redirect(addresses.of("formal_check", application.pk))


def known_facts(application: Application) -> dict[str, list[Any]]:
    """What the system knows that bears on each point: plain facts, and what the rules answered at submission."""
    facts: dict[str, list[Any]] = {
        "in_time": [
            (_("Submitted"), show.instant(application.submitted_at)),
            (_("The call closed"), show.instant(application.call.closes_at)),
        ],
        "signed": [(_("Submitted by"), application.submitted_by.name if application.submitted_by else "")],
        "target_group": [
            (_("Parties"), ", ".join(p.organisation.name for p in cases.parties_of(application.case)))
        ],
    }
    door = selectors.late_door(application.call_id, application.collaboration_id)
    if door is not None:
        facts["in_time"].append((_("Door opened until"), show.instant(door.until)))
    for code, rules in _rules_by_point(application).items():
        facts.setdefault(code, []).extend((rule.title, rule.why) for rule in rules)
    return facts


def _rules_by_point(application: Application) -> dict[str, list[parts.ShownRule]]:
    """What was answered when the application was submitted, as it was recorded."""
    records = selectors.eligibility_records(application)
    results = [RuleResult.from_data(each) for each in records[0].results] if records else []
    found = {each.rule: parts.shown_rules([each], application, links=False)[0] for each in results}
    return {code: [found[rule] for rule in rules if rule in found] for code, rules in _RULES.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask_information(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for more on named sections, with a date."""
    person = who(request)
    application = handling.found(person, pk)
    permissions.may_handle(person, application).require()
    form = AskForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            review.ask_for_information(by=person, application=application, **form.cleaned_data)
            messages.success(request, _("The applicant is asked, and the sections are open."))
            return redirect(addresses.handling(pk))
    context = handling.frame(request, application, "formal_check") | {"form": form}
    return render(request, "grants/inside/ask_information.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without the answer that did not come."""
    person = who(request)
    application = handling.found(person, pk)
    permissions.may_handle(person, application).require()
    return confirm(
        request,
        title=_("Go on without an answer?"),
        text=_("The sections close again, and the application is handled as it stands."),
        label=_("Go on"),
        act=lambda _reason: review.go_on_without_answer(by=person, application=application),
        then=addresses.handling(pk),
        back=addresses.handling(pk),
        done=_("The case goes on."),
        color="accent",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the finding that the application is inadmissible."""
    person = who(request)
    application = handling.found(person, pk)
    permissions.may_handle(person, application).require()
    return confirm(
        request,
        title=_("Take the application up again?"),
        text=_("It goes back to the formal check."),
        label=_("Take it up again"),
        act=lambda reason: review.reinstate(by=person, application=application, reason=reason),
        then=addresses.of("formal_check", pk),
        back=addresses.handling(pk),
        reason=_("Why"),
        done=_("The application is back in the formal check."),
        color="accent",
    )
