"""Somebody who is not logged in. (Django's own AnonymousUser comes with tables for passwords and groups.)"""

from __future__ import annotations


class Visitor:
    """Stands where a Person stands in ``request.user``, and holds no role."""

    pk: None = None
    id: None = None
    name = ""
    is_authenticated = False
    is_anonymous = True
    is_active = False

    def __str__(self) -> str:
        return ""
