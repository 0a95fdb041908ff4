"""Who got what: what everybody may see of grants, once the parties have been told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from helsetek.casework.selectors import Party
from helsetek.grants.models import Decision, Grant

from .appealed import changes_of
from .grants import GIVES, grants


@dataclass(frozen=True, slots=True)
class Award:
    """One public award. ``members`` are (organisation id, name), the lead first; money in øre."""

    grant_id: int
    case_number: str
    title: str
    area: str
    call_id: int
    call_slug: str
    lead_id: int
    lead: str
    members: tuple[tuple[int, str], ...]
    amount_ore: int
    requested_ore: int
    paid_ore: int
    told_at: datetime
    state: str
    synthetic: bool
    source: str
    # Whether it was changed after it was told: ``appeal``, ``reversal``, or "".
    changed: str = ""

    @property
    def member_ids(self) -> tuple[int, ...]:
        return tuple(organisation_id for organisation_id, _name in self.members)

    @property
    def year(self) -> int:
        return self.told_at.year


def awards_public(call_id: int | None = None) -> list[Award]:
    """All awards that have been told, newest first; of one call if ``call_id`` is given. Four queries."""
    rows = grants().order_by("-offered_at", "-id")
    if call_id is not None:
        rows = rows.filter(application__call_id=call_id)
    found = list(rows)
    members = _members({grant.application.case_id for grant in found})
    ids = {grant.application_id for grant in found}
    told, changed = _told_at(ids), changes_of(ids)
    return [_award(grant, members, told, changed) for grant in found]


def _award(
    grant: Grant,
    members: dict[int, list[tuple[int, str]]],
    told: dict[int, datetime],
    changed: dict[int, str],
) -> Award:
    application = grant.application
    return Award(
        grant_id=grant.pk,
        case_number=application.case.number,
        title=application.case.title,
        area=application.area,
        call_id=application.call_id,
        call_slug=application.call.slug,
        lead_id=application.lead_id,
        lead=application.lead.name,
        members=tuple(members[application.case_id]),
        amount_ore=grant.granted,  # type: ignore[attr-defined]
        requested_ore=application.requested_ore,
        paid_ore=grant.paid,  # type: ignore[attr-defined]
        told_at=told[application.pk],
        state=grant.state,
        synthetic=application.synthetic,
        source=application.source,
        changed=changed.get(application.pk, ""),
    )


def _members(case_ids: set[int]) -> dict[int, list[tuple[int, str]]]:
    members: dict[int, list[tuple[int, str]]] = defaultdict(list)
    parties = Party.objects.filter(case_id__in=case_ids, until__isnull=True)
    ordered = parties.order_by("role", "organisation__name").values_list(
        "case_id", "organisation_id", "organisation__name"
    )
    for case_id, organisation_id, name in ordered:
        members[case_id].append((organisation_id, name))
    return members


def _told_at(application_ids: set[int]) -> dict[int, datetime]:
    """When the first decision that gave money was told."""
    told = Decision.objects.filter(
        application_id__in=application_ids, outcome__in=GIVES, notified_at__isnull=False
    ).order_by("-notified_at")
    return {decision.application_id: decision.notified_at for decision in told if decision.notified_at}
