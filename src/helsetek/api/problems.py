"""What went wrong, as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

CONTENT_TYPE = "application/problem+json"


def problem(status: int, detail: str, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    body["errors"] = errors or []
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=CONTENT_TYPE, status=status)


def handle_in(api: NinjaAPI) -> None:
    """Let the interface answer every refusal so."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(HttpError, _refused)


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    found = [
        {"where": ".".join(str(part) for part in one["loc"] if part not in {"asked"}), "what": one["msg"]}
        for one in getattr(error, "errors", [])
    ]
    return problem(422, "Something in the address cannot be used.", found)


def _not_found(request: HttpRequest, error: Http404 | type[Http404]) -> HttpResponse:
    return problem(404, str(error) or "There is nothing at this address.")


def _refused(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    return problem(getattr(error, "status_code", 400), str(error))
