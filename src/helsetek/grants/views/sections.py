"""Write a section: save by hand or by itself, see what the rules say while typing, and choose when two have written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helsetek.accounts import selectors as accounts
from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.common.errors import RuleBroken, StaleEdit, TooLate, WrongState
from helsetek.common.web import show
from helsetek.common.web.errors import stale
from helsetek.common.web.errors_in_forms import ErrorLine, error_lines
from helsetek.common.web.kept_form import typed, was_kept
from helsetek.common.web.pages import is_autosave
from helsetek.grants import addresses
from helsetek.grants.forms.sections import Desk, SectionForm, form_of
from helsetek.grants.permissions.applications import WRITERS, may_write
from helsetek.grants.reading import read, words_for
from helsetek.grants.rules import budgets
from helsetek.grants.rules import sections as rules
from helsetek.grants.rules.sections import Budget, Project, SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.selectors.applications import Application, Standing
from helsetek.grants.services import drafting
from helsetek.grants.wording import SECTIONS, say

from . import parts
from .applications import found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, key: SectionKey) -> HttpResponse:
    """The form of one section. Who may read but not write is led to the reading page."""
    by = who(request)
    application = found(by, pk)
    if request.method == "POST":
        return _sent(request, by, application, key)
    if not _may_write_now(by, application, key):
        return HttpResponseRedirect(f"{addresses.of('read', pk)}#{key.value}")
    now = selectors.standing(application)
    form = form_of(key, typed(request), now.sections[key], desk_of(by, application, now))
    return _page(request, application, key, now, form, now.numbers.get(key, 0))


def _may_write_now(by: Person, application: Application, key: SectionKey) -> bool:
    if not may_write(by, application):
        return False
    try:
        drafting.require_open(application, key)
    except WrongState:
        return False
    return True


def _sent(request: HttpRequest, by: Person, application: Application, key: SectionKey) -> HttpResponse:
    may_write(by, application).require()
    now = selectors.standing(application)
    form = form_of(key, request.POST, now.sections[key], desk_of(by, application, now))
    revision = _number(request.POST.get("revision", ""))
    if form.asked:
        return _page(request, application, key, now, form, revision)
    if not form.is_valid():
        return _refused(request, application, key, now, form, revision)
    try:
        saved = drafting.save_section(
            by=by,
            application=application,
            key=key,
            data=form.read(),
            revision=revision,
            automatic=is_autosave(request),
        )
    except StaleEdit as error:
        return _stale(request, application, key, error)
    except (RuleBroken, WrongState, TooLate) as error:
        form.refuse([str(error), *(each for many in _fields(error).values() for each in many)])
        return _refused(request, application, key, now, form, revision)
    if is_autosave(request):
        return JsonResponse({"saved": show.clock_time(saved.saved_at), "revision": saved.number})
    return _saved(request, application, key)


def _fields(error: Exception) -> dict[str, list[str]]:
    return error.fields if isinstance(error, RuleBroken) else {}


def _number(text: str) -> int:
    """The revision that was sent; one that nobody has, if it is no number: then both versions are shown."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _refused(
    request: HttpRequest,
    application: Application,
    key: SectionKey,
    now: Standing,
    form: SectionForm,
    revision: int,
) -> HttpResponse:
    if is_autosave(request):
        return JsonResponse({"problem": _("Something must be put right before it can be saved.")}, status=422)
    return _page(request, application, key, now, form, revision, status=422)


def _saved(request: HttpRequest, application: Application, key: SectionKey) -> HttpResponse:
    messages.success(request, _("«%(section)s» is saved.") % {"section": SECTIONS[key]})
    if "next" in request.POST:
        keys = list(SectionKey)
        following = keys[keys.index(key) + 1 :]
        if following:
            return HttpResponseRedirect(addresses.section(application.pk, following[0]))
        return HttpResponseRedirect(addresses.application(application.pk))
    return HttpResponseRedirect(addresses.section(application.pk, key))


def _stale(request: HttpRequest, application: Application, key: SectionKey, error: StaleEdit) -> HttpResponse:
    """Both versions in words, side by side; who saved the other, and when."""
    if is_autosave(request):
        return JsonResponse({"problem": str(error)}, status=409)
    theirs, yours = rules.read(key, error.theirs), rules.read(key, error.yours)
    words = words_for(application, [theirs, yours])
    before, after = read(key, theirs, words), read(key, yours, words)
    head = selectors.head(application, key)
    said = str(error)
    if head:
        said = _("%(name)s saved «%(section)s» %(when)s, while you were writing. Choose what to keep.") % {
            "name": head.saved_by.name,
            "section": SECTIONS[key],
            "when": show.instant(head.saved_at),
        }
    shown = StaleEdit(said, theirs=before.values(), yours=after.values(), revision=error.revision)
    return stale(request, shown, labels=before.labels() | after.labels())


# -- What the rules say while somebody types -----------------------------------------------------------


@signed_in
@require_POST
def check(request: HttpRequest, pk: int, key: SectionKey) -> HttpResponse:
    """The panel of rules for what is in the form now. Nothing is saved."""
    by = who(request)
    application = found(by, pk)
    may_write(by, application).require()
    saved = selectors.standing(application)
    form = form_of(key, request.POST, saved.sections[key], desk_of(by, application, saved))
    if form.asked or not form.is_valid():
        return HttpResponse(status=204)
    try:
        unsaved = rules.read(key, form.read())
    except rules.BadSection:
        return HttpResponse(status=204)
    now = selectors.standing(application, unsaved={key: unsaved})
    return render(request, "grants/parts/panel.html", _panel(application, key, now))


def _panel(application: Application, key: SectionKey, now: Standing) -> dict[str, Any]:
    """The rules of this section in full; of the others only whether something stops."""
    own = [result for result in now.results if result.section == key]
    return {
        "rules": parts.shown_rules(own, application, links=False),
        "elsewhere": parts.summed_up(r for r in now.results if r.section != key),
        "sums": sums_of(now) if key in (SectionKey.BUDGET, SectionKey.FUNDING) else None,
        "application": application,
        "section": key,
    }


def sums_of(now: Standing) -> dict[str, Any]:
    """What the budget comes to, in øre, all years and year by year."""
    budget = now.sections[SectionKey.BUDGET]
    assert isinstance(budget, Budget)  # noqa: S101 - the key says so
    terms = now.inputs.terms
    most, asked = budgets.largest_grant_by_year(budget, terms), budgets.requested_by_year(budget)
    cost, eligible = budgets.cost_by_year(budget), budgets.eligible_by_year(budget, terms)
    other = sum(row.amount_ore or 0 for row in now.inputs.content.funding.others)
    carried = sum(row.amount_ore or 0 for row in now.inputs.content.funding.unspent)
    return {
        "cost": budgets.total_cost(budget),
        "eligible": budgets.eligible_cost(budget, terms),
        "requested": budgets.requested(budget),
        "own": budgets.own_contribution(budget),
        "own_share": budgets.own_share(budget),
        "other": other + carried,
        "left": budgets.left_to_finance(budget, other + carried),
        "years": [
            {
                "year": year,
                "cost": cost.get(year, 0),
                "eligible": eligible.get(year, 0),
                "share": terms.parameters.share_in(year),
                "most": most.get(year, 0),
                "requested": asked.get(year, 0),
            }
            for year in now.frame.years
        ],
    }


# -- The page --------------------------------------------------------------------------------------------


def desk_of(by: Person, application: Application, now: Standing) -> Desk:
    """What the forms need to know: the partners in order, the lead first, and what the writer acts for."""
    members = sorted(now.inputs.members, key=lambda member: member.organisation_id != application.lead_id)
    project = now.sections[SectionKey.PROJECT]
    own = set(accounts.organisations_where(by, *WRITERS))
    return Desk(
        frame=now.frame,
        words=words_for(application, now.sections.values(), known=now.names),
        members=tuple((member.organisation_id, member.name) for member in members),
        own_ids=frozenset(own & now.frame.members),
        writer_name=by.name,
        writer_email=by.email,
        chosen_activities=project.activities if isinstance(project, Project) else (),
        earlier_grants=now.inputs.earlier_grants,
    )


def _page(
    request: HttpRequest,
    application: Application,
    key: SectionKey,
    now: Standing,
    form: SectionForm,
    revision: int,
    status: int = 200,
) -> HttpResponse:
    keys = list(SectionKey)
    place = keys.index(key)
    own = next(status for status in now.statuses if status.key == key)
    context = {
        "application": application,
        "key": key,
        "title": SECTIONS[key],
        "place": place + 1,
        "of": len(keys),
        "form": form,
        "errors": _errors(form) if request.method == "POST" and not form.asked else [],
        "revision": revision,
        "kept": was_kept(request),
        "missing": _missing(form, own) if request.method != "POST" else [],
        "sections": parts.shown_sections(application, now),
        "done": len(keys) - len(now.lacking),
        "before": addresses.section(application.pk, keys[place - 1]) if place else "",
        "is_last": place + 1 == len(keys),
        "information": selectors.open_request(application)
        if application.state == "more_information"
        else None,
        **_panel(application, key, now),
    }
    return render(request, form.template, context, status=status)


def _errors(form: SectionForm) -> list[ErrorLine]:
    return [line for part in form.parts() for line in error_lines(part)]


def _missing(form: SectionForm, status: selectors.SectionStatus) -> list[dict[str, str]]:
    """What the section lacks, each with a link to the field. Nothing for a section that nobody has begun."""
    if status.state != "started":
        return []
    found = []
    for problem in status.problems:
        field = form.field(problem.path)
        label = str(field.label) if field is not None else ""
        found.append({"label": label, "text": say(problem.sentence), "target": form.target(problem.path)})
    return found
