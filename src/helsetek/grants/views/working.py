"""The page of long work: how far it has come, and the next step. It goes on by itself; or by a button."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from helsetek.common.web.parts import Text
from helsetek.grants.services.batches import SECONDS, Refused, Step

__all__ = ["SECONDS", "ids_in", "show", "skipped"]


_LONGEST = 19  # no id has so many digits


def skipped(request: HttpRequest) -> set[int]:
    """Ids of what was refused in earlier steps: it is not tried again in this run."""
    return set(ids_in(request, "refused"))


def ids_in(request: HttpRequest, name: str) -> list[int]:
    """The ids that were sent under a name; what can be none (letters, or longer than any) is left out."""
    return [int(value) for value in request.POST.getlist(name) if value.isdecimal() and len(value) < _LONGEST]


def show(
    request: HttpRequest,
    step: Step,
    *,
    title: Text,
    done: Text,
    then: str,
    carry: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """After a step: go on, say what was refused, or go to ``then`` when all is done.

    ``carry`` is what the next step must be sent too.
    """
    so_far = _number(request.POST.get("done")) + step.done
    refused = [*_earlier(request), *step.refused]
    if step.is_finished and not refused:
        messages.success(request, str(done))
        return _go(request, then)
    context = {
        "title": title,
        "done": so_far,
        "left": step.left,
        "total": so_far + step.left + len(refused),
        "refused": refused,
        "carry": carry,
        "then": then,
        "finished": step.is_finished,
    }
    return render(request, "grants/inside/working.html", context)


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


def _earlier(request: HttpRequest) -> list[Refused]:
    """What earlier steps refused, as the page carries it along."""
    ids, numbers, whys = (request.POST.getlist(name) for name in ("refused", "refused_number", "refused_why"))
    rows = zip(ids, numbers, whys, strict=False)
    return [Refused(int(pk), number[:20], why[:500]) for pk, number, why in rows if pk.isdecimal()]


def _go(request: HttpRequest, then: str) -> HttpResponse:
    """On to the next page; htmx is told by a header, so that the whole page is loaded."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": then})
    return HttpResponseRedirect(then)
