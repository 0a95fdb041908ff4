"""A case from the inside: which to work on, what happens next, who must act, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.common.web.parts import Link, State, Step, WhatNext
from helsetek.common.web.states import state_of
from helsetek.grants import addresses
from helsetek.grants.models import Application, Assessment, Decision
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.permissions.decisions import may_decide
from helsetek.grants.rules.scoring import ASSESSORS
from helsetek.scheme import selectors as scheme

from .appealed import appealable
from .assessments import LIVE, assessments_of, open_request

WORDS = "grants.application"
HANDLED = ("submitted", "more_information", "eligible", "inadmissible", "recommended", "decided", "notified")


def cases() -> QuerySet[Application]:
    """Every application that is unsealed and submitted: what the directorate handles."""
    rows = Application.objects.filter(submitted_at__isnull=False, call__closes_at__lte=clock.now())
    return rows.select_related("case__officer", "lead", "call")


def cases_of(officer: Person) -> QuerySet[Application]:
    """What the officer has taken and is not finished with."""
    return cases().filter(case__officer=officer).exclude(state__in=["notified", "withdrawn"])


def untaken() -> QuerySet[Application]:
    return cases().filter(case__officer__isnull=True).exclude(state__in=["notified", "withdrawn"])


def decisions_to_make() -> QuerySet[Decision]:
    """Prepared decisions that nobody has made."""
    rows = Decision.objects.filter(decided_at__isnull=True, reopened_at__isnull=True)
    return rows.select_related("application__case", "application__lead", "allotment__call")


def decision(decision_id: int) -> Decision:
    """Raises Decision.DoesNotExist."""
    related = (
        "application__case__officer",
        "application__lead",
        "application__call",
        "application__call_version",
    )
    rows = Decision.objects.select_related(
        *related, "allotment__call", "allotment__envelope", "letter__document"
    )
    return rows.select_related("prepared_by", "decided_by").get(pk=decision_id)


def decisions_of(application: Application) -> list[Decision]:
    """All decisions of the application, oldest first, also those that were reopened or sent back."""
    related = ("allotment__envelope", "prepared_by", "decided_by", "letter__document")
    return list(application.decisions.select_related(*related).order_by("id"))


def _standing(decisions: list[Decision]) -> Decision | None:
    """The newest decision that has not been reopened."""
    return next((one for one in reversed(decisions) if one.reopened_at is None), None)


# -- Steps and what is next ---------------------------------------------------------------------------

_STEPS = (
    (gettext_lazy("Submitted"), ()),
    (gettext_lazy("Formal check"), ("submitted", "more_information")),
    (gettext_lazy("Assessment"), ("eligible",)),
    (gettext_lazy("Recommendation and ranking"), ("recommended", "inadmissible")),
    (gettext_lazy("Decision"), ("decided",)),
    (gettext_lazy("Decision sent"), ("notified",)),
)


def steps(application: Application) -> list[Step]:
    """How far the case has come."""
    if application.state == "withdrawn":
        return [Step(_STEPS[0][0], "done"), Step(_("Withdrawn"), "done")]
    now = next((n for n, (_label, states) in enumerate(_STEPS) if application.state in states), 0)
    told = application.state == "notified"
    return [
        Step(label, "done" if place < now or told else "now" if place == now else "next")
        for place, (label, _states) in enumerate(_STEPS)
    ]


def what_next(application: Application, person: Person, decisions: list[Decision]) -> WhatNext:
    """What state, what next, who must act, by when: for those who handle and decide."""
    state = state_of(WORDS, application.state)
    match application.state:
        case "submitted":
            return _to_check(application, person, state)
        case "more_information":
            return _to_answer(application, person, state)
        case "eligible":
            return _to_assess(application, person, state)
        case "inadmissible" | "recommended":
            return _to_decide(application, person, state, decisions)
        case "decided":
            return WhatNext(
                state,
                _("The decision is sent together with all the others of the round."),
                _("A case officer"),
                act=Link(_("See the round"), addresses.round_of(_allotment_of(application, decisions))),
            )
        case "notified":
            return _told(application, state, decisions)
        case _:
            return WhatNext(state, _("The application is withdrawn. Nothing more happens with it."))


def _to_check(application: Application, person: Person, state: State) -> WhatNext:
    officer = application.case.officer
    if officer is None:
        may = bool(permissions.may_take(person, application))
        act = Link(_("Take the case"), addresses.of("take_case", application.pk), post=True) if may else None
        return WhatNext(state, _("A case officer takes the case."), _("A case officer"), yours=may, act=act)
    return _officers(application, person, state, _("The formal requirements are checked."), "formal_check")


def _officers(application: Application, person: Person, state: State, what: str, page: str) -> WhatNext:
    """Something that the officer of the case does, on a page of its own."""
    labels = {
        "formal_check": _("Check the formal requirements"),
        "assessors": _("Name assessors"),
        "recommendation": _("Write the recommendation"),
        "prepare_decision": _("Prepare the decision"),
    }
    yours = bool(permissions.may_handle(person, application))
    act = Link(labels[page], addresses.of(page, application.pk)) if yours else None
    officer = application.case.officer
    return WhatNext(state, what, officer.name if officer else _("A case officer"), yours=yours, act=act)


def _to_answer(application: Application, person: Person, state: State) -> WhatNext:
    request = open_request(application)
    due = request.due_at if request else None
    if due is not None and due <= clock.now():
        yours = bool(permissions.may_handle(person, application))
        act = Link(_("Go on without an answer"), addresses.of("go_on", application.pk)) if yours else None
        officer = application.case.officer
        return WhatNext(
            state,
            _("The date has passed without an answer. Go on with what there is, or wait."),
            officer.name if officer else "",
            due,
            yours=yours,
            act=act,
        )
    return WhatNext(state, _("The applicant gives more information."), application.lead.name, due)


def _to_assess(application: Application, person: Person, state: State) -> WhatNext:
    found = assessments_of(application)
    live = [one for one in found if one.state in LIVE]
    if any(one.state == "blocked" for one in found):
        return _officers(application, person, state, _("A substitute is named for an assessor."), "assessors")
    if len(live) < ASSESSORS:
        return _officers(application, person, state, _("Two assessors are named."), "assessors")
    waiting = [one for one in live if one.state != "handed_in"]
    if not waiting:
        words = _("Both assessments are in. The recommendation is written.")
        return _officers(application, person, state, words, "recommendation")
    mine = next((one for one in waiting if one.assessor_id == person.pk), None)
    act = Link(_("Assess the application"), addresses.assessment(mine.pk)) if mine else None
    names = ", ".join(one.assessor.name for one in waiting)
    return WhatNext(state, _("The application is assessed by two."), names, yours=mine is not None, act=act)


def _to_decide(application: Application, person: Person, state: State, decisions: list[Decision]) -> WhatNext:
    decision = _standing(decisions)
    if decision is None or decision.notified_at is not None:
        words = (
            _("The decision to dismiss the application is prepared.")
            if application.state == "inadmissible"
            else _("The application is ranked with the others, and its decision prepared.")
        )
        return _officers(application, person, state, words, "prepare_decision")
    yours = bool(may_decide(person, decision))
    act = Link(_("Read and decide"), addresses.decision(decision.pk))
    return WhatNext(
        state,
        _("The decision is prepared. Somebody who has had no hand in the case makes it."),
        _("A decision maker"),
        yours=yours,
        act=act,
    )


def _told(application: Application, state: State, decisions: list[Decision]) -> WhatNext:
    decision = _standing(decisions)
    if decision is None or decision.notified_at is None:
        return WhatNext(state, _("The decision has been sent."))
    limit = casework.deadline_of(appealable(decision), application.lead_id)
    return WhatNext(
        state,
        _("The decision has been sent, and can be appealed."),
        application.lead.name,
        limit.at if limit else None,
    )


def _allotment_of(application: Application, decisions: list[Decision]) -> scheme.Allotment:
    decision = _standing(decisions)
    if decision is not None:
        return decision.allotment
    return scheme.allotments_of(application.call).latest("number")


@dataclass(frozen=True, slots=True)
class OwnStep:
    """What the officer should do next in one of the own cases."""

    application: Application
    text: str
    due_at: datetime | None = None


def own_steps(officer: Person) -> list[OwnStep]:
    """The officer's own cases where the next step is the officer's. A few queries, however many cases."""
    mine = list(cases_of(officer).prefetch_related("assessments", "information_requests"))
    return [step for application in mine if (step := _own_step(application)) is not None]


def _own_step(application: Application) -> OwnStep | None:
    match application.state:
        case "submitted":
            return OwnStep(application, _("Check the formal requirements"))
        case "more_information":
            return _overdue(application)
        case "eligible":
            return _in_assessment(application)
        case _:
            return None


def _overdue(application: Application) -> OwnStep | None:
    for request in application.information_requests.all():
        if request.answered_at is None and request.due_at <= clock.now():
            return OwnStep(application, _("The date for more information has passed"), request.due_at)
    return None


def _in_assessment(application: Application) -> OwnStep | None:
    found = [one.state for one in application.assessments.all()]
    if "blocked" in found:
        return OwnStep(application, _("Name a substitute"))
    live = [state for state in found if state in LIVE]
    if len(live) < ASSESSORS:
        return OwnStep(application, _("Name assessors"))
    if all(state == "handed_in" for state in live):
        return OwnStep(application, _("Write the recommendation"))
    return None


def waiting_assessments(person: Person) -> QuerySet[Assessment]:
    """What the person has been asked to declare on or to score."""
    rows = Assessment.objects.filter(assessor=person, state__in=["assigned", "open"])
    rows = rows.exclude(Q(application__state="withdrawn") | Q(application__state="notified"))
    return rows.select_related("application__case", "application__call").order_by("assigned_at", "id")
