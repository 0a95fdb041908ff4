"""The front page: what the scheme is, where one can apply, and what has come of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.casework import todo
from helsetek.common import charts, money
from helsetek.common.charts import Chart, Dot
from helsetek.common.web import show
from helsetek.common.web.parts import Fact
from helsetek.grants.selectors.awards import awards_public
from helsetek.portal.selectors import figures
from helsetek.portal.selectors.figures import Reach, Spot
from helsetek.registry.points import Point, points
from helsetek.scheme import selectors as scheme

LARGEST = 5


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    awards = awards_public()
    places = points()
    spots, reach = figures.spots(awards, places), figures.reach(awards, places)
    rounds = figures.rounds()
    context: dict[str, Any] = {
        "open": list(scheme.open_calls()),
        "upcoming": list(scheme.upcoming_calls()),
        "map": map_of(spots, places) if places else None,
        "figures": headline(rounds, reach) if awards else [],
        "rounds": [row for row in rounds if row.is_closed],
        "largest": sorted(awards, key=lambda award: -award.amount_ore)[:LARGEST],
        "measures": list(scheme.measures().values()),
        "real_rounds": scheme.real_rounds(),
        "has_synthetic": any(award.synthetic for award in awards),
        "todos": len(todo.for_person(request.user)) if isinstance(request.user, Person) else None,
    }
    return render(request, "portal/front.html", context)


def headline(rounds: list[figures.CallRow], reach: Reach) -> list[Fact]:
    """What has been granted in all, to how many, and how much of the country it reaches."""
    awarded = sum(row.figures.awarded_ore for row in rounds)
    projects = sum(row.figures.awards for row in rounds)
    return [
        Fact(_("granted in all"), show.millions(awarded)),
        Fact(ngettext("project", "projects", projects), show.number(projects)),
        Fact(
            _("municipalities take part"),
            show.number(reach.municipalities),
            hint=_("of %(all)s") % {"all": reach.of},
        ),
        Fact(_("of the inhabitants live there"), show.percent(reach.share)),
    ]


def map_of(spots: list[Spot], places: dict[int, Point]) -> Chart:
    """Norway with a dot for each lead that has got money, sized by the sum."""
    dots = [
        Dot(
            spot.place.latitude,
            spot.place.longitude,
            spot.place.name,
            value=float(money.nok(spot.amount_ore)),
            color="brand1",
            href=spot.href,
        )
        for spot in sorted(spots, key=lambda spot: -spot.amount_ore)
    ]
    return charts.norway(
        _("Where the money went"),
        dots,
        land=[(one.latitude, one.longitude) for one in places.values()],
        summary=_("Each dot is a municipality that leads a project; the larger the dot, the more money."),
        label=_("Lead"),
        value=_("Granted"),
        shown=lambda kr: show.kroner(round(kr * money.ORE_IN_KRONE)),
    )
