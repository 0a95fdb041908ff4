"""Amendments and the agreement: written by the project, sent by its signatory, decided in the directorate."""

from tests.access.kinds import (
    CASE_OFFICERS,
    CASE_SIDE,
    EVERYBODY_LOGGED_IN,
    OWN_SIGNATORIES,
    OWN_WRITERS,
    PARTNERS,
    form,
    page,
)
from tests.access.scene import Scene

SEE_GRANT = OWN_WRITERS | PARTNERS | CASE_SIDE | {"per"}  # not the auditor, who has the accounts only
WRITE = OWN_WRITERS | PARTNERS
DECIDE = {"hans"}


def grant(scene: Scene) -> list[int]:
    return [scene.grant.pk]


def draft(scene: Scene) -> list[int]:
    return [scene.draft_amendment.pk]


def asked(scene: Scene) -> list[int]:
    return [scene.asked_amendment.pk]


def consent(scene: Scene) -> list[int]:
    return [scene.asked_amendment.consents.get().pk]


def first(scene: Scene) -> list[int]:
    return [scene.grant.pk, 1]


def twice(scene: Scene) -> list[int]:
    return [scene.grant.pk, 1, 1]


ROWS = [
    page("grants:amendments", EVERYBODY_LOGGED_IN),
    *form("grants:amend", WRITE | CASE_OFFICERS, grant),
    page("grants:amendment", SEE_GRANT | {"aud"}, asked),
    page("grants:amendment", WRITE, draft, when="draft"),
    *form("grants:write_amendment", WRITE, draft),
    *form("grants:ask_amendment", OWN_SIGNATORIES, draft),
    *form("grants:withdraw_amendment", OWN_SIGNATORIES, asked),
    *form("grants:answer_amendment", WRITE, asked),
    *form("grants:consent_to_amendment", {"aud"}, consent),
    *form("grants:question_amendment", CASE_OFFICERS, asked),
    *form("grants:go_on_amendment", CASE_OFFICERS, asked),
    *form("grants:prepare_amendment", CASE_OFFICERS, asked),
    *form("grants:settle_amendment", CASE_OFFICERS, asked),
    *form("grants:decide_amendment", DECIDE, asked),
    *form("grants:send_back_amendment", DECIDE, asked),
    page("grants:agreement", SEE_GRANT, grant),
    page("grants:agreement_version", SEE_GRANT, first),
    page("grants:agreement_comparison", SEE_GRANT, twice),
]
