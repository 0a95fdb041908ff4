"""Gather all that the eligibility rules look at, so that the rules themselves need look nothing up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from helsetek.common import clock
from helsetek.cooperation import selectors as cooperation
from helsetek.grants.models import Application, ApplicationState, LateDoor
from helsetek.grants.rules.eligibility import Content, Inputs, Member, OtherApplication
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import CallVersion

from . import earlier

STANDING = ("invited", "consented")


def standing_ids(application: Application) -> list[int]:
    """Organisations that are members now, invited or consented."""
    return cooperation.standing_ids(application.collaboration)


def indicator_codes() -> tuple[str, ...]:
    return tuple(scheme.indicators().values_list("code", flat=True))


def inputs_for(
    application: Application,
    content: Content,
    *,
    at: datetime | None = None,
    version: CallVersion | None = None,
    indicators: tuple[str, ...] | None = None,
) -> Inputs:
    """Everything the rules look at, as of an instant (now). The call's own instants are those that hold now."""
    call, members = application.call, tuple(members_of(application))
    return Inputs(
        now=at or clock.now(),
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        cancelled=call.cancelled_at is not None,
        late_door_until=_late_until(application),
        lead_id=application.lead_id,
        members=members,
        terms=scheme.terms(version or application.call_version),
        envelope_ore=_envelope_ore(application),
        indicators=indicator_codes() if indicators is None else indicators,
        other_applications=tuple(_others(application, content, members)),
        earlier_grants=tuple(earlier.not_used_up([m.organisation_id for m in members], but=application)),
        content=content,
    )


def _late_until(application: Application) -> datetime | None:
    doors = LateDoor.objects.filter(
        call_id=application.call_id, collaboration_id=application.collaboration_id
    )
    return doors.order_by("-until").values_list("until", flat=True).first()


def members_of(application: Application) -> Iterable[Member]:
    """The standing members of the collaboration, in order of their names."""
    memberships = [m for m in cooperation.memberships_of(application.collaboration) if m.state in STANDING]
    ids = [m.organisation_id for m in memberships]
    regions = {
        place.organisation_id: place.regional_health_authority.name
        for place in registry.municipalities().filter(organisation_id__in=ids)
    }
    for membership in memberships:
        yield Member(
            organisation_id=membership.organisation_id,
            name=membership.organisation.name,
            kind=membership.organisation.kind,
            regional_health_authority=regions.get(membership.organisation_id, ""),
            consented=membership.state == "consented",
        )


def _envelope_ore(application: Application) -> int | None:
    """What the call's first allotment has to give."""
    allotment = scheme.allotments_of(application.call).first()
    return scheme.balances(allotment.envelope_id).allotted if allotment else None


def _others(
    application: Application, content: Content, members: tuple[Member, ...]
) -> Iterable[OtherApplication]:
    """Other applications to the call on the same area that a member takes part in.

    Before the call closes only those with the same lead: what others have sealed is not given away here.
    """
    if not content.project.area:
        return
    ours = [member.organisation_id for member in members]
    rivals = (
        Application.objects.filter(call_id=application.call_id, area=content.project.area)
        .exclude(pk=application.pk)
        .exclude(state__in=[ApplicationState.WITHDRAWN, ApplicationState.DRAFT])
        .filter(_shared(application, ours))
        .select_related("case")
        .distinct()
    )
    for rival in rivals:
        shared = rival.case.parties.filter(until__isnull=True, organisation_id__in=ours)
        names = shared.order_by("id").values_list("organisation__name", flat=True)
        yield OtherApplication(case_number=rival.case.number, member_names=tuple(names))


def _shared(application: Application, ours: list[int]) -> Q:
    if clock.now() < application.call.closes_at:
        return Q(lead_id=application.lead_id)
    return Q(case__parties__until__isnull=True, case__parties__organisation_id__in=ours)
