"""What every answer of the interface gets: conditional GET, leave for pages of other sites, a limit, polite errors."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag

from helsetek.common import clock

from .problems import CONTENT_TYPE, problem
from .services import MINUTE, count_request

log = logging.getLogger(__name__)
PREFIX = "/api/v1/"
SAFE = {"GET", "HEAD"}
_DETAILS = {
    404: "There is nothing at this address.",
    405: "This interface is read only: use GET.",
    500: "Something failed in the system. It has been written down.",
}


class ApiMiddleware:
    """Works on ``/api/v1/`` only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _open_to_all(HttpResponse(status=204))
        if request.method not in SAFE:
            return _open_to_all(_read_only())
        left = _requests_left(request)
        if left < 0:
            return _open_to_all(_too_many())
        response = _polite(self.get_response(request))
        response["RateLimit-Remaining"] = str(left)
        return _open_to_all(_conditional(request, response))


def _requests_left(request: HttpRequest) -> int:
    """How many requests the visitor may send before the minute is over; below zero when it is one too many."""
    limit: int = settings.API_REQUESTS_A_MINUTE
    try:
        return limit - count_request(address=_visitor(request), at=clock.now())
    except OperationalError:  # the database is too busy to count: better to answer than to refuse everybody
        log.warning("a request to the interface was not counted: the database did not take it in time")
        return limit


def _visitor(request: HttpRequest) -> str:
    """The address the request comes from; behind a proxy that is trusted, the one the proxy tells of."""
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if told:
            return told
    return str(request.META.get("REMOTE_ADDR", ""))


def _read_only() -> HttpResponse:
    response = problem(405, _DETAILS[405])
    response["Allow"] = "GET, HEAD, OPTIONS"
    return response


def _too_many() -> HttpResponse:
    seconds = MINUTE - int(clock.now().timestamp()) % MINUTE
    response = problem(429, f"Too many requests. Try again in {seconds} seconds.")
    response["Retry-After"] = str(seconds)
    return response


def _polite(response: HttpResponse) -> HttpResponse:
    """Errors that were made as pages, for people, are made anew for machines."""
    if response.status_code < 400 or response.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    told = _DETAILS.get(response.status_code, "The request could not be answered.")
    return problem(response.status_code, told)


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 200:
        return response
    set_response_etag(response)
    response["Cache-Control"] = "public, max-age=60, must-revalidate"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _open_to_all(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "If-None-Match, Accept, Content-Type"
    response["Access-Control-Expose-Headers"] = "ETag, RateLimit-Remaining, Retry-After"
    return response
