"""The state machines of a grant case: several small ones side by side, each with one question."""

from __future__ import annotations

from helsetek.casework.transitions import Machine, Transition

T = Transition

APPLICATION = Machine(
    "application",
    "draft",
    (
        T("submit", ("draft",), "submitted", "signatory of the lead"),
        T("take_back", ("submitted",), "draft", "signatory of the lead, before the call closes"),
        T(
            "withdraw",
            ("draft", "submitted", "more_information", "eligible", "recommended"),
            "withdrawn",
            "signatory of the lead",
        ),
        T("ask_for_information", ("submitted", "eligible"), "more_information", "case officer"),
        T("give_information", ("more_information",), "submitted", "signatory of the lead"),
        T(
            "go_on_without_answer",
            ("more_information",),
            "submitted",
            "case officer, when the date has passed",
        ),
        T("find_eligible", ("submitted",), "eligible", "case officer"),
        T("find_inadmissible", ("submitted",), "inadmissible", "case officer"),
        T("reinstate", ("inadmissible",), "submitted", "case officer, before it is decided"),
        T("recommend", ("eligible", "recommended"), "recommended", "case officer"),
        T("decide", ("recommended", "inadmissible", "notified"), "decided", "decision maker"),
        T("reopen_decision", ("decided",), "recommended", "decision maker, before anybody is told"),
        T("reopen_dismissal", ("decided",), "inadmissible", "decision maker, before anybody is told"),
        T("reopen_later_decision", ("decided",), "notified", "decision maker, before anybody is told"),
        T("notify", ("decided",), "notified", "case officer, for the whole round"),
    ),
)

ASSESSMENT = Machine(
    "assessment",
    "assigned",
    (
        T("declare_impartial", ("assigned",), "open", "assessor"),
        T("declare_conflict", ("assigned", "open"), "blocked", "assessor"),
        T("score", ("open",), "open", "assessor"),
        T("hand_in", ("open",), "handed_in", "assessor"),
        T("name_substitute", ("assigned", "open", "blocked"), "replaced", "case officer"),
    ),
)

GRANT = Machine(
    "grant",
    "offered",
    (
        T("accept", ("offered",), "accepted", "signatory of the lead"),
        T("decline", ("offered",), "declined", "signatory of the lead"),
        T("lapse", ("offered",), "lapsed", "the system, when the time is up"),
        T("increase", ("accepted",), "accepted", "decision maker"),
        T("close", ("accepted",), "closed", "case officer"),
    ),
)

INSTALMENT = Machine(
    "instalment",
    "planned",
    (
        T("prepare", ("planned", "failed"), "prepared", "payment preparer"),
        T("send_back", ("prepared",), "planned", "payment attester"),
        T("attest", ("prepared",), "attested", "payment attester"),
        T("put_in_file", ("attested",), "sent", "payment preparer"),
        T("confirm", ("sent",), "paid", "the bank"),
        T("reject", ("sent",), "failed", "the bank"),
        T("cancel", ("planned", "failed"), "cancelled", "case officer"),
    ),
)

REPORT = Machine(
    "report",
    "due",
    (
        T("hand_in", ("due", "returned"), "handed_in", "signatory of the lead"),
        T("ask_again", ("handed_in",), "returned", "case officer"),
        T("approve", ("handed_in",), "approved", "case officer"),
    ),
)

ALL = (APPLICATION, ASSESSMENT, GRANT, INSTALMENT, REPORT)
