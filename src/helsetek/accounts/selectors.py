"""Reads of people and their roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from helsetek.common import clock, events
from helsetek.common.clock import OSLO
from helsetek.common.events import Event
from helsetek.common.instants import end_of

from .held import RoleHeld, holds, holds_anywhere, in_force, role_name, roles_held
from .models import AccessRequest, Person, RoleAssignment, Tie
from .permissions import acts_for_the_state, is_administrator, own_signature
from .rules import DECIDING_SIDE, DELEGABLE, Role

__all__ = [
    "AccessRequest",
    "Left",
    "Person",
    "Role",
    "RoleAssignment",
    "RoleHeld",
    "Tie",
    "acts_for_the_state",
    "holds",
    "holds_anywhere",
    "names_of",
    "organisations_where",
    "people_of",
    "people_who_left",
    "people_with",
    "person",
    "role_name",
    "roles_ever_held",
    "roles_of",
    "superior_of",
    "ties_of",
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


def people_of(organisation_ids: Iterable[int], *roles: Role) -> list[Person]:
    """Active people who hold any of the roles today in any of the organisations, once each, in one query."""
    rows = RoleAssignment.objects.filter(
        in_force(),
        role__in=[role.value for role in roles],
        organisation_id__in=list(organisation_ids),
        person__is_active=True,
    )
    return list(
        {row.person_id: row.person for row in rows.select_related("person").order_by("person_id")}.values()
    )


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Names of people by id, those that exist."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def person(person_id: int) -> Person:
    """Raises Person.DoesNotExist."""
    return Person.objects.get(pk=person_id)


def assignment(assignment_id: int) -> RoleAssignment:
    """With person and organisation. Raises RoleAssignment.DoesNotExist."""
    return RoleAssignment.objects.select_related("person", "organisation").get(pk=assignment_id)


def rights_in(organisation_id: int) -> list[RoleAssignment]:
    """Who has which rights in the organisation, now or from a later day, in order of their names."""
    rows = _standing().filter(organisation_id=organisation_id)
    rows = rows.select_related("person", "given_by", "delegated_from__person", "organisation")
    return list(rows.order_by("person__name", "role", "valid_from"))


def assignments_of(person: Person) -> list[RoleAssignment]:
    """What the person holds now or from a later day."""
    return list(_standing().filter(person=person).select_related("organisation", "given_by"))


def _standing() -> QuerySet[RoleAssignment]:
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    return RoleAssignment.objects.filter(not_over, revoked_at__isnull=True)


def colleagues(organisation_id: int) -> QuerySet[Person]:
    """Those who hold, have held or ask for a role in the organisation."""
    known = Q(assignments__organisation_id=organisation_id) | Q(requests__organisation_id=organisation_id)
    return Person.objects.filter(known, is_active=True).distinct()


def person_by_email(email: str) -> Person | None:
    """The one active person with the address; None if there is none, or if it cannot be told which."""
    if not email.strip():
        return None
    found = list(Person.objects.filter(email__iexact=email.strip(), is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def access_request(request_id: int) -> AccessRequest:
    """Raises AccessRequest.DoesNotExist."""
    return AccessRequest.objects.select_related("person", "organisation").get(pk=request_id)


def requests_of(person: Person) -> list[AccessRequest]:
    """What the person has asked for and waits for."""
    return list(person.requests.filter(answered_at__isnull=True).select_related("organisation"))


def requests_to(person: Person) -> list[AccessRequest]:
    """The requests that wait for the person's answer: a signatory's own organisations, an administrator's all."""
    waiting = AccessRequest.objects.filter(answered_at__isnull=True).exclude(person=person)
    if not is_administrator(person):
        own = [one for one in organisations_where(person, Role.SIGNATORY) if own_signature(person, one)]
        if not own:
            return []
        waiting = waiting.filter(organisation_id__in=own, role__in=[role.value for role in DELEGABLE])
    return list(waiting.select_related("person", "organisation"))


def requests_in(organisation_id: int) -> list[AccessRequest]:
    rows = AccessRequest.objects.filter(organisation_id=organisation_id, answered_at__isnull=True)
    return list(rows.select_related("person", "organisation"))


def people() -> QuerySet[Person]:
    """Everybody who has logged in."""
    return Person.objects.all()


def rights_log(person: Person, limit: int = 50) -> list[Event]:
    """What has happened to the person's own rights, and when they logged in; the newest first."""
    things = [f"role_assignment:{pk}" for pk in person.assignments.values_list("pk", flat=True)]
    things += [f"access_request:{pk}" for pk in person.requests.values_list("pk", flat=True)]
    return events.newest_of([f"person:{person.pk}", *things], limit)


def changes_of_rights(organisation_id: int, limit: int = 50) -> list[Event]:
    """What has happened to rights in the organisation; the newest first."""
    ids = RoleAssignment.objects.filter(organisation_id=organisation_id).values_list("pk", flat=True)
    return events.newest_of([f"role_assignment:{pk}" for pk in ids], limit)


def ties_of(person: Person) -> list[Tie]:
    """What binds the person to organisations, now and before."""
    return list(person.ties.select_related("organisation"))


def ties_of_people(person_ids: Iterable[int]) -> list[Tie]:
    """The ties of many, in one query."""
    return list(Tie.objects.filter(person_id__in=list(person_ids)))


def roles_ever_held(person_ids: Iterable[int]) -> list[RoleAssignment]:
    """Every role that the people have held in any organisation, also those taken back. One query."""
    return list(RoleAssignment.objects.filter(person_id__in=list(person_ids)))


def superior_of(person: Person) -> Person | None:
    """Who decides when the person is in doubt; None where nobody is named, or who is named has left."""
    named = Person.objects.filter(pk=person.pk).values("superior_id")
    found = Person.objects.filter(pk__in=named, is_active=True).first()
    return found if found is None or acts_for_the_state(found) else None


def deciding_people() -> list[Person]:
    """Everybody who acts for the state today, by name."""
    held = RoleAssignment.objects.filter(in_force(), role__in=[role.value for role in DECIDING_SIDE])
    return list(Person.objects.filter(is_active=True, pk__in=held.values("person_id")))


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody without any role. ``since``: the last role ended, or the last log-in; ``needed``: others wait for them."""

    person_id: int
    since: datetime
    needed: bool


_SEEN = ["accounts.person_registered", "accounts.logged_in", "accounts.contact_told"]


def people_who_left(before: datetime, *, only: int | None = None) -> list[Left]:
    """Active people whose last role ended, and who last logged in, before an instant; the longest ago first.

    Those of whom it is not known when they were last here are left out, and so are those that are forgotten already.
    """
    day = before.astimezone(OSLO).date()
    stays = RoleAssignment.objects.filter(
        Q(revoked_at__isnull=True) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        | Q(revoked_at__gte=before)
    )
    people = Person.objects.filter(is_active=True).filter(Q(forgotten_at__isnull=True) | ~Q(email=""))
    people = people.filter(pk=only) if only else people
    ids = list(people.exclude(pk__in=stays.values("person_id")).values_list("pk", flat=True))
    last = _last_seen(ids)
    needed = set(
        Person.objects.filter(superior_id__in=ids, is_active=True).values_list("superior_id", flat=True)
    )
    needed |= set(
        AccessRequest.objects.filter(person_id__in=ids, answered_at__isnull=True).values_list(
            "person_id", flat=True
        )
    )
    found = [Left(pk, last[pk], pk in needed) for pk in ids if pk in last and last[pk] < before]
    return sorted(found, key=lambda one: (one.since, one.person_id))


def _last_seen(ids: list[int]) -> dict[int, datetime]:
    """When each was last here: by log-in, or by a role that ended."""
    seen = events.newest_at([f"person:{pk}" for pk in ids], _SEEN)
    found = {pk: seen[f"person:{pk}"] for pk in ids if f"person:{pk}" in seen}
    for row in RoleAssignment.objects.filter(person_id__in=ids):
        ends = [at for at in (row.revoked_at, end_of(row.valid_to) if row.valid_to else None) if at]
        if ends:
            found[row.person_id] = max(min(ends), found.get(row.person_id, min(ends)))
    return found
