"""The addresses of the analyses. Views are loaded when they are first asked for: the engine behind them is heavy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.module_loading import import_string

app_name = "evaluation"


def late(name: str) -> Callable[..., HttpResponse]:
    """The view ``views.module.function``, loaded at its first request."""

    def view(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        found: HttpResponse = import_string(f"helsetek.evaluation.views.{name}")(request, *arguments, **named)
        return found

    view.__name__ = name.replace(".", "_")
    return view


urlpatterns = [
    path("analyser/", late("overview.analyses"), name="analyses"),
    path("analyser/kjoringer/", late("overview.runs"), name="runs"),
    path("analyser/ny/", late("saving.upload"), name="upload"),
    path("analyser/sammenlign/", late("comparing.compare"), name="compare"),
    path("analyser/motsigelser/", late("overview.contradictions"), name="contradictions"),
    path("analyser/runder/", late("rounds.rounds"), name="rounds"),
    path("analyser/runder/<slug:slug>/", late("rounds.one_round"), name="round"),
    path("analyser/erfaringer/", late("rounds.reported"), name="reported"),
    path("analyser/observasjoner/", late("observing.observations"), name="observations"),
    path("analyser/observasjoner/logg.jsonl", late("observing.log"), name="observation_log"),
    path("analyser/observasjoner/lagre/", late("observing.save"), name="save_updated"),
    path("analyser/observasjoner/<slug:indicator>/", late("observing.link"), name="link"),
    path("analyser/<slug:key>/", late("pages.result"), name="analysis"),
    path("analyser/<slug:key>/usikkerhet/", late("pages.uncertainty"), name="uncertainty"),
    path("analyser/<slug:key>/fordeling/", late("pages.distribution"), name="distribution"),
    path("analyser/<slug:key>/forutsetninger/", late("pages.assumptions"), name="assumptions"),
    path("analyser/<slug:key>/del/<slug:part>/", late("pages.fragment"), name="fragment"),
    path("analyser/<slug:key>/hvorfor/<str:cell>/", late("pages.why"), name="why"),
    path("analyser/<slug:key>/last-ned/<slug:form>/", late("downloads.download"), name="download"),
    path("analyser/<slug:key>/lagre/", late("saving.save"), name="save"),
    path("analyser/<slug:key>/publiser/", late("saving.publish"), name="publish"),
    path("analyser/<slug:key>/trekk/", late("saving.withdraw"), name="withdraw"),
]
