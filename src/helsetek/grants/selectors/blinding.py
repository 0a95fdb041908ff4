"""What an assessor sees in a blind call: the application without what tells who applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as cases
from helsetek.casework.selectors import Document
from helsetek.grants.models import Application, Assessment, BlindCopy
from helsetek.grants.permissions.applications import is_blind, is_hidden_from
from helsetek.grants.rules.masking import Mask, Name, mask_of, parts_of_name, parts_of_person
from helsetek.grants.rules.sections import Partners, SectionKey, dump
from helsetek.registry import selectors as registry
from helsetek.registry.selectors import Organisation

from . import applications
from .attachments import attachments

PAGE = "grants.blind_copy"
_APPLICANTS = (Role.WRITER, Role.SIGNATORY, Role.AUDITOR)
_PLACES = ("municipality", "county", "trust", "rha")


def mask(application: Application) -> Mask:
    """Everything that is known to tell who applied, and the neutral words that stand in its place."""
    return mask_of(_names(application))


def _names(application: Application) -> Iterator[Name]:
    yield from (Name(word, "[…]") for word in extra_words(application))
    yield Name(application.collaboration.name, _("[the collaboration]"))
    parties = cases.parties_of(application.case)
    for number, party in enumerate(parties, start=1):
        yield from _of_organisation(party.organisation, _("[party %(number)s]") % {"number": number})
    yield from _people(application, [party.organisation_id for party in parties])


def _of_organisation(place: Organisation, instead: str) -> Iterator[Name]:
    formal = registry.formal_name(place)
    for text in (*parts_of_name(place.name), *parts_of_name(formal), place.organisation_number, place.email):
        yield Name(text, instead)


def _people(application: Application, places: list[int]) -> Iterator[Name]:
    """Those who write and sign for the parties, and the contacts that the application names."""
    known = [(one.name, one.email) for one in accounts.people_of(places, *_APPLICANTS)]
    partners = applications.content(application).get(SectionKey.PARTNERS)
    if isinstance(partners, Partners):
        known += [(one.contact_name, one.contact_email) for one in partners.partners]
    for name, address in known:
        yield Name(address, _("[address]"))
        yield from (Name(part, _("[person]")) for part in parts_of_person(name))


def extra_words(application: Application) -> list[str]:
    """What an officer has added."""
    found = getattr(application, "blind_words", None)
    return [str(word) for word in found.words] if found else []


def hidden(value: Any, names: Mask) -> Any:
    """The same record with every text in it masked: dataclasses, tuples and lists all the way down."""
    match value:
        case str():
            return names.hide(value)
        case tuple():
            return tuple(hidden(one, names) for one in value)
        case list():
            return [hidden(one, names) for one in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            changed = {field.name: hidden(getattr(value, field.name), names) for field in fields(value)}
            return replace(value, **changed)
    return value


# -- The case as an assessor is shown it --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands for a case on an assessor's pages: its own number and title, or neutral ones."""

    number: str
    title: str
    lead: str
    is_blind: bool


def shown(application: Application, person: Person) -> Shown:
    """As the person may see it."""
    if not is_hidden_from(person, application):
        case = application.case
        return Shown(case.number, case.title, application.lead.name, is_blind(application))
    return Shown(label(application), mask(application).hide(application.case.title), "", True)


def label(application: Application) -> str:
    """What a blind application is called: nothing that is printed elsewhere."""
    return _("Application %(number)s") % {"number": application.pk}


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One row of an assessor's list; it holds no more than is shown, so that a search finds no more either."""

    pk: int
    number: str
    name: str
    lead: str
    state: str
    assigned_at: datetime
    handed_in_at: datetime | None


def rows_for(assessments: Iterable[Assessment], person: Person) -> list[AssessmentRow]:
    return [_row(one, shown(one.application, person)) for one in assessments]


def _row(one: Assessment, seen: Shown) -> AssessmentRow:
    return AssessmentRow(
        one.pk, seen.number, seen.title, seen.lead, one.state, one.assigned_at, one.handed_in_at
    )


# -- Documents ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One document of the application, and its newest copy if there is one."""

    number: int
    original: Document
    copy: BlindCopy | None


def copies(application: Application) -> list[CopyRow]:
    """Every document, with its newest copy."""
    newest: dict[Any, BlindCopy] = {}
    made = BlindCopy.objects.filter(application=application).select_related("document")
    for copy in made.order_by("made_at", "id"):
        newest[copy.original_id] = copy
    documents = attachments(application)
    return [CopyRow(number, one, newest.get(one.pk)) for number, one in enumerate(documents, start=1)]


def released(application: Application) -> list[Document]:
    """The copies that assessors may open."""
    rows = (row.copy for row in copies(application))
    return [copy.document for copy in rows if copy and copy.document and copy.released_at]


def copy(copy_id: int) -> BlindCopy | None:
    related = ("application__case", "application__call", "application__call_version", "application__lead")
    return BlindCopy.objects.select_related(*related).filter(pk=copy_id).first()


# -- What an officer should look at -------------------------------------------------------------------


def suspects(application: Application) -> list[str]:
    """Names of places that the masked application still holds: a neighbour or a county can tell who applied."""
    names = mask(application)
    text = "\n".join(
        names.hide(one)
        for section in applications.content(application).values()
        for one in _texts(dump(section))
    )
    return _all_places().found_in(text)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from _texts(list(value.values()))
        case list():
            for one in value:
                yield from _texts(one)


def _all_places() -> Mask:
    names = (place.name for kind in _PLACES for place in registry.of_kind(kind))
    return _mask_of_places(tuple(sorted(part for name in names for part in parts_of_name(name))))


@lru_cache(maxsize=2)
def _mask_of_places(names: tuple[str, ...]) -> Mask:
    return mask_of(Name(name, "[…]") for name in names)
