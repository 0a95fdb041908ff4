"""Appeals, requests and rulings: the parties' own people write, case officers prepare, a decision maker decides."""

from tests.access.kinds import (
    CASE_OFFICERS,
    CASE_SIDE,
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

# The auditor sees the accounts of a grant, and nothing else of its case.
SEE = (OWN - {"siri"}) | PARTNERS | CASE_SIDE
SPEAK = OWN_WRITERS | PARTNERS
INSIDE = CASE_OFFICERS | {"frode", "hans", "mona"}
DECIDE = {"hans"}


def number(scene: Scene) -> list[str]:
    return [scene.sent_appeal.case.number]


def draft(scene: Scene) -> list[int]:
    return [scene.begun_appeal.pk]


def sent(scene: Scene) -> list[int]:
    return [scene.sent_appeal.pk]


def ruling(scene: Scene) -> list[int]:
    return [scene.ruling.pk]


def asked(scene: Scene) -> list[int]:
    return [scene.party_request.pk]


def letter(scene: Scene) -> list[int]:
    return [scene.sent_letter.pk]


def notice(scene: Scene) -> list[int]:
    return [scene.forewarning.pk]


ROWS = [
    page("casework:challenges", SEE, number),
    *post_only(
        "casework:begin_appeal",
        SPEAK,
        number,
        lambda s: {"vedtak": f"grants.decision:{s.sent_appeal.subject_id}"},
    ),
    *form("casework:ask", SPEAK, lambda s: [*number(s), "access"]),
    *form(
        "casework:reverse",
        CASE_OFFICERS,
        lambda s: [s.begun_appeal.case.number, "grants.decision", s.begun_appeal.subject_id],
    ),
    *form(
        "casework:warn_of_reversal",
        CASE_OFFICERS,
        lambda s: [s.begun_appeal.case.number, "grants.decision", s.begun_appeal.subject_id],
    ),
    page("casework:forewarning", SEE, notice),
    *form("casework:state_on", OWN_SIGNATORIES, notice),
    *form("casework:withdraw_notice", CASE_OFFICERS, notice),
    page("casework:appeal", OWN_WRITERS, draft, when="draft"),
    page("casework:appeal", SEE, sent, when="sent"),
    *form("casework:write_appeal", OWN_WRITERS, draft),
    *form("casework:send_appeal", OWN_SIGNATORIES, draft),
    *form("casework:withdraw_appeal", OWN_SIGNATORIES, sent),
    *form("casework:comment", OWN_WRITERS, sent),
    *form("casework:prepare_appeal", CASE_OFFICERS, sent),
    page("casework:request", SEE, asked),
    *form("casework:answer", CASE_OFFICERS, asked),
    page("casework:ruling", INSIDE, ruling),
    page("casework:ruling_letter", INSIDE, ruling),
    *form("casework:correct", CASE_OFFICERS, ruling),
    *post_only("casework:decide_ruling", DECIDE, ruling),
    *form("casework:send_ruling_back", DECIDE, ruling),
    *form("casework:letter", SEE, letter),
    *form("casework:record_receipt", CASE_OFFICERS, letter),
    page("casework:letter_texts", INSIDE),
    page("casework:letter_text", INSIDE, lambda s: ["appeal_receipt"]),
    act("casework:letter_text", {"frode"}, lambda s: ["appeal_receipt"]),
    page("casework:appeals", INSIDE),
]
