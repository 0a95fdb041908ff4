"""Which transition is raced in which test, and why the others cannot be."""

from __future__ import annotations

# Test → machine → its acts.
RACES: dict[str, dict[str, str]] = {
    "test_rounds": {
        "application": "submit take_back withdraw ask_for_information give_information go_on_without_answer"
        " find_eligible find_inadmissible reinstate recommend assess_again decide reopen_decision reopen_dismissal"
        " reopen_later_decision notify",
        "assessment": "declare_impartial declare_conflict doubt annul score hand_in name_substitute",
    },
    "test_money": {
        "grant": "accept decline lapse close",
        "instalment": "prepare send_back attest put_in_file confirm reject cancel",
        "report": "hand_in ask_again approve",
        "claim": "notice drop state go_on_without_statement prepare send_back decide decide_no_claim claim_unspent"
        " hand_over take_home pay give_up reverse",
    },
    "test_amendments": {
        "amendment": "ask forewarn ask_for_information give_information go_on_without_answer prepare send_back decide"
        " refuse settle take_note take_effect withdraw",
        "grant": "hold resume",
        "instalment": "put_back",
        "report": "drop",
    },
    "test_appeals": {
        "appeal": "submit withdraw prepare send_back send_back_anew change annul uphold dismiss decide_anew"
        " record_outcome record_annulment reopen",
        "party_request": "answer",
        "ruling": "correct send_back overtake decide",
        "forewarning": "state use withdraw",
        "application": "take_up_anew decide_anew",
        "grant": "reverse",
    },
    "test_control": {
        "control_plan": "draw_up hand_over send_back approve",
        "control": "give_notice call_off hand_in ask_for_more send_draft state_view report close",
        "finding": "answer not_enough close",
    },
    "test_approval": {
        "approval_application": "submit take ask_for_more answer pass_documents pass_documents_only finish_testing"
        " test_again recommend send_back decide withdraw",
        "surveillance": "find close_without_findings propose_plan return_plan approve_plan start_work"
        " report_corrected not_corrected close_corrected close_unresolved",
        "kit_run": "begin ask resume end cancel",
    },
    "test_disclosure": {"disclosure": "answer appeal send_on conclude"},
}

# (machine, act) → why two cannot meet in it.
CANNOT: dict[tuple[str, str], str] = {
    ("grant", "increase"): "No act of its own: the increase is decided and told, and those two are raced.",
    ("kit_run", "requeue"): "One UPDATE that names the state it starts from: the database lets one through.",
}


# Owed: transitions whose race is still to be written. What is added here has no proof yet that two cannot both do it.
NOT_YET: frozenset[tuple[str, str]] = frozenset(
    {
        ("amendment", "grant_on_appeal"),
        ("application", "forget"),
        ("disposal", "confirm"),
        ("disposal", "finish"),
        ("disposal", "reject"),
        ("grant", "annul"),
        ("grant", "reopen"),
    }
)


def declared() -> set[tuple[str, str]]:
    return {(machine, act) for test in RACES for machine, act in races_of(test)}


def races_of(test: str) -> set[tuple[str, str]]:
    return {(machine, act) for machine, acts in RACES[test].items() for act in acts.split()}


def require_all_of(test: str, raced: set[tuple[str, str]]) -> None:
    """What is declared was truly raced."""
    missing = races_of(test.rpartition(".")[2]) - raced
    assert not missing, f"declared, and not raced: {sorted(missing)}"
