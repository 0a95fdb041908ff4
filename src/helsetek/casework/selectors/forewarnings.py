"""Reads of notices that are given before something is decided against a party."""

from __future__ import annotations

from django.db.models import QuerySet

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework.models import Case, Forewarning
from helsetek.casework.rules import forewarnings as rules
from helsetek.casework.rules.forewarnings import Missing
from helsetek.common import clock

__all__ = [
    "Forewarning",
    "forewarning",
    "forewarnings_of",
    "forewarnings_to_answer",
    "forewarnings_waiting",
    "missing_notice",
    "open_forewarning",
]

_RELATED = ("case__officer", "organisation", "given_by", "stated_by", "letter__document")


def forewarning(pk: int) -> Forewarning:
    """Raises Forewarning.DoesNotExist."""
    return Forewarning.objects.select_related(*_RELATED).get(pk=pk)


def forewarnings_of(case: Case) -> list[Forewarning]:
    """Newest first."""
    rows = Forewarning.objects.filter(case=case).select_related(*_RELATED)
    return list(rows.order_by("-id"))


def forewarnings_waiting() -> QuerySet[Forewarning]:
    """Those that nothing has followed yet."""
    return Forewarning.objects.filter(state__in=rules.OPEN).select_related("case__officer", "organisation")


def forewarnings_to_answer(person: Person) -> QuerySet[Forewarning]:
    """Those that a signatory can still answer."""
    own = accounts.organisations_where(person, Role.SIGNATORY)
    return forewarnings_waiting().filter(state="given", organisation_id__in=own)


def open_forewarning(about: str, subject: str, subject_id: int) -> Forewarning | None:
    """The notice of this that waits."""
    return Forewarning.objects.filter(
        about=about, subject=subject, subject_id=subject_id, state__in=rules.OPEN
    ).first()


def missing_notice(about: str, subject: str, subject_id: int) -> Missing | None:
    """What is missing before this can be decided."""
    found = open_forewarning(about, subject, subject_id)
    return rules.missing(
        found.state if found else None, found.statement_before if found else None, clock.now()
    )
