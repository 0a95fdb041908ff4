"""Hand out a whole round: the proposal with why, changed by hand, then done in one act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.common.charts import Bar, Chart, bars
from helsetek.common.errors import RuleBroken
from helsetek.common.web import show
from helsetek.grants import addresses
from helsetek.grants.permissions import calibration as permissions
from helsetek.grants.selectors import handing_out as selectors
from helsetek.grants.selectors.handing_out import Desk, Proposed, Row
from helsetek.grants.services import handing_out as services
from helsetek.grants.views import rounds
from helsetek.grants.views.calibration import areas


@dataclass(frozen=True, slots=True)
class Choice:
    """One select box: its name, who can be chosen, who is, and why."""

    name: str
    people: list[tuple[int, str]]
    chosen: int
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    area: str
    choices: list[Choice]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_out(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The proposal; a post names everybody who is chosen."""
    allotment = rounds.found(request, slug, number)
    may = permissions.may_hand_out(who(request))
    if request.method == "POST":
        may.require()
    proposed = selectors.propose(allotment.call)
    problem = ""
    if request.method == "POST":
        try:
            chosen = _chosen(request, proposed)
            made = services.hand_out(by=who(request), call=allotment.call, chosen=chosen)
            messages.success(request, _("%(count)s assessments are handed out.") % {"count": len(made)})
            return redirect(addresses.round_of(allotment, "hand_out"))
        except RuleBroken as refusal:
            problem = str(refusal)
    names = dict(areas(allotment.call))
    context = rounds.frame(request, allotment, "hand_out") | {
        "proposed": proposed,
        "lines": list(_lines(request, proposed, names)),
        "desks": [(desk, ", ".join(names.get(code, code) for code in desk.areas)) for desk in proposed.desks],
        "chart": _chart(proposed.desks),
        "problem": problem,
        "may": bool(may),
    }
    return render(request, "grants/inside/hand_out.html", context, status=422 if problem else 200)


def _lines(request: HttpRequest, proposed: Proposed, names: dict[str, str]) -> Iterator[Line]:
    people = {desk.assessor.pk: desk.assessor.name for desk in proposed.desks}
    for row in proposed.rows:
        taken = {one.pk for one in row.has}
        can = [(pk, name) for pk, name in people.items() if pk not in row.barred and pk not in taken]
        choices = [_choice(request, row, place, can) for place in range(row.needs)]
        yield Line(row, names.get(row.area, row.area), choices)


def _choice(request: HttpRequest, row: Row, place: int, can: list[tuple[int, str]]) -> Choice:
    name = f"assessor_{row.application.pk}_{place}"
    one = row.proposed[place] if place < len(row.proposed) else None
    sent = request.POST.get(name, "")
    chosen = int(sent) if sent.isdecimal() else one.assessor if one and request.method != "POST" else 0
    return Choice(name, can, chosen, str(selectors.WHY[one.why]) if one and one.assessor == chosen else "")


def _chosen(request: HttpRequest, proposed: Proposed) -> dict[int, list[Person]]:
    people = {str(desk.assessor.pk): desk.assessor for desk in proposed.desks}
    found = {}
    for row in proposed.rows:
        sent = (request.POST.get(f"assessor_{row.application.pk}_{place}", "") for place in range(row.needs))
        found[row.application.pk] = [people[pk] for pk in sent if pk in people]
    return found


def _chart(desks: tuple[Desk, ...]) -> Chart:
    return bars(
        _("How many each then has"),
        [Bar(desk.assessor.name, desk.after) for desk in desks],
        label=_("Assessor"),
        value=_("Applications"),
        summary=_("The load is even where it can be."),
        shown=show.number,
    )
