"""What if: the round under other conditions, and the best list that they allow.

``plain`` is the ranking filled from the top (``ranking.fill``), with more or less money. ``best`` is an integer programme
(HiGHS, ``scipy.optimize.milp``): choose the applications whose scores add up to most, within the money, with the
conditions kept. It is a proposal to look at beside the ranking, never a decision: ``ranking.fill`` passes nobody
over because another is cheaper, and this does just that.

The value of an application is its score; a part is worth its share of it. Partial grants, where allowed, go to at most
one application, as in the ranking, and are never less than the least that is of use. Money is counted in whole
kroner: the rest of an øre never decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, dia_array, diags_array, eye_array, hstack

from .ranking import Candidate, fill

SECONDS = 5.0
ORE = 100
# A little for being ranked before: where two lists are worth the same, the one with those ranked first is chosen.
TIE = 1e-6
GAP = 1e-5  # so close to the best that can be, as a share of all scores


@dataclass(frozen=True, slots=True)
class Wish:
    """The conditions. ``envelope`` is a share of what there is to give (1.1: a tenth more).

    ``least_small`` is the least share of the money that is to go to projects of small municipalities; ``partial`` says
    whether an application may be given less than is recommended for it; ``least_score`` leaves out those below.
    """

    envelope: Decimal = Decimal(1)
    least_small: Decimal = Decimal(0)
    partial: bool = True
    least_score: Decimal = Decimal(0)

    @property
    def is_plain(self) -> bool:
        return self == Wish()


@dataclass(frozen=True, slots=True)
class Option:
    """An application as it is weighed. ``is_small``: its municipalities are small, by the round's own measure."""

    candidate: Candidate
    is_small: bool = False

    @property
    def application_id(self) -> int:
        return self.candidate.application_id

    @property
    def kroner(self) -> int:
        return self.candidate.wanting_ore // ORE


class Reason(StrEnum):
    """Why one list has an application and the other does not; the words are said where there is a language."""

    MORE_MONEY = "more_money"  # comes in because there is more to give
    LESS_MONEY = "less_money"  # falls out because there is less
    SMALL_SHARE = "small_share"  # comes in so that small municipalities get their share
    MAKES_ROOM = "makes_room"  # falls out so that the share of small municipalities can be kept
    NO_PARTS = "no_parts"  # only a part was left for it, and parts are not allowed
    BELOW = "below"  # its score is below the least that is asked for
    FITS = "fits"  # comes in because it fits into what another leaves
    OUTWEIGHED = "outweighed"  # falls out because others, cheaper together, are worth more
    AMOUNT = "amount"  # in both, with another amount


@dataclass(frozen=True, slots=True)
class Difference:
    """One application that the two lists treat unlike: øre by the ranking and by the proposal, and why."""

    application_id: int
    ranking_ore: int
    proposal_ore: int
    reason: Reason

    @property
    def comes_in(self) -> bool:
        return not self.ranking_ore

    @property
    def falls_out(self) -> bool:
        return not self.proposal_ore


@dataclass(frozen=True, slots=True)
class Outcome:
    """A list: øre by application (those that get something), what was to give, and whether it can be had at all."""

    amounts: Mapping[int, int]
    available_ore: int
    small_ore: int = 0
    value: float = 0.0
    is_possible: bool = True
    is_proven: bool = True  # False when the time ran out before the best was known to be best
    options: Sequence[Option] = field(default=(), repr=False)

    @property
    def total_ore(self) -> int:
        return sum(self.amounts.values())

    @property
    def share_of_small(self) -> float:
        return self.small_ore / self.total_ore if self.total_ore else 0.0


def plain(options: Sequence[Option], available_ore: int, least_partial: Decimal, wish: Wish) -> Outcome:
    """The ranking filled from the top under the same money, parts and least score; the share of small is only seen."""
    money = _money(available_ore, wish)
    kept = [option for option in options if option.candidate.score >= wish.least_score]
    least = least_partial if wish.partial else Decimal(1)
    shares = fill([option.candidate for option in kept], money, least)
    return _outcome(options, money, {one.application_id: one.amount_ore for one in shares if one.amount_ore})


def _money(available_ore: int, wish: Wish) -> int:
    return int(available_ore * wish.envelope)


def best(options: Sequence[Option], available_ore: int, least_partial: Decimal, wish: Wish) -> Outcome:
    """The list worth most. ``options`` in the order of the ranking."""
    money = _money(available_ore, wish)
    open_to = [
        option for option in options if option.kroner > 0 and option.candidate.score >= wish.least_score
    ]
    if not open_to or money < ORE:
        return _outcome(options, money, {})
    answer = _Programme(open_to, money // ORE, least_partial, wish).solve()
    if answer is None:
        return Outcome({}, money, is_possible=False, options=options)
    amounts, proven = answer
    return _outcome(options, money, amounts, is_proven=proven)


def _outcome(
    options: Sequence[Option], money: int, amounts: dict[int, int], *, is_proven: bool = True
) -> Outcome:
    given = [option for option in options if amounts.get(option.application_id)]
    return Outcome(
        amounts,
        money,
        small_ore=sum(amounts[option.application_id] for option in given if option.is_small),
        value=sum(_worth(option, amounts[option.application_id]) for option in given),
        is_proven=is_proven,
        options=options,
    )


def _worth(option: Option, amount_ore: int) -> float:
    return float(option.candidate.score) * amount_ore / option.candidate.wanting_ore


class _Programme:
    """0/1 for «whole», 0/1 for «in part», and the kroner of the part, for each application."""

    def __init__(self, options: Sequence[Option], kroner: int, least_partial: Decimal, wish: Wish) -> None:
        self.options, self.money, self.wish = options, kroner, wish
        self.least = float(least_partial)
        self.sums = np.array([option.kroner for option in options], dtype=float)
        self.most = self.sums - 1
        self.scores = np.array([float(option.candidate.score) for option in options])
        self.small = np.array([option.is_small for option in options], dtype=float)

    def solve(self) -> tuple[dict[int, int], bool] | None:
        count = len(self.options)
        first = np.arange(count, 0, -1) * TIE
        worth = np.concatenate([self.scores + first, np.zeros(count), self.scores / self.sums])
        parts = 1.0 if self.wish.partial else 0.0
        upper = np.concatenate([np.ones(count), np.full(count, parts), self.sums * parts])
        answer = milp(
            -worth,
            integrality=np.concatenate([np.ones(2 * count), np.zeros(count)]),
            bounds=Bounds(np.zeros(3 * count), upper),
            constraints=self._constraints(),
            options={"time_limit": SECONDS, "mip_rel_gap": GAP},
        )
        if answer.x is None:
            return None
        return self._read(answer.x), bool(answer.status == 0)

    def _constraints(self) -> list[LinearConstraint]:
        count = len(self.options)
        one, nothing = np.ones(count), np.zeros(count)
        each, none = eye_array(count), csr_array((count, count))
        found = [
            LinearConstraint(np.concatenate([self.sums, nothing, one]), -np.inf, self.money),
            LinearConstraint(np.concatenate([nothing, one, nothing]), -np.inf, 1),  # one part in all
            LinearConstraint(hstack([each, each, none], format="csr"), -np.inf, 1),  # whole or in part
            # A part lies between the least that is of use and a little less than the whole.
            LinearConstraint(hstack([none, self._times(-self.most), each], format="csr"), -np.inf, 0),
            LinearConstraint(
                hstack([none, self._times(self.sums * self.least), -each], format="csr"), -np.inf, 0
            ),
        ]
        if self.wish.least_small:
            weight = self.small - float(self.wish.least_small)
            found.append(LinearConstraint(np.concatenate([self.sums * weight, nothing, weight]), 0, np.inf))
        return found

    @staticmethod
    def _times(values: np.ndarray) -> dia_array:
        return diags_array(values)

    def _read(self, answer: np.ndarray) -> dict[int, int]:
        count, amounts = len(self.options), dict[int, int]()
        for place, option in enumerate(self.options):
            if answer[place] > 0.5:
                amounts[option.application_id] = option.candidate.wanting_ore
            elif (kroner := int(answer[2 * count + place] + 1e-3)) > 0:
                amounts[option.application_id] = kroner * ORE
        return amounts


def differences(plain_now: Outcome, proposal: Outcome, wish: Wish) -> list[Difference]:
    """Every application that the ranking of today and the proposal treat unlike, in the ranking's order, and why."""
    found = []
    for option in proposal.options:
        before = plain_now.amounts.get(option.application_id, 0)
        after = proposal.amounts.get(option.application_id, 0)
        if before != after:
            reason = _reason(option, before, after, plain_now, proposal, wish)
            found.append(Difference(option.application_id, before, after, reason))
    return found


def _reason(option: Option, before: int, after: int, now: Outcome, proposal: Outcome, wish: Wish) -> Reason:
    if before and after:
        return Reason.AMOUNT
    if after:
        return _why_in(option, now, proposal, wish)
    return _why_out(option, before, now, proposal, wish)


def _why_in(option: Option, now: Outcome, proposal: Outcome, wish: Wish) -> Reason:
    if wish.least_small and option.is_small and now.share_of_small < float(wish.least_small):
        return Reason.SMALL_SHARE
    if proposal.available_ore > now.available_ore:
        return Reason.MORE_MONEY
    return Reason.FITS


def _why_out(option: Option, before: int, now: Outcome, proposal: Outcome, wish: Wish) -> Reason:
    if option.candidate.score < wish.least_score:
        return Reason.BELOW
    if not wish.partial and before < option.candidate.wanting_ore:
        return Reason.NO_PARTS
    if proposal.available_ore < now.available_ore:
        return Reason.LESS_MONEY
    if wish.least_small and not option.is_small and now.share_of_small < float(wish.least_small):
        return Reason.MAKES_ROOM
    return Reason.OUTWEIGHED
