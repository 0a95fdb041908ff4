"""Pages of the control plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import NumberFilter

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.common.web import states
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    DayColumn,
    FilterSet,
    Listing,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Fact, Link, WhatNext
from helsetek.common.web.show import day
from helsetek.control import permissions
from helsetek.control.forms import AddForm, OpenForm, PlanForm
from helsetek.control.models import Plan, Selection
from helsetek.control.selectors import plans as selectors
from helsetek.control.services import controls as opening
from helsetek.control.services import plans as services

from .parts import form_page


class PlanList(Listing):
    title = gettext_lazy("Control plans")
    lead = gettext_lazy("Which cases are controlled in a year: some by risk, some by lot.")
    file_name = "kontrollplaner"

    year = NumberColumn(gettext_lazy("Year"), href=lambda row: reverse("control:plan", args=[row.pk]))
    state = StatusColumn(gettext_lazy("State"), of="control.control_plan")
    by_risk = NumberColumn(gettext_lazy("By risk"))
    by_lot = NumberColumn(gettext_lazy("By lot"))
    drafted_by = TextColumn(gettext_lazy("Drafted by"), "drafted_by__name")
    approved_by = TextColumn(gettext_lazy("Approved by"), "approved_by__name")
    approved_at = DayColumn(gettext_lazy("Approved"))

    def render_year(self, value: int, record: Plan) -> Any:
        from django.utils.html import format_html

        return format_html(
            '<a class="ds-link" href="{}">{}</a>', reverse("control:plan", args=[record.pk]), value
        )


class CandidateList(Listing):
    title = gettext_lazy("Cases that can be controlled")
    lead = gettext_lazy("Each with its risk points as they are today, and why.")
    file_name = "kontrollutvalg"
    search = ("number", "title", "lead")
    search_hint = gettext_lazy("case number, project or lead")

    number = TextColumn(gettext_lazy("Case"), href=lambda row: reverse("grants:grant", args=[row.grant_id]))
    project = TextColumn(gettext_lazy("Project"), "title")
    lead_name = TextColumn(gettext_lazy("Lead"), "lead")
    granted_ore = MoneyColumn(gettext_lazy("Granted"))
    points = NumberColumn(gettext_lazy("Points"))
    why = TextColumn(gettext_lazy("Why"), orderable=False)

    class Filters(FilterSet):
        points = NumberFilter(label=gettext_lazy("Points, at least"), field_name="points", lookup_expr="gte")


@require_safe
@signed_in
def plans(request: HttpRequest) -> HttpResponse:
    person = who(request)
    permissions.may_read_plans(person).require()
    context = {"may_plan": bool(permissions.may_plan(person))}
    return PlanList.show(request, selectors.plans(), "control/plans.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest) -> HttpResponse:
    """Draw up the plan of a year, or draw it up anew while it is a draft."""
    person = who(request)
    permissions.may_plan(person).require()
    year = clock.today().year
    form = PlanForm(typed(request), initial={"year": year, "by_risk": 5, "by_lot": 2})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            plan = services.draw_up(by=person, **form.cleaned_data)
            messages.success(request, _("The plan is drawn up. Look through the cases and hand it over."))
            return redirect("control:plan", plan.pk)
    return form_page(
        request,
        form,
        title=_("Draw up a control plan"),
        text=_(
            "The cases with the most risk points are chosen. If there is a draft for the year, it is written anew."
        ),
        label=_("Draw up"),
        back=reverse("control:plans"),
    )


@require_safe
@signed_in
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = _plan(request, pk)
    draw = selectors.draw_of(found)
    context = {
        "plan": found,
        "rows": [(row, selectors.said(_parts(row))) for row in selectors.selections_of(found)],
        "next": _next(person, found),
        "facts": _facts(found),
        "draw": draw,
        "drawn": casework.draw_of(draw) if draw else None,
        "may_plan": bool(permissions.may_plan(person)),
        "may_approve": found.state == "proposed" and bool(permissions.may_approve(person, found)),
    }
    return render(request, "control/plan.html", context)


def _parts(row: Selection) -> list[Any]:
    from helsetek.control.rules.risk import Part

    return [Part(*part) for part in row.parts]


def _facts(plan: Plan) -> list[Fact]:
    facts = [
        Fact(_("By risk"), plan.by_risk),
        Fact(_("By lot"), plan.by_lot),
        Fact(_("Drafted by"), plan.drafted_by.name, day(plan.drafted_at)),
        Fact(_("Points by the scale of"), day(plan.scale_of)),
    ]
    if plan.approved_by:
        facts.append(Fact(_("Approved by"), plan.approved_by.name, day(plan.approved_at)))
    return facts


def _next(person: Person, plan: Plan) -> WhatNext:
    shown = states.state_of("control.control_plan", plan.state)
    if plan.state == "draft":
        yours = bool(permissions.may_plan(person))
        act = (
            Link(_("Hand over for approval"), reverse("control:hand_over", args=[plan.pk]), post=True)
            if yours
            else None
        )
        return WhatNext(
            shown,
            _("The draft is handed over to another controller."),
            plan.drafted_by.name,
            None,
            yours,
            act,
        )
    if plan.state == "proposed":
        yours = bool(permissions.may_approve(person, plan))
        act = Link(_("Approve the plan"), reverse("control:approve", args=[plan.pk])) if yours else None
        return WhatNext(
            shown,
            _("Another controller approves the plan or sends it back."),
            _("Another controller"),
            None,
            yours,
            act,
        )
    left = plan.selections.filter(control__isnull=True).count()
    text = (
        _("%(count)d controls are to be opened.") % {"count": left} if left else _("Every control is opened.")
    )
    return WhatNext(shown, text, _("The controllers"), None, bool(left and permissions.may_plan(person)))


def _plan(request: HttpRequest, pk: int) -> tuple[Person, Plan]:
    person = who(request)
    permissions.may_read_plans(person).require()
    return person, get_object_or_404(selectors.plans(), pk=min(pk, 2**62))


@require_safe
@signed_in
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that the plan chooses between, with the points and why."""
    _person, found = _plan(request, pk)
    return CandidateList.show(
        request, selectors.candidates(clock.today()), "control/candidates.html", plan=found
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = _plan(request, pk)
    permissions.may_plan(person).require()
    form = AddForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.add_by_hand(by=person, plan=found, **form.cleaned_data)
            messages.success(request, _("The case is in the plan."))
            return redirect("control:plan", pk)
    back = reverse("control:plan", args=[pk])
    return form_page(
        request,
        form,
        title=_("Add a case by hand"),
        text=_("The reason stands in the plan beside the case."),
        label=_("Add the case"),
        back=back,
    )


@require_POST
@signed_in
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = _plan(request, pk)
    services.hand_over(by=person, plan=found)
    messages.success(request, _("The plan waits for another controller."))
    return redirect("control:plan", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = _plan(request, pk)
    permissions.may_approve(person, found).require()
    address = reverse("control:plan", args=[pk])
    return confirm(
        request,
        title=_("Send the plan back?"),
        text=_("It becomes a draft again."),
        label=_("Send back"),
        reason=_("What must be changed?"),
        act=lambda reason: services.send_back(by=person, plan=found, reason=reason),
        then=address,
        back=address,
        done=_("The plan is sent back."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = _plan(request, pk)
    permissions.may_approve(person, found).require()
    address = reverse("control:plan", args=[pk])
    return confirm(
        request,
        title=_("Approve the plan?"),
        text=_(
            "Then the cases by risk stand fast, and the draw of the lots is announced: an hour later they are drawn."
        ),
        label=_("Approve the plan"),
        act=lambda _reason: services.approve(by=person, plan=found),
        then=address,
        back=address,
        done=_("The plan is approved."),
        color="accent",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_control(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a selected case and open its control."""
    person = who(request)
    related = "plan", "grant__application__case", "grant__application__lead"
    selection = get_object_or_404(Selection.objects.select_related(*related), pk=min(pk, 2**62))
    permissions.may_take(person, selection.grant.application.case).require()
    form = OpenForm(typed(request), initial={"kind": "documents", "asked": _usually_asked()})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = opening.open_control(by=person, selection=selection, **form.cleaned_data)
            messages.success(request, _("The control is opened. Send the notice when you are ready."))
            return redirect("control:control", made.pk)
    return form_page(
        request,
        form,
        title=_("Open the control"),
        kicker=selection.grant.application.case.number,
        text=selection.grant.application.case.title,
        label=_("Open the control"),
        back=reverse("control:plan", args=[selection.plan_id]),
    )


def _usually_asked() -> str:
    return "\n".join(
        (
            _("Print of the project accounts, by the lines of the budget"),
            _("Vouchers for the five largest costs"),
            _("Lists of hours for own staff, with rates"),
            _("Documentation that the terms of the grant are kept"),
        )
    )
