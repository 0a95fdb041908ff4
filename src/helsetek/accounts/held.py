"""Which roles are held today: the one reading that permissions and selectors share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from helsetek.common import clock

from . import request_cache
from .models import Person, Role, RoleAssignment
from .rules import Role as RoleRule
from .visitor import Visitor


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role that a person holds in an organisation, from a day to a day (both included; no end if None)."""

    assignment_id: int
    role: RoleRule
    organisation_id: int
    organisation: str
    organisation_kind: str
    valid_from: date
    valid_to: date | None
    is_delegated: bool

    @property
    def label(self) -> str:
        return role_name(self.role)


def role_name(role: RoleRule) -> str:
    """What the role is called, in the reader's language."""
    return str(Role(role.value).label)


def in_force(day: date | None = None) -> Q:
    """Assignments that hold on a day (today) and are not revoked."""
    on = day or clock.today()
    return Q(revoked_at__isnull=True, valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def roles_held(person: Person | Visitor) -> list[RoleHeld]:
    """What the person holds today. Nobody who is not logged in, or is shut out, holds anything."""
    if isinstance(person, Visitor) or not person.is_active:
        return []
    cache = request_cache.kept()
    if cache is None:
        return read_roles([person.pk]).get(person.pk, [])
    if person.pk not in cache:
        cache[person.pk] = read_roles([person.pk]).get(person.pk, [])
    return list(cache[person.pk])


def with_roles(person_id: int) -> Person | None:
    """The person with today's roles, kept for the request; None for one who holds none, or does not exist."""
    rows = list(_in_force([person_id]).select_related("person"))
    cache = request_cache.kept()
    if rows and cache is not None:
        cache[person_id] = [_held(row) for row in rows]
    return rows[0].person if rows else None


def _in_force(person_ids: list[int]) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(in_force(), person_id__in=person_ids).select_related("organisation")


def read_roles(person_ids: list[int]) -> dict[int, list[RoleHeld]]:
    """What each of the people holds today, in one query; those who hold nothing are left out."""
    found: dict[int, list[RoleHeld]] = {}
    for row in _in_force(person_ids):
        found.setdefault(row.person_id, []).append(_held(row))
    return found


def _held(row: RoleAssignment) -> RoleHeld:
    return RoleHeld(
        assignment_id=row.pk,
        role=RoleRule(row.role),
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        organisation_kind=row.organisation.kind,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_delegated=row.delegated_from_id is not None,
    )


def holds(person: Person | Visitor, role: RoleRule, organisation_id: int) -> bool:
    """Whether the person holds the role in the organisation today."""
    return any(held.role == role and held.organisation_id == organisation_id for held in roles_held(person))


def holds_anywhere(person: Person | Visitor, role: RoleRule) -> int | None:
    """The id of an organisation in which the person holds the role today; None if there is none."""
    return next((held.organisation_id for held in roles_held(person) if held.role == role), None)
