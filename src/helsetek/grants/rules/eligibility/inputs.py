"""All that the rules look at. Stored whole with each submission, so that the answer can be given again."""

from __future__ import annotations

from datetime import datetime

from helsetek.grants.rules.sections import Budget, Funding, Goals, Partners, Plan, Project, Risk, Standards
from helsetek.scheme.rules.terms import CallTerms, Frozen


class Member(Frozen):
    """A standing member of the collaboration, the lead among them."""

    organisation_id: int
    name: str
    kind: str  # of registry.models.OrganisationKind
    regional_health_authority: str = ""
    consented: bool


class OtherApplication(Frozen):
    """Another application to the same call, on the same area, that one of the members takes part in."""

    case_number: str
    member_names: tuple[str, ...]


class EarlierGrant(Frozen):
    """A grant that one of the members leads and that is not used up, as the system knows it.

    ``unspent_ore`` is what has been paid, not accounted for and not paid back. ``settled`` says that its final
    accounts are approved, so that the sum will not change but by paying back.
    """

    case_number: str
    organisation: str
    unspent_ore: int
    year: int | None = None
    settled: bool = False


class Content(Frozen):
    """The sections, typed."""

    project: Project = Project()
    partners: Partners = Partners()
    goals: Goals = Goals()
    plan: Plan = Plan()
    budget: Budget = Budget()
    funding: Funding = Funding()
    risk: Risk = Risk()
    standards: Standards = Standards()


class Inputs(Frozen):
    """Everything, with nothing left to be looked up: the same inputs give the same answer for ever."""

    now: datetime
    opens_at: datetime
    closes_at: datetime
    cancelled: bool = False
    late_door_until: datetime | None = None
    lead_id: int
    members: tuple[Member, ...]
    terms: CallTerms
    envelope_ore: int | None = None
    indicators: tuple[str, ...] = ()
    other_applications: tuple[OtherApplication, ...] = ()
    earlier_grants: tuple[EarlierGrant, ...] = ()
    content: Content = Content()

    def names_of(self, kind: str) -> list[str]:
        return [member.name for member in self.members if member.kind == kind]
