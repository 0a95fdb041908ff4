"""Texts, guards and tasks of the steps between the application and the grant: check, assess, rank, decide, tell."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import grounds, guards, state, todo, verbs
from helsetek.casework import services as casework
from helsetek.casework.todo import Todo
from helsetek.common import events
from helsetek.common.events import Event
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State
from helsetek.grants import addresses
from helsetek.grants.permissions.assessments import may_read_cases
from helsetek.grants.permissions.blinding import may_open_copy
from helsetek.grants.rules.machines import ASSESSMENT
from helsetek.grants.selectors import blinding, calibration, departures
from helsetek.grants.selectors import handling as selectors
from helsetek.grants.selectors.rounds import rounds
from helsetek.grants.selectors.vendors import vendors_named
from helsetek.grants.services import departures as departures_service
from helsetek.grants.services import drafting
from helsetek.grants.services.assessment import assessor_disqualified
from helsetek.grants.wording import in_my_language
from helsetek.scheme import selectors as scheme

ASSESSMENT_STATES = {
    "assigned": State(gettext_lazy("Waiting for a declaration of impartiality"), "warning"),
    "open": State(gettext_lazy("Being assessed"), "info"),
    "handed_in": State(gettext_lazy("Handed in"), "success"),
    "blocked": State(gettext_lazy("Conflict of interest"), "danger"),
    "replaced": State(gettext_lazy("Replaced by a substitute"), "neutral"),
}
OUTCOMES = {
    "granted": State(gettext_lazy("Granted"), "success"),
    "partial": State(gettext_lazy("Granted in part"), "success"),
    "refused": State(gettext_lazy("Refused"), "neutral"),
    "dismissed": State(gettext_lazy("Dismissed"), "neutral"),
    "increased": State(gettext_lazy("Grant increased"), "success"),
}
ROUNDS = {
    "open": State(gettext_lazy("Being ranked"), "info"),
    "preparing": State(gettext_lazy("Decisions are prepared"), "info"),
    "decided": State(gettext_lazy("Decided, not told"), "warning"),
    "telling": State(gettext_lazy("Letters are being sent"), "warning"),
    "told": State(gettext_lazy("Told"), "success"),
}

TEXTS = {
    "grants.formal_check_saved": gettext_lazy("The formal check was saved"),
    "grants.found_eligible": gettext_lazy("The formal requirements were found met"),
    "grants.found_inadmissible": gettext_lazy("The application was proposed dismissed"),
    "grants.reinstated": gettext_lazy("The application was taken up again"),
    "grants.information_asked": gettext_lazy("More information was asked for"),
    "grants.information_not_given": gettext_lazy("The date for more information passed without an answer"),
    "grants.assessors_named": gettext_lazy("Assessors were named"),
    "grants.assessment_opened": gettext_lazy("An assessor began"),
    "grants.assessment_blocked": gettext_lazy("An assessor has a conflict of interest"),
    "grants.assessment_annulled": gettext_lazy("An assessment counts no more: the assessor is disqualified"),
    "grants.assessment_doubted": gettext_lazy("An assessor asked the superior about impartiality"),
    "grants.blind_words_kept": gettext_lazy("Words that tell who applied were hidden"),
    "grants.blind_copy_made": gettext_lazy("A redacted copy was made for the assessors"),
    "grants.blind_copy_released": gettext_lazy("A redacted copy was opened to the assessors"),
    "grants.training_case_added": gettext_lazy("A training case was added"),
    "grants.training_scored": gettext_lazy("A training case was scored"),
    "grants.minutes_kept": gettext_lazy("Minutes of a moderation meeting were kept"),
    "grants.score_changed": gettext_lazy("A score was changed after a moderation meeting"),
    "grants.model_asked": gettext_lazy("The model of severity was asked"),
    "grants.basis_chosen": gettext_lazy("It was chosen what the round is ranked by"),
    "grants.competence_kept": gettext_lazy("An assessor told of fields of competence"),
    "grants.round_handed_out": gettext_lazy("A round was handed out to the assessors"),
    "grants.scored": gettext_lazy("Scores were saved"),
    "grants.assessment_handed_in": gettext_lazy("An assessment was handed in"),
    "grants.substitute_named": gettext_lazy("A substitute assessor was named"),
    "grants.departure_considered": gettext_lazy("What follows from a partner having left was considered"),
    "grants.recommended": gettext_lazy("A recommendation was written"),
    "grants.state_aid_assessed": gettext_lazy("It was assessed whether the grant is state aid"),
    "grants.proposal_adjusted": gettext_lazy("The proposed amount was set by hand"),
    "grants.proposal_released": gettext_lazy("The proposed amount was left to the ranking again"),
    "grants.round_proposed": gettext_lazy("The proposal was filled from the ranking"),
    "grants.list_adopted": gettext_lazy("Another list than the ranking was adopted as the proposal"),
    "grants.decision_prepared": gettext_lazy("A decision was prepared"),
    "grants.decision_sent_back": gettext_lazy("A prepared decision was sent back"),
    "grants.decided": gettext_lazy("The decision was made"),
    "grants.decision_reopened": gettext_lazy("The decision was reopened"),
    "grants.notified": gettext_lazy("The decision was sent"),
    "grants.round_notified": gettext_lazy("All decisions of the allotment were sent"),
}
# What the parties read of while it goes on: that their application was taken on, and what they were asked and told.
OPEN = {
    "grants.found_eligible",
    "grants.information_asked",
    "grants.information_not_given",
    "grants.departure_considered",
    "grants.notified",
}
ROLES = {
    "grants.formal_check_saved": Role.CASE_OFFICER,
    "grants.found_eligible": Role.CASE_OFFICER,
    "grants.found_inadmissible": Role.CASE_OFFICER,
    "grants.reinstated": Role.CASE_OFFICER,
    "grants.information_asked": Role.CASE_OFFICER,
    "grants.information_not_given": Role.CASE_OFFICER,
    "grants.assessors_named": Role.CASE_OFFICER,
    "grants.substitute_named": Role.CASE_OFFICER,
    "grants.departure_considered": Role.CASE_OFFICER,
    "grants.recommended": Role.CASE_OFFICER,
    "grants.state_aid_assessed": Role.CASE_OFFICER,
    "grants.proposal_adjusted": Role.CASE_OFFICER,
    "grants.proposal_released": Role.CASE_OFFICER,
    "grants.list_adopted": Role.CASE_OFFICER,
    "grants.decision_prepared": Role.CASE_OFFICER,
    "grants.blind_words_kept": Role.CASE_OFFICER,
    "grants.blind_copy_made": Role.CASE_OFFICER,
    "grants.blind_copy_released": Role.CASE_OFFICER,
    "grants.scored": Role.ASSESSOR,
    "grants.score_changed": Role.ASSESSOR,
    "grants.assessment_handed_in": Role.ASSESSOR,
    "grants.decision_sent_back": Role.DECISION_MAKER,
    "grants.decided": Role.DECISION_MAKER,
    "grants.decision_reopened": Role.DECISION_MAKER,
}
# What settles nothing by itself, and need not be done again when who did it turns out to be disqualified.
MINOR = {
    "grants.blind_words_kept",
    "grants.formal_check_saved",
    "grants.information_asked",
    "grants.information_not_given",
    "grants.scored",
    "grants.proposal_released",
    "grants.list_adopted",
    "grants.decision_sent_back",
}


def connect() -> None:
    guards.register(blinding.PAGE, may_open_copy)
    verbs.register(TEXTS, internal={*TEXTS} - OPEN, roles=ROLES, minor=MINOR)
    casework.on_disqualified(assessor_disqualified)
    grounds.register_related(drafting.CASE_KIND, vendors_named)
    states.register("grants.assessment", ASSESSMENT_STATES)
    states.register("grants.outcome", OUTCOMES)
    states.register("grants.round", ROUNDS)
    state.register(ASSESSMENT, words="grants.assessment")
    events.subscribe("cooperation.withdrawn", partner_left)
    for source in (
        cases_to_train_on,
        assessments_to_make,
        cases_to_handle,
        departures_to_consider,
        decisions_to_make,
        rounds_to_send,
    ):
        todo.register(source)
    navigation.add(gettext_lazy("Cases"), "grants:cases", order=30, show=_reads_cases)
    navigation.add(gettext_lazy("Assessments"), "grants:assessments", order=31, show=_assesses)


def _reads_cases(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(may_read_cases(request.user))


def _assesses(request: HttpRequest) -> bool:
    return (
        isinstance(request.user, Person) and accounts.holds_anywhere(request.user, Role.ASSESSOR) is not None
    )


def assessments_to_make(person: Person) -> list[Todo]:
    """For assessors: what to declare on, and what to score."""
    if accounts.holds_anywhere(person, Role.ASSESSOR) is None:
        return []
    words = {"assigned": _("Declare impartiality: %(title)s"), "open": _("Assess: %(title)s")}
    return [
        Todo(
            words[one.state] % {"title": seen.title},
            addresses.assessment(one.pk),
            None,
            seen.number,
            "grants.assess",
        )
        for one in selectors.waiting_assessments(person)
        for seen in [blinding.shown(one.application, person)]
    ]


def cases_to_train_on(person: Person) -> list[Todo]:
    """For assessors with applications on the desk: training cases of the same calls, to be scored first."""
    if accounts.holds_anywhere(person, Role.ASSESSOR) is None:
        return []
    calls = calibration.calls_assessed_by(person)
    return [
        Todo(
            _("Score the training case: %(title)s") % {"title": one.title},
            addresses.training(one.pk),
            None,
            "",
            "grants.train",
        )
        for one in calibration.to_train(person, calls)
    ]


def cases_to_handle(person: Person) -> list[Todo]:
    """For case officers: the own cases where the next step is theirs, and how many nobody has taken."""
    if accounts.holds_anywhere(person, Role.CASE_OFFICER) is None:
        return []
    found = [
        Todo(
            f"{step.text}: {step.application.case.title}",
            addresses.handling(step.application.pk),
            step.due_at,
            step.application.case.number,
            "grants.handle",
        )
        for step in selectors.own_steps(person)
    ]
    count = selectors.untaken().count()
    if count:
        words = ngettext(
            "%(count)s case that nobody has taken", "%(count)s cases that nobody has taken", count
        )
        address = f"{reverse('grants:cases')}?which=untaken"
        found.append(Todo(words % {"count": count}, address, None, "", "grants.take"))
    return found


def partner_left(event: Event) -> None:
    departures_service.tell_officers(int(event.thing.partition(":")[2]), event)


def departures_to_consider(person: Person) -> list[Todo]:
    """For case officers: own cases that a partner has left, until it is said what follows."""
    if accounts.holds_anywhere(person, Role.CASE_OFFICER) is None:
        return []
    return [
        Todo(
            _("%(place)s has left: %(title)s")
            % {"place": ", ".join(one.name for one in left), "title": application.case.title},
            addresses.handling(application.pk),
            None,
            application.case.number,
            "grants.departure",
        )
        for application, left in departures.to_consider(person)
    ]


def decisions_to_make(person: Person) -> list[Todo]:
    """For decision makers: how many prepared decisions wait in each allotment."""
    if accounts.holds_anywhere(person, Role.DECISION_MAKER) is None:
        return []
    return [
        Todo(
            ngettext(
                "%(count)s decision to make: %(call)s", "%(count)s decisions to make: %(call)s", row.prepared
            )
            % {"count": row.prepared, "call": in_my_language(scheme.title(row.allotment.call))},
            addresses.round_of(row.allotment, "round_decisions"),
            None,
            "",
            "grants.decide",
        )
        for row in rounds()
        if row.prepared
    ]


def rounds_to_send(person: Person) -> list[Todo]:
    """For case officers: rounds that are decided and not told, and those where the sending was broken off."""
    if accounts.holds_anywhere(person, Role.CASE_OFFICER) is None:
        return []
    return [
        Todo(
            _("Send the letters: %(call)s") % {"call": in_my_language(scheme.title(row.allotment.call))},
            addresses.round_of(row.allotment, "round_letters"),
            None,
            "",
            "grants.notify",
        )
        for row in rounds()
        if row.state in ("decided", "telling")
    ]
