"""When a decision can be challenged, what can be ruled, and by how many: pure, with every period given from outside.

Forvaltningsloven §§ 24–25 (reasons), 27 (notice), 28–34 (appeal), 35 (reversal), 42 (suspension), 18–21 (access).
Figures and references come from ``casework/parameters.toml`` by date: another act is on its way.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helsetek.casework.transitions import Machine, Transition
from helsetek.common.clock import OSLO
from helsetek.common.instants import end_of, weeks_after
from helsetek.common.working_days import add_working_days

LONGEST_TEXT = 20_000
T = Transition


# -- Receipt and the time limit -----------------------------------------------------------------------


class How(StrEnum):
    """How it is known that a letter reached a party."""

    OPENED = "opened"
    RECORDED = "recorded"
    PRESUMED = "presumed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The instant a letter is taken to have reached a party, and how that is known."""

    at: datetime
    how: How


def receipt(
    sent_at: datetime, *, opened: datetime | None, recorded: datetime | None, presumed_after: int
) -> Receipt | None:
    """What is recorded by hand holds; else the earlier of opening and presumption (``presumed_after`` working days).

    Nobody moves the time limit by not opening a letter that lies ready; whoever can show that it came later has
    that recorded. ``presumed_after`` 0 means that nothing is presumed. None: it has not begun to run.
    """
    if recorded is not None:
        return Receipt(recorded, How.RECORDED)
    presumed = presumed_receipt(sent_at, presumed_after) if presumed_after else None
    if opened is not None and (presumed is None or opened <= presumed):
        return Receipt(opened, How.OPENED)
    return Receipt(presumed, How.PRESUMED) if presumed else None


def presumed_receipt(sent_at: datetime, working_days: int) -> datetime:
    """The last instant of the day that lies so many working days after the sending, in Norway."""
    day = add_working_days(sent_at.astimezone(OSLO).date(), working_days)
    return end_of(day) - timedelta(seconds=1)


def deadline(received_at: datetime, weeks: int, extended_to: date | None = None) -> datetime:
    """The first instant at which an appeal is late: the end of the day so many weeks from receipt (§§ 29–30).

    A last day on a weekend or holiday gives way to the next working day. An extension given in time (§ 29 fourth
    paragraph) moves it to the end of its own day, never earlier.
    """
    ordinary = weeks_after(received_at, weeks)
    return max(ordinary, end_of(extended_to)) if extended_to else ordinary


def is_late(at: datetime, limit: datetime | None) -> bool:
    """Late from the limit itself on; never where the time has not begun to run."""
    return limit is not None and at >= limit


def can_be_excused(decided_at: datetime, at: datetime, years: int) -> bool:
    """A late appeal is never tried when more than so many years have gone since the decision (§ 31 third paragraph)."""
    day = decided_at.astimezone(OSLO).date()
    return at < end_of(years_after(day, years))


def years_after(day: date, years: int) -> date:
    last = monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# -- What can be ruled --------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a ruling is about."""

    FIRST = "first"  # the first instance on an appeal (§ 33)
    BODY = "body"  # the appeal body (§ 34), recorded here
    ANEW = "anew"  # a new decision after annulment
    REVERSAL = "reversal"  # of one's own accord (§ 35)
    SUSPENSION = "suspension"  # (§ 42)
    EXTENSION = "extension"  # more time to appeal (§ 29)
    ACCESS = "access"  # documents of the case (§§ 18–19)
    REASONS = "reasons"  # given afterwards (§ 24)


CHANGED, IN_PART, ANNULLED, UPHELD, DISMISSED = (
    "changed", "changed_in_part", "annulled", "upheld", "dismissed",
)  # fmt: skip
GRANTED, REFUSED, GIVEN, GIVEN_IN_PART = "granted", "refused", "given", "given_in_part"
TO_BENEFIT, TO_HARM = "benefit", "harm"

OUTCOMES: dict[Kind, tuple[str, ...]] = {
    Kind.FIRST: (CHANGED, IN_PART, ANNULLED, UPHELD, DISMISSED),
    Kind.BODY: (CHANGED, IN_PART, ANNULLED, UPHELD, DISMISSED),
    Kind.ANEW: (CHANGED, UPHELD),
    Kind.REVERSAL: (TO_BENEFIT, TO_HARM),
    Kind.SUSPENSION: (GRANTED, REFUSED),
    Kind.EXTENSION: (GRANTED, REFUSED),
    Kind.ACCESS: (GIVEN, GIVEN_IN_PART, REFUSED),
    Kind.REASONS: (GIVEN,),
}
# What gives the party something that the room must carry out (money, for grants).
CARRIED_OUT = frozenset({CHANGED, IN_PART, TO_BENEFIT, TO_HARM})
# Answers that another case officer may approve; all others are for a decision maker.
ANSWERS = frozenset({Kind.EXTENSION, Kind.ACCESS, Kind.REASONS})
# What must say its reasons (§ 24): all but what gives the party what it asked for.
WITHOUT_REASONS = frozenset({(Kind.EXTENSION, GRANTED), (Kind.ACCESS, GIVEN)})


# What is ruled here can be appealed too: that documents are withheld (§ 21), that an appeal is dismissed.
OWN_SUBJECTS = ("casework.access", "casework.dismissal")


def outcomes(kind: Kind, subject: str = "", *, late: bool = False, excusable: bool = True) -> tuple[str, ...]:
    """What can be ruled. A late appeal that can no longer be excused can only be dismissed (§ 31)."""
    if kind is Kind.FIRST and late and not excusable:
        return (DISMISSED,)
    if subject in OWN_SUBJECTS and kind in (Kind.FIRST, Kind.BODY):
        return (CHANGED, UPHELD, DISMISSED)  # either the documents are given, the appeal tried, or not
    return OUTCOMES[kind]


def needs_reasons(kind: Kind, outcome: str) -> bool:
    return (kind, outcome) not in WITHOUT_REASONS


def needs_room_texts(kind: Kind, outcome: str) -> bool:
    """Whether the room says in the letter what follows: what is given, or what it means that a decision waits (§ 42)."""
    return outcome in CARRIED_OUT or (kind, outcome) == (Kind.SUSPENSION, GRANTED)


def needs_excuse(kind: Kind, outcome: str, *, late: bool) -> bool:
    """A late appeal that is tried all the same needs the reason why (§ 31 first paragraph)."""
    return late and kind is Kind.FIRST and outcome != DISMISSED


class Ground(StrEnum):
    """Why a decision is reversed without an appeal (§ 35)."""

    NO_HARM = "no_harm"  # first paragraph, letter a
    NOT_TOLD = "not_told"  # letter b: nobody has been told
    INVALID = "invalid"  # letter c
    SUPERIOR = "superior"  # second and third paragraph: the appeal body or another superior


class Hindrance(StrEnum):
    """Why it cannot be reversed."""

    HARMS = "harms"  # the ground holds only for what harms nobody
    TOLD = "told"  # the party has been told
    NOTICE_LATE = "notice_late"  # the superior's notice of a possible reversal came too late
    TOO_LATE = "too_late"  # and the reversal itself


def hinders_reversal(
    ground: Ground,
    *,
    to_harm: bool,
    told_at: datetime | None,
    noticed_at: datetime | None,
    now: datetime,
    notice_weeks: int,
    months: int,
) -> Hindrance | None:
    """What stands in the way of a reversal (§ 35); None where nothing does.

    The superior's reversal to somebody's harm needs a notice within ``notice_weeks`` of when the decision was told, and
    must itself be told within ``months``; an invalid decision can be reversed at any time.
    """
    if ground is Ground.INVALID or (ground is Ground.NO_HARM and not to_harm):
        return None
    if ground is Ground.NO_HARM:
        return Hindrance.HARMS
    if ground is Ground.NOT_TOLD or told_at is None:
        return Hindrance.TOLD if told_at is not None else None
    if not to_harm:
        return None
    if noticed_at is None or noticed_at >= weeks_after(told_at, notice_weeks):
        return Hindrance.NOTICE_LATE
    last = end_of(months_after(told_at.astimezone(OSLO).date(), months))
    return Hindrance.TOO_LATE if now >= last else None


# -- Access -------------------------------------------------------------------------------------------


def access_outcome(given: Iterable[bool]) -> str:
    """What the answers on each document come to."""
    answers = list(given)
    if all(answers):
        return GIVEN
    return GIVEN_IN_PART if any(answers) else REFUSED


# -- States -------------------------------------------------------------------------------------------

APPEAL = Machine(
    "appeal",
    "draft",
    (
        T("submit", ("draft",), "submitted", "signatory of a party"),
        T("withdraw", ("draft", "submitted", "prepared", "sent_on"), "withdrawn", "signatory of the party"),
        T("prepare", ("submitted", "anew"), "prepared", "case officer"),
        T("send_back", ("prepared",), "submitted", "decision maker"),
        T("send_back_anew", ("prepared",), "anew", "decision maker"),
        T("change", ("prepared",), "settled", "decision maker, first instance"),
        T("annul", ("prepared",), "anew", "decision maker, first instance"),
        T("uphold", ("prepared",), "sent_on", "decision maker, first instance, with its statement"),
        T("dismiss", ("prepared",), "dismissed", "decision maker, first instance"),
        T("decide_anew", ("prepared",), "settled", "decision maker, after annulment"),
        T("record_outcome", ("sent_on",), "settled", "two persons, from the appeal body's letter"),
        T("record_annulment", ("sent_on",), "anew", "two persons, from the appeal body's letter"),
        T("reopen", ("dismissed",), "submitted", "the appeal body, when the dismissal is annulled"),
    ),
)  # fmt: skip

REQUEST = Machine(
    "party_request",
    "open",
    (T("answer", ("open",), "answered", "case officer, approved by another"),),
)

RULING = Machine(
    "ruling",
    "prepared",
    (
        T("correct", ("prepared",), "prepared", "anybody on the case"),
        T("send_back", ("prepared",), "returned", "who decides"),
        T("overtake", ("prepared",), "returned", "the system, when the appeal is withdrawn"),
        T("decide", ("prepared",), "decided", "another than prepared or corrected it"),
    ),
)

ALL = (APPEAL, REQUEST, RULING)


def act_on_appeal(kind: Kind, outcome: str) -> str:
    """The act by which a ruling moves the appeal it is about."""
    if kind is Kind.ANEW:
        return "decide_anew"
    if kind is Kind.BODY:
        return "record_annulment" if outcome == ANNULLED else "record_outcome"
    return {
        CHANGED: "change",
        IN_PART: "uphold",  # what is not given goes on to the appeal body
        UPHELD: "uphold",
        ANNULLED: "annul",
        DISMISSED: "dismiss",
    }[outcome]
