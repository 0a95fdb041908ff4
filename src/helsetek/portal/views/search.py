"""Search across the rooms."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.portal.selectors.search import search as look_for


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=100)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = look_for(text, cast("Person | Visitor", request.user)) if text else None
    return render(
        request, "portal/search.html", {"text": text, "found": found, "too_long": not form.is_valid()}
    )
