"""What every page is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language

from . import navigation as header
from .choices import APPEARANCES, appearance_of


class Site:
    """The frame around the page, worked out only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def appearance(self) -> str:
        return appearance_of(self._request)

    @property
    def appearances(self) -> list[tuple[str, str]]:
        return [(key, str(label)) for key, label in APPEARANCES.items()]

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, str]]:
        return list(settings.LANGUAGES)

    @cached_property
    def navigation(self) -> list[header.Entry]:
        return header.main_entries(self._request)

    @cached_property
    def footer(self) -> list[header.Entry]:
        return header.footer_entries(self._request)

    @cached_property
    def who(self) -> header.Who | None:
        return header.who_is(self._request)

    @property
    def log_in(self) -> str:
        return header.address_of("LOGIN_URL")

    @property
    def log_out(self) -> str:
        return header.address_of("LOGOUT_URL")

    @property
    def is_demo(self) -> bool:
        return settings.HELSETEK_ENV == "demo"


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site.appearance``, ``site.navigation``, ``site.who`` and so on."""
    return {"site": SimpleLazyObject(lambda: Site(request))}
