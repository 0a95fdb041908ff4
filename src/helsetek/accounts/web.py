"""Guards of pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from helsetek.common.errors import NotAllowed

from .models import Person


def who(request: HttpRequest) -> Person:
    """The person who asks, on a page that is for people who are logged in."""
    if not isinstance(request.user, Person):
        raise NotAllowed(_("Log in first."))
    return request.user


View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """The page is for people who are logged in: others are led to the log-in and come back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(
            f"{resolve_url('accounts:log_in')}?{urlencode({'next': request.get_full_path()})}"
        )

    return guarded
