"""When something can be decided after notice of it (forvaltningsloven § 16). Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from helsetek.casework.transitions import Machine, Transition

T = Transition


class About(StrEnum):
    """What a notice says is considered."""

    REVERSAL = "reversal"  # of a decision, to the party's harm (§ 35)
    STOP = "stop"  # of payments


class Missing(StrEnum):
    """What stands in the way of the decision."""

    NO_NOTICE = "no_notice"
    TIME_LEFT = "time_left"  # the party can still speak


FOREWARNING = Machine(
    "forewarning",
    "given",
    (
        T("state", ("given",), "answered", "signatory of the party"),
        T("withdraw", ("given", "answered"), "withdrawn", "case officer"),
        T("use", ("given", "answered"), "used", "the system, when it is decided"),
    ),
)

ALL = (FOREWARNING,)
OPEN = ("given", "answered")


def missing(state: str | None, statement_before: datetime | None, now: datetime) -> Missing | None:
    """What is missing before it can be decided; None where the party has spoken, or has had its time.

    ``state`` is that of the notice that waits, None where there is none.
    """
    if state not in OPEN or statement_before is None:
        return Missing.NO_NOTICE
    return None if state == "answered" or now >= statement_before else Missing.TIME_LEFT
