"""State aid: the assessment in a case, and the list for the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.common import clock, norsk
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    CodeColumn,
    DayColumn,
    FilterSet,
    Listing,
    MoneyColumn,
    NumberColumn,
    TextColumn,
)
from helsetek.common.web.pages import refusals_in
from helsetek.grants import addresses
from helsetek.grants.forms.state_aid import StateAidForm
from helsetek.grants.models import StateAidAssessment, StateAidKind
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.rules.state_aid import AidKind, is_for_the_register
from helsetek.grants.selectors import state_aid as selectors
from helsetek.grants.services import state_aid as services
from helsetek.registry import selectors as registry

from . import handling


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def state_aid(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds in the case, and for the officer the form that assesses it."""
    person = who(request)
    application = handling.found(person, pk)
    newest = selectors.assessment_of(application)
    may = permissions.may_handle(person, application)
    undertakings = {one.pk: one for kind in ("vendor", "laboratory") for one in registry.of_kind(kind)}
    ordered = sorted(undertakings.values(), key=lambda one: norsk.sort_key(one.name))
    form = StateAidForm(typed(request), undertakings=ordered, initial=_initial(newest))
    if request.method == "POST":
        may.require()
        if form.is_valid():
            given = form.cleaned_data
            with refusals_in(form):
                found = services.Assessed(
                    kind=AidKind(given["kind"]),
                    reasons=given["reasons"],
                    undertaking=undertakings.get(given["undertaking"] or 0),
                    amount_ore=given["amount_ore"] or 0,
                    ore_a_euro=form.ore_a_euro(),
                    general_interest=given["general_interest"],
                    basis=given["basis"],
                )
                services.assess(by=person, application=application, found=found)
                messages.success(request, _("The assessment of state aid is saved."))
                return redirect(addresses.handling(pk))
    context = handling.frame(request, application, "state_aid") | {
        "form": form if may else None,
        "newest": newest,
        "needed": newest is None and selectors.benefits_an_undertaking(application.case),
    }
    return render(request, "grants/inside/state_aid.html", context)


def _initial(newest: StateAidAssessment | None) -> dict[str, Any]:
    if newest is None:
        return {}
    names = ("kind", "reasons", "amount_ore", "general_interest", "basis")
    return {name: getattr(newest, name) for name in names} | {"undertaking": newest.undertaking_id}


class EuroColumn(NumberColumn):
    """Euro cents, shown as whole euro."""

    def render(self, value: int) -> str:
        return show.number(value // 100)

    def value(self, value: int | None) -> Any:
        return None if value is None else value / 100


class KindColumn(TextColumn):
    def render(self, value: str) -> str:
        return str(StateAidKind(value).label)

    def value(self, value: str) -> str:
        return str(StateAidKind(value).label)


class RegisterColumn(TextColumn):
    """Whether the award is to be entered in the register of state aid."""

    def render(self, value: int, record: StateAidAssessment) -> str:
        threshold = int(parameter("aid_register_cents", clock.today()))
        return _("Yes") if is_for_the_register(AidKind(record.kind), value, threshold) else _("No")


class AidList(Listing):
    title = gettext_lazy("State aid")
    lead = gettext_lazy("Grants that are aid to an undertaking, as a ground for the register of state aid.")
    file_name = "statsstotte"
    search = ("application__case__number", "application__case__title", "undertaking__name")
    search_hint = gettext_lazy("case, project or undertaking")

    case = CodeColumn(
        gettext_lazy("Case"),
        "application__case__number",
        href=lambda row: addresses.of("state_aid", row.application_id),
    )
    undertaking = TextColumn(gettext_lazy("Undertaking"), "undertaking__name")
    number = CodeColumn(
        gettext_lazy("Organisation number"), "undertaking__organisation_number", on_page=False
    )
    kind = KindColumn(gettext_lazy("Kind"))
    amount_ore = MoneyColumn(gettext_lazy("Aid"))
    cents = EuroColumn(gettext_lazy("Euro"))
    basis = TextColumn(gettext_lazy("Rule or notification"))
    given_at = DayColumn(gettext_lazy("Decided"))
    register = RegisterColumn(gettext_lazy("For the register"), "cents", in_file=False, orderable=False)

    class Filters(FilterSet):
        kind = Choice(gettext_lazy("Kind"), StateAidKind.choices[1:])


@require_safe
@signed_in
def aid_list(request: HttpRequest) -> HttpResponse:
    permissions.may_read_cases(who(request)).require()
    return AidList.show(request, selectors.aid())
