"""The formal requirements of an application, point by point, and what the officer's answers come to.

The officer answers each point; the machine only shows what it knows beside it. An application is taken on when
every point is met, and can be dismissed (avvist) only when one is not (forvaltningsloven § 11 d and § 17: a defect
that can be mended is first asked about).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .words import gettext_noop

LONGEST_NOTE = 1000
LONGEST_REASON = 4000


@dataclass(frozen=True, slots=True)
class Point:
    """One formal requirement. ``looks_at`` names the eligibility rules and facts shown beside it."""

    code: str
    question: str
    source: str


POINTS = (
    Point(
        "in_time",
        gettext_noop(
            "Was the application submitted before the call closed, or through a door opened for it?"
        ),
        gettext_noop("The call's terms"),
    ),
    Point(
        "signed",
        gettext_noop("Was it submitted by somebody who can sign for the lead?"),
        gettext_noop("The call's terms"),
    ),
    Point(
        "consent",
        gettext_noop("Has every partner consented through its own signatory?"),
        gettext_noop("The call's terms"),
    ),
    Point(
        "target_group",
        gettext_noop("Do the applicants belong to the target group of the call?"),
        gettext_noop("The call's terms; report 6.1.1"),
    ),
    Point(
        "activities",
        gettext_noop("Is the project about something that the call supports?"),
        gettext_noop("The call's terms; report 4.1.1 and 4.1.2"),
    ),
    Point(
        "budget",
        gettext_noop(
            "Does the budget add up, hold only costs that are covered, and show the own contribution?"
        ),
        gettext_noop("The call's terms; report 6.1.1"),
    ),
    Point(
        "double_funding",
        gettext_noop("Is other public funding of the same thing told of, and not counted twice?"),
        gettext_noop("The call's terms; the state's economy regulations 6.3"),
    ),
    Point(
        "complete",
        gettext_noop(
            "Is everything that must be answered answered, so that the application can be assessed?"
        ),
        gettext_noop("Forvaltningsloven § 17"),
    ),
)
CODES = tuple(point.code for point in POINTS)


@dataclass(frozen=True, slots=True)
class Answered:
    """The officer's answer to one point: met or not (None while open), with a note."""

    met: bool | None = None
    note: str = ""


Answers = Mapping[str, Answered]


def unanswered(answers: Answers) -> list[str]:
    return [code for code in CODES if code not in answers or answers[code].met is None]


def not_met(answers: Answers) -> list[str]:
    return [code for code in CODES if code in answers and answers[code].met is False]


def all_met(answers: Answers) -> bool:
    return not unanswered(answers) and not not_met(answers)


def without_note(answers: Answers) -> list[str]:
    """Points that are not met and do not say why."""
    return [code for code in not_met(answers) if not answers[code].note.strip()]
