"""The agreement of a grant: as it stands, as it stood, and two versions side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helsetek.accounts.web import signed_in
from helsetek.common.web.parts import Comparison, Difference, Tab
from helsetek.common.web.show import day
from helsetek.grants.models import AgreementVersion, Grant
from helsetek.grants.reading.agreements import as_reading, labels_of, read_agreement, words_of
from helsetek.grants.selectors import agreements as selectors
from helsetek.grants.views.grants import found_grant


@require_safe
@signed_in
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """As it stands now, with what has happened since the last version."""
    grant = found_grant(request, pk)
    now = selectors.agreement(grant)
    reading = as_reading(now, words_of(grant.application, now))
    return render(request, "grants/agreement.html", _frame(grant, 0) | {"reading": reading})


@require_safe
@signed_in
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """As it stood from a day on, with what this version changed."""
    grant = found_grant(request, pk)
    shown = _version(grant, number)
    content = selectors.content_of(shown)
    context: dict[str, Any] = {
        "reading": as_reading(content, words_of(grant.application, content)),
        "version": shown,
    }
    if number > 1:
        before = reverse("grants:agreement_comparison", args=[pk, number - 1, number])
        context["compare_with"] = before
    return render(request, "grants/agreement.html", _frame(grant, number) | context)


@require_safe
@signed_in
def comparison(request: HttpRequest, pk: int, one: int, other: int) -> HttpResponse:
    """Two versions side by side, what differs marked in words and not in colour alone."""
    grant = found_grant(request, pk)
    first, second = _version(grant, one), _version(grant, other)
    sides = [selectors.content_of(each) for each in (first, second)]
    words = words_of(grant.application, *sides)
    old, new = (read_agreement(side, words) for side in sides)
    context = {"compared": _compared(old, new, _name(first), _name(second), whole="alt" in request.GET)}
    return render(
        request,
        "grants/agreement_comparison.html",
        _frame(grant, -1) | context | {"whole": "alt" in request.GET},
    )


def _compared(old: list[Any], new: list[Any], before: str, after: str, *, whole: bool) -> Comparison:
    labels = labels_of(old, new)
    was, now = ({line.key: line.value for line in lines} for lines in (old, new))
    rows = tuple(Difference(labels[key], was.get(key, ""), now.get(key, "")) for key in labels)
    return Comparison(rows, before, after, only_changes=not whole)


def _version(grant: Grant, number: int) -> AgreementVersion:
    try:
        return selectors.version(grant, number)
    except AgreementVersion.DoesNotExist as error:
        raise Http404 from error


def _name(version: AgreementVersion) -> str:
    return _("Version %(number)s, from %(day)s") % {"number": version.number, "day": day(version.holds_from)}


def _frame(grant: Grant, current: int) -> dict[str, Any]:
    versions = list(selectors.versions_of(grant))
    tabs = [Tab(_("Now"), reverse("grants:agreement", args=[grant.pk]), current == 0)]
    tabs += [
        Tab(
            _("Version %(number)s") % {"number": each.number},
            reverse("grants:agreement_version", args=[grant.pk, each.number]),
            current == each.number,
        )
        for each in versions
    ]
    return {"grant": grant, "case": grant.application.case, "tabs": tabs, "versions": versions}
