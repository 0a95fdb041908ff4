"""The state machines of control: the plan of a year, one control, one finding."""

from __future__ import annotations

from helsetek.casework.transitions import Machine, Transition

T = Transition

PLAN = Machine(
    "control_plan",
    "draft",
    (
        T("draw_up", ("draft",), "draft", "controller"),
        T("hand_over", ("draft",), "proposed", "controller"),
        T("send_back", ("proposed",), "draft", "another controller"),
        T("approve", ("proposed",), "approved", "another controller"),
    ),
)

CONTROL = Machine(
    "control",
    "planned",
    (
        T("give_notice", ("planned",), "noticed", "controller"),
        T("call_off", ("planned", "noticed", "handed_in"), "called_off", "controller"),
        T("hand_in", ("noticed",), "handed_in", "writer or signatory of the lead"),
        T("ask_for_more", ("handed_in",), "noticed", "controller"),
        T("send_draft", ("noticed", "handed_in"), "draft_sent", "controller"),
        T("state_view", ("draft_sent",), "stated", "signatory of the lead"),
        T(
            "report",
            ("draft_sent", "stated"),
            "reported",
            "controller; without a statement when its time is up",
        ),
        T("close", ("reported",), "closed", "controller, when every finding is closed"),
    ),
)

FINDING = Machine(
    "finding",
    "open",
    (
        T("answer", ("open",), "answered", "writer or signatory of the lead"),
        T("not_enough", ("answered",), "open", "controller"),
        T("close", ("open", "answered"), "closed", "controller, with evidence"),
    ),
)

ALL = (PLAN, CONTROL, FINDING)
