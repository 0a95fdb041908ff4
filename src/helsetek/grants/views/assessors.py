"""The officer's side of the assessment: name two, name a substitute, read the scores, write the recommendation."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import selectors as cases
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.grants import addresses
from helsetek.grants.forms.handling import AssignForm, RecommendationForm, SubstituteForm
from helsetek.grants.models import Application, Assessment
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.rules.scoring import ASSESSORS, CriterionResult
from helsetek.grants.selectors import assessments as selectors
from helsetek.grants.selectors.assessments import Load
from helsetek.grants.services import assessment as services
from helsetek.grants.services import recommendation as recommending
from helsetek.grants.views import handling
from helsetek.grants.wording import in_my_language


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assessors(request: HttpRequest, pk: int) -> HttpResponse:
    """Who assesses, how far they have come, and, when both are in, what they said."""
    person = who(request)
    application = handling.found(person, pk)
    found = selectors.assessments_of(application)
    lacking = _lacking(application, found)
    may = bool(permissions.may_handle(person, application))
    loads = _free(application, found) if may and lacking else []
    form = AssignForm(typed(request), loads=loads, lacking=lacking) if may and lacking else None
    if request.method == "POST":
        permissions.may_handle(person, application).require()
        if form is not None and form.is_valid():
            with refusals_in(form):
                chosen = form.chosen({load.assessor.pk: load.assessor for load in loads})
                services.assign(by=person, application=application, assessors=chosen)
                messages.success(request, _("The assessors are named, and have been told."))
                return redirect(addresses.of("assessors", pk))
    context = handling.frame(request, application, "assessors") | {
        "form": form,
        "assessments": found,
        "may": may,
        "scored": scored(person, application, found),
        "result": selectors.result_of(application),
    }
    return render(request, "grants/inside/assessors.html", context)


def _lacking(application: Application, found: list[Assessment]) -> int:
    """How many more assessors can be named: a blocked one is replaced by a substitute, not by a new one."""
    if application.state != "eligible":
        return 0
    return ASSESSORS - sum(one.state in ("assigned", "open", "handed_in", "blocked") for one in found)


def _free(application: Application, found: list[Assessment]) -> list[Load]:
    """Those who can be named: not had the application before, and nothing known against them."""
    had = {one.assessor_id for one in found}
    loads = [
        load
        for load in selectors.assessors_by_load()
        if load.assessor.pk not in had and permissions.may_assess(load.assessor, application)
    ]
    ties = cases.hints_for_people([load.assessor.pk for load in loads], application.case)
    return [replace(load, hints=tuple(cases.said_hints(ties[load.assessor.pk]))) for load in loads]


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """One criterion with what each assessor gave and wrote."""

    label: str
    guidance: str
    result: CriterionResult | None
    scores: list[tuple[str, int, str]]


def scored(person: Person, application: Application, found: list[Assessment]) -> list[ScoredCriterion]:
    """The criteria with the scores that the person may read; nothing if there are none."""
    readable = [one for one in found if one.state == "handed_in" and permissions.may_read_scores(person, one)]
    if not readable:
        return []
    result = selectors.result_of(application)
    by_code = {criterion.code: criterion for criterion in result.criteria} if result else {}
    given = {one.pk: {score.criterion: score for score in one.scores.all()} for one in readable}
    return [
        ScoredCriterion(
            in_my_language(criterion.label),
            in_my_language(criterion.guidance),
            by_code.get(criterion.code),
            [
                (
                    one.assessor.name,
                    given[one.pk][criterion.code].points,
                    given[one.pk][criterion.code].reason,
                )
                for one in readable
                if criterion.code in given[one.pk]
            ],
        )
        for criterion in selectors.terms_of(application).criteria
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def substitute(request: HttpRequest, pk: int, assessment_pk: int) -> HttpResponse:
    """Name who takes over from an assessor."""
    person = who(request)
    application = handling.found(person, pk)
    permissions.may_handle(person, application).require()
    replaced = application.assessments.filter(pk=assessment_pk).select_related("assessor").first()
    if replaced is None:
        raise Http404
    loads = _free(application, selectors.assessments_of(application))
    form = SubstituteForm(typed(request), loads=loads)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            people = {str(load.assessor.pk): load.assessor for load in loads}
            chosen = people[form.cleaned_data["substitute"]]
            services.name_substitute(by=person, assessment=replaced, substitute=chosen)
            messages.success(request, _("The substitute is named, and has been told."))
            return redirect(addresses.of("assessors", pk))
    context = handling.frame(request, application, "assessors") | {"form": form, "replaced": replaced}
    return render(request, "grants/inside/substitute.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """Amount, reasons and conditions, with the scores beside; earlier versions below."""
    person = who(request)
    application = handling.found(person, pk)
    newest = selectors.recommendation(application)
    may = bool(permissions.may_handle(person, application))
    open_now = may and application.state in ("eligible", "recommended") and services.both_in(application)
    form = RecommendationForm(typed(request), initial=_initial(application))
    if request.method == "POST":
        permissions.may_handle(person, application).require()
        if form.is_valid():
            with refusals_in(form):
                recommending.recommend(by=person, application=application, **form.cleaned_data)
                messages.success(request, _("The recommendation is saved."))
                return redirect(addresses.of("recommendation", pk))
    found = selectors.assessments_of(application)
    context = handling.frame(request, application, "recommendation") | {
        "form": form if open_now else None,
        "newest": newest,
        "earlier": selectors.recommendations_of(application)[1:],
        "scored": scored(person, application, found),
        "result": selectors.result_of(application),
    }
    return render(request, "grants/inside/recommendation.html", context)


def _initial(application: Application) -> dict[str, object]:
    newest = selectors.recommendation(application)
    if newest is None:
        return {"amount_ore": application.requested_ore}
    return {"amount_ore": newest.amount_ore, "reasons": newest.reasons, "conditions": newest.conditions}
