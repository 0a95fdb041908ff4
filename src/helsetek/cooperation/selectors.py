"""Reads of collaborations and their members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from helsetek.accounts.rules import HELD_IN
from helsetek.accounts.selectors import Person, Role, organisations_where
from helsetek.casework import selectors as casework
from helsetek.casework.selectors import Document
from helsetek.common import events
from helsetek.common.events import Event
from helsetek.registry import selectors as registry
from helsetek.registry.selectors import Organisation

from .models import Collaboration, Membership, MembershipState
from .permissions import PAGE, reads_all

__all__ = [
    "Collaboration",
    "Membership",
    "MembershipState",
    "Suggestion",
    "can_be_invited",
    "collaboration",
    "collaborations",
    "collaborations_of",
    "consented_ids",
    "departed",
    "documents",
    "invitations_to",
    "log_of",
    "membership",
    "memberships_of",
    "missing_consent",
    "named",
    "of_organisation",
    "standing_ids",
    "suggestions",
    "visible_to",
]

STANDING = (MembershipState.INVITED, MembershipState.CONSENTED)


def collaboration(collaboration_id: int) -> Collaboration:
    """With its lead. Raises Collaboration.DoesNotExist."""
    return Collaboration.objects.select_related("lead").get(pk=collaboration_id)


def collaborations(ids: Iterable[int]) -> dict[int, Collaboration]:
    return {found.pk: found for found in Collaboration.objects.filter(pk__in=set(ids)).select_related("lead")}


def named(words: str, most: int = 20) -> list[Collaboration]:
    """Those whose name, or whose lead's name, holds the words; not those dissolved."""
    found = Collaboration.objects.filter(dissolved_at__isnull=True).select_related("lead")
    return list(found.filter(Q(name__icontains=words) | Q(lead__name__icontains=words))[:most])


def membership(membership_id: int) -> Membership:
    """With its collaboration and organisation. Raises Membership.DoesNotExist."""
    return Membership.objects.select_related("collaboration__lead", "organisation").get(pk=membership_id)


def memberships_of(collaboration: Collaboration) -> list[Membership]:
    """All places in it, also those declined and withdrawn, in order of the organisations' names."""
    rows = collaboration.memberships.select_related("organisation", "answered_by", "collaboration")
    return list(rows.order_by("organisation__name", "id"))


def consented_ids(collaboration: Collaboration) -> list[int]:
    """Ids of the organisations that have consented, in order of their names."""
    return _ids(collaboration, [MembershipState.CONSENTED])


def departed(collaboration_ids: Iterable[int] | QuerySet[Any, int]) -> list[Membership]:
    """Places of those who consented and have left since, and not come back, in the order they left."""
    ids = collaboration_ids if isinstance(collaboration_ids, QuerySet) else set(collaboration_ids)
    standing = Membership.objects.filter(collaboration=OuterRef("collaboration"), state__in=STANDING)
    rows = Membership.objects.filter(collaboration__in=ids, state=MembershipState.WITHDRAWN)
    gone = rows.exclude(Exists(standing.filter(organisation=OuterRef("organisation"))))
    return list(gone.select_related("organisation").order_by("answered_at", "id"))


def standing_ids(collaboration: Collaboration) -> list[int]:
    """Ids of the organisations that are invited or have consented."""
    return _ids(collaboration, list(STANDING))


def _ids(collaboration: Collaboration, states: list[MembershipState]) -> list[int]:
    rows = collaboration.memberships.filter(state__in=states).order_by("organisation__name", "id")
    return list(rows.values_list("organisation_id", flat=True))


def missing_consent(collaboration: Collaboration) -> list[Organisation]:
    """The organisations that are invited and have not answered."""
    rows = collaboration.memberships.filter(state=MembershipState.INVITED).select_related("organisation")
    return [row.organisation for row in rows.order_by("organisation__name", "id")]


def collaborations_of(person: Person) -> QuerySet[Collaboration]:
    """Those that an organisation of the person's leads, or is invited to or a member of."""
    return _of(organisations_where(person))


def may_found_any(person: Person) -> bool:
    """Whether the person writes or signs for an organisation that can lead a collaboration."""
    return bool(organisations_where(person, Role.WRITER, Role.SIGNATORY))


def of_organisation(organisation_id: int) -> QuerySet[Collaboration]:
    """Those that the organisation leads, or is invited to or a member of."""
    return _of([organisation_id])


def _of(organisation_ids: list[int]) -> QuerySet[Collaboration]:
    standing = Membership.objects.filter(organisation_id__in=organisation_ids, state__in=STANDING)
    return Collaboration.objects.filter(
        Q(lead_id__in=organisation_ids) | Q(pk__in=standing.values("collaboration_id"))
    ).select_related("lead")


def visible_to(person: Person) -> QuerySet[Collaboration]:
    """Those the person may see, each with how many have ``consented`` and are ``invited``."""
    rows = Collaboration.objects.all() if reads_all(person) else collaborations_of(person)
    return rows.select_related("lead").annotate(
        consented=Count("memberships", filter=Q(memberships__state=MembershipState.CONSENTED)),
        invited=Count("memberships", filter=Q(memberships__state=MembershipState.INVITED)),
    )


def invitations_to(person: Person) -> list[Membership]:
    """The invitations that wait for the person's signature, oldest first."""
    rows = Membership.objects.filter(
        state=MembershipState.INVITED,
        collaboration__dissolved_at__isnull=True,
        organisation_id__in=organisations_where(person, Role.SIGNATORY),
    )
    return list(rows.select_related("collaboration__lead", "organisation").order_by("invited_at", "id"))


def can_be_invited(collaboration: Collaboration, words: str = "") -> QuerySet[Organisation]:
    """Those who can join and are neither members nor invited, by name or municipality number."""
    return registry.able_to_join(HELD_IN[Role.SIGNATORY], words).exclude(pk__in=standing_ids(collaboration))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A neighbour that is not a member yet, and the members it shares a border with."""

    organisation_id: int
    name: str
    inhabitants: int
    borders: tuple[str, ...]


def suggestions(organisation_ids: Iterable[int], most: int = 12) -> list[Suggestion]:
    """Neighbours of the given organisations that are not among them: those that touch most of them first."""
    touched = registry.borders_of(organisation_ids)
    names = registry.organisations({one for there in touched.values() for one in there})
    facts = registry.facts_of(touched)
    found = [
        Suggestion(pk, facts[pk].name, facts[pk].inhabitants, tuple(sorted(names[one].name for one in there)))
        for pk, there in touched.items()
        if pk in facts
    ]
    return sorted(found, key=lambda one: (-len(one.borders), one.name))[:most]


def documents(collaboration: Collaboration) -> list[Document]:
    """The agreement between the members, and its later versions."""
    return casework.documents_of(PAGE, collaboration.pk)


def log_of(collaboration: Collaboration) -> list[Event]:
    """What has happened, the newest first."""
    return events.newest_of([f"collaboration:{collaboration.pk}"], 100)
