"""What the pages of control share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    label: str,
    back: str,
    text: str = "",
    kicker: str = "",
    **more: Any,
) -> HttpResponse:
    """A page with one form, a sentence before it, and one button."""
    context = {"form": form, "title": title, "text": text, "label": label, "back": back, "kicker": kicker}
    return render(request, "control/form.html", context | more)
