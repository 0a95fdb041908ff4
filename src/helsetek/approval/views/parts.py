"""What the pages of this room share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, who
from helsetek.approval import permissions, selectors
from helsetek.approval.models import Application, Approval

reading_and_writing = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = Sequence[tuple[Any, str]]


def form_page(
    request: HttpRequest, form: forms.Form, title: Any, label: Any, back: str, crumbs: Crumbs, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "label": label, "back": back, "crumbs": crumbs, **more}
    return render(request, "common/form_page.html", context)


def register_crumbs(approval: Approval | None = None) -> list[tuple[Any, str]]:
    crumbs = [(_("Approved products"), reverse("approval:register"))]
    return [*crumbs, (approval.number, certificate_address(approval))] if approval else crumbs


def certificate_address(approval: Approval) -> str:
    return reverse("approval:certificate", args=[approval.number])


def seen(request: HttpRequest, pk: int) -> tuple[Person, Application]:
    """Who asks, and the application of the address, if they may see it."""
    person, it = who(request), found(selectors.application, pk)
    permissions.may_see(person, it).require()
    return person, it


def case_crumbs(it: Application) -> list[tuple[Any, str]]:
    return [(it.case.number, reverse("approval:application", args=[it.pk]))]
