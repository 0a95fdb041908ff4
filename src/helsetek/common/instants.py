"""Deadlines are instants: a local date and time in Norway that exists exactly once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from .clock import OSLO
from .working_days import is_working_day


class NoSuchTime(ValueError):
    """The local time does not exist (the clocks go forward) or exists twice (they go back)."""


def oslo(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """The instant of a Norwegian wall-clock time. Raises NoSuchTime in the two nights when it is not one."""
    return local_instant(datetime(year, month, day, hour, minute, second))  # noqa: DTZ001 - it gets its zone there


def local_instant(naive: datetime) -> datetime:
    """Turn a naive Norwegian wall-clock time into an instant in UTC."""
    first, second = naive.replace(tzinfo=OSLO, fold=0), naive.replace(tzinfo=OSLO, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise NoSuchTime(f"{naive:%Y-%m-%d %H:%M} does not exist, or exists twice, in Norway that night.")
    return first.astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first instant that is no longer that day in Norway: a period «to and with» the day ends before it."""
    return local_instant(datetime.combine(day + timedelta(days=1), time()))


def weeks_after(instant: datetime, weeks: int) -> datetime:
    """The end of the day that lies so many weeks after, in Norwegian calendar days.

    A period that would end on a holiday or a weekend ends on the next working day
    (domstolloven §§ 148–149, which forvaltningsloven § 30 points to).
    """
    return end_of(next_working_day(instant.astimezone(OSLO).date() + timedelta(weeks=weeks)))


def next_working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
