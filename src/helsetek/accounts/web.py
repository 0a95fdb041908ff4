"""What views of every room ask of the room of people: who is asking, and is the page for people who are logged in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from helsetek.common.errors import NotAllowed
from helsetek.common.web import kept_form

from .models import Person

View = Callable[..., HttpResponse]
Thing = TypeVar("Thing")


def who(request: HttpRequest) -> Person:
    """The person who asks, on a page that is for people who are logged in."""
    if not isinstance(request.user, Person):
        raise NotAllowed(_("Log in first."))
    return request.user


def signed_in(view: View) -> View:
    """The page is for people who are logged in: others are led to the log-in and come back afterwards.

    A form that was sent after the log-in expired is kept, and shown again filled in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return kept_form.log_in_first(request)

    return guarded


def found(read: Callable[..., Thing], *args: Any) -> Thing:
    """What a selector gives; a page «not found» (404) if there is no such thing."""
    try:
        return read(*args)
    except (ObjectDoesNotExist, OverflowError) as error:
        raise Http404 from error
