"""The people of the demonstration whom one can log in as: fictitious all of them, in real municipalities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.common import clock
from helsetek.registry import selectors as registry
from helsetek.registry import services as registry_services
from helsetek.registry.selectors import OrganisationKind

from . import services
from .held import RoleHeld, in_force, read_roles
from .models import Person, RoleAssignment
from .oidc import DEMO_ISSUER
from .rules import HELD_IN, Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``place`` is a municipality number, ``directorate``, ``ks``, or the name of a body made for the demonstration."""

    subject: str
    name: str
    place: str
    roles: tuple[Role, ...]


PEOPLE = (
    DemoPerson("anne", "Anne Aasen", "1804", (Role.WRITER,)),
    DemoPerson("bjorn", "Bjørn Berg", "1804", (Role.SIGNATORY,)),
    DemoPerson("siri", "Siri Solheim", "1804", (Role.AUDITOR,)),
    DemoPerson("cecilie", "Cecilie Dahl", "1841", (Role.WRITER,)),
    DemoPerson("david", "David Eide", "1841", (Role.SIGNATORY,)),
    DemoPerson("eli", "Eli Fjeld", "1840", (Role.SIGNATORY,)),
    DemoPerson("trond", "Trond Granlund", "5006", (Role.WRITER, Role.SIGNATORY)),
    DemoPerson("aud", "Aud Haugland", "4631", (Role.WRITER, Role.SIGNATORY)),
    DemoPerson("frode", "Frode Iversen", "directorate", (Role.SCHEME_MANAGER,)),
    DemoPerson("guri", "Guri Jensen", "directorate", (Role.CASE_OFFICER,)),
    DemoPerson("gunnar", "Gunnar Johansen", "directorate", (Role.CASE_OFFICER,)),
    DemoPerson("hans", "Hans Knutsen", "directorate", (Role.DECISION_MAKER,)),
    DemoPerson("kari", "Kari Larsen", "directorate", (Role.PAYMENT_PREPARER,)),
    DemoPerson("leif", "Leif Moe", "directorate", (Role.PAYMENT_ATTESTER,)),
    DemoPerson("mona", "Mona Nilsen", "directorate", (Role.CONTROLLER,)),
    DemoPerson("marit", "Marit Nygård", "directorate", (Role.CONTROLLER,)),
    DemoPerson("per", "Per Olsen", "directorate", (Role.ANALYST,)),
    DemoPerson("rita", "Rita Pettersen", "directorate", (Role.SYSTEM_ADMINISTRATOR,)),
    DemoPerson("ingrid", "Ingrid Ruud", "Fagpanelet", (Role.ASSESSOR,)),
    DemoPerson("jonas", "Jonas Strand", "Fagpanelet", (Role.ASSESSOR,)),
    DemoPerson("vilde", "Vilde Thorsen", "Fagpanelet", (Role.ASSESSOR,)),
    DemoPerson("oda", "Oda Vik", "ks", (Role.NETWORK_COORDINATOR,)),
    DemoPerson("nils", "Nils Ulriksen", "Journalhuset AS", (Role.VENDOR,)),
    DemoPerson("tor", "Tor Wold", "", ()),
)
_MADE = {"Fagpanelet": OrganisationKind.ASSESSOR_BODY, "Journalhuset AS": OrganisationKind.VENDOR}


@transaction.atomic
def load() -> dict[str, Person]:
    """Make everybody, with roles from today (by the clock) on; give the people by subject. Twice is as once."""
    registry_services.load_registry()
    return {one.subject: add(one.subject, one.name, _place(one.place), one.roles) for one in PEOPLE}


@transaction.atomic
def add(subject: str, name: str, organisation_id: int | None, roles: Iterable[Role]) -> Person:
    """One fictitious person, who can log in by the subject."""
    person = services.welcome(
        issuer=DEMO_ISSUER, subject=subject, name=name, email=f"{subject}@example.org", synthetic=True
    )
    if organisation_id is not None:
        for role in roles:
            _give(person, organisation_id, role)
    return person


def _give(person: Person, organisation_id: int, role: Role) -> None:
    known = person.assignments.filter(role=role.value, organisation_id=organisation_id, revoked_at=None)
    if not known.exists():
        services.give_role(
            by=None, person=person, organisation_id=organisation_id, role=role, valid_from=clock.today()
        )


def _place(place: str) -> int | None:
    if not place:
        return None
    if place in _MADE:
        return registry_services.add_organisation(kind=_MADE[place], name=place, synthetic=True).pk
    if place == "directorate":
        return registry.directorate().pk
    if place == "ks":
        return registry.of_kind(OrganisationKind.ASSOCIATION).get(name="KS").pk
    return registry.municipalities().get(number=place).organisation_id


# -- The page «choose who you are» --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: who it is, and what they do where."""

    subject: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one part of the page."""

    title: str
    people: tuple[Choice, ...]


def groups() -> list[Group]:
    """The people above who are in the database: those of municipalities, of the directorate, and others."""
    order = {one.subject: number for number, one in enumerate(PEOPLE)}
    people = Person.objects.filter(issuer=DEMO_ISSUER, subject__in=order, is_active=True)
    return _grouped(sorted(people, key=lambda person: order[person.subject]))


def others(words: str, most: int = 20) -> list[Group]:
    """Others of the demonstration whose name, or whose organisation, holds the words."""
    if not words.strip():
        return []
    by_place = RoleAssignment.objects.filter(in_force(), organisation__name__icontains=words.strip())
    people = Person.objects.filter(issuer=DEMO_ISSUER, is_active=True)
    named = people.filter(name__icontains=words.strip()) | people.filter(pk__in=by_place.values("person_id"))
    return _grouped(list(named.order_by("name", "id")[:most]))


def people_in_words() -> list[tuple[str, str]]:
    """Names and what they are, for the lines that the start prints."""
    return [(choice.name, choice.what) for group in groups() for choice in group.people]


def _grouped(people: list[Person]) -> list[Group]:
    held = read_roles([person.pk for person in people])
    sections: dict[str, list[Choice]] = {}
    for person in people:
        roles = held.get(person.pk, [])
        sections.setdefault(_section(roles), []).append(Choice(person.subject, person.name, _in_words(roles)))
    return [Group(title, tuple(choices)) for title, choices in sections.items()]


def _section(roles: list[RoleHeld]) -> str:
    kinds = {role.organisation_kind for role in roles}
    if OrganisationKind.DIRECTORATE in kinds:
        return _("The directorate")
    if kinds & HELD_IN[Role.SIGNATORY]:
        return _("Those who apply")
    return _("Others")


def _in_words(roles: list[RoleHeld]) -> str:
    """«Writer, signatory – Steinkjer»."""
    if not roles:
        return _("No role yet")
    places = ", ".join(dict.fromkeys(role.organisation for role in roles))
    return f"{', '.join(dict.fromkeys(role.label for role in roles))} – {places}"
