"""A few pages that stand for the rooms' pages in these tests."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import include, path

from helsetek.common.errors import NotAllowed, RuleBroken, StaleEdit, TooLate, WrongState
from helsetek.common.web import errors
from helsetek.common.web.forms import MoneyField, rows
from helsetek.common.web.kept_form import log_in_first, typed
from helsetek.common.web.pages import confirm, is_autosave, refusals_in

PAGE = """{% extends "common/base.html" %}{% load ui %}
{% block content %}<form method="post">{% csrf_token %}{% error_summary form lines %}{% fields form %}{{ lines }}
{% form_actions "Save" %}</form>{% endblock %}"""


class PlanForm(forms.Form):
    title = forms.CharField(max_length=50)
    sum_ore = MoneyField(label="Sum")


class LineForm(forms.Form):
    what = forms.CharField()


Lines = rows(LineForm, title="Lines", most=5)
saved: list[dict[str, object]] = []


def plan(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return log_in_first(request)
    form, lines = PlanForm(typed(request)), Lines(typed(request), prefix="lines")
    if request.method == "POST" and not lines.asked and form.is_valid() and lines.is_valid():
        with refusals_in(form):
            if form.cleaned_data["title"] == "forbidden word":
                raise RuleBroken("No.", {"title": ["Choose another title."]})
            if form.cleaned_data["title"] == "too late":
                raise TooLate("The deadline was yesterday.")
            saved.append({**form.cleaned_data, "lines": lines.kept})
            return redirect("/saved/")
    html = engines["django"].from_string(PAGE).render({"form": form, "lines": lines}, request)
    return HttpResponse(html)


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "not-allowed": NotAllowed("Only the lead may do this."),
        "wrong-state": WrongState("The application is already sent."),
        "too-late": TooLate("The deadline was yesterday."),
        "rule": RuleBroken("The sums do not agree."),
        "stale": StaleEdit(
            "Cecilie saved at 12.01.", theirs={"title": "Hers"}, yours={"title": "Mine"}, revision=8
        ),
    }[kind]


def withdraw(request: HttpRequest) -> HttpResponse:
    def act(reason: str) -> None:
        if reason == "because":
            raise WrongState("It is decided already.")
        saved.append({"reason": reason})

    return confirm(
        request,
        title="Withdraw",
        text="It cannot be undone.",
        label="Withdraw",
        act=act,
        then="/saved/",
        back="/",
        reason="Why?",
        done="Withdrawn.",
    )


def break_down(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a fault in the system")


def after(request: HttpRequest) -> HttpResponse:
    if is_autosave(request):
        return JsonResponse({"saved": "12.01"})
    return render(request, "common/list.html", {"list": ""})


urlpatterns = [
    path("plan/", plan),
    path("refuse/<str:kind>/", refuse),
    path("withdraw/", withdraw),
    path("break/", break_down),
    path("log-in/", after, name="log_in"),
    path("", include("helsetek.config.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
