"""Reads of collaborations and their members."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from helsetek.accounts.selectors import Person, organisations_where
from helsetek.registry.selectors import Organisation

from .models import Collaboration, Membership, MembershipState

__all__ = [
    "Collaboration",
    "Membership",
    "MembershipState",
    "collaboration",
    "collaborations",
    "collaborations_of",
    "consented_ids",
    "membership",
    "memberships_of",
    "missing_consent",
    "of_organisation",
    "standing_ids",
]

STANDING = (MembershipState.INVITED, MembershipState.CONSENTED)


def collaboration(collaboration_id: int) -> Collaboration:
    """With its lead. Raises Collaboration.DoesNotExist."""
    return Collaboration.objects.select_related("lead").get(pk=collaboration_id)


def collaborations(ids: Iterable[int]) -> dict[int, Collaboration]:
    return {found.pk: found for found in Collaboration.objects.filter(pk__in=set(ids)).select_related("lead")}


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


def of_organisation(organisation_id: int) -> QuerySet[Collaboration]:
    """Those that the organisation leads, or is invited to or a member of."""
    return _of([organisation_id])


def _of(organisation_ids: list[int]) -> QuerySet[Collaboration]:
    standing = Membership.objects.filter(organisation_id__in=organisation_ids, state__in=STANDING)
    return Collaboration.objects.filter(
        Q(lead_id__in=organisation_ids) | Q(pk__in=standing.values("collaboration_id"))
    ).select_related("lead")
