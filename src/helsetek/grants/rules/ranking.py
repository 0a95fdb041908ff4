"""Who comes first, and how far the money reaches.

Order, each step only where the one before leaves two alike:
 1. the weighted score, highest first;
 2. the mean points on the criteria, the heaviest criterion first (the call's order where two weigh the same);
 3. the number of municipalities that act together, most first (the scheme rewards those who go together);
 4. the case number. It says nothing about merit: it only makes the order the same each time.

Filling: from the top, each is given what is recommended for it until one does not fit. That one is offered what is
left, if that is enough to be of use; everything after it goes on the reserve list. Nobody is passed over because
another is cheaper: that is a choice for people, made by hand and with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Why(StrEnum):
    """Why the fill gave what it gave; the words are said where there is a language."""

    AS_REQUESTED = "as_requested"  # all that was asked for
    AS_RECOMMENDED = "as_recommended"  # what was recommended, which is less than asked for
    WHAT_WAS_LEFT = "what_was_left"  # the last of the money, less than recommended
    NO_ROOM = "no_room"  # recommended, but the money was used up by those before
    LEFT_TOO_LITTLE = "left_too_little"  # money was left, but too little of what is recommended to be of use
    NOT_RECOMMENDED = "not_recommended"  # nothing is recommended
    HAS_ALL = "has_all"  # an earlier decision has given all that is recommended
    BY_HAND = "by_hand"  # set by a person, with a note


class Place(StrEnum):
    """Where the fill puts an application."""

    FULL = "full"
    PARTIAL = "partial"
    RESERVE = "reserve"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application as the ranking sees it. ``means`` are the points by criterion, heaviest first.

    ``given_ore`` is what earlier, told decisions have given: then only the difference can be given now.
    """

    application_id: int
    case_number: str
    score: Decimal
    means: tuple[Decimal, ...]
    municipalities: int
    requested_ore: int
    recommended_ore: int
    given_ore: int = 0

    @property
    def wanting_ore(self) -> int:
        """What is recommended and not yet given."""
        return max(0, self.recommended_ore - self.given_ore)


@dataclass(frozen=True, slots=True)
class Share:
    """What the fill gives one application: ``amount_ore`` now, its place, and why."""

    application_id: int
    place: Place
    amount_ore: int
    why: Why


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates in the order of the ranking."""
    return sorted(candidates, key=_key)


def _key(candidate: Candidate) -> tuple[Decimal, tuple[Decimal, ...], int, str]:
    means = tuple(-mean for mean in candidate.means)
    return (-candidate.score, means, -candidate.municipalities, candidate.case_number)


def heaviest_first(weights: Sequence[tuple[str, int]]) -> list[str]:
    """Codes of the criteria, heaviest first; those that weigh the same stay in the call's order."""
    return [code for code, _weight in sorted(weights, key=lambda pair: -pair[1])]


def fill(ranked: Sequence[Candidate], available_ore: int, least_partial: Decimal) -> list[Share]:
    """Give out ``available_ore`` down the ranking.

    ``least_partial`` is the least share of what is recommended that is worth offering when the money runs out.
    """
    shares: list[Share] = []
    left, used_up = available_ore, False
    for candidate in ranked:
        share = _share(candidate, left, used_up, least_partial)
        used_up = used_up or (0 < candidate.wanting_ore != share.amount_ore)
        left -= share.amount_ore
        shares.append(share)
    return shares


def _share(candidate: Candidate, left: int, used_up: bool, least_partial: Decimal) -> Share:
    wanting, number = candidate.wanting_ore, candidate.application_id
    if not candidate.recommended_ore:
        return Share(number, Place.NONE, 0, Why.NOT_RECOMMENDED)
    if not wanting:
        return Share(number, Place.NONE, 0, Why.HAS_ALL)
    if used_up or left <= 0:
        return Share(number, Place.RESERVE, 0, Why.NO_ROOM)
    if wanting <= left:
        return _whole(candidate)
    if left >= wanting * least_partial:
        return Share(number, Place.PARTIAL, left, Why.WHAT_WAS_LEFT)
    return Share(number, Place.RESERVE, 0, Why.LEFT_TOO_LITTLE)


def _whole(candidate: Candidate) -> Share:
    everything = candidate.recommended_ore >= candidate.requested_ore
    place, why = (Place.FULL, Why.AS_REQUESTED) if everything else (Place.PARTIAL, Why.AS_RECOMMENDED)
    return Share(candidate.application_id, place, candidate.wanting_ore, why)


def running_sums(amounts: Iterable[int]) -> list[int]:
    """The sum so far at each place of the list."""
    total, sums = 0, []
    for amount in amounts:
        total += amount
        sums.append(total)
    return sums


class OutcomeCode(StrEnum):
    """The kinds of decision (helsedirektoratets own: full, in part, refusal, dismissal; and an increase)."""

    GRANTED = "granted"
    PARTIAL = "partial"
    REFUSED = "refused"
    DISMISSED = "dismissed"
    INCREASED = "increased"


def outcome_of(amount_ore: int, requested_ore: int, *, inadmissible: bool, has_grant: bool) -> OutcomeCode:
    """Which decision an amount means. What is inadmissible can only be dismissed; a grant can only be increased."""
    if inadmissible:
        return OutcomeCode.DISMISSED
    if not amount_ore:
        return OutcomeCode.REFUSED
    if has_grant:
        return OutcomeCode.INCREASED
    return OutcomeCode.GRANTED if amount_ore >= requested_ore else OutcomeCode.PARTIAL


REASONS_REQUIRED = frozenset({OutcomeCode.PARTIAL, OutcomeCode.REFUSED, OutcomeCode.DISMISSED})
