"""What may happen next to a request for access, a deposit and a proposal to delete."""

from __future__ import annotations

from helsetek.casework.transitions import Machine, Transition

T = Transition

DISCLOSURE = Machine(
    "disclosure",
    "received",
    (
        T("answer", ("received", "appealed"), "answered", "case officer"),
        T("appeal", ("received", "answered"), "appealed", "who asked"),
        T("send_on", ("appealed",), "sent_on", "case officer, when the refusal is upheld"),
        T("conclude", ("sent_on",), "concluded", "case officer, when the appeal body has answered"),
    ),
)

DISPOSAL = Machine(
    "disposal",
    "proposed",
    (
        T("confirm", ("proposed",), "confirmed", "another controller or system administrator"),
        T("reject", ("proposed",), "rejected", "controller or system administrator"),
        T("finish", ("confirmed",), "done", "the system, when all of it is deleted or kept"),
    ),
)

ALL = (DISCLOSURE, DISPOSAL)
