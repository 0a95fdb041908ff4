"""Who may keep the catalogue and the requirements."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.common.answers import Answer, no, yes


def may_keep_catalogue(person: Person | Visitor) -> Answer:
    """Write standards, requirements and their versions."""
    place = accounts.holds_anywhere(person, Role.SCHEME_MANAGER) if isinstance(person, Person) else None
    return yes(place) if place else no(_("Only the scheme manager keeps the catalogue of standards."))
