"""What the projects report as observations: of which assumption, and where that moves the analysis."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import Choice, DayColumn, FilterSet, Listing, NumberColumn, TextColumn
from helsetek.common.web.pages import refusals_in
from helsetek.evaluation import permissions, selectors, services
from helsetek.evaluation.calculating import changing, observing, prepared, reading, results, words
from helsetek.evaluation.forms import LinkForm
from helsetek.scheme import selectors as scheme

from .asked import visitor


class SeenChoice(Choice):
    """Used, or not (and why)."""


class ObservationList(Listing):
    title = gettext_lazy("Observations")
    file_name = "observasjoner"
    search = ("lead", "label")
    search_hint = gettext_lazy("municipality or indicator")

    lead_name = TextColumn(gettext_lazy("Leading municipality"), "lead")
    label = TextColumn(gettext_lazy("Indicator"))
    before = NumberColumn(gettext_lazy("Before"))
    after = NumberColumn(gettext_lazy("After"))
    sample = NumberColumn(gettext_lazy("How many were measured"))
    measured_on = DayColumn(gettext_lazy("Measured"))
    assumption = TextColumn(gettext_lazy("Assumption"))
    value = NumberColumn(gettext_lazy("Observed"))
    sd = NumberColumn(gettext_lazy("Standard error"))
    why_not = TextColumn(gettext_lazy("Why not used"))

    class Meta(Listing.Meta):
        order_by = "lead_name"

    class Filters(FilterSet):
        used = SeenChoice(
            gettext_lazy("Used"), [("yes", gettext_lazy("Used")), ("no", gettext_lazy("Not used"))]
        )


def _rows(found: selectors.Observed) -> list[dict[str, object]]:
    labels = {row.code: getattr(row, f"label_{words.language()}") for row in scheme.indicators()}
    return [
        {
            "lead": one.result.lead,
            "label": labels.get(one.result.indicator, one.result.indicator),
            "before": one.result.before,
            "after": one.result.value,
            "sample": one.result.sample,
            "measured_on": one.result.measured_on,
            "assumption": one.link.key if one.link else "",
            "value": round(one.observation.value, 4) if one.observation else None,
            "sd": round(one.observation.sd, 4) if one.observation and one.observation.sd else None,
            "why_not": one.why_not,
            "used": "yes" if one.observation else "no",
        }
        for one in found.seen
        if one.result.indicator in labels
    ]


@require_safe
def observations(request: HttpRequest) -> HttpResponse:
    language = words.language()
    found = selectors.observed(language)
    base = prepared.ready(reading.shipped_analysis(found.analysis))
    now = prepared.ready(found.now)
    chosen = selectors.links()
    context = {
        "found": found,
        "headlines": results.headlines(now, prepared.simulated(now), base) if found.moved else [],
        "frame": results.frame(base.problem),
        "links": [
            (row, getattr(row, f"label_{language}"), chosen.get(row.code)) for row in scheme.indicators()
        ],
        "may_write": bool(permissions.may_write(visitor(request))),
        "analysis_title": selectors.subject(visitor(request), found.analysis).title,
        "synthetic": any(one.result.synthetic for one in found.seen),
    }
    return ObservationList.show(request, _rows(found), "evaluation/observations.html", **context)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The observations as a log that ``helsetek analyse … --observations`` and ``reweight`` take."""
    found = selectors.observed(words.language())
    answer = HttpResponse(found.log, content_type="application/x-ndjson; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="observasjoner.jsonl"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def link(request: HttpRequest, indicator: str) -> HttpResponse:
    """Choose the assumption that an indicator speaks of."""
    person = who(request)
    permissions.may_write(person).require()
    row = scheme.indicators().filter(code=indicator).first()
    if row is None:
        raise Http404
    analysis = reading.shipped_names()[0]
    chosen = selectors.links().get(indicator)
    initial = {name: getattr(chosen, name) for name in _FIELDS} if chosen else {}
    form = LinkForm(typed(request), keys=_keys(analysis), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.link_indicator(by=person, indicator=indicator, analysis=analysis, **form.cleaned_data)
            messages.success(request, _("The choice is saved, and holds from now on."))
            return redirect("evaluation:observations")
    label = getattr(row, f"label_{words.language()}")
    earlier = selectors.IndicatorLink.objects.filter(indicator=indicator).select_related("made_by")
    return render(request, "evaluation/link.html", {"form": form, "label": label, "earlier": earlier})


_FIELDS = ("key", "quantity", "kind", "factor", "relative_error")


def _keys(analysis: str) -> list[tuple[str, str]]:
    assumptions, language = reading.shipped_analysis(analysis), words.language()
    return [
        (key, observing.label_of(assumptions, name, alternative, language))
        for key, (name, alternative) in changing.keys_of(assumptions).items()
    ]


@require_POST
@signed_in
def save(request: HttpRequest) -> HttpResponse:
    """Keep the moved analysis as a run."""
    run = services.save_updated_run(by=who(request), language=words.language())
    messages.success(request, _("The run is saved. It can be published, but never changed."))
    return redirect("evaluation:analysis", run.key)
