"""Two or more analyses side by side: shipped ones and runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helsetek.accounts.web import found
from helsetek.engines.economics.assumptions.model import say
from helsetek.evaluation import selectors
from helsetek.evaluation.calculating import comparing, prepared, reading, results, words
from helsetek.evaluation.calculating.comparing import Compared
from helsetek.evaluation.selectors import Subject

from .asked import or_log_in, visitor

MOST = 4
MOST_TO_CHOOSE = 60


@require_safe
@or_log_in
def compare(request: HttpRequest) -> HttpResponse:
    keys = list(dict.fromkeys(key[:60] for key in request.GET.getlist("a") if key))
    subjects = [found(selectors.subject, visitor(request), key) for key in keys[:MOST]]
    compared = [_compared(subject) for subject in subjects]
    context = {
        "choices": _choices(request, keys),
        "most": MOST,
        "asked": bool(keys),
        "too_many": len(keys) > MOST,
        "subjects": subjects,
    }
    if len(compared) > 1:
        context |= {
            "compared": compared,
            "alternatives": comparing.alternatives(compared),
            "assumptions": comparing.assumptions(compared),
            "two": len(compared) == 2,
        }
    return render(request, "evaluation/compare.html", context)


def _compared(subject: Subject) -> Compared:
    """A run with the figures it was saved with; others as they are calculated now."""
    if subject.run is not None:
        saved = subject.run.results["alternatives"]
        figures: comparing.Figures = {}
        for name, tables in saved.items():
            for row, value in tables["table8"].items():
                figures.setdefault(row, {})[name] = value
    else:
        figures = results.figures_of(prepared.ready(subject.assumptions).problem)
    return Compared(subject.key, subject.title, subject.assumptions, figures)


def _choices(request: HttpRequest, chosen: list[str]) -> list[tuple[str, str, str, bool]]:
    """What can be compared: (key, title, what it is, chosen)."""
    shipped = [
        (
            name,
            say(reading.shipped_analysis(name).analysis.title, words.language()),
            _("shipped with the system"),
        )
        for name in reading.shipped_names()
    ]
    runs = [
        (run.key, run.name, _("run by %(name)s") % {"name": run.made_by.name})
        for run in selectors.runs_seen_by(visitor(request))[:MOST_TO_CHOOSE]
    ]
    return [(key, title, what, key in chosen) for key, title, what in (*shipped, *runs)]
