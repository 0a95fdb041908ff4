"""What stands in the header and the footer. The rooms above fill it in ``apps.ready()``.

navigation.add(_("Calls"), "scheme:calls", order=20)
navigation.add(_("Payments"), "grants:payments", order=60, show=lambda request: may_see_payments(request.user))
navigation.tell_who(lambda request: Who(request.user.name, organisation_name, reverse("accounts:me")))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse

from .parts import Link, Text

Shown = Callable[[HttpRequest], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: ``route`` is a route name without arguments; ``show`` says who sees it."""

    label: Text
    route: str
    order: int
    show: Shown


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is drawn."""

    label: Text
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Who:
    """Who is logged in, for which organisation, and where that is changed."""

    name: str
    organisation: str = ""
    href: str = ""
    more: tuple[Link, ...] = ()


_main: dict[str, Item] = {}
_footer: dict[str, Item] = {}
_who: list[Callable[[HttpRequest], Who]] = []


def _everybody(request: HttpRequest) -> bool:
    return True


def add(label: Text, route: str, *, order: int = 50, show: Shown = _everybody) -> None:
    """Put a page in the main navigation. Lower ``order`` stands first."""
    _main[route] = Item(label, route, order, show)


def add_to_footer(label: Text, route: str, *, order: int = 50, show: Shown = _everybody) -> None:
    _footer[route] = Item(label, route, order, show)


def tell_who(describe: Callable[[HttpRequest], Who]) -> None:
    """Let the room that knows people say how the one who is logged in is shown."""
    _who[:] = [describe]


def main_entries(request: HttpRequest) -> list[Entry]:
    return _entries(_main, request)


def footer_entries(request: HttpRequest) -> list[Entry]:
    return _entries(_footer, request)


def who_is(request: HttpRequest) -> Who | None:
    """Who is logged in; None for a visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return _who[0](request) if _who else Who(str(user))


def address_of(setting: str) -> str:
    """The address a setting such as LOGIN_URL names, or nothing while that page is not built."""
    try:
        return resolve_url(getattr(settings, setting, "")) if getattr(settings, setting, "") else ""
    except NoReverseMatch:
        return ""


def _entries(items: dict[str, Item], request: HttpRequest) -> list[Entry]:
    shown = [
        (item.label, href)
        for item in sorted(items.values(), key=lambda item: item.order)
        if (href := _address(item.route)) and item.show(request)
    ]
    # The nearest one only: «/calls/» is not where we are when «/calls/archive/» is in the menu too.
    nearest = max((href for _label, href in shown if _is_within(request.path, href)), key=len, default="")
    return [Entry(label, href, href == nearest) for label, href in shown]


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _is_within(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))
