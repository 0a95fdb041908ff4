"""Reads of people and their roles."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from .held import RoleHeld, holds, holds_anywhere, in_force, role_name, roles_held
from .models import Person, RoleAssignment
from .rules import Role

__all__ = [
    "Person",
    "Role",
    "RoleAssignment",
    "RoleHeld",
    "holds",
    "holds_anywhere",
    "names_of",
    "organisations_where",
    "people_with",
    "person",
    "role_name",
    "roles_of",
]


def roles_of(person: Person) -> list[RoleHeld]:
    """What the person holds today, by organisation and role."""
    return roles_held(person)


def organisations_where(person: Person, *roles: Role) -> list[int]:
    """Ids of the organisations in which the person holds any of the roles today (any role at all if none named)."""
    ids = [held.organisation_id for held in roles_held(person) if not roles or held.role in roles]
    return list(dict.fromkeys(ids))


def people_with(role: Role, organisation_id: int | None = None) -> QuerySet[Person]:
    """Active people who hold the role today, in the organisation or in any."""
    held = RoleAssignment.objects.filter(in_force(), role=role.value)
    if organisation_id is not None:
        held = held.filter(organisation_id=organisation_id)
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Names of people by id, those that exist."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def person(person_id: int) -> Person:
    """Raises Person.DoesNotExist."""
    return Person.objects.get(pk=person_id)
