"""What system administrators see: everybody who has logged in, and the roles they give."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts import permissions, selectors, services
from helsetek.accounts.forms import GiveForm
from helsetek.accounts.held import RoleHeld, read_roles
from helsetek.accounts.web import found, signed_in, who
from helsetek.accounts.words import moments
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import Column, Listing, TextColumn
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Fact


class RolesColumn(Column):
    """What the person of the row holds today."""

    def __init__(self, label: Any) -> None:
        super().__init__(label, "pk", orderable=False)

    def render(self, value: int, table: Any) -> str:
        if not hasattr(table, "roles_on_page"):
            table.roles_on_page = read_roles([row.record.pk for row in table.paginated_rows])
        return in_words(table.roles_on_page.get(value, [])) or "–"

    def value(self, value: int) -> str:
        return in_words(read_roles([value]).get(value, []))


def in_words(held: list[RoleHeld]) -> str:
    """«Writer, signatory (Bodø); auditor (Fauske)»."""
    by_place: dict[str, list[str]] = {}
    for one in held:
        by_place.setdefault(one.organisation, []).append(one.label)
    return "; ".join(f"{', '.join(labels)} ({place})" for place, labels in by_place.items())


class PersonList(Listing):
    title = gettext_lazy("People")
    lead = gettext_lazy("Everybody who has logged in, and the roles they hold today.")
    file_name = "personer"
    search = ("name", "email")
    search_hint = gettext_lazy("Name or e-mail address")

    name = TextColumn(
        gettext_lazy("Name"), "name", href=lambda row: reverse("accounts:person", args=[row.pk])
    )
    email = TextColumn(gettext_lazy("E-mail address"), "email")
    roles = RolesColumn(gettext_lazy("Roles"))

    class Meta:
        order_by = "name"


@require_safe
@signed_in
def people(request: HttpRequest) -> HttpResponse:
    person = who(request)
    permissions.may_administer(person).require()
    waiting = selectors.requests_to(person)
    return PersonList.show(request, selectors.people(), "accounts/people.html", waiting=waiting)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    by = who(request)
    permissions.may_administer(by).require()
    other = found(selectors.person, person_id)
    form = GiveForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            services.give_role(
                by=by,
                person=other,
                organisation_id=given["organisation"],
                role=given["role"],
                valid_from=given["valid_from"],
                valid_to=given["valid_to"],
            )
            messages.success(request, _("The role is given."))
            return redirect("accounts:person", other.pk)
    context = {
        "person": other,
        "form": form,
        "facts": _facts(other),
        "assignments": selectors.assignments_of(other),
        "may_give": by.pk != other.pk,
        "moments": moments(selectors.rights_log(other)),
    }
    return render(request, "accounts/person.html", context)


def _facts(other: selectors.Person) -> list[Fact]:
    superior = selectors.superior_of(other)
    return [
        Fact(_("Name"), other.name),
        Fact(_("E-mail address"), other.email or "–"),
        Fact(_("Superior"), superior.name if superior else "–"),
    ]
