"""The decision maker's view of the whole round: what if, and the best list beside the ranking."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from helsetek.accounts.web import signed_in, who
from helsetek.common.charts import Chart, Layer, Row, stacked
from helsetek.common.web import exports, show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import Listing, MoneyColumn, NumberColumn, TextColumn
from helsetek.common.web.pages import refusals_in
from helsetek.grants import addresses
from helsetek.grants.forms.whatif import AdoptForm, WishForm
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.rules.portfolio import Wish
from helsetek.grants.selectors import whatif as selectors
from helsetek.grants.selectors.whatif import Column, View
from helsetek.grants.services import adopting
from helsetek.grants.views import round_charts, rounds
from helsetek.scheme.selectors import Allotment

PAGE = "what_if"


class ComparedList(Listing):
    """The lists side by side, as a file."""

    file_name = "hva-om"

    rank = NumberColumn(gettext_lazy("Rank"))
    number = TextColumn(gettext_lazy("Case"), "one__application__case__number")
    name = TextColumn(gettext_lazy("Project"), "one__application__case__title")
    lead = TextColumn(gettext_lazy("Lead"), "one__application__lead__name")
    score = NumberColumn(gettext_lazy("Score of 100"), "one__candidate__score")
    size = TextColumn(gettext_lazy("Small municipalities"))
    requested = MoneyColumn(gettext_lazy("Applied for"), "one__candidate__requested_ore")
    recommended = MoneyColumn(gettext_lazy("Recommended"), "one__candidate__recommended_ore")
    ranking_ore = MoneyColumn(gettext_lazy("The ranking today"))
    under_ore = MoneyColumn(gettext_lazy("The ranking under the conditions"))
    best_ore = MoneyColumn(gettext_lazy("The best list"))
    words = TextColumn(gettext_lazy("Why"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def what_if(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Look at the round under other conditions; a post adopts the best list."""
    allotment = rounds.found(request, slug, number)
    if request.method == "POST":
        return _adopt(request, allotment)
    kept = typed(request)
    return _page(request, allotment, AdoptForm(kept) if kept is not None else None)


def _page(request: HttpRequest, allotment: Allotment, adopt: AdoptForm | None = None) -> HttpResponse:
    source = adopt.data if adopt is not None else request.GET
    form = WishForm(source)
    wish = form.wish() if form.is_valid() else Wish()
    seen = selectors.view(allotment, wish)
    wanted = request.GET.get("export", "")
    if wanted in exports.KINDS:
        table = ComparedList.of(request, list(seen.rows)).table
        return exports.respond(table, wanted, f"hva-om-{allotment.call.slug}-{allotment.number}")
    return render(request, "grants/inside/what_if.html", _context(request, allotment, form, seen, adopt))


def _context(
    request: HttpRequest, allotment: Allotment, form: WishForm, seen: View, adopt: AdoptForm | None
) -> dict[str, Any]:
    conditions = {name: form.data.get(name, "") for name in ("envelope", "small", "score", "whole")}
    may = bool(permissions.may_propose(who(request), allotment)) and allotment.notified_at is None
    return rounds.frame(request, allotment, PAGE) | {
        "form": form,
        "seen": seen,
        "compared": _compared(seen),
        "bar": _bar(seen),
        "map": round_charts.map_of(seen.best.effect),
        "presets": _presets(),
        "may": may,
        "adopt": (adopt or AdoptForm(initial=conditions)) if may and seen.best.outcome.amounts else None,
        "query": urlencode({name: value for name, value in conditions.items() if value}),
    }


def _presets() -> list[tuple[str, str]]:
    """The questions that are asked most, one click each."""
    return [
        (_("10 % more money"), "?envelope=110"),
        (_("10 % less money"), "?envelope=90"),
        (_("At least 30 % to small municipalities"), "?small=30"),
        (_("No partial grants"), "?whole=on"),
        (_("As it is today"), "?"),
    ]


def _compared(seen: View) -> list[tuple[str, list[str]]]:
    """What there is to say of each list, line by line."""
    columns = (seen.today, seen.under, seen.best)

    def line(label: str, of: Any) -> tuple[str, list[str]]:
        return label, [of(column) for column in columns]

    return [
        line(_("To give"), lambda one: show.kroner(one.outcome.available_ore)),
        line(_("Given"), lambda one: show.kroner(one.outcome.total_ore)),
        line(_("Projects"), lambda one: show.number(one.effect.projects)),
        line(_("Municipalities reached"), lambda one: show.number(one.effect.municipalities)),
        line(_("Inhabitants"), lambda one: show.number(one.effect.inhabitants)),
        line(
            _("Share of the country"), lambda one: show.percent(Decimal(str(one.effect.share_of_inhabitants)))
        ),
        line(_("Given to small municipalities"), lambda one: show.percent(one.outcome.share_of_small)),
        line(_("Scores added up"), lambda one: show.decimal(Decimal(str(round(one.outcome.value, 1))), 1)),
    ]


def _bar(seen: View) -> Chart:
    def row(label: str, column: Column) -> Row:
        outcome = column.outcome
        others = outcome.total_ore - outcome.small_ore
        return Row(label, (outcome.small_ore / 100, others / 100), limit=outcome.available_ore / 100)

    return stacked(
        _("Who gets the money in each list"),
        [Layer(_("Small municipalities"), "brand1"), Layer(_("Others"), "accent")],
        [
            row(_("The ranking today"), seen.today),
            row(_("The ranking under the conditions"), seen.under),
            row(_("The best list"), seen.best),
        ],
        summary=_("The best list gives %(share)s of the money to projects of small municipalities.")
        % {"share": show.percent(seen.best.outcome.share_of_small)},
        label=_("List"),
        limit=_("To give"),
        shown=lambda kroner: show.millions(int(kroner * 100)),
    )


def _adopt(request: HttpRequest, allotment: Allotment) -> HttpResponse:
    permissions.may_propose(who(request), allotment).require()
    form = AdoptForm(typed(request))
    if form.is_valid():
        with refusals_in(form):
            adopting.adopt(
                by=who(request), allotment=allotment, wish=form.wish(), reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("The list is adopted as the proposal of the round."))
            return redirect(addresses.round_of(allotment))
    return _page(request, allotment, form)
