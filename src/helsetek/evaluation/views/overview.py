"""All analyses, one's own runs, and what in the published report does not add up."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.common.web.listing import (
    Choice,
    FilterSet,
    InstantColumn,
    Listing,
    NumberColumn,
    StatusColumn,
    TextColumn,
)
from helsetek.engines.economics.audit import audit, feasibility, read_published
from helsetek.engines.economics.outputs.answers import PUBLISHED
from helsetek.engines.economics.outputs.main_tables import labels
from helsetek.evaluation import permissions, selectors
from helsetek.evaluation.calculating import prepared, reading, results, words
from helsetek.evaluation.selectors import Figure

from .asked import visitor

MOST_SHOWN = 50
MOST_LISTED = 500


@require_safe
def analyses(request: HttpRequest) -> HttpResponse:
    """The shipped analyses and the published runs, with their headline figures."""
    runs = list(selectors.published_runs()[:MOST_SHOWN])
    context: dict[str, Any] = {
        "shipped": [_shipped(request, name) for name in reading.shipped_names()],
        "runs": [_card(run) for run in runs],
        "may_write": bool(permissions.may_write(visitor(request))),
    }
    return render(request, "evaluation/analyses.html", context)


def _shipped(request: HttpRequest, name: str) -> dict[str, Any]:
    subject = selectors.subject(visitor(request), name)
    problem = prepared.ready(subject.assumptions).problem
    found = zip(labels(problem, words.language()), results.net(problem).values(), strict=True)
    analysis = subject.assumptions.analysis
    return {
        "subject": subject,
        "figures": [Figure(label, value) for label, value in found],
        "years": f"{analysis.first_year}–{analysis.last_year}",
        "price_year": analysis.price_year,
    }


def _card(run: selectors.Run) -> dict[str, Any]:
    return {
        "run": run,
        "figures": selectors.figures_of(run),
        "publication": selectors.standing(run),
        "analysis": selectors.title_of(run),
        "changes": len(run.changes),
    }


class RunList(Listing):
    title = gettext_lazy("Saved runs")
    lead = gettext_lazy("The runs of your organisation. What is not published is seen by its analysts only.")
    file_name = "kjoringer"
    search = ("name", "analysis", "made_by")
    search_hint = gettext_lazy("name, analysis or person")

    name = TextColumn(
        gettext_lazy("Name"), href=lambda row: reverse("evaluation:analysis", args=[row.run.key])
    )
    analysis = TextColumn(gettext_lazy("Rests on"))
    changes = NumberColumn(gettext_lazy("Changes"))
    net = TextColumn(gettext_lazy("Net benefit, million kr"))
    state = StatusColumn(gettext_lazy("State"), of="evaluation.run")
    made_at = InstantColumn(gettext_lazy("Saved"))
    made_by = TextColumn(gettext_lazy("Saved by"))

    class Meta:
        order_by = "-made_at"

    class Filters(FilterSet):
        state = Choice(
            gettext_lazy("State"),
            [
                ("saved", gettext_lazy("Not published")),
                ("published", gettext_lazy("Published")),
                ("withdrawn", gettext_lazy("Withdrawn from publication")),
            ],
        )


@require_safe
@signed_in
def runs(request: HttpRequest) -> HttpResponse:
    """One's own runs, and the files one has brought."""
    person = who(request)
    permissions.may_write(person).require()
    rows = selectors.rows_of(selectors.runs_of_organisations(person)[:MOST_LISTED])
    files = list(selectors.files_seen_by(person)[:MOST_SHOWN])
    return RunList.show(request, rows, "evaluation/runs.html", files=files)


@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    """The audit of the published report: what in it does not add up, with both places and the sizes."""
    language = "en" if words.language() == "en" else "nb"
    title, feasible, sentences = _audited(language)
    context = {"report": title, "feasible": feasible, "findings": sentences}
    return render(request, "evaluation/contradictions.html", context)


@lru_cache(maxsize=2)
def _audited(language: str) -> tuple[str, bool, tuple[str, ...]]:
    published = read_published(PUBLISHED)
    found = tuple(finding.sentence(language) for finding in audit(published))
    return published.title, feasibility(published).feasible, found
