"""In and out of the system, through the identity provider."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts import demo_people, oidc, selectors, services
from helsetek.accounts.middleware import SESSION_KEY
from helsetek.accounts.models import Person
from helsetek.common.errors import NotAllowed
from helsetek.common.web.choices import safe_next

logger = logging.getLogger(__name__)
_ID_TOKEN = "id_token"  # noqa: S105 - the name of a place in the session


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The page before the identity provider's own; a post goes on to it."""
    after = _on_the_way_to(request)
    if request.method == "POST":
        return _to_the_provider(request, after)
    context: dict[str, Any] = {
        "next": after,
        "provider": settings.OIDC_NAME,
        "configured": oidc.is_configured(),
    }
    if not oidc.is_demo():
        return render(request, "accounts/log_in.html", context)
    words = request.GET.get("q", "").replace("\x00", "")[:60]
    context |= {"groups": demo_people.groups(), "words": words, "others": demo_people.others(words)}
    return render(request, "accounts/choose_who.html", context)


def _on_the_way_to(request: HttpRequest) -> str:
    """The page to come back to, if it is one of ours and not a page of the log-in itself."""
    after = safe_next(request, otherwise="")
    return "" if after.startswith((reverse("accounts:log_in"), reverse("accounts:log_out"))) else after


def _to_the_provider(request: HttpRequest, after: str) -> HttpResponse:
    try:
        address = oidc.begin(
            request, callback=request.build_absolute_uri(reverse("accounts:callback")), after=after
        )
    except oidc.LogInFailed as error:
        return _failed(request, error)
    # 307 lets the browser send the chosen person on to the demonstration's provider: one click, not two.
    chosen = oidc.is_demo() and "sub" in request.POST
    return (
        HttpResponse(status=307, headers={"Location": address}) if chosen else HttpResponseRedirect(address)
    )


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the browser back. ``state`` shows that it was this browser that set out."""
    try:
        identity = oidc.finish(request)
        person = services.welcome(
            issuer=identity.issuer, subject=identity.subject, name=identity.name, email=identity.email
        )
    except oidc.LogInFailed as error:
        return _failed(request, error)
    except NotAllowed as error:
        return render(request, "accounts/log_in_failed.html", {"text": str(error)}, status=403)
    _let_in(request, person, identity.id_token)
    response = HttpResponseRedirect(identity.after or _first_page(person))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            person.language,
            max_age=365 * 24 * 60 * 60,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response


def _let_in(request: HttpRequest, person: Person, id_token: str) -> None:
    """A new session key, so that a key somebody knew from before is worth nothing; nothing of another person stays."""
    if request.session.get(SESSION_KEY) not in (None, person.pk):
        request.session.flush()
    request.session.cycle_key()
    request.session[SESSION_KEY] = person.pk
    request.session[_ID_TOKEN] = id_token
    rotate_token(request)
    services.record_log_in(person=person)


def _first_page(person: Person) -> str:
    return settings.LOGIN_REDIRECT_URL if selectors.roles_of(person) else reverse("accounts:ask")


def _failed(request: HttpRequest, error: oidc.LogInFailed) -> HttpResponse:
    logger.info("A log-in was not completed: %s", error)
    if error.cancelled:
        text = _("You did not log in. You can try again, or look at the public pages.")
    elif error.is_down:
        text = _(
            "The log-in service does not answer just now. Nothing is wrong with your access. Try again soon."
        )
    else:
        text = _("The log-in took too long, or it was begun in another window. Try again from here.")
    status = 503 if error.is_down else 400
    return render(request, "accounts/log_in_failed.html", {"text": text}, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Out of this system, and of the provider's session where it has an address for that."""
    id_token = request.session.get(_ID_TOKEN, "")
    request.session.flush()
    back = reverse("accounts:logged_out")
    away = oidc.log_out_address(id_token=id_token, back=request.build_absolute_uri(back)) if id_token else ""
    return HttpResponseRedirect(away or back)


@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/logged_out.html")
