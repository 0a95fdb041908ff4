"""The assessor's pages: what to assess, the declaration, and the scoring with the application beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.web import signed_in, who
from helsetek.casework import selectors as cases
from helsetek.casework.forms import ConflictForm, DeclaringForm
from helsetek.casework.parts import file
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, StaleEdit
from helsetek.common.web import errors, show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    FilterSet,
    InstantColumn,
    Listing,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import is_autosave, refusals_in
from helsetek.grants import addresses
from helsetek.grants.forms.scoring import ScoringForm
from helsetek.grants.models import Assessment
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.permissions.applications import is_hidden_from
from helsetek.grants.rules.scoring import unscored, weigh
from helsetek.grants.selectors import assessments as selectors
from helsetek.grants.selectors import blinding
from helsetek.grants.selectors.attachments import attachments
from helsetek.grants.services import assessment as services
from helsetek.grants.views import assessors
from helsetek.grants.views.reading_aloud import reading_of
from helsetek.grants.wording import in_my_language


class AssessmentList(Listing):
    title = gettext_lazy("Assessments")
    file_name = "vurderinger"
    search = ("number", "name")

    number = TextColumn(gettext_lazy("Case"), "number", href=lambda row: addresses.assessment(row.pk))
    name = TextColumn(gettext_lazy("Project"), "name")
    lead = TextColumn(gettext_lazy("Lead"), "lead")
    state = StatusColumn(gettext_lazy("State"), of="grants.assessment")
    assigned_at = InstantColumn(gettext_lazy("Named"))
    handed_in_at = InstantColumn(gettext_lazy("Handed in"))

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="grants.assessment")


@require_safe
@signed_in
def assessments(request: HttpRequest) -> HttpResponse:
    """What the person has been asked to assess."""
    person = who(request)
    if accounts.holds_anywhere(person, Role.ASSESSOR) is None:
        raise NotAllowed(_("Only assessors have assessments."))
    rows = blinding.rows_for(selectors.assessments_by(person), person)
    return AssessmentList.show(request, rows, "grants/inside/assessments.html")


def _own(request: HttpRequest, pk: int) -> Assessment:
    found = Assessment.objects.filter(pk=pk).exists()
    if not found:
        raise Http404
    assessment = selectors.assessment(pk)
    permissions.may_declare(who(request), assessment).require()
    return assessment


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """One address, and the page that fits: declare first, then score, then read."""
    found = _own(request, pk)
    match found.state:
        case "assigned":
            return _declare(request, found)
        case "open":
            return _score(request, found)
        case "handed_in":
            return _read(request, found)
        case _:
            case = blinding.shown(found.application, who(request))
            return render(request, "grants/inside/blocked.html", {"assessment": found, "case": case})


def _declare(request: HttpRequest, found: Assessment) -> HttpResponse:
    form = DeclaringForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            declared = form.declared()
            services.declare(by=who(request), assessment=found, **declared)
            if declared["in_doubt"]:
                messages.success(request, _("Thank you. Your superior decides, and you will be told."))
                return redirect(addresses.assessments())
            if declared["conflict"]:
                messages.success(request, _("Thank you. The case officer names a substitute."))
                return redirect(addresses.assessments())
            return redirect(addresses.assessment(found.pk))
    case = blinding.shown(found.application, who(request))
    context: dict[str, Any] = {"form": form, "assessment": found, "case": case}
    if not is_hidden_from(who(request), found.application):
        context["parties"] = [one.organisation.name for one in cases.parties_of(found.application.case)]
        context["hints"] = cases.said_hints(cases.hints(who(request), found.application.case))
    return render(request, "grants/inside/declare.html", context)


def _score(request: HttpRequest, found: Assessment) -> HttpResponse:
    permissions.may_read_as_assessor(who(request), found).require()
    criteria = selectors.terms_of(found.application).criteria
    form = ScoringForm(typed(request), criteria=criteria, initial=_initial(found))
    if request.method == "POST" and is_autosave(request):
        return _autosave(request, found, form)
    if request.method == "POST" and form.is_valid():
        try:
            with refusals_in(form):
                return _save(request, found, form)
        except StaleEdit as stale:
            return errors.stale(request, _flat(stale), _labels(found))
    return render(request, "grants/inside/score.html", _context(request, found) | {"form": form})


def _save(request: HttpRequest, found: Assessment, form: ScoringForm) -> HttpResponse:
    given: dict[str, Any] = {
        "by": who(request),
        "assessment": found,
        "scores": form.scores(),
        "comment": form.cleaned_data["comment"],
        "revision": form.cleaned_data["revision"],
    }
    if request.POST.get("act") == "hand_in":
        services.hand_in(**given)
        messages.success(request, _("The assessment is handed in. Thank you."))
    else:
        services.save_scores(**given)
        messages.success(request, _("Saved. You can go on later."))
    return redirect(addresses.assessment(found.pk))


def _autosave(request: HttpRequest, found: Assessment, form: ScoringForm) -> HttpResponse:
    if not form.is_valid():
        return JsonResponse({"problem": _("Not saved.")}, status=422)
    try:
        saved = services.save_scores(
            by=who(request),
            assessment=found,
            scores=form.scores(),
            comment=form.cleaned_data["comment"],
            revision=form.cleaned_data["revision"],
        )
    except RuleBroken as refusal:
        return JsonResponse({"problem": str(refusal)}, status=422)
    return JsonResponse({"saved": show.clock_time(clock.now()), "revision": saved.revision})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """A conflict that shows later: told of until the assessment is handed in."""
    found = _own(request, pk)
    form = ConflictForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.declare(by=who(request), assessment=found, conflict=True, **form.cleaned_data)
            messages.success(request, _("Thank you. The case officer names a substitute."))
            return redirect(addresses.assessments())
    case = blinding.shown(found.application, who(request))
    context = {"form": form, "assessment": found, "case": case}
    return render(request, "grants/inside/assessor_conflict.html", context)


def _initial(found: Assessment) -> dict[str, Any]:
    initial: dict[str, Any] = {"revision": found.revision, "comment": found.comment}
    for code, drafted in found.draft.items():
        initial[f"points_{code}"] = "" if drafted["points"] is None else str(drafted["points"])
        initial[f"reason_{code}"] = drafted["reason"]
    return initial


def _context(request: HttpRequest, found: Assessment) -> dict[str, Any]:
    application, person = found.application, who(request)
    readings, documents = reading_of(application), attachments(application)
    if is_hidden_from(person, application):
        readings = blinding.hidden(readings, blinding.mask(application))
        documents = blinding.released(application)
    return {
        "assessment": found,
        "case": blinding.shown(application, person),
        "readings": readings,
        "attachments": [file(one) for one in documents],
        "terms": selectors.terms_of(application),
        "preview": _preview(found),
    }


def _preview(found: Assessment) -> str:
    """The weighted score so far, when every criterion has points."""
    points = {
        code: drafted["points"] for code, drafted in found.draft.items() if drafted["points"] is not None
    }
    weights = selectors.weights_of(selectors.terms_of(found.application))
    return "" if unscored(weights, points) else show.decimal(weigh(weights, [points]).score, 1)


def _flat(stale: StaleEdit) -> StaleEdit:
    """The two versions as one row a field, for the page that shows them side by side."""

    def rows(version: dict[str, Any]) -> dict[str, Any]:
        flat: dict[str, Any] = {"comment": version["comment"]}
        for code, drafted in version["scores"].items():
            flat[f"points_{code}"], flat[f"reason_{code}"] = drafted["points"], drafted["reason"]
        return flat

    return StaleEdit(str(stale), theirs=rows(stale.theirs), yours=rows(stale.yours), revision=stale.revision)


def _labels(found: Assessment) -> dict[str, str]:
    labels: dict[str, str] = {}
    for criterion in selectors.terms_of(found.application).criteria:
        name = in_my_language(criterion.label)
        labels[f"points_{criterion.code}"] = _("%(criterion)s: points") % {"criterion": name}
        labels[f"reason_{criterion.code}"] = _("%(criterion)s: reason") % {"criterion": name}
    return labels | {"comment": _("Comment on the whole")}


def _read(request: HttpRequest, found: Assessment) -> HttpResponse:
    """What was handed in; the other's scores too, when both are in."""
    person = who(request)
    permissions.may_read_as_assessor(person, found).require()
    everybody = selectors.assessments_of(found.application)
    context = _context(request, found) | {
        "scored": assessors.scored(person, found.application, everybody),
        "both": services.both_in(found.application),
    }
    return render(request, "grants/inside/handed_in.html", context)
