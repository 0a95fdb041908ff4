"""The first thing that happens to a request: the instant it arrived is written down."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from helsetek.common import clock


class ArrivalMiddleware:
    """First of all middleware: before the body is read, the database asked or a lock waited for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.arriving():
            return self.get_response(request)
