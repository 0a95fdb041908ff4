"""Cut a list into pages, with the addresses of those before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

MOST = 500


class PageAsked(Schema):
    """Which page, and how much on it."""

    page: int = Field(1, ge=1, le=1_000_000, description="From 1")
    per_page: int = Field(100, ge=1, le=MOST, description=f"At most {MOST}")


def page_of(
    request: HttpRequest,
    rows: Sequence[Any] | QuerySet[Any],
    asked: PageAsked,
    shape: Callable[[list[Any]], list[Any]],
) -> dict[str, Any]:
    """``shape`` makes what is given out of the rows of the page, all at once."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = (asked.page - 1) * asked.per_page
    cut = list(rows[first : first + asked.per_page])
    return {
        "count": count,
        "page": asked.page,
        "per_page": asked.per_page,
        "next": _address(request, asked.page + 1) if first + asked.per_page < count else None,
        "previous": _address(request, asked.page - 1) if asked.page > 1 else None,
        "items": shape(cut),
    }


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
