"""Surveillance: the list, one case with its steps, spot checks by lot, and the status of an approval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.approval import forms as f
from helsetek.approval import permissions, selectors, wording
from helsetek.approval.models import Surveillance
from helsetek.approval.parameters import limits
from helsetek.approval.rules.machines import SURVEILLANCE
from helsetek.approval.rules.status import BY_HAND, Status, possible_after
from helsetek.approval.rules.surveillance import Flag, Ground, Kind, due_on
from helsetek.approval.services import statuses
from helsetek.approval.services import surveillance as acts
from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.common.answers import Answer
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    FilterSet,
    InstantColumn,
    Listing,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Fact
from helsetek.common.web.show import day, instant

from .parts import form_page, reading_and_writing, register_crumbs
from .public import shown_entry


class WatchFilters(FilterSet):
    kind = StateChoice(gettext_lazy("Kind"), of="approval.kind")
    state = StateChoice(gettext_lazy("State"), of="approval.surveillance")


class WatchList(Listing):
    title = gettext_lazy("Surveillance")
    lead = gettext_lazy("Spot checks, complaints and incidents about products in the register.")
    file_name = "tilsyn"
    search = ("case__number", "approval__application__configuration__product__name")
    search_hint = gettext_lazy("Case or product")

    number = TextColumn(
        gettext_lazy("Case"), "case__number", href=lambda row: reverse("approval:surveillance", args=[row.pk])
    )
    product = TextColumn(gettext_lazy("Product"), "approval__application__configuration__product__name")
    vendor = TextColumn(gettext_lazy("Vendor"), "approval__application__configuration__product__vendor__name")
    kind = StatusColumn(gettext_lazy("Kind"), of="approval.kind")
    state = StatusColumn(gettext_lazy("State"), of="approval.surveillance")
    opened_at = InstantColumn(gettext_lazy("Opened"))

    class Meta:
        order_by = "-opened_at"

    Filters = WatchFilters


@require_safe
@signed_in
def watch(request: HttpRequest) -> HttpResponse:
    person = who(request)
    permissions.may_watch(person).require()
    rows = selectors.surveillance_seen_by(person)
    late = [
        (row, [wording.OVERDUE[one] for one in selectors.overdue_of(row)])
        for row in rows.exclude(state="closed")
    ]
    context = {
        "late": [(row, words) for row, words in late if words],
        "flagged": [
            (event, [wording.FLAGS[Flag(one)] for one in event.data["flags"]])
            for event in selectors.flagged(20)
        ],
        "draws": casework.draws_about(acts.DRAWN)[::-1][:5],
        "inspects": bool(permissions.may_inspect(person)),
    }
    return WatchList.show(request, rows, "approval/watch.html", **context)


@require_safe
@signed_in
def surveillance(request: HttpRequest, pk: int) -> HttpResponse:
    person, it = _seen(request, pk)
    shown = selectors.entry(it.approval)
    context = {
        "it": it,
        "entry": shown,
        "facts": _facts(it, permissions.is_inside(person) is not None),
        "findings": [(one, wording.GROUNDS[one.ground]) for one in it.findings.all()],
        "steps": [one for one in STEPS if SURVEILLANCE.find(one.act, it.state) and one.may(person, it)],
        "overdue": [wording.OVERDUE[one] for one in selectors.overdue_of(it)],
        "decides": bool(permissions.may_say_status(person, it.approval)) and it.state != "closed",
    }
    return render(request, "approval/surveillance.html", context)


def _seen(request: HttpRequest, pk: int) -> tuple[Person, Surveillance]:
    person, it = who(request), found(selectors.surveillance, pk)
    permissions.may_see_surveillance(person, it).require()
    return person, it


def _facts(it: Surveillance, inside: bool) -> list[Fact]:
    due = due_on(selectors.dates_of(it), limits())
    facts = [
        Fact(_("Kind"), wording.KIND[it.kind].label),
        Fact(_("Opened"), instant(it.opened_at)),
        Fact(_("Known to the vendor"), instant(it.known_at) if it.known_at else ""),
        Fact(_("Found"), day(it.found_on) if it.found_on else ""),
        Fact(_("Plan approved"), day(it.approved_on) if it.approved_on else ""),
        Fact(_("Corrected by"), day(it.due_on) if it.due_on else ""),
        Fact(_("Next date to keep"), day(due) if due else ""),
        Fact(_("Who told"), it.reporter if inside else ""),
    ]
    return [fact for fact in facts if fact.value]


@reading_and_writing
@signed_in
def open_watch(request: HttpRequest, number: str) -> HttpResponse:
    approval, shown = shown_entry(number)
    person = who(request)
    permissions.may_inspect(person).require()
    form = f.WatchForm(typed(request), initial={"kind": "suspicion"})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            made = acts.open_surveillance(
                by=person, approval=approval, kind=Kind(given["kind"]), about=given["about"]
            )
            messages.success(request, _("The case is opened, and the vendor is told."))
            return redirect("approval:surveillance", made.pk)
    title = _("Look into %(product)s") % {"product": shown.product}
    back = reverse("approval:certificate", args=[number])
    return form_page(request, form, title, _("Open"), back, register_crumbs(approval))


@reading_and_writing
@signed_in
def draw(request: HttpRequest) -> HttpResponse:
    """Announce a draw by lot among what is in force."""
    person = who(request)
    permissions.may_inspect(person).require()
    form = f.CountForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = acts.announce_spot_checks(by=person, count=form.cleaned_data["count"])
            messages.success(request, _("The draw is announced. In a minute the lots can be drawn."))
            return redirect("casework:draw", made.pk)
    lead = _(
        "The frame is bound now, and the seed is taken in a minute: nobody knows it today, and anybody can draw again."
    )
    crumbs = [(_("Surveillance"), reverse("approval:watch"))]
    return form_page(
        request,
        form,
        _("Draw spot checks by lot"),
        _("Announce"),
        reverse("approval:watch"),
        crumbs,
        lead=lead,
    )


@reading_and_writing
@signed_in
def status(request: HttpRequest, number: str) -> HttpResponse:
    """Suspend, lift or withdraw."""
    approval, shown = shown_entry(number)
    person = who(request)
    permissions.may_say_status(person, approval).require()
    said = statuses.said_of(approval)
    possible = [one for one in possible_after(said[-1].status) if one in BY_HAND]
    form = f.StatusForm(typed(request), possible=possible, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            statuses.say_status(by=person, approval=approval, **{**given, "status": Status(given["status"])})
            messages.success(request, _("The register shows it from now on, and the vendor is told."))
            return redirect("approval:certificate", number)
    title = _("Status of %(product)s") % {"product": shown.product}
    back = reverse("approval:certificate", args=[number])
    return form_page(
        request, form, title, _("Change the status"), back, register_crumbs(approval), color="danger"
    )


# -- Steps of a case ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    slug: str
    act: str
    label: Any
    form: type[forms.Form]
    may: Callable[[Person, Surveillance], Answer]
    do: Callable[..., object]


def _find(*, by: Person, case: Surveillance, ground: str, code: str, text: str) -> object:
    return acts.find(by=by, case=case, ground=Ground(ground), code=code, text=text)


def _approve(*, by: Person, case: Surveillance) -> object:
    return acts.answer_plan(by=by, case=case, approve=True)


def _return(*, by: Person, case: Surveillance, reason: str) -> object:
    return acts.answer_plan(by=by, case=case, approve=False, reason=reason)


def _closing(act: str) -> Callable[..., object]:
    def close(*, by: Person, case: Surveillance, text: str) -> object:
        return acts.close(by=by, case=case, text=text, act=act)

    return close


_may = permissions.may_inspect
_corrects = permissions.may_correct
STEPS = (
    Step("funn", "find", gettext_lazy("Write a finding"), f.FindingForm, _may, _find),
    Step("plan", "propose_plan", gettext_lazy("Propose a plan"), f.PlanForm, _corrects, acts.propose_plan),
    Step("godkjenn-plan", "approve_plan", gettext_lazy("Approve the plan"), f.NothingForm, _may, _approve),
    Step("returner-plan", "return_plan", gettext_lazy("Return the plan"), f.ReasonForm, _may, _return),
    Step("begynn", "start_work", gettext_lazy("The work has begun"), f.NothingForm, _corrects, acts.start_work),
    Step("rettet", "report_corrected", gettext_lazy("Report corrected"), f.TextForm, _corrects, acts.report_corrected),
    Step("ikke-rettet", "not_corrected", gettext_lazy("It is not corrected"), f.TextForm, _may,
         _closing("not_corrected")),
    Step("lukk", "close_corrected", gettext_lazy("Close: it is corrected"), f.TextForm, _may,
         _closing("close_corrected")),
    Step("uten-funn", "close_without_findings", gettext_lazy("Close without findings"), f.TextForm, _may,
         _closing("close_without_findings")),
    Step("ulost", "close_unresolved", gettext_lazy("Close unresolved"), f.TextForm, _may, _closing("close_unresolved")),
)  # fmt: skip


@reading_and_writing
@signed_in
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    person, it = _seen(request, pk)
    one = next((one for one in STEPS if one.slug == slug), None)
    if one is None:
        raise Http404
    one.may(person, it).require()
    form = one.form(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            one.do(by=person, case=it, **form.cleaned_data)
            messages.success(request, _("Done."))
            return redirect("approval:surveillance", pk)
    back = reverse("approval:surveillance", args=[pk])
    return form_page(request, form, one.label, one.label, back, [(it.case.number, back)])
