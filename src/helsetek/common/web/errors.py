"""The pages that are shown when something cannot be done: what happened, why, and what to do now. Never a bare number.

``config`` names the handlers; ``RefusalMiddleware`` turns what services refuse (``common.errors``) into these pages.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.common.errors import NotAllowed, Refusal, RuleBroken, StaleEdit, TooLate, WrongState

from . import kept_form
from .choices import language_of
from .pages import is_autosave
from .parts import Text, compare

logger = logging.getLogger(__name__)


class RefusalMiddleware:
    """What a service refuses, and no view has turned into words in a form, becomes a page of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_to(request, error) if isinstance(error, Refusal) else None


def answer_to(request: HttpRequest, error: Refusal) -> HttpResponse:
    """The answer to a refusal: 403, 409 or 422; short and machine-readable for autosave."""
    status = {NotAllowed: 403, WrongState: 409, TooLate: 409, StaleEdit: 409, RuleBroken: 422}.get(
        type(error), 409
    )
    if is_autosave(request):
        return JsonResponse({"problem": str(error)}, status=status)
    if isinstance(error, StaleEdit):
        return stale(request, error)
    if isinstance(error, NotAllowed):
        return forbidden(request, error)
    title = _("The deadline decides here") if isinstance(error, TooLate) else _("This cannot be done now")
    return _page(request, status, title, str(error), _("Go back and look at the case as it is now."))


def stale(request: HttpRequest, error: StaleEdit, labels: Mapping[str, Text] | None = None) -> HttpResponse:
    """Somebody saved meanwhile: both versions side by side, and the choice between them. Nothing typed is lost."""
    keys = {**error.theirs, **error.yours}
    named = labels or {key: key.replace("_", " ").capitalize() for key in keys}
    again = [
        (name, value) for name, values in request.POST.lists() for value in values if name not in _OWN_FIELDS
    ]
    context = {
        "message": str(error),
        "compared": compare(
            error.theirs,
            error.yours,
            labels=named,
            before_label=_("Saved by others"),
            after_label=_("What you wrote"),
        ),
        "again": again,
        "revision": error.revision,
        "page": request.get_full_path(),
    }
    return render(request, "common/errors/stale.html", context, status=409)


_OWN_FIELDS = {"csrfmiddlewaretoken", "revision"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    text = _("The address or the form holds something the server cannot read.")
    return _page(
        request, 400, _("The request could not be understood"), text, _("Go back, and try once more.")
    )


def too_large(request: HttpRequest) -> HttpResponse:
    text = _("What was sent is larger than the server receives.")
    advice = _("Go back, and send smaller files or less text at a time. What you typed is still in the form.")
    return _page(request, 413, _("Too much at once"), text, advice)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No right to this; says the reason the permission gave."""
    reason = str(exception or "") or _("You do not have the right to see or do this.")
    advice = _("If you need it for your work, ask whoever gives out rights in your organisation.")
    return _page(request, 403, _("You do not have access"), reason, advice)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("The page does not exist, or it has moved.")
    return _page(
        request, 404, _("We cannot find the page"), text, _("Check the address, or begin at the front page.")
    )


def too_many(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """More requests than one visitor may send. ``seconds`` until the next may come."""
    text = _("You have sent very many requests in a short time.")
    advice = _("Wait %(seconds)s seconds, and try again.") % {"seconds": seconds}
    response = _page(request, 429, _("Wait a little"), text, advice)
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed in the system. This page asks neither the database nor the session."""
    with translation.override(language_of(request)):
        html = render_to_string("common/errors/500.html", {"language": translation.get_language()})
    return HttpResponse(html, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not hold: it was open too long, or it came from elsewhere.

    From our own page, what was typed is kept and shown again. A form from another site is never kept.
    """
    if _comes_from_elsewhere(request, reason):
        text = _("The form was not sent from this site.")
        return _page(
            request, 403, _("The form was not received"), text, _("Open the page here, and fill it in again.")
        )
    return kept_form.say_kept(request)


def _comes_from_elsewhere(request: HttpRequest, reason: str) -> bool:
    bad = (REASON_BAD_ORIGIN.split("%")[0], REASON_BAD_REFERER.split("%")[0])
    if reason.startswith(bad) or "Referer" in reason:
        return True
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or (
        origin is not None and origin != f"{request.scheme}://{request.get_host()}"
    )


def _page(request: HttpRequest, status: int, title: str, text: str, advice: str) -> HttpResponse:
    context: dict[str, Any] = {"status": status, "title": title, "text": text, "advice": advice}
    return render(request, "common/errors/error.html", context, status=status)
