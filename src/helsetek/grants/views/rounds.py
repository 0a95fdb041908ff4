"""The ranking of an allotment: filled, adjusted by hand with the effect seen at once, and exported."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.common.web import exports, show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import Listing, MoneyColumn, NumberColumn, TextColumn
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Fact, Tab
from helsetek.grants import addresses
from helsetek.grants.forms.rounds import AdjustForm
from helsetek.grants.permissions import assessments as reading
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.selectors import calibration, reach
from helsetek.grants.selectors import ranking as selectors
from helsetek.grants.selectors import rounds as round_selectors
from helsetek.grants.selectors.ranking import RankedRow
from helsetek.grants.services import proposing
from helsetek.grants.views import round_charts
from helsetek.grants.wording import in_my_language
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment


def found(request: HttpRequest, slug: str, number: int) -> Allotment:
    """The allotment, for one who may see the round before it is told; 404 if there is none."""
    allotment = round_selectors.allotment(slug, number)
    if allotment is None:
        raise Http404
    permissions.may_see_round(who(request), allotment.call).require()
    return allotment


def frame(request: HttpRequest, allotment: Allotment, page: str) -> dict[str, Any]:
    """What every page of a round shows: the call, the allotment and the tabs."""
    tabs = [
        Tab(_("Ranking and proposal"), addresses.round_of(allotment, "round"), current=page == "round"),
        Tab(_("Assessors"), addresses.round_of(allotment, "hand_out"), current=page == "hand_out"),
        Tab(_("Calibration"), addresses.round_of(allotment, "calibration"), current=page == "calibration"),
        Tab(_("What if"), addresses.round_of(allotment, "what_if"), current=page == "what_if"),
        Tab(
            _("Decisions"),
            addresses.round_of(allotment, "round_decisions"),
            current=page == "round_decisions",
        ),
        Tab(_("Letters"), addresses.round_of(allotment, "round_letters"), current=page == "round_letters"),
    ]
    return {
        "allotment": allotment,
        "call_title": in_my_language(scheme.title(allotment.call)),
        "tabs": tabs,
    }


@require_safe
@signed_in
def rounds(request: HttpRequest) -> HttpResponse:
    """Every allotment, and how far it has come."""
    reading.may_read_cases(who(request)).require()
    rows = [
        {"row": row, "title": in_my_language(scheme.title(row.allotment.call))}
        for row in round_selectors.rounds()
    ]
    return render(request, "grants/inside/rounds.html", {"rows": rows})


# -- The ranking --------------------------------------------------------------------------------------


class PlaceColumn(TextColumn):
    """Where the fill puts an application, in words."""

    def value(self, value: str) -> str:
        words = {"full": _("In full"), "partial": _("In part"), "reserve": _("Reserve list")}
        return words.get(str(value), "")


class RankingList(Listing):
    """The ranking as a file."""

    file_name = "rangering"

    rank = NumberColumn(gettext_lazy("Rank"))
    number = TextColumn(gettext_lazy("Case"), "application__case__number")
    name = TextColumn(gettext_lazy("Project"), "application__case__title")
    lead = TextColumn(gettext_lazy("Lead"), "application__lead__name")
    municipalities = NumberColumn(gettext_lazy("Municipalities"))
    score = NumberColumn(gettext_lazy("Score of 100"))
    raw_score = NumberColumn(gettext_lazy("Raw score"))
    adjusted = NumberColumn(gettext_lazy("Adjusted score"))
    basis = TextColumn(gettext_lazy("Ranked by"))
    spread = NumberColumn(gettext_lazy("Distance between assessors"), "result__spread")
    requested_ore = MoneyColumn(gettext_lazy("Applied for"))
    recommended_ore = MoneyColumn(gettext_lazy("Recommended"))
    given_ore = MoneyColumn(gettext_lazy("Granted before"))
    proposed_ore = MoneyColumn(gettext_lazy("Proposed"))
    running_ore = MoneyColumn(gettext_lazy("Running sum"))
    left_ore = MoneyColumn(gettext_lazy("Left"))
    place = PlaceColumn(gettext_lazy("Place"))
    why = TextColumn(gettext_lazy("Why"))


@require_safe
@signed_in
def round_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The ranking with running sums against the envelope, and whom the proposal reaches."""
    allotment = found(request, slug, number)
    rows = selectors.ranking(allotment)
    wanted = request.GET.get("export", "")
    if wanted in exports.KINDS:
        table = RankingList.of(request, rows).table
        return exports.respond(table, wanted, f"rangering-{slug}-{number}")
    return render(request, "grants/inside/round.html", _context(request, allotment, rows))


MOST_RANKED, FIRST_RANKED = 60, 50


def _wants_all(request: HttpRequest) -> bool:
    """Whether the whole ranking is asked for, by the address or by the page that a change was made on."""
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    return "all" in request.GET or "all" in parse_qs(page.query)


def _context(request: HttpRequest, allotment: Allotment, rows: list[RankedRow]) -> dict[str, Any]:
    totals = selectors.totals(allotment, rows)
    effect = reach.effect(allotment, rows)
    shown = rows if _wants_all(request) or len(rows) <= MOST_RANKED else rows[:FIRST_RANKED]
    return frame(request, allotment, "round") | {
        "rows": shown,
        "ranked": len(rows),
        "left_out": len(rows) - len(shown),
        "totals": totals,
        "figures": _figures(totals),
        "basis": calibration.basis_of(allotment),
        "has_adjusted": any(row.adjusted is not None for row in rows),
        "outside": list(selectors.outside_the_ranking(allotment)),
        "has_earlier": allotment.number > 1,
        "may": bool(permissions.may_propose(who(request), allotment)) and allotment.notified_at is None,
        "effect": effect,
        "reach": _reach(effect),
        "bar": round_charts.against_the_envelope(totals),
        "map": round_charts.map_of(effect),
    }


def _figures(totals: selectors.Totals) -> list[Fact]:
    projects = _("%(given)s of %(all)s")
    counts = {"given": totals.full + totals.partial, "all": totals.applications}
    return [
        Fact(_("To give"), show.kroner(totals.available_ore)),
        Fact(_("Proposed"), show.kroner(totals.proposed_ore)),
        Fact(_("Left"), show.kroner(totals.left_ore)),
        Fact(_("Projects"), projects % counts),
    ]


def _reach(effect: reach.Effect) -> list[Fact]:
    return [
        Fact(
            _("Municipalities"),
            _("%(reached)s of %(all)s")
            % {"reached": effect.municipalities, "all": effect.municipalities_of_country},
        ),
        Fact(_("Inhabitants"), show.number(effect.inhabitants)),
        Fact(_("Share of the country"), show.percent(Decimal(str(effect.share_of_inhabitants)))),
        Fact(_("Per inhabitant"), show.kroner(effect.ore_per_inhabitant)),
    ]


# -- Filling and adjusting ------------------------------------------------------------------------------


@require_POST
@signed_in
def fill(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Fill the allotment from the ranking; ``afresh`` also what was set by hand."""
    allotment = found(request, slug, number)
    afresh = request.POST.get("afresh") == "1"
    proposing.propose(by=who(request), allotment=allotment, afresh=afresh)
    if request.htmx:  # type: ignore[attr-defined]
        return _body(request, allotment)
    messages.success(request, _("The proposal is filled from the ranking."))
    return redirect(addresses.round_of(allotment))


def _body(request: HttpRequest, allotment: Allotment) -> HttpResponse:
    """The part of the page that a change of amounts changes."""
    context = _context(request, allotment, selectors.ranking(allotment))
    return render(request, "grants/inside/parts/round_body.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def adjust(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """One amount set by hand: in the list with JavaScript, on a page of its own without."""
    allotment = found(request, slug, number)
    permissions.may_propose(who(request), allotment).require()
    row = _row(allotment, pk)
    initial: dict[str, Any] = {"amount_ore": row.proposed_ore, "on_reserve_list": row.on_reserve_list}
    if row.proposal is not None:
        initial["note"] = row.proposal.note
    form = AdjustForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            proposing.adjust(
                by=who(request), allotment=allotment, application=row.application, **form.cleaned_data
            )
            return _after(request, allotment, pk)
    return _adjust_page(request, allotment, row, form)


def _adjust_page(
    request: HttpRequest, allotment: Allotment, row: RankedRow, form: AdjustForm
) -> HttpResponse:
    context = frame(request, allotment, "round") | {"form": form, "row": row}
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "grants/inside/parts/adjust.html", context)
        if form.is_bound:  # the form goes back into its own row, with its errors
            response["HX-Retarget"], response["HX-Reswap"] = f"#adjust-{row.application.pk}", "innerHTML"
        return response
    return render(request, "grants/inside/adjust.html", context)


def _after(request: HttpRequest, allotment: Allotment, pk: int) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _body(request, allotment)
    messages.success(request, _("The amount is set."))
    return redirect(f"{addresses.round_of(allotment)}?all=1#sak-{pk}")


def _row(allotment: Allotment, pk: int) -> RankedRow:
    for row in selectors.ranking(allotment):
        if row.application.pk == pk:
            return row
    raise Http404


@require_POST
@signed_in
def release(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let the ranking decide the amount again, and fill."""
    allotment = found(request, slug, number)
    row = _row(allotment, pk)
    proposing.release(by=who(request), allotment=allotment, application=row.application)
    proposing.propose(by=who(request), allotment=allotment)
    return _after(request, allotment, pk)
