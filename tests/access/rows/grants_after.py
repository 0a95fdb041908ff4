"""After the decision: the grant's own people and the directorate read; signatories, payment staff and officers act."""

from tests.access.kinds import (
    CASE_OFFICERS,
    CASE_SIDE,
    EVERYBODY_LOGGED_IN,
    OWN,
    OWN_SIGNATORIES,
    OWN_WRITERS,
    PARTNERS,
    act,
    form,
    page,
    post_only,
)
from tests.access.scene import Scene

READERS = CASE_SIDE | {"per"}
SEE_GRANT = OWN_WRITERS | PARTNERS | READERS  # not the auditor, who has the accounts only
SEE_PAYMENTS = {"frode", "guri", "gunnar", "kari", "leif", "mona"}
PREPARERS, ATTESTERS = {"kari"}, {"leif"}
CONFIRM = OWN


def grant(scene: Scene) -> list[int]:
    return [scene.grant.pk]


def instalment(scene: Scene) -> list[int]:
    return [scene.grant.instalments.get(number=1).pk]


def report(scene: Scene) -> list[int]:
    return [scene.grant.reports.get(kind="final").pk]


ROWS = [
    page("grants:grants", EVERYBODY_LOGGED_IN),
    page("grants:grant", SEE_GRANT, grant),
    *form("grants:accept", OWN_SIGNATORIES, grant),
    *form("grants:decline", OWN_SIGNATORIES, grant),
    *form("grants:close", CASE_OFFICERS, grant),
    page("grants:to_prepare", SEE_PAYMENTS),
    *post_only("grants:prepare", SEE_PAYMENTS),
    page("grants:to_attest", SEE_PAYMENTS),
    *post_only("grants:attest", SEE_PAYMENTS),
    *form("grants:send_back", ATTESTERS, instalment),
    page("grants:payment_files", SEE_PAYMENTS),
    *form("grants:make_file", PREPARERS),
    *form("grants:read_answer", PREPARERS),
    page("grants:audits", EVERYBODY_LOGGED_IN),
    page("grants:report", SEE_GRANT, report),
    act("grants:report", {"anne", "bjorn", "cecilie", "david", "eli"}, report),
    *form("grants:hand_in", OWN_SIGNATORIES, report),
    *form("grants:confirm_accounts", CONFIRM, report),
    *form("grants:ask_again", CASE_OFFICERS, report),
    *form("grants:approve_report", CASE_OFFICERS, report),
]
