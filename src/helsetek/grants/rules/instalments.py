"""How a grant is parted into instalments, and what may be paid.

Pay as it is needed, not earlier (bestemmelser om økonomistyring i staten, chapter 6.3): small grants at once, larger
ones in parts that wait for reports. The figures are dated parameters in ``grants/parameters.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# What counts as money on its way out or out. Failed and cancelled instalments hold nothing.
LIVE = frozenset({"planned", "prepared", "attested", "sent", "paid"})


@dataclass(frozen=True)
class PlanFigures:
    """Shares of a grant by what releases them; grants up to ``at_once_ore`` are paid at acceptance."""

    at_once_ore: int
    at_acceptance: Decimal
    at_final_report: Decimal


@dataclass(frozen=True)
class PlannedInstalment:
    """``waits_for`` is the number of the report that releases it (1 is the first); 0 where acceptance is enough."""

    amount_ore: int
    waits_for: int
    due_on: date


def plan(
    amount_ore: int, figures: PlanFigures, *, accepted_on: date, report_days: list[date]
) -> list[PlannedInstalment]:
    """Instalments that add up to the grant to the øre. ``report_days`` end with the final report's.

    Without progress reports the middle share is paid at acceptance. The first progress instalment takes what
    rounding leaves.
    """
    if amount_ore <= figures.at_once_ore:
        return [PlannedInstalment(amount_ore, 0, accepted_on)]
    *progress, final_day = report_days
    final = int(amount_ore * figures.at_final_report)
    first = int(amount_ore * figures.at_acceptance) if progress else amount_ore - final
    parts = [PlannedInstalment(first, 0, accepted_on), *_middle(amount_ore - first - final, progress)]
    return [
        part for part in [*parts, PlannedInstalment(final, len(report_days), final_day)] if part.amount_ore
    ]


def _middle(amount_ore: int, days: list[date]) -> list[PlannedInstalment]:
    if not days:
        return []
    each, rest = divmod(amount_ore, len(days))
    return [PlannedInstalment(each + (rest if n == 1 else 0), n, day) for n, day in enumerate(days, start=1)]


def report_days(starts: date, ends: date, *, month: int, day: int) -> list[date]:
    """When reports are due: a progress report after each calendar year that is not the last, then the final one."""
    return [date(year + 1, month, day) for year in range(starts.year, ends.year + 1)]


def room_left(granted_ore: int, instalments: Iterable[tuple[str, int]]) -> int:
    """What of a grant is neither paid nor planned: granted minus live instalments, given as (state, amount)."""
    return granted_ore - sum(amount for state, amount in instalments if state in LIVE)
