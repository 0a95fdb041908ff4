"""The list of controls, and a control's own page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.common import clock
from helsetek.common.web import states
from helsetek.common.web.listing import (
    Choice,
    FilterSet,
    InstantColumn,
    Listing,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm
from helsetek.common.web.parts import Fact, Link, WhatNext
from helsetek.common.web.show import day, deadline
from helsetek.control import permissions
from helsetek.control.models import Control, ControlKind
from helsetek.control.selectors import controls as selectors
from helsetek.control.services import controls as services
from helsetek.control.services.findings import WRITABLE
from helsetek.grants.permissions import recovery as may_recover
from helsetek.grants.services import stops


class ControlList(Listing):
    title = gettext_lazy("Controls")
    lead = gettext_lazy("Grants that are looked at afterwards, and what was found.")
    file_name = "kontroller"
    search = ("case__number", "grant__application__case__title", "grant__application__lead__name")
    search_hint = gettext_lazy("case number, project or lead")

    number = TextColumn(
        gettext_lazy("Case"), "case__number", href=lambda row: reverse("control:control", args=[row.pk])
    )
    project = TextColumn(gettext_lazy("Project"), "grant__application__case__title")
    lead_name = TextColumn(gettext_lazy("Lead"), "grant__application__lead__name")
    kind = TextColumn(gettext_lazy("Kind of control"), "get_kind_display", orderable=False)
    state = StatusColumn(gettext_lazy("State"), of="control.control")
    late = TextColumn(gettext_lazy("Overdue"), "pk", orderable=False)
    controller = TextColumn(gettext_lazy("Controller"), "controller__name")
    due_at = InstantColumn(gettext_lazy("To be handed in by"))

    def render_late(self, record: Control) -> str:
        return selectors.late(record)

    def value_late(self, record: Control) -> str:
        return selectors.late(record)

    class Meta(Listing.Meta):
        order_by = "-number"

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="control.control")
        kind = Choice(gettext_lazy("Kind of control"), ControlKind.choices)


@require_safe
@signed_in
def controls(request: HttpRequest) -> HttpResponse:
    person = who(request)
    context = {"may_read_plans": bool(permissions.may_read_plans(person))}
    return ControlList.show(request, selectors.controls_seen_by(person), "control/controls.html", **context)


@require_safe
@signed_in
def control(request: HttpRequest, pk: int) -> HttpResponse:
    person, one = who(request), found(selectors.control, pk)
    permissions.may_see(person, one).require()
    inside = permissions.reads_from_inside(person)
    acts = _acts(person, one)
    coming = _next(person, one, acts)
    context = {
        "control": one,
        "case": one.case,
        "application": one.grant.application,
        "inside": inside,
        "next": coming,
        "facts": _facts(one, inside=inside),
        "acts": [act for act in acts if act != coming.act],
        "late": selectors.late(one),
        "visits": list(one.visits.select_related("recorded_by")) if inside or one.state in SHOWN else [],
        "findings": list(one.findings.all()) if inside or one.state in SHOWN else [],
        "may_write_findings": one.state in WRITABLE and bool(permissions.may_control(person, one)),
        "may_answer": one.state == "reported" and bool(permissions.may_answer(person, one)),
        "may_judge": one.state == "reported" and bool(permissions.may_control(person, one)),
        "leads_to": _leads_to(person, one),
        "stops": list(stops.standing(one.grant)) if inside else [],
    }
    return render(request, "control/control.html", context)


# From here on the party reads visits and findings.
SHOWN = ("draft_sent", "stated", "reported", "closed")


def _facts(one: Control, *, inside: bool) -> list[Fact]:
    case = one.grant.application.case
    facts = [
        Fact(_("The grant's case"), case.number, "", reverse("grants:grant", args=[one.grant_id])),
        Fact(_("Lead"), one.grant.application.lead.name),
        Fact(_("Kind of control"), one.get_kind_display()),
        Fact(_("Controller"), one.controller.name),
    ]
    if inside:
        chosen = _("%(how)s, plan for %(year)d") % {
            "how": one.selection.get_how_display(),
            "year": one.selection.plan.year,
        }
        facts.append(Fact(_("Chosen"), chosen, "", reverse("control:plan", args=[one.selection.plan_id])))
    if one.due_at:
        facts.append(Fact(_("To be handed in by"), deadline(one.due_at)))
    if one.statement_due_at:
        facts.append(Fact(_("Statement by"), deadline(one.statement_due_at)))
    if one.reported_at:
        facts.append(Fact(_("Reported"), day(one.reported_at)))
    return facts


def _leads_to(person: Person, one: Control) -> list[Link]:
    """What findings can lead to, by the acts of the room of grants: payments stopped, money claimed back."""
    if not one.findings.exists() or one.grant.state in ("declined", "lapsed"):
        return []
    found = []
    if one.grant.state != "closed" and may_recover.may_stop_payments(person, one.grant):
        found.append(Link(_("Stop payments"), reverse("grants:stop_payments", args=[one.grant_id])))
    if one.state in ("reported", "closed") and may_recover.may_handle_claims(person, one.grant):
        found.append(Link(_("Open a claim"), reverse("grants:find_breach", args=[one.grant_id])))
    return found


def _acts(person: Person, one: Control) -> list[Link]:
    """What the person can do now, the most natural first."""

    def here(name: str) -> str:
        return reverse(f"control:{name}", args=[one.pk])

    acts: list[Link] = []
    visit = [("visit", _("Record a visit"))] if one.kind == "visit" else []
    if permissions.may_control(person, one):
        by_state: dict[str, list[tuple[str, Any]]] = {
            "planned": [("notice", _("Send notice"))],
            "noticed": [*visit, *([("draft", _("Send the draft report"))] if _is_past(one.due_at) else [])],
            "handed_in": [
                ("draft", _("Send the draft report")),
                *visit,
                ("more", _("Ask for more")),
            ],
            "draft_sent": [("report", _("Send the report"))] if _is_past(one.statement_due_at) else [],
            "stated": [("report", _("Send the report"))],
            "reported": [("close", _("Close the control"))],
        }
        acts += [Link(label, here(name)) for name, label in by_state.get(one.state, [])]
        if one.state in ("planned", "noticed", "handed_in"):
            acts.append(Link(_("Call off"), here("call_off")))
    if one.state == "noticed" and permissions.may_answer(person, one):
        acts.append(Link(_("Hand in"), here("hand_in")))
    if one.state == "draft_sent" and permissions.may_state_view(person, one):
        acts.append(Link(_("State your view"), here("statement")))
    if one.state not in ("closed", "called_off") and permissions.may_take_over(person, one):
        acts.append(Link(_("Take over the control"), here("take_over"), post=True))
    return acts


def _is_past(when: datetime | None) -> bool:
    return when is not None and when <= clock.now()


# The acts by which a control goes on; what else can be done stands beside them.
_ON = ("notice", "hand_in", "draft", "statement", "report", "close")


def _next(person: Person, one: Control, acts: list[Link]) -> WhatNext:
    shown, lead = states.state_of("control.control", one.state), one.grant.application.lead.name
    hindered = selectors.what_hinders_closing(one)
    words: dict[str, tuple[str, str, Any]] = {
        "planned": (_("The controller sends notice of the control."), one.controller.name, None),
        "noticed": (_("The party hands in what is asked for."), lead, one.due_at),
        "handed_in": (
            _("The controller goes through it and sends a draft report."),
            one.controller.name,
            None,
        ),
        "draft_sent": (_("The party can state its view of the draft."), lead, one.statement_due_at),
        "stated": (_("The controller sends the report."), one.controller.name, None),
        "reported": (
            hindered or _("The control can be closed."),
            lead if hindered else one.controller.name,
            None,
        ),
        "closed": (_("Everything is followed up."), "", None),
        "called_off": (one.conclusion, "", None),
    }
    text, who_acts, by = words[one.state]
    forward = [act for act in acts if act.href in {reverse(f"control:{name}", args=[one.pk]) for name in _ON}]
    act = forward[0] if forward and not (one.state == "reported" and hindered) else None
    return WhatNext(shown, text, who_acts, by, act is not None, act)


@require_POST
@signed_in
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    person, one = who(request), found(selectors.control, pk)
    services.take_over(by=person, control=one)
    messages.success(request, _("You carry out the control from now on."))
    return redirect("control:control", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: HttpRequest, pk: int) -> HttpResponse:
    person, one = who(request), found(selectors.control, pk)
    permissions.may_control(person, one).require()
    address = reverse("control:control", args=[pk])
    return confirm(
        request,
        title=_("Close the control?"),
        text=_("Every finding must be closed first."),
        label=_("Close the control"),
        act=lambda _reason: services.close(by=person, control=one),
        then=address,
        back=address,
        done=_("The control is closed."),
        color="accent",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    person, one = who(request), found(selectors.control, pk)
    permissions.may_control(person, one).require()
    address = reverse("control:control", args=[pk])
    return confirm(
        request,
        title=_("Call off the control?"),
        text=_("The party is told if it has had notice."),
        label=_("Call off"),
        reason=_("Why is it called off?"),
        act=lambda reason: services.call_off(by=person, control=one, reason=reason),
        then=address,
        back=address,
        done=_("The control is called off."),
    )
