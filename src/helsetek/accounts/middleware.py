"""Who is asking: the person of the session, or nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .models import Person

SESSION_KEY = "person"


class Nobody:
    """Whoever has not logged in. Django's own AnonymousUser would need its tables of users and rights."""

    pk = None
    is_active = False
    is_anonymous = True
    is_authenticated = False

    def __str__(self) -> str:
        return "nobody"


class PersonMiddleware:
    """Set ``request.user`` to an active Person, or to Nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]
        return self.get_response(request)


def person_of(request: HttpRequest) -> Person | Nobody:
    person_id = request.session.get(SESSION_KEY)
    person = Person.objects.filter(pk=person_id, is_active=True).first() if person_id else None
    return person or Nobody()
