"""Is a grant state aid, and may it be given? Sums in euro cents. Pure.

De minimis aid: at most so much to one undertaking in three years, told to the recipient; single awards above a sum are
entered in the register of state aid (støtteprosessloven § 7). The figures are dated parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_ORE_IN_CENTS = 100


class AidKind(StrEnum):
    """What the assessment comes to."""

    NOT_AID = "not_aid"
    DE_MINIMIS = "de_minimis"
    EXEMPTED = "exempted"
    NOTIFIED = "notified"


@dataclass(frozen=True, slots=True)
class Award:
    """De minimis aid that an undertaking has got, on a day."""

    on: date
    cents: int


def in_cents(amount_ore: int, ore_a_euro: int) -> int:
    """Euro cents, rounded up: the ceiling is never passed by rounding."""
    return -(-amount_ore * _ORE_IN_CENTS // ore_a_euro)


def earlier_cents(awards: Iterable[Award], on: date, years: int) -> int:
    """What has been given in the years before the day (any period of so many years, not calendar years)."""
    edge = _years_before(on, years)
    return sum(award.cents for award in awards if edge < award.on <= on)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def left_cents(awards: Iterable[Award], on: date, *, ceiling: int, years: int) -> int:
    """How much de minimis aid the undertaking may still get on the day; never below zero."""
    return max(0, ceiling - earlier_cents(awards, on, years))


def is_for_the_register(kind: AidKind, cents: int, threshold: int) -> bool:
    """Aid that is exempted or notified, from the threshold and up."""
    return kind in (AidKind.EXEMPTED, AidKind.NOTIFIED) and cents >= threshold
