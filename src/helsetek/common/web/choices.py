"""What a reader chooses for the pages: language, and light or dark. Kept in cookies; works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

APPEARANCE_COOKIE = "appearance"
APPEARANCES = {"auto": _("As my device"), "light": _("Light"), "dark": _("Dark")}
_A_YEAR = 365 * 24 * 60 * 60


class LanguageMiddleware:
    """Choose the language: what the reader has chosen, nynorsk if the browser asks for it first, else bokmål."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    first = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip().lower()
    return "nn" if first in {"nn", "nn-no"} else "nb"


def appearance_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(APPEARANCE_COOKIE, "")
    return chosen if chosen in APPEARANCES else "auto"


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language (``language``) and go back to the page (``next``)."""
    return _remember(
        request, settings.LANGUAGE_COOKIE_NAME, request.POST.get("language", ""), dict(settings.LANGUAGES)
    )


@require_POST
def choose_appearance(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the device (``appearance``) and go back to the page (``next``)."""
    return _remember(request, APPEARANCE_COOKIE, request.POST.get("appearance", ""), APPEARANCES)


def _remember(request: HttpRequest, cookie: str, value: str, known: object) -> HttpResponse:
    response = HttpResponseRedirect(safe_next(request))
    if isinstance(known, dict) and value in known:
        response.set_cookie(
            cookie,
            value,
            max_age=_A_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response


def safe_next(request: HttpRequest, otherwise: str = "/") -> str:
    """The address in ``next`` if it is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else otherwise
