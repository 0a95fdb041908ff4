"""The ties of those who act for the state, and their superiors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts import permissions, selectors, services
from helsetek.accounts.forms import EndTieForm, SuperiorForm, TieForm
from helsetek.accounts.models import Person, Tie
from helsetek.accounts.web import found, signed_in, who
from helsetek.common import clock
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """One's own."""
    return _ties(request, who(request), reverse("accounts:ties"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def of_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Somebody's, for a system administrator."""
    permissions.may_administer(who(request)).require()
    return _ties(request, found(selectors.person, person_id), reverse("accounts:ties_of", args=[person_id]))


def _ties(request: HttpRequest, person: Person, here: str) -> HttpResponse:
    by = who(request)
    permissions.may_keep_ties(by, person).require()
    form = TieForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given: dict[str, Any] = dict(form.cleaned_data)
            services.tell_tie(by=by, person=person, organisation_id=given.pop("organisation"), **given)
            messages.success(request, _("The tie is noted."))
            return redirect(here)
    context = {"person": person, "own": by.pk == person.pk, "ties": selectors.ties_of(person), "form": form}
    return render(request, "accounts/ties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Say that a tie is over."""
    by = who(request)
    tie = Tie.objects.select_related("person", "organisation").filter(pk=tie_id).first()
    if tie is None:
        raise Http404
    permissions.may_keep_ties(by, tie.person).require()
    mine = tie.person_id == by.pk
    here = reverse("accounts:ties") if mine else reverse("accounts:ties_of", args=[tie.person_id])
    form = EndTieForm(typed(request), initial={"until": clock.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.end_tie(by=by, tie=tie, until=form.cleaned_data["until"])
            messages.success(request, _("It is noted that the tie has ended."))
            return redirect(here)
    return render(request, "accounts/end_tie.html", {"tie": tie, "form": form, "back": here})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def superior(request: HttpRequest, person_id: int) -> HttpResponse:
    """Name who decides when the person is in doubt."""
    by = who(request)
    permissions.may_administer(by).require()
    person = found(selectors.person, person_id)
    people = {one.pk: one for one in selectors.deciding_people() if one.pk != person.pk}
    form = SuperiorForm(typed(request), people=people.values(), initial={"superior": person.superior_id})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            chosen = form.cleaned_data["superior"]
            services.name_superior(by=by, person=person, superior=people[chosen] if chosen else None)
            messages.success(request, _("The superior is named."))
            return redirect("accounts:person", person.pk)
    return render(request, "accounts/superior.html", {"person": person, "form": form})
