"""Who may open a redacted copy in a blind call."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common.answers import Answer, no
from helsetek.grants.models import BlindCopy

from .assessments import assesses, may_see_handling


def may_open_copy(person: Person, copy_id: int) -> Answer:
    """Those who handle the case open every copy; assessors who are impartial open those that are released."""
    related = ("application__case", "application__call", "application__call_version", "application__lead")
    copy = BlindCopy.objects.select_related(*related).filter(pk=copy_id).first()
    if copy is None:
        return no(_("You have no access to this."))
    inside = may_see_handling(person, copy.application)
    if inside or copy.released_at is None:
        return inside
    return assesses(person, copy.application)
