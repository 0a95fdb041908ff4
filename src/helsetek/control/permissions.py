"""Who plans, controls, answers and reads. Nobody controls what they have prepared, assessed, decided or paid."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.casework.selectors import Case
from helsetek.common.answers import Answer, no, yes

from .models import Control, Plan

# Who reads controls from the inside.
READERS = (
    Role.CONTROLLER,
    Role.SCHEME_MANAGER,
    Role.CASE_OFFICER,
    Role.DECISION_MAKER,
    Role.PAYMENT_PREPARER,
    Role.PAYMENT_ATTESTER,
)
_SPEAK = (Role.WRITER, Role.SIGNATORY)


def may_plan(person: Person) -> Answer:
    place = accounts.holds_anywhere(person, Role.CONTROLLER)
    return yes(place) if place else no(_("Only controllers can do this."))


def may_read_plans(person: Person) -> Answer:
    """Plans say who will be controlled: those who control and those who run the scheme read them."""
    for role in (Role.CONTROLLER, Role.SCHEME_MANAGER):
        if place := accounts.holds_anywhere(person, role):
            return yes(place)
    return no(_("Only controllers and scheme managers can see the control plans."))


def may_approve(person: Person, plan: Plan) -> Answer:
    """A controller who did not draft the plan: one prepares, another approves."""
    right = may_plan(person)
    if right and person.pk == plan.drafted_by_id:
        return no(_("You drafted this plan. Another controller must approve it."))
    return right


def may_take(person: Person, grant_case: Case) -> Answer:
    """A controller who has had no hand in the grant's case, and whom nothing disqualifies in it."""
    right = may_plan(person)
    if not right:
        return right
    hand = casework.may_have_hand(person, grant_case, Role.CONTROLLER)
    return right if hand else hand


def may_control(person: Person, control: Control) -> Answer:
    """The controller who has taken the control, as long as nothing stands in the way in either case."""
    right = may_take(person, control.grant.application.case)
    if not right:
        return right
    if casework.is_disqualified(person, control.case):
        return no(_("You are disqualified in this case, so somebody else must act."))
    if person.pk != control.controller_id:
        return no(
            _("%(name)s carries out this control. Take it over first.") % {"name": control.controller.name}
        )
    return right


def may_take_over(person: Person, control: Control) -> Answer:
    if person.pk == control.controller_id:
        return no(_("You carry out this control already."))
    return may_take(person, control.grant.application.case)


def may_answer(person: Person, control: Control) -> Answer:
    """Those who write or sign for the lead answer for the project."""
    return _for_the_lead(person, control, *_SPEAK)


def may_state_view(person: Person, control: Control) -> Answer:
    """The lead's signatory states the party's view of the draft report (forvaltningsloven § 17, text not seen)."""
    return _for_the_lead(person, control, Role.SIGNATORY)


def _for_the_lead(person: Person, control: Control, *roles: Role) -> Answer:
    lead = control.grant.application.lead
    if control.state != "planned" and any(accounts.holds(person, role, lead.pk) for role in roles):
        return yes(lead.pk)
    if Role.WRITER in roles:
        return no(_("Only those who write or sign for %(lead)s can do this.") % {"lead": lead.name})
    return no(_("Only the signatory of %(lead)s can do this.") % {"lead": lead.name})


def may_see(person: Person, control: Control) -> Answer:
    """The directorate from the start; the parties' writers and signatories from the notice on."""
    for role in READERS:
        if place := accounts.holds_anywhere(person, role):
            return yes(place)
    if control.state == "planned" or control.due_at is None:
        return no(_("You have no access to this."))
    own = accounts.organisations_where(person, *_SPEAK)
    party = (
        control.case.parties.filter(until__isnull=True, organisation_id__in=own)
        .order_by("role", "id")
        .first()
    )
    return yes(party.organisation_id) if party else no(_("You have no access to this."))


def reads_from_inside(person: Person) -> bool:
    return any(accounts.holds_anywhere(person, role) for role in READERS)
