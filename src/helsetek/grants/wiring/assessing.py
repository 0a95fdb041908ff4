"""Texts, guards and tasks of the steps between the application and the grant: check, assess, rank, decide, tell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from helsetek.accounts.rules import Role
from helsetek.casework import state, verbs
from helsetek.common.web import states
from helsetek.common.web.parts import State
from helsetek.grants.rules.machines import ASSESSMENT

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
    "grants.scored": gettext_lazy("Scores were saved"),
    "grants.assessment_handed_in": gettext_lazy("An assessment was handed in"),
    "grants.substitute_named": gettext_lazy("A substitute assessor was named"),
    "grants.recommended": gettext_lazy("A recommendation was written"),
    "grants.proposal_adjusted": gettext_lazy("The proposed amount was set by hand"),
    "grants.proposal_released": gettext_lazy("The proposed amount was left to the ranking again"),
    "grants.round_proposed": gettext_lazy("The proposal was filled from the ranking"),
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
    "grants.recommended": Role.CASE_OFFICER,
    "grants.proposal_adjusted": Role.CASE_OFFICER,
    "grants.proposal_released": Role.CASE_OFFICER,
    "grants.decision_prepared": Role.CASE_OFFICER,
    "grants.scored": Role.ASSESSOR,
    "grants.assessment_handed_in": Role.ASSESSOR,
    "grants.decision_sent_back": Role.DECISION_MAKER,
    "grants.decided": Role.DECISION_MAKER,
    "grants.decision_reopened": Role.DECISION_MAKER,
}


def connect() -> None:
    verbs.register(TEXTS, internal={*TEXTS} - OPEN, roles=ROLES)
    states.register("grants.assessment", ASSESSMENT_STATES)
    states.register("grants.outcome", OUTCOMES)
    state.register(ASSESSMENT, words="grants.assessment")
