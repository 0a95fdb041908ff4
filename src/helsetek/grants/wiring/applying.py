"""Applications from draft to submission: guards, words, to-dos, and what is followed from below."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.selectors import Person, Role
from helsetek.casework import guards, state, todo, verbs
from helsetek.casework.selectors import Case
from helsetek.casework.todo import Todo
from helsetek.common import clock, events
from helsetek.common.answers import Answer, no
from helsetek.common.events import Event
from helsetek.common.web import navigation, show, states
from helsetek.common.web.parts import Fact, Link, State
from helsetek.grants import addresses
from helsetek.grants.permissions.applications import (
    APPLICANTS,
    is_hidden_from,
    may_attach,
    may_open_late_door,
    may_see,
)
from helsetek.grants.rules.machines import APPLICATION
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.selectors.attachments import PAGE
from helsetek.grants.services import attachments, drafting, following
from helsetek.scheme import offers
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Call, Phase

WORDS = "grants.application"

VERBS = {
    "grants.begun": gettext_lazy("The application was begun"),
    "grants.section_saved": gettext_lazy("A section was saved"),
    "grants.sections_copied": gettext_lazy("Sections were copied from an earlier application"),
    "grants.moved_to_new_terms": gettext_lazy("The application follows the changed call"),
    "grants.submitted": gettext_lazy("The application was submitted"),
    "grants.taken_back": gettext_lazy("The application was taken back"),
    "grants.withdrawn": gettext_lazy("The application was withdrawn"),
    "grants.late_door_opened": gettext_lazy("Leave was given to submit after the deadline"),
    "grants.seal_looked_through": gettext_lazy("A system administrator looked at the sealed application"),
    "grants.information_given": gettext_lazy("More information was given"),
}

STATES = {
    "draft": State(gettext_lazy("Draft"), "neutral"),
    "submitted": State(gettext_lazy("Submitted"), "info"),
    "more_information": State(gettext_lazy("More information asked for"), "warning"),
    "eligible": State(gettext_lazy("Under assessment"), "info"),
    "inadmissible": State(gettext_lazy("Proposed dismissed"), "info"),
    "recommended": State(gettext_lazy("Recommendation written"), "info"),
    "decided": State(gettext_lazy("Decided, not yet told"), "info"),
    "notified": State(gettext_lazy("Decision sent"), "success"),
    "withdrawn": State(gettext_lazy("Withdrawn"), "neutral"),
}


def connect() -> None:
    states.register(WORDS, STATES)
    state.register(APPLICATION, words=WORDS)
    verbs.register(VERBS)
    guards.register(
        PAGE, may_open_page, change=may_change_page, case_of=case_of_page, hold=attachments.hold_application
    )
    guards.register_case(drafting.CASE_KIND, may_open_case, address=address_of, hidden=parties_hidden)
    todo.register(drafts_to_finish)
    todo.register(information_to_give)
    for act in ("invited", "consented", "declined", "withdrawn"):
        events.subscribe(f"cooperation.{act}", members_changed)
    offers.register_act(begin_application)
    offers.register_act(let_somebody_in_late)
    offers.register_facts(applications_received)
    navigation.add(gettext_lazy("Applications"), "grants:applications", order=30, show=applies)
    events.subscribe("scheme.call_changed", call_changed)
    events.subscribe("scheme.call_cancelled", call_changed)


def may_open_page(person: Person, application_id: int) -> Answer:
    found = selectors.visible_or_none(application_id)
    return may_see(person, found) if found else no(_("There is no such application."))


def may_change_page(person: Person, application_id: int) -> Answer:
    found = selectors.visible_or_none(application_id)
    return may_attach(person, found) if found else no(_("There is no such application."))


def case_of_page(application_id: int) -> Case | None:
    found = selectors.visible_or_none(application_id)
    return found.case if found else None


def may_open_case(person: Person, case: Case) -> Answer:
    found = selectors.of_case(case)
    return may_see(person, found) if found else no(_("There is no such application."))


def parties_hidden(person: Person, case: Case) -> bool:
    found = selectors.of_case(case)
    return found is not None and is_hidden_from(person, found)


def address_of(case: Case) -> str:
    """Where the application of a case is shown: the way back from its messages and letters."""
    found = selectors.of_case(case)
    return addresses.application(found.pk) if found else ""


def members_changed(event: Event) -> None:
    drafting.follow_collaboration(_id_of(event))


def call_changed(event: Event) -> None:
    following.tell_drafts(_id_of(event), event)


def _id_of(event: Event) -> int:
    return int(event.thing.partition(":")[2])


def applies(request: HttpRequest) -> bool:
    """Whether the reader has to do with applications: acts for somebody who can apply."""
    user = request.user
    return isinstance(user, Person) and bool(accounts.organisations_where(user, *APPLICANTS))


def begin_application(request: HttpRequest, call: Call) -> Link | None:
    """A button on the call for those who can apply, and for visitors, who are asked to log in."""
    takes = scheme.phase(call) in (Phase.UPCOMING, Phase.OPEN)
    if takes and (not request.user.is_authenticated or applies(request)):
        return Link(_("Begin an application"), addresses.begin(call.slug))
    return None


def let_somebody_in_late(request: HttpRequest, call: Call) -> Link | None:
    closed = scheme.phase(call) is Phase.CLOSED
    if closed and isinstance(request.user, Person) and may_open_late_door(request.user):
        return Link(_("Let somebody submit late"), addresses.late_door(call.slug))
    return None


def applications_received(call: Call) -> list[Fact]:
    """How many applied, and for how much: told when the call has closed."""
    if scheme.phase(call) is not Phase.CLOSED:
        return []
    count, asked = selectors.received(call)
    return [
        Fact(_("Applications received"), show.number(count)),
        Fact(_("Applied for in all"), show.kroner(asked)),
    ]


def drafts_to_finish(person: Person) -> list[Todo]:
    """Drafts of the person's own organisations that can still be submitted: to write, or to sign."""
    signs_for = accounts.organisations_where(person, Role.SIGNATORY)
    found = []
    for application, until in selectors.open_drafts(person, clock.now()):
        signs = application.lead_id in signs_for
        words = _("Write and submit «%(title)s»") if signs else _("Write on «%(title)s»")
        found.append(
            Todo(
                words % {"title": application.case.title},
                addresses.application(application.pk),
                until,
                application.case.number,
                "grants.submit" if signs else "grants.write",
            )
        )
    return found


def information_to_give(person: Person) -> list[Todo]:
    """Requests for more information on the person's own applications."""
    return [
        Todo(
            _("Give more information on «%(title)s»") % {"title": request.application.case.title},
            addresses.application(request.application_id),
            request.due_at,
            request.application.case.number,
            "grants.information",
        )
        for request in selectors.open_requests_to(person)
    ]
