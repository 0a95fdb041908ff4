"""About the scheme and about this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helsetek.common import charts, money
from helsetek.common.charts import Chart
from helsetek.common.web import show
from helsetek.scheme import selectors as scheme


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the scheme is for: goals, measures, ambition levels, the rounds that were held."""
    context = {
        "goals": list(scheme.goals()),
        "measures": list(scheme.measures().values()),
        "levels": scheme.ambition_levels(),
        "chart": _levels(),
        "real_rounds": scheme.real_rounds(),
    }
    return render(request, "portal/about.html", context)


def _levels() -> Chart:
    language = get_language() or "nb"
    rows = [
        charts.Row(
            _("Level %(number)s: %(name)s")
            % {"number": level.level, "name": level.name.in_language(language)},
            (float(money.nok(level.grants_ore_a_year)), float(money.nok(level.networks_ore_a_year))),
        )
        for level in scheme.ambition_levels()
    ]
    layers = [charts.Layer(_("Grants"), "accent"), charts.Layer(_("Networks through KS"), "brand1")]
    return charts.stacked(
        _("Kroner a year at each ambition level"),
        layers,
        rows,
        summary=_("The budgets of the proposal, for each of the five years 2024–2028."),
        label=_("Level"),
        shown=lambda kr: show.millions(round(kr * money.ORE_IN_KRONE)),
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/open_data.html")
