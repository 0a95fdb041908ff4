"""Calibration of a round's assessors, training, minutes, changed scores, and what is ranked by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helsetek.accounts import selectors as accounts
from helsetek.accounts.web import signed_in, who
from helsetek.common.charts import Chart, signed
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.grants import addresses
from helsetek.grants.forms.calibration import (
    BasisForm,
    ChangeForm,
    CompetenceForm,
    MinutesForm,
    TrainingCaseForm,
    TrainingScoreForm,
)
from helsetek.grants.models import Assessment, TrainingCase
from helsetek.grants.permissions import calibration as permissions
from helsetek.grants.selectors import assessments, blinding
from helsetek.grants.selectors import calibration as selectors
from helsetek.grants.selectors.calibration import View
from helsetek.grants.selectors.handing_out import competence_of
from helsetek.grants.services import calibrating as services
from helsetek.grants.views import rounds
from helsetek.grants.wording import in_my_language
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment, Call


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calibration(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How severe, how spread and how agreed the assessors are; ``act`` says which of the forms is sent."""
    allotment = rounds.found(request, slug, number)
    person, sent = who(request), typed(request)
    act = sent.get("act", "") if sent is not None else ""
    people = selectors.assessors_of(allotment.call)
    case_form = TrainingCaseForm(sent if act == "training" else None)
    minutes_form = MinutesForm(sent if act == "minutes" else None, people=people)
    basis_form = BasisForm(sent if act == "basis" else None)
    if request.method == "POST":
        form = {"training": case_form, "minutes": minutes_form, "basis": basis_form}.get(act)
        if act == "basis":
            permissions.may_choose_basis(person).require()
        else:
            permissions.may_calibrate(person).require()
        if form is not None and form.is_valid():
            with refusals_in(form):
                _do(request, allotment, act, form.cleaned_data)
                return redirect(addresses.round_of(allotment, "calibration"))
    context = _context(request, allotment) | {
        "case_form": case_form,
        "minutes_form": minutes_form,
        "basis_form": basis_form,
    }
    return render(request, "grants/inside/calibration.html", context)


def _do(request: HttpRequest, allotment: Allotment, act: str, data: dict[str, Any]) -> None:
    by, call = who(request), allotment.call
    if act == "training":
        services.add_training_case(by=by, call=call, **data)
        messages.success(request, _("The training case is there, and the assessors have been told."))
    elif act == "minutes":
        people = [accounts.person(pk) for pk in data.pop("participants")]
        services.keep_minutes(by=by, call=call, participants=people, **data)
        messages.success(request, _("The minutes are kept. Those who took part can change their scores."))
    else:
        services.choose_basis(by=by, allotment=allotment, **data)
        messages.success(request, _("The choice is kept. Fill the proposal again to rank by it."))


def _context(request: HttpRequest, allotment: Allotment) -> dict[str, Any]:
    call, person = allotment.call, who(request)
    adjustment = selectors.newest_adjustment(call.pk)
    training, held = selectors.view_of_training(call), selectors.view_of_round(call, adjustment)
    labels = {one.code: in_my_language(one.label) for one in scheme.terms_now(call).criteria}
    meetings = selectors.moderations_of(call)
    names = accounts.names_of(pk for one in meetings for pk in one.participants)
    return rounds.frame(request, allotment, "calibration") | {
        "parts": [
            (_("In the training"), training, _agreed(training, labels), _chart(training)),
            (_("In the round"), held, _agreed(held, labels), _chart(held)),
        ],
        "cases": selectors.training_of(call),
        "meetings": [(one, ", ".join(names.get(pk, "") for pk in one.participants)) for one in meetings],
        "adjustment": adjustment,
        "is_stale": adjustment is not None and selectors.is_stale(adjustment),
        "basis": selectors.basis_of(allotment),
        "may": bool(permissions.may_calibrate(person)),
        "may_choose": bool(permissions.may_choose_basis(person)),
    }


def _agreed(view: View, labels: dict[str, str]) -> list[tuple[str, float | None]]:
    return [(labels.get(one.code, one.code), one.value) for one in view.agreement]


def _chart(view: View) -> Chart | None:
    """How far each assessor lies from the others on the same cases, most severe first."""
    seen = [one for one in view.assessors if one.profile.distance is not None]
    if not seen:
        return None
    return signed(
        _("Severe and mild assessors"),
        [(one.name, one.profile.distance or 0.0) for one in seen],
        label=_("Assessor"),
        value=_("Distance"),
        summary=_("Points of 100 from what the others gave the same cases, on average: below 0 is severe."),
        shown=lambda value: show.decimal(Decimal(str(round(value, 1))), 1),
    )


@require_POST
@signed_in
def ask_the_model(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    allotment = rounds.found(request, slug, number)
    services.ask_the_model(by=who(request), call=allotment.call)
    messages.success(
        request, _("The model has answered. Nothing is ranked by it before the scheme manager chooses.")
    )
    return redirect(addresses.round_of(allotment, "calibration"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """A training case: read and scored, once."""
    person = who(request)
    permissions.may_train(person).require()
    case = get_object_or_404(TrainingCase.objects.select_related("call"), pk=pk)
    done = case.scores.filter(assessor=person).first()
    criteria = scheme.terms_now(case.call).criteria
    form = TrainingScoreForm(typed(request), criteria=criteria)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            points = form.points()
            services.score_training(by=person, case=case, points=points, comment=form.cleaned_data["comment"])
            messages.success(request, _("Your scores are handed in. Thank you."))
            return redirect(addresses.assessments())
    context = {
        "case": case,
        "form": None if done else form,
        "given": [(in_my_language(one.label), done.points.get(one.code)) for one in criteria] if done else [],
    }
    return render(request, "grants/inside/training.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_score(request: HttpRequest, pk: int) -> HttpResponse:
    """An assessor changes one score after a moderation meeting."""
    person = who(request)
    if not Assessment.objects.filter(pk=pk).exists():
        raise Http404
    found = assessments.assessment(pk)
    permissions.may_change_scores(person, found).require()
    meetings = {one.pk: one for one in selectors.moderations_with(person, found.application.call)}
    criteria = assessments.terms_of(found.application).criteria
    form = ChangeForm(typed(request), meetings=meetings.values(), criteria=criteria)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            data = dict(form.cleaned_data)
            meeting = meetings[data.pop("moderation")]
            services.change_score(by=person, assessment=found, moderation=meeting, **data)
            messages.success(request, _("The score is changed. What it was stays beside it."))
            return redirect(addresses.assessment(pk))
    context = {
        "assessment": found,
        "case": blinding.shown(found.application, person),
        "form": form if meetings else None,
        "changes": selectors.changes_of(found),
    }
    return render(request, "grants/inside/change_score.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def competence(request: HttpRequest) -> HttpResponse:
    """Which fields an assessor knows."""
    person = who(request)
    permissions.may_train(person).require()
    form = CompetenceForm(typed(request), areas=areas(), initial={"areas": competence_of(person)})
    if request.method == "POST" and form.is_valid():
        services.keep_competence(by=person, areas=form.cleaned_data["areas"])
        messages.success(request, _("Your fields are kept."))
        return redirect(addresses.assessments())
    return render(request, "grants/inside/competence.html", {"form": form})


def areas(call: Call | None = None) -> list[tuple[str, str]]:
    """The fields of the published calls, or of one, by code."""
    calls = [call] if call else scheme.published_calls()
    found = {one.code: in_my_language(one.label) for each in calls for one in scheme.terms_now(each).areas}
    return sorted(found.items(), key=lambda pair: pair[1])
