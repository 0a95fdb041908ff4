"""Nothing typed is lost when a log-in expires in the middle of a form.

A form that is sent by somebody whose log-in has expired is kept in the session, and a page says so. After log-in the
same page is shown again, filled in, and the person sends it once more. A view needs one word for it:

    form = BudgetForm(typed(request))          # what was sent, or what was kept, or None

and the room that guards pages needs one:

    return log_in_first(request)               # keeps what was sent, or leads a reader to the log-in

``{% form_actions %}`` puts who was writing, and on which page, into the form (signed): what one person typed is never
shown to another who logs in on the same machine. Files cannot be kept; the page says which must be chosen again.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from helsetek.common import clock

from . import navigation

STAMP = "_kept"  # the hidden field that form_actions writes
ASKED = "kept"  # the word in the address after log-in
_SESSION_KEY = "kept_forms"
_SALT = "helsetek.kept-form"
_SECONDS = 2 * 60 * 60
_LARGEST = 400_000  # letters
_MOST = 5  # forms kept for one visitor


def typed(request: HttpRequest) -> QueryDict | None:
    """What the form should be filled with: the post, or what was kept from before the log-in, or None."""
    if request.method == "POST":
        _forget(request)
        return request.POST
    kept = _of_this_page(request)
    return QueryDict(kept["data"], mutable=False) if kept else None


def was_kept(request: HttpRequest) -> bool:
    """Whether the page is shown filled in from before the log-in: for a line that says so."""
    return request.method != "POST" and _of_this_page(request) is not None


def stamp(request: HttpRequest) -> str:
    """Who is writing and on which page, signed; nothing for visitors."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return signing.dumps([user.pk, request.get_full_path()], salt=_SALT)


def log_in_first(request: HttpRequest) -> HttpResponse:
    """The answer to somebody who is not logged in. Keeps a form that was sent; a reader goes to the log-in."""
    if request.method != "POST":
        log_in = navigation.address_of("LOGIN_URL") or "/"
        return HttpResponseRedirect(f"{log_in}?{urlencode({'next': request.get_full_path()})}")
    if request.headers.get("X-Autosave") == "1":
        return HttpResponse(status=401)  # the page itself still has what was typed, and says so
    return say_kept(request)


def say_kept(request: HttpRequest) -> HttpResponse:
    """Keep what was sent, say that it is kept, and lead on: to the log-in, or back to the form."""
    page, kept = _keep(request)
    user = getattr(request, "user", None)
    must_log_in = user is None or not user.is_authenticated
    log_in = navigation.address_of("LOGIN_URL") or "/"
    context = {
        "href": f"{log_in}?{urlencode({'next': page})}" if must_log_in else page,
        "kept": kept,
        "must_log_in": must_log_in,
        "files": _file_names(request),
    }
    return render(request, "common/errors/session_expired.html", context, status=401 if must_log_in else 403)


def _keep(request: HttpRequest) -> tuple[str, bool]:
    """Put the post away; give the address where it is taken up again, and whether there was room for it."""
    person, page = _read_stamp(request.POST.get(STAMP, ""))
    page = _without_token(page or request.get_full_path())
    data = request.POST.copy()
    for name in ("csrfmiddlewaretoken", STAMP):
        data.pop(name, None)
    encoded = data.urlencode()
    if len(encoded) > _LARGEST:
        return page, False
    token = secrets.token_urlsafe(8)
    kept = list(request.session.get(_SESSION_KEY, []))[-_MOST + 1 :]
    kept.append(
        {
            "token": token,
            "path": page.partition("?")[0],
            "person": person,
            "data": encoded,
            "at": clock.now().timestamp(),
        }
    )
    request.session[_SESSION_KEY] = kept
    return f"{page}{'&' if '?' in page else '?'}{ASKED}={token}", True


def _without_token(page: str) -> str:
    path, _mark, query = page.partition("?")
    rest = QueryDict(query, mutable=True)
    rest.pop(ASKED, None)
    return f"{path}?{rest.urlencode()}" if rest else path


def _read_stamp(signed: str) -> tuple[Any, str]:
    try:
        person, page = signing.loads(signed, salt=_SALT, max_age=24 * 60 * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""
    return person, str(page)


def _of_this_page(request: HttpRequest) -> dict[str, Any] | None:
    token = request.GET.get(ASKED)
    if not token or not hasattr(request, "session"):
        return None
    for kept in request.session.get(_SESSION_KEY, []):
        if kept["token"] == token and kept["path"] == request.path and _may_see(request, kept):
            return dict(kept)
    return None


def _may_see(request: HttpRequest, kept: dict[str, Any]) -> bool:
    user = getattr(request, "user", None)
    fresh = clock.now().timestamp() - kept["at"] < _SECONDS
    return bool(fresh and user and user.is_authenticated and kept["person"] in (None, user.pk))


def _forget(request: HttpRequest) -> None:
    """The form has been sent again: what was kept of this page is no longer needed."""
    kept = request.session.get(_SESSION_KEY) if hasattr(request, "session") else None
    if kept:
        _person, page = _read_stamp(request.POST.get(STAMP, ""))
        paths = {request.path, page.partition("?")[0]}
        request.session[_SESSION_KEY] = [one for one in kept if one["path"] not in paths]


def _file_names(request: HttpRequest) -> list[str]:
    return [str(getattr(file, "name", "")) for file in request.FILES.values()]
