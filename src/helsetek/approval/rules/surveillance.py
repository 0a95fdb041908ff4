"""Surveillance: the grounds of findings, the clocks, and what is overdue.

Grounds (a)–(e) are those of Regulation (EU) 2025/327 Article 45(1); national requirements come under Article 42. The
figures lie in ``parameters.toml``, each with its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    SUSPICION = "suspicion"
    LOT = "lot"
    COMPLAINT = "complaint"
    INCIDENT = "incident"
    REGISTER = "register"  # what the register itself shows: an address that does not answer, a lapsed kit


class Ground(StrEnum):
    REQUIREMENTS = "45_1_a"  # Annex II or common specifications
    DOCUMENTATION = "45_1_b"  # technical documentation
    DECLARATION = "45_1_c"  # declaration of conformity
    CE_MARKING = "45_1_d"
    REGISTRATION = "45_1_e"
    NATIONAL = "national"  # national requirements and the scheme's own (Article 42)


@dataclass(frozen=True, slots=True)
class Limits:
    """In days, but the first."""

    incident_hours: int
    documents_days: int
    plan_days: int  # from determination to an approved plan
    start_days: int  # from an approved plan to the start of the work
    close_days: int  # from reported correction to closing
    suspended_days: int  # how long a suspension may last before it must be decided


@dataclass(frozen=True, slots=True)
class Dates:
    """What has happened to the plan so far."""

    found_on: date | None = None
    approved_on: date | None = None
    started_on: date | None = None
    due_on: date | None = None
    corrected_on: date | None = None
    closed_on: date | None = None
    suspended_on: date | None = None


class Overdue(StrEnum):
    NO_PLAN = "no_plan"
    NOT_STARTED = "not_started"
    NOT_CORRECTED = "not_corrected"
    NOT_CLOSED = "not_closed"
    SUSPENDED_LONG = "suspended_long"


def incident_due(known_at: datetime, limits: Limits) -> datetime:
    """A serious incident is reported at once, and no later than three days after it is known (Article 44)."""
    return known_at + timedelta(hours=limits.incident_hours)


def is_late_incident(known_at: datetime, reported_at: datetime, limits: Limits) -> bool:
    return reported_at > incident_due(known_at, limits)


def due_on(dates: Dates, limits: Limits) -> date | None:
    """The next date that somebody must keep; None when nothing waits."""
    if dates.closed_on or dates.found_on is None:
        return None
    if dates.approved_on is None:
        return dates.found_on + timedelta(days=limits.plan_days)
    if dates.corrected_on:
        return dates.corrected_on + timedelta(days=limits.close_days)
    if dates.started_on is None:
        start = dates.approved_on + timedelta(days=limits.start_days)
        return min(start, dates.due_on) if dates.due_on else start
    return dates.due_on


def overdue(dates: Dates, today: date, limits: Limits) -> list[Overdue]:
    """What is late today. The same questions as the oversight rules of the American register (CHPL)."""
    found = []

    def late(since: date | None, days: int) -> bool:
        return since is not None and today > since + timedelta(days=days)

    if late(dates.suspended_on, limits.suspended_days):
        found.append(Overdue.SUSPENDED_LONG)
    if dates.closed_on or dates.found_on is None:
        return found
    if dates.approved_on is None and late(dates.found_on, limits.plan_days):
        found.append(Overdue.NO_PLAN)
    if dates.started_on is None and dates.corrected_on is None and late(dates.approved_on, limits.start_days):
        found.append(Overdue.NOT_STARTED)
    if dates.corrected_on is None and late(dates.due_on, 0):
        found.append(Overdue.NOT_CORRECTED)
    if late(dates.corrected_on, limits.close_days):
        found.append(Overdue.NOT_CLOSED)
    return found


class Flag(StrEnum):
    """Edits that somebody should look at again."""

    RESULT_IMPROVED = "result_improved"  # a failed test was turned into a passed one
    STATUS_BACKDATED = "status_backdated"
    STATUS_FAR_AHEAD = "status_far_ahead"
    PRODUCT_RENAMED = "product_renamed"  # after it was approved
    REFUSED_TURNED = "refused_turned"  # approved against the reviewer's recommendation
    MUST_UNMET = "must_unmet"  # approved although a must is not met


FAR_AHEAD_DAYS = 30


def flags_of_status(on: date, today: date) -> list[Flag]:
    found = [Flag.STATUS_BACKDATED] if on < today else []
    return [*found, Flag.STATUS_FAR_AHEAD] if on > today + timedelta(days=FAR_AHEAD_DAYS) else found
