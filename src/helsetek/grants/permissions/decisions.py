"""Who may rank, propose, prepare, decide and tell."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.common import clock, events
from helsetek.common.answers import Answer, no, yes
from helsetek.grants.models import Application, Decision
from helsetek.scheme.selectors import Allotment, Call

from .assessments import INSIDE, holds_one_of, may_see_handling


def may_see_round(person: Person, call: Call) -> Answer:
    """The ranking, the proposal and the decisions of a call, before anybody is told."""
    place = holds_one_of(person, INSIDE)
    if place is None:
        return no(_("Only those who handle and decide cases in the directorate can see this."))
    if call.closes_at > clock.now():
        return no(_("The applications are sealed until the call has closed."))
    return yes(place)


def may_propose(person: Person, allotment: Allotment) -> Answer:
    """Case officers fill and adjust the proposal until the allotment has been told."""
    seen = may_see_round(person, allotment.call)
    if not seen:
        return seen
    place = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    return yes(place) if place else no(_("Only a case officer can change the proposal."))


def may_prepare(person: Person, application: Application) -> Answer:
    """A case officer with no conflict in the case prepares its decision."""
    place = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    if place is None:
        return no(_("Only a case officer can prepare a decision."))
    hand = casework.may_have_hand(person, application.case, Role.CASE_OFFICER)
    return yes(place) if hand else hand


def may_decide_in(person: Person, allotment: Allotment) -> Answer:
    """May the person make decisions in the allotment at all? Each decision is asked about by itself."""
    place = accounts.holds_anywhere(person, Role.DECISION_MAKER)
    if place is None:
        return no(_("Only a decision maker can do this."))
    if has_proposed(person, allotment.pk):
        return no(_("You have taken part in the proposal for this allotment. Somebody else must decide."))
    return yes(place)


def may_decide(person: Person, decision: Decision) -> Answer:
    """A decision maker who has had no hand in the case: neither in the case itself nor in the proposal of the round.

    Forvaltningsloven § 6, and four eyes (bestemmelser om økonomistyring i staten): the event log tells who did what.
    """
    place = accounts.holds_anywhere(person, Role.DECISION_MAKER)
    if place is None:
        return no(_("Only a decision maker can do this."))
    if person.pk == decision.prepared_by_id:
        return no(_("You prepared this decision yourself. Somebody else must make it."))
    if has_proposed(person, decision.allotment_id):
        return no(_("You have taken part in the proposal for this allotment. Somebody else must decide."))
    hand = casework.may_have_hand(person, decision.application.case, Role.DECISION_MAKER)
    return yes(place) if hand else hand


def has_proposed(person: Person, allotment_id: int) -> bool:
    """Whether the person has filled the proposal of the allotment, or chosen its list (by the event log)."""
    return any(
        event.person_id == person.pk and event.verb in ("grants.round_proposed", "grants.list_adopted")
        for event in events.of_thing(f"allotment:{allotment_id}")
    )


def may_notify(person: Person, allotment: Allotment) -> Answer:
    """A case officer sends the letters of the round."""
    place = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    return yes(place) if place else no(_("Only a case officer can send the letters of the round."))


def may_see_decision(person: Person, decision: Decision) -> Answer:
    """Inside: as the rest of the case. For the parties: when it has been told, never before."""
    inside = may_see_handling(person, decision.application)
    if inside:
        return inside
    if decision.notified_at is not None and _speaks_for_a_party(person, decision.application):
        return yes()
    return no(_("The decision has not been sent yet, or it is not yours to read."))


def _speaks_for_a_party(person: Person, application: Application) -> bool:
    own = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    return bool(own) and application.case.parties.filter(organisation_id__in=own, until__isnull=True).exists()
