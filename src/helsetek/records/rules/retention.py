"""When something is no longer needed, and what holds it back all the same. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum


class Hold(StrEnum):
    """Why something that is old enough may not be deleted now. The first that is found is told."""

    ARCHIVE = "archive"  # it is in the journal: arkivlova keeps it
    HINDERED = "hindered"  # an appeal, a request for access, a control
    OPEN_CASE = "open_case"
    OWN = "own"  # the class itself has a reason


def edge(now: datetime, months: int) -> datetime:
    """The instant so many calendar months before: what began its period before it has served its time.

    personvernforordningen art. 5 no. 1 e. Raises ValueError for less than one month: that would be no period.
    """
    if months < 1:
        raise ValueError("a period of retention is at least one month")
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def is_due(since: datetime, before: datetime) -> bool:
    """What began its period at the very edge is kept: the period is over when it has passed."""
    return since < before


def hold_of(
    cases: Iterable[int],
    *,
    own: str,
    never_opened: bool,
    journalled: Collection[int],
    hindered: Collection[int],
    closed: Collection[int],
) -> Hold | None:
    """What keeps a thing that belongs to ``cases``. ``never_opened``: its case never came before the authority
    (a draft), so that it is not to be closed; once it is in the journal it is kept for good."""
    ids = list(cases)
    if never_opened and any(one in journalled for one in ids):
        return Hold.ARCHIVE
    if any(one in hindered for one in ids):
        return Hold.HINDERED
    if not never_opened and any(one not in closed for one in ids):
        return Hold.OPEN_CASE
    return Hold.OWN if own else None
