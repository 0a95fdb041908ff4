"""The report's figure drawn for the rounds of this system, and what the projects have reported so far."""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.common.web.listing import Listing, MoneyColumn, NumberColumn, TextColumn
from helsetek.evaluation.calculating import experience, words
from helsetek.evaluation.calculating import rounds as figures
from helsetek.grants.selectors.awards import awards_public
from helsetek.grants.selectors.reports import approved_results
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds in which grants have been told."""
    counted: dict[str, list[int]] = defaultdict(list)
    for award in awards_public():
        counted[award.call_slug].append(award.amount_ore)
    calls = {call.slug: call for call in scheme.published_calls()}
    found = [
        {
            "slug": slug,
            "title": scheme.title(calls[slug]).in_language(words.language()),
            "count": len(amounts),
            "sum_ore": sum(amounts),
            "synthetic": calls[slug].synthetic,
        }
        for slug, amounts in counted.items()
        if slug in calls
    ]
    return render(request, "evaluation/rounds.html", {"rounds": found})


class RoundTable(Listing):
    title = gettext_lazy("The numbers behind the figure")
    file_name = "runde"
    search = ("lead", "project")
    search_hint = gettext_lazy("municipality or project")
    rows_on_a_page = 25

    lead = TextColumn(gettext_lazy("Leading municipality"))
    project = TextColumn(gettext_lazy("Project"))
    centrality = NumberColumn(gettext_lazy("Centrality (index)"))
    centrality_class = NumberColumn(gettext_lazy("Centrality class"))
    municipalities = NumberColumn(gettext_lazy("Municipalities"))
    inhabitants = NumberColumn(gettext_lazy("Inhabitants"))
    amount_ore = MoneyColumn(gettext_lazy("Granted"))
    per_inhabitant_rounded = NumberColumn(gettext_lazy("kr per inhabitant"))

    class Meta:
        order_by = "-centrality"


@require_safe
def one_round(request: HttpRequest, slug: str) -> HttpResponse:
    call = scheme.published_calls().filter(slug=slug).first()
    if call is None:
        raise Http404
    awards = awards_public(call.pk)
    ids = {pk for award in awards for pk in award.member_ids}
    rows = figures.rows(awards, registry.facts_of(ids))
    wanted = request.GET.get("maal", "")
    measure = wanted if wanted in figures.MEASURES else figures.MEASURES[0]
    context = {
        "call": call,
        "call_title": scheme.title(call).in_language(words.language()),
        "measure": measure,
        "chart": figures.figure(rows, measure) if rows else None,
        "left_out": len(awards) - len(rows),
        "has_synthetic": any(row.synthetic for row in rows),
    }
    return RoundTable.show(request, rows, "evaluation/round.html", **context)


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """What the approved reports say, indicator by indicator."""
    found = experience.gathered(approved_results(), scheme.indicators(), words.language())
    return render(request, "evaluation/reported.html", {"found": found})
