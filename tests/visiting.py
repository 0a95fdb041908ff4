"""Somebody's browser, logged in without the way through the identity provider."""

from __future__ import annotations

from django.test import Client

from helsetek.accounts.middleware import SESSION_KEY
from helsetek.accounts.selectors import Person


def visitor() -> Client:
    """A browser in which nobody is logged in. A crash is an answer (500), not an exception of the test."""
    return Client(raise_request_exception=False)


def browser_of(person: Person) -> Client:
    client = visitor()
    session = client.session
    session[SESSION_KEY] = person.pk
    session.save()
    return client
