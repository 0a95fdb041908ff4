"""The status of an approval: events that are only added to, and the public view computed from them for any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Status(StrEnum):
    DECLARED = "declared"  # the vendor answers for it; nobody has controlled it yet
    APPROVED = "approved"
    CONDITIONAL = "conditional"  # approved with conditions
    SUSPENDED = "suspended"
    WITHDRAWN_BY_VENDOR = "withdrawn_by_vendor"
    WITHDRAWN_UNDER_REVIEW = "withdrawn_under_review"  # by the vendor, while surveillance was open
    WITHDRAWN_BY_AUTHORITY = "withdrawn_by_authority"
    REFUSED = "refused"  # declared, controlled, and not found to conform
    EXPIRED = "expired"
    REPLACED = "replaced"


IN_FORCE = frozenset({Status.APPROVED, Status.CONDITIONAL})
ENDED = frozenset(
    {
        Status.WITHDRAWN_BY_VENDOR, Status.WITHDRAWN_UNDER_REVIEW, Status.WITHDRAWN_BY_AUTHORITY, Status.REFUSED,
        Status.EXPIRED, Status.REPLACED,
    }
)  # fmt: skip

_BEGINS: frozenset[Status | None] = frozenset({None, Status.DECLARED})
_LIVES: frozenset[Status | None] = frozenset(
    {Status.DECLARED, Status.APPROVED, Status.CONDITIONAL, Status.SUSPENDED}
)

# From which statuses each can follow. None: nothing has been said yet. What has ended stays ended.
FOLLOWS: dict[Status, frozenset[Status | None]] = {
    Status.DECLARED: frozenset({None}),
    Status.APPROVED: _BEGINS | {Status.CONDITIONAL, Status.SUSPENDED},
    Status.CONDITIONAL: _BEGINS | {Status.APPROVED, Status.SUSPENDED},
    Status.SUSPENDED: frozenset({Status.DECLARED, Status.APPROVED, Status.CONDITIONAL}),
    Status.WITHDRAWN_BY_VENDOR: _LIVES,
    Status.WITHDRAWN_UNDER_REVIEW: _LIVES,
    Status.WITHDRAWN_BY_AUTHORITY: _LIVES,
    Status.REFUSED: frozenset({Status.DECLARED}),
    Status.EXPIRED: _LIVES,
    Status.REPLACED: _LIVES,
}

# What needs a legal basis in words: everything that goes against the vendor.
NEEDS_BASIS = frozenset({Status.SUSPENDED, Status.WITHDRAWN_BY_AUTHORITY, Status.CONDITIONAL, Status.REFUSED})
# What the authority may say by hand, from the certificate's page.
BY_HAND = (Status.APPROVED, Status.CONDITIONAL, Status.SUSPENDED, Status.WITHDRAWN_BY_AUTHORITY)


@dataclass(frozen=True, slots=True)
class Said:
    """One event of status. ``on`` is the day it holds from."""

    status: Status
    on: date


def status_on(said: Sequence[Said], day: date, valid_until: date | None = None) -> Status | None:
    """The status on a day; None before the first event. ``said`` is in the order in which it was said.

    An approval whose time is up has expired by itself, whether or not anybody has said so.
    """
    held = [one.status for one in said if one.on <= day]
    if not held:
        return None
    if valid_until is not None and day > valid_until and held[-1] not in ENDED:
        return Status.EXPIRED
    return held[-1]


def may_follow(said: Sequence[Said], new: Said) -> bool:
    """Whether the event may be added: it follows from the last one, and is not dated before it."""
    last = said[-1] if said else None
    return (
        new.status in FOLLOWS
        and (last.status if last else None) in FOLLOWS[new.status]
        and (last is None or new.on >= last.on)
    )


def possible_after(last: Status | None) -> list[Status]:
    return [status for status, sources in FOLLOWS.items() if last in sources]


def suspended_since(said: Sequence[Said]) -> date | None:
    """The day from which it has been suspended without a break; None if it is not suspended."""
    return said[-1].on if said and said[-1].status is Status.SUSPENDED else None


def last_day(begins: date, months: int | None) -> date | None:
    """The last day an approval is valid: so many months after it began, less a day; None: until something happens."""
    if months is None:
        return None
    month = begins.month - 1 + months
    year, month = begins.year + month // 12, month % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    length = (first_of_next - timedelta(days=1)).day
    return date(year, month, min(begins.day, length)) - timedelta(days=1)


def in_force_on(said: Iterable[Said], day: date, valid_until: date | None) -> bool:
    return status_on(list(said), day, valid_until) in IN_FORCE
