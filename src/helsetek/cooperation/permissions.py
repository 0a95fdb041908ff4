"""Who may see and change a collaboration, and answer for a member."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person, Role, holds, organisations_where, roles_of
from helsetek.common.answers import Answer, no, yes

from .models import Collaboration, Membership, MembershipState

PAGE = "cooperation.collaboration"  # the kind of page that its documents belong to
_APPLICANT_ROLES = (Role.WRITER, Role.SIGNATORY, Role.AUDITOR)
_READERS_IN_THE_DIRECTORATE = frozenset(
    {
        Role.SCHEME_MANAGER, Role.CASE_OFFICER, Role.DECISION_MAKER, Role.PAYMENT_PREPARER, Role.PAYMENT_ATTESTER,
        Role.CONTROLLER, Role.ANALYST,
    }
)  # fmt: skip


def may_found(person: Person, lead_id: int) -> Answer:
    """Those who write or sign for an organisation may found a collaboration that it leads."""
    if any(holds(person, role, lead_id) for role in (Role.WRITER, Role.SIGNATORY)):
        return yes(lead_id)
    return no(_("Only those who write or sign for the organisation can found a collaboration that it leads."))


def may_see(person: Person, collaboration: Collaboration) -> Answer:
    """Its lead and its members, those invited included, and the directorate."""
    own = set(organisations_where(person, *_APPLICANT_ROLES))
    within = own & {collaboration.lead_id, *_standing(collaboration)}
    if within:
        return yes(min(within))
    directorate = reads_all(person)
    if directorate is not None:
        return yes(directorate)
    return no(_("Only the members of the collaboration and the directorate can see it."))


def reads_all(person: Person) -> int | None:
    """The directorate's id for those there who may see every collaboration; None for others."""
    held = roles_of(person)
    return next((one.organisation_id for one in held if one.role in _READERS_IN_THE_DIRECTORATE), None)


def _standing(collaboration: Collaboration) -> list[int]:
    rows = collaboration.memberships.filter(state__in=[MembershipState.INVITED, MembershipState.CONSENTED])
    return list(rows.values_list("organisation_id", flat=True))


def may_change(person: Person, collaboration: Collaboration) -> Answer:
    """Those who write or sign for the lead."""
    if any(holds(person, role, collaboration.lead_id) for role in (Role.WRITER, Role.SIGNATORY)):
        return yes(collaboration.lead_id)
    return no(_("Only those who write or sign for the organisation that leads can change the collaboration."))


def may_consent(person: Person, membership: Membership) -> Answer:
    """Each member is bound by its own signatory only (kommuneloven § 2-1: each is a legal person of its own)."""
    if holds(person, Role.SIGNATORY, membership.organisation_id):
        return yes(membership.organisation_id)
    return no(_("Only a signatory of %(name)s can answer for it.") % {"name": membership.organisation.name})
