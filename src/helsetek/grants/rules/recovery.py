"""Claims for repayment: payment plans, what a payment covers, whose budget year money comes back to. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .interest import Part
from .words import gettext_noop

MOST_PARTS = 60
PLAN_SUM = gettext_noop("The parts of the plan must add up to what is left of the claim.")
PLAN_ORDER = gettext_noop("Give each part a later day than the one before it.")
PLAN_PAST = gettext_noop("The first part must be due today or later.")
PLAN_LONG = gettext_noop("The plan is longer than the rules allow.")
PLAN_EMPTY = gettext_noop("Write at least one part, with a day and a sum.")


def plan_problem(parts: Sequence[Part], left_ore: int, today: date, longest_months: int) -> str:
    """Why a payment plan does not hold, in English; "" when it does."""
    if not parts or len(parts) > MOST_PARTS or any(part.amount_ore <= 0 for part in parts):
        return PLAN_EMPTY
    if sum(part.amount_ore for part in parts) != left_ore:
        return PLAN_SUM
    if any(one.due_on >= other.due_on for one, other in pairwise(parts)):
        return PLAN_ORDER
    if parts[0].due_on < today:
        return PLAN_PAST
    return PLAN_LONG if _months(today, parts[-1].due_on) > longest_months else ""


def _months(first: date, last: date) -> int:
    """Whole months begun between two days."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months + (last.day > first.day)


def equal_parts(left_ore: int, days: Sequence[date]) -> list[Part]:
    """The sum in equal parts on these days; the first takes what rounding leaves."""
    each, rest = divmod(left_ore, len(days))
    return [Part(day, each + (rest if n == 0 else 0)) for n, day in enumerate(days)]


@dataclass(frozen=True, slots=True)
class Covered:
    """What a payment covers, in øre; ``over_ore`` is what is more than all that is owed."""

    principal_ore: int
    interest_ore: int
    over_ore: int


def cover(paid_ore: int, *, principal_ore: int, interest_ore: int, interest_first: bool) -> Covered:
    """Part a payment between the claim and its interest."""
    if interest_first:
        interest = min(paid_ore, interest_ore)
        principal = min(paid_ore - interest, principal_ore)
    else:
        principal = min(paid_ore, principal_ore)
        interest = min(paid_ore - principal, interest_ore)
    return Covered(principal, interest, paid_ore - principal - interest)


def budget_year_is_open(year: int, day: date, years_after: int) -> bool:
    """Whether money that comes back can be given again from that year's envelope.

    A vote holds for its budget year (bevilgningsreglementet § 5), and so many years after where it can be carried over.
    """
    return day.year <= year + years_after


def set_off_limit(claim_left_ore: int, planned_ore: int, net_ore: int) -> int:
    """The most that can be set off: no more than is left of the claim, nor than the payment still is."""
    return max(0, min(claim_left_ore - planned_ore, net_ore))


# -- KID (customer identification of a payment) ------------------------------------------------------
def with_check_digit(digits: str) -> str:
    """The number with its check digit by modulus 10 (Luhn), as Norwegian banks check a KID."""
    return digits + str(-_luhn(digits + "0") % 10)


def is_kid(number: str) -> bool:
    return number.isascii() and number.isdigit() and 2 <= len(number) <= 25 and _luhn(number) % 10 == 0


def _luhn(digits: str) -> int:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(divmod(number, 10)[0] + divmod(number, 10)[1] for number in doubled)


def kid_of(case_number: str, claim_id: int) -> str:
    """A KID that tells the case and the claim: the digits of the case number, the claim's, and the check digit."""
    case = "".join(letter for letter in case_number if letter.isdigit())[-12:]
    return with_check_digit(f"{case}{claim_id:06d}")


def parts_of(plan: Iterable[dict[str, object]]) -> list[Part]:
    """A plan as it is stored, as parts."""
    return [Part(date.fromisoformat(str(row["due_on"])), int(str(row["amount_ore"]))) for row in plan]


def monthly(first: date, count: int) -> list[date]:
    """The same day of so many months; the last day of a month that is shorter."""
    found = []
    for place in range(min(count, MOST_PARTS)):
        months = first.year * 12 + first.month - 1 + place
        year, month = divmod(months, 12)
        last = monthrange(year, month + 1)[1]
        found.append(date(year, month + 1, min(first.day, last)))
    return found
