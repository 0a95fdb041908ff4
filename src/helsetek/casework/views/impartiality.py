"""Impartiality in a case: declare, decide in doubt, find disqualified, name who steps in, and do again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts import selectors as accounts
from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import grounds, guards, permissions, selectors, services
from helsetek.casework.forms import DeclaringForm, FoundForm, LeaveForm, RulingForm, SubstituteForm
from helsetek.casework.models import ActToRedo, Case, ImpartialityDeclaration
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def impartiality(request: HttpRequest, number: str) -> HttpResponse:
    """Declare one's impartiality, with what points at the case shown first; those who run the case see the rest."""
    person = who(request)
    permissions.may_declare(person).require()
    case = get_object_or_404(Case, number=number)
    if guards.parties_hidden(person, case):
        raise NotAllowed(
            _("Who the parties are is withheld from you. Declare from your list of assessments.")
        )
    form = DeclaringForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.declare_impartiality(by=person, case=case, **form.declared())
            messages.success(request, _("Your declaration is recorded."))
            return redirect("casework:impartiality", case.number)
    return render(request, "casework/impartiality.html", _context(person, case) | {"form": form})


def _context(person: Person, case: Case) -> dict[str, Any]:
    runs = bool(permissions.may_run_case(person))
    names = {ground.code: ground.short for ground in grounds.grounds(clock.today())}
    declared = case.declarations.select_related("person", "ruled_by", "substitute") if runs else ()
    return {
        "case": case,
        "newest": selectors.newest_declaration(person, case),
        "by_itself": permissions.belongs_to_a_party(person, case),
        "hints": selectors.said_hints(selectors.hints(person, case)),
        "conflicts": selectors.open_conflicts(case) if runs else [],
        "doubts": [
            one
            for one in selectors.doubts(case)
            if permissions.may_judge_impartiality(person, one.person, case)
        ],
        "declarations": [(one, ", ".join(names.get(code, code) for code in one.grounds)) for one in declared],
        "redo": selectors.acts_to_redo(case) if runs else [],
        "may_leave": bool(permissions.may_leave_standing(person, case)),
        "may_find": any(permissions.may_judge_impartiality(person, one, case) for one in _hands(case)),
    }


def _hands(case: Case) -> list[Person]:
    """Those who have had a hand in the case, by the event log, and are not disqualified yet; by name."""
    blocked = permissions.disqualified_people(case)
    ids = {event.person_id for event in events.of_case(case.number) if event.person_id} - blocked
    people = [accounts.person(pk) for pk in sorted(ids)]
    hands = [one for one in people if permissions.has_had_a_hand(one, case)]
    return sorted(hands, key=lambda one: one.name)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def doubt(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """The superior decides a doubt."""
    person = who(request)
    rows = ImpartialityDeclaration.objects.select_related("case", "person")
    found = get_object_or_404(rows, pk=declaration_id, in_doubt=True)
    permissions.may_judge_impartiality(person, found.person, found.case).require()
    form = RulingForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.rule_on_impartiality(by=person, declaration=found, **form.cleaned_data)
            messages.success(request, _("Your decision is recorded, and the person has been told."))
            return redirect("casework:impartiality", found.case.number)
    names = {ground.code: ground.short for ground in grounds.grounds(clock.today())}
    context = {
        "case": found.case,
        "declaration": found,
        "form": form,
        "grounds": [names.get(code, code) for code in found.grounds],
        "hints": selectors.said_hints(selectors.hints(found.person, found.case)),
    }
    return render(request, "casework/doubt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def found_disqualified(request: HttpRequest, number: str) -> HttpResponse:
    """The superior finds somebody disqualified who has had a hand in the case."""
    person = who(request)
    permissions.may_declare(person).require()
    case = get_object_or_404(Case, number=number)
    if guards.parties_hidden(person, case):
        raise NotAllowed(
            _("Who the parties are is withheld from you. Declare from your list of assessments.")
        )
    people = {one.pk: one for one in _hands(case) if permissions.may_judge_impartiality(person, one, case)}
    form = FoundForm(typed(request), people=list(people.values()))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            data = form.cleaned_data
            services.find_disqualified(
                by=person,
                person=people[data["person"]],
                case=case,
                reason=data["reason"],
                grounds=data["grounds"],
            )
            messages.success(
                request, _("It is recorded, and what the person did is marked to be done again.")
            )
            return redirect("casework:impartiality", case.number)
    context = {"case": case, "form": form, "people": people}
    return render(request, "casework/find_disqualified.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave_standing(request: HttpRequest, act_id: int) -> HttpResponse:
    """Somebody without a hand in the case says why an act can stand."""
    person = who(request)
    act = get_object_or_404(ActToRedo.objects.select_related("case", "person"), pk=act_id)
    permissions.may_leave_standing(person, act.case).require()
    form = LeaveForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.leave_standing(by=person, act=act, reason=form.cleaned_data["reason"])
            messages.success(request, _("The act stands, with your reason."))
            return redirect("casework:impartiality", act.case.number)
    text = next((row.text for row in selectors.acts_to_redo(act.case) if row.act.pk == act.pk), act.verb)
    return render(
        request, "casework/leave_standing.html", {"case": act.case, "act": act, "text": text, "form": form}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def substitute(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """Name who steps in for somebody with a conflict."""
    person = who(request)
    permissions.may_run_case(person).require()
    found = get_object_or_404(
        ImpartialityDeclaration.objects.select_related("case", "person"), pk=declaration_id, conflict=True
    )
    people = {one.pk: one for one in selectors.possible_substitutes(found)}
    form = SubstituteForm(typed(request), people=list(people.values()))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.name_substitute(
                by=person, declaration=found, substitute=people[form.cleaned_data["substitute"]]
            )
            messages.success(request, _("The substitute is named."))
            return redirect("casework:impartiality", found.case.number)
    return render(
        request, "casework/substitute.html", {"case": found.case, "declaration": found, "form": form}
    )
