"""The pages of an analysis. Each works without JavaScript; with it, only what has changed is fetched again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.common.web.listing import Choice, FilterSet, Listing, TextColumn
from helsetek.engines.economics.assumptions import Parameter
from helsetek.engines.economics.assumptions.model import NULL, say
from helsetek.engines.economics.errors import AnalysisError
from helsetek.evaluation import permissions, selectors
from helsetek.evaluation.calculating import changing, prepared, reading, results, tracing, words
from helsetek.evaluation.services import engine_version

from . import parts
from .asked import Asked, address, asked, or_log_in, sent, visitor

_reading_and_calculating = require_http_methods(["GET", "HEAD", "POST"])


@_reading_and_calculating
@or_log_in
def result(request: HttpRequest, key: str) -> HttpResponse:
    return _part(request, key, "resultat")


@_reading_and_calculating
@or_log_in
def uncertainty(request: HttpRequest, key: str) -> HttpResponse:
    return _part(request, key, "usikkerhet")


@_reading_and_calculating
@or_log_in
def distribution(request: HttpRequest, key: str) -> HttpResponse:
    return _part(request, key, "fordeling")


def _part(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """A part as a whole page. A form that is sent leads to the address that holds its changes; nothing is written."""
    here = sent(request, key) if request.method == "POST" else asked(request, key)
    if request.method == "POST" and not here.problem:
        return redirect(here.href(parts.ROUTES[part], **_kept(here)))
    context = {
        **parts.top(here, part),
        **parts.PARTS[part](here),
        "groups": parts.groups_of_levers(here),
        "may_write": bool(permissions.may_write(visitor(request))),
        "about": _about(request, here),
        "part_template": f"evaluation/parts/{part}.html",
        "fragment_href": address(key, "fragment", part, changes={}),
        "page_href": address(key, parts.ROUTES[part], changes={}),
    }
    status = 422 if here.problem and request.method == "POST" else 200
    return render(request, "evaluation/analysis.html", context, status=status)


def _kept(here: Asked) -> dict[str, str]:
    return {name: here.query[name] for name in ("alternativ", "gruppe", "mer") if name in here.query}


@require_safe
@or_log_in
def fragment(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """What a slider moves, without the frame: answered in a tenth of a second."""
    if part not in parts.PARTS:
        raise Http404
    here = asked(request, key)
    if here.problem:
        problem = {"problem": here.problem, "errors": here.errors}
        return render(request, "evaluation/parts/problem.html", problem, status=422)
    context: dict[str, Any] = {
        **parts.top(here, part),
        **parts.PARTS[part](here),
        "may_write": bool(permissions.may_write(visitor(request))),
        "part_template": f"evaluation/parts/{part}.html",
    }
    return render(request, "evaluation/fragment.html", context)


def _about(request: HttpRequest, here: Asked) -> dict[str, Any]:
    """Where the analysis comes from, and what may be done with it."""
    subject, run = here.subject, here.subject.run
    about: dict[str, Any] = {"hash": here.assumptions.hash, "engine": engine_version()}
    if run is not None:
        about |= {
            "run": run,
            "analysis_title": selectors.title_of(run),
            "publication": subject.publication,
            "may_publish": bool(permissions.may_publish(visitor(request), run)),
            "moved": not here.changes and _moved(here),
            "changes_of_run": changing.told(selectors.assumptions_of(run.file), run.changes),
        }
    return about


def _moved(here: Asked) -> bool:
    """Whether the engine of today gives other figures than the run was saved with."""
    run = here.subject.run
    if run is None or run.engine == engine_version():
        return False
    saved = {name: one["table8"]["net"] for name, one in run.results["alternatives"].items()}
    return any(abs(saved[name] - value) > 1e-6 for name, value in results.net(here.base.problem).items())


# -- Assumptions ------------------------------------------------------------------------------------


class AssumptionTable(Listing):
    title = gettext_lazy("Every assumption")
    file_name = "forutsetninger"
    search = ("label", "id", "source", "note")
    search_hint = gettext_lazy("word, id or source")
    rows_on_a_page = 250

    label = TextColumn(gettext_lazy("Assumption"))
    value = TextColumn(gettext_lazy("Value"))
    shown_unit = TextColumn(gettext_lazy("Unit"), in_file=False)
    unit = TextColumn(gettext_lazy("Unit"), on_page=False)
    price_year = TextColumn(gettext_lazy("Price year"), on_page=False)
    status = TextColumn(gettext_lazy("Status"))
    source = TextColumn(gettext_lazy("Source"))
    limits = TextColumn(gettext_lazy("Range and uncertainty"))
    note = TextColumn(gettext_lazy("Note"), on_page=False)
    id = TextColumn(gettext_lazy("Id"))

    class Filters(FilterSet):
        kind = Choice(
            gettext_lazy("Status"),
            [
                ("given", gettext_lazy("given")),
                ("external", gettext_lazy("external")),
                ("calibrated", gettext_lazy("calibrated")),
                ("judged", gettext_lazy("judged")),
            ],
        )


class _AssumptionRow:
    """One assumption as a row: the same words on the page and in the file."""

    def __init__(self, here: Asked, parameter: Parameter) -> None:
        language = words.language()
        self.id, self.kind = parameter.id, parameter.status
        self.label = say(parameter.label, language)
        self.value = _values(here, parameter)
        self.unit = words.unit(parameter.unit.text)
        self.price_year = str(parameter.price_year or "")
        self.shown_unit = f"{self.unit} ({self.price_year})" if self.price_year else self.unit
        self.status = words.status(parameter)
        self.source, self.note = str(parameter.source), parameter.note
        self.limits = "; ".join(filter(None, (_limits(here, parameter), words.spread(parameter.spread))))


def _values(here: Asked, parameter: Parameter) -> str:
    """One value; or one for each alternative in their order, and that of the null alternative where it has one."""
    found = here.assumptions
    if not any(parameter.id in one.values for one in found.alternatives.values()):
        return words.stated(parameter.value)
    said = " / ".join(words.stated(found.value(parameter.id, name)) for name in found.alternatives)
    null = found.value(parameter.id, NULL)
    return f"{said} ({_('null')}: {words.stated(null)})" if null else said


def _limits(here: Asked, parameter: Parameter) -> str:
    found = [parameter.range] if parameter.range else []
    found += [
        one.ranges[parameter.id]
        for one in here.assumptions.alternatives.values()
        if parameter.id in one.ranges
    ]
    return "; ".join(f"{words.number(low)}–{words.number(high)}" for low, high in found)


@require_safe
@or_log_in
def assumptions(request: HttpRequest, key: str) -> HttpResponse:
    here = asked(request, key)
    rows = [_AssumptionRow(here, parameter) for parameter in here.assumptions.parameters.values()]
    context = {
        **parts.top(here, "forutsetninger"),
        "may_write": bool(permissions.may_write(visitor(request))),
        "about": _about(request, here),
        "analysis": here.assumptions.analysis,
        "order": " / ".join(
            say(one.label, words.language()) for one in here.assumptions.alternatives.values()
        ),
        "null_label": say(here.assumptions.analysis.null, words.language()),
    }
    return AssumptionTable.show(request, rows, "evaluation/assumptions.html", **context)


# -- Why --------------------------------------------------------------------------------------------


@require_safe
@or_log_in
def why(request: HttpRequest, key: str, cell: str) -> HttpResponse:
    """Where a figure comes from: formula, terms, assumptions, sources, hash."""
    here = asked(request, key)
    try:
        traced = tracing.traced(here.analysed, cell[:200])
    except AnalysisError as error:
        raise Http404 from error
    context = {
        "here": here,
        "subject": here.subject,
        "traced": traced,
        "terms": [(term, here.href("why", term.cell) if term.cell else "") for term in traced.terms],
        "rows": [_read(here, name, traced.alternative) for name in traced.assumptions],
        "others": _elsewhere(here, cell),
        "frame": results.frame(here.analysed),
        "back": here.href("analysis"),
        "engine": engine_version(),
    }
    return render(request, "evaluation/why.html", context)


def _read(here: Asked, name: str, alternative: str) -> dict[str, Any]:
    """One assumption that the figure reads, with its value in the alternative and where it was read."""
    parameter = here.assumptions.parameters[name]
    return {
        "id": name,
        "label": say(parameter.label, words.language()),
        "value": words.stated(here.assumptions.value(name, alternative)),
        "unit": words.unit(parameter.unit.text),
        "price_year": parameter.price_year,
        "status": words.status(parameter),
        "color": words.status_color(parameter),
        "source": parameter.source,
        "note": parameter.note,
    }


def _elsewhere(here: Asked, cell: str) -> list[dict[str, Any]]:
    """The same cell in other shipped readings of the analysis, and how they differ."""
    found = []
    for title, name in parts.others(here):
        other = prepared.ready(reading.shipped_analysis(name)).problem
        row, alternative = cell.split(".", 2)[1:]
        value = results.figures_of(other).get(row, {}).get(alternative)
        if value is not None:
            found.append({"title": title, "key": name, "value": value, "cell": cell})
    return found
