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
        T("forget", ("draft",), "withdrawn", "the system, when a draft that was never submitted is deleted"),
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
        T(
            "assess_again",
            ("recommended",),
            "eligible",
            "the system, when an assessor turns out to be disqualified",
        ),
        T("decide", ("recommended", "inadmissible", "notified"), "decided", "decision maker"),
        T("reopen_decision", ("decided",), "recommended", "decision maker, before anybody is told"),
        T("reopen_dismissal", ("decided",), "inadmissible", "decision maker, before anybody is told"),
        T("reopen_later_decision", ("decided",), "notified", "decision maker, before anybody is told"),
        T("notify", ("decided",), "notified", "case officer, for the whole round"),
        T("take_up_anew", ("notified",), "submitted", "decision maker, when a dismissal is annulled"),
        T("decide_anew", ("recommended", "inadmissible"), "notified", "decision maker, after annulment"),
    ),
)

ASSESSMENT = Machine(
    "assessment",
    "assigned",
    (
        T("declare_impartial", ("assigned",), "open", "assessor"),
        T("declare_conflict", ("assigned", "open", "handed_in"), "blocked", "assessor"),
        T("doubt", ("assigned",), "assigned", "assessor, who asks the superior"),
        T(
            "annul",
            ("assigned", "open", "handed_in"),
            "blocked",
            "the system, when the assessor turns out to be disqualified",
        ),
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
        T("reverse", ("offered",), "reversed", "decision maker, before it is accepted"),
        T("annul", ("accepted", "held"), "reversed", "decision maker, when the decision is reversed"),
        T("increase", ("accepted",), "accepted", "decision maker"),
        T("hold", ("accepted",), "held", "the system, when a hold takes effect"),
        T("resume", ("held",), "accepted", "the system, when a resumption or an end takes effect"),
        T("close", ("accepted",), "closed", "case officer"),
        T("reopen", ("closed",), "accepted", "who decides an appeal that lets money be paid out again"),
    ),
)

INSTALMENT = Machine(
    "instalment",
    "planned",
    (
        T("prepare", ("planned", "failed"), "prepared", "payment preparer"),
        T("send_back", ("prepared",), "planned", "payment attester"),
        T("attest", ("prepared",), "attested", "payment attester"),
        T("put_back", ("prepared", "attested"), "planned", "the system, when the account is changed"),
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
        T("drop", ("due",), "dropped", "the system, when an amendment has moved the end"),
    ),
)

AMENDMENT = Machine(
    "amendment",
    "draft",
    (
        T("ask", ("draft",), "asked", "signatory of the lead, or case officer for the directorate"),
        T("forewarn", ("draft",), "more_information", "case officer, where it goes against the party"),
        T("ask_for_information", ("asked",), "more_information", "case officer"),
        T("give_information", ("more_information",), "asked", "writer or signatory of the lead"),
        T("go_on_without_answer", ("more_information",), "asked", "case officer, when the date has passed"),
        T("prepare", ("asked", "prepared"), "prepared", "case officer; payment preparer for an account"),
        T("send_back", ("prepared",), "asked", "who would have decided"),
        T("decide", ("prepared",), "decided", "decision maker; payment attester for an account"),
        T("refuse", ("prepared",), "refused", "decision maker; payment attester for an account"),
        T("settle", ("asked",), "decided", "case officer alone, where little is at stake"),
        T("take_note", ("asked",), "decided", "the system, where the directorate is only told"),
        T("grant_on_appeal", ("refused",), "decided", "who decides the appeal"),
        T("take_effect", ("decided",), "in_effect", "the system, on the day"),
        T(
            "withdraw",
            ("draft", "asked", "more_information", "prepared"),
            "withdrawn",
            "signatory of the lead, or case officer for the directorate",
        ),
    ),
)


CLAIM = Machine(
    "claim",
    "found",
    (
        T("notice", ("found",), "noticed", "case officer"),
        T("drop", ("found",), "dropped", "case officer, before anybody is told"),
        T("state", ("noticed",), "stated", "signatory of the lead"),
        T("go_on_without_statement", ("noticed",), "stated", "case officer, when the time has passed"),
        T("prepare", ("stated",), "prepared", "case officer"),
        T("send_back", ("prepared",), "stated", "decision maker"),
        T("decide", ("prepared",), "claimed", "decision maker"),
        T("decide_no_claim", ("prepared",), "dropped", "decision maker"),
        T("claim_unspent", ("found",), "claimed", "case officer, by the approved final accounts"),
        T("hand_over", ("claimed",), "collection", "payment preparer"),
        T("take_home", ("collection",), "claimed", "payment preparer"),
        T("pay", ("claimed", "collection"), "paid", "payment preparer, or the bank by set-off"),
        T("give_up", ("claimed", "collection"), "written_off", "decision maker"),
        T("reverse", ("claimed", "collection", "paid", "written_off"), "reversed", "who decides the appeal"),
    ),
)

ALL = (APPLICATION, ASSESSMENT, GRANT, INSTALMENT, REPORT, AMENDMENT, CLAIM)
