"""Who is asking: the person of the session, or nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from . import held, request_cache
from .models import Person
from .visitor import Visitor

SESSION_KEY = "person"


class PersonMiddleware:
    """Set ``request.user`` to an active Person, or to a Visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]
        with request_cache.one_request():
            return self.get_response(request)


def person_of(request: HttpRequest) -> Person | Visitor:
    """The person, whose roles come along in the same query where there are any."""
    person_id = request.session.get(SESSION_KEY)
    if not person_id:
        return Visitor()
    person = held.with_roles(person_id) or Person.objects.filter(pk=person_id).first()
    return person if person is not None and person.is_active else Visitor()
