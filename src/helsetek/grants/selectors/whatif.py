"""The whole round under other conditions: the ranking of today, the ranking under them, and the best list beside it.

Looks only: nothing is stored before somebody adopts a list (``services.adopting``). Every application of the ranking is
weighed as if nothing were decided, so that a round can be looked at afterwards too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.common import clock, money
from helsetek.grants.parameters import parameter
from helsetek.grants.rules import portfolio
from helsetek.grants.rules.portfolio import Difference, Option, Outcome, Reason, Wish
from helsetek.registry.selectors import MunicipalityFacts
from helsetek.scheme.selectors import Allotment

from . import ranking, reach
from .ranking import LEAST_PARTIAL, Ranked
from .reach import Effect

REASONS = {
    Reason.MORE_MONEY: gettext_lazy("Comes in: there is more money to give."),
    Reason.LESS_MONEY: gettext_lazy("Falls out: there is less money to give."),
    Reason.SMALL_SHARE: gettext_lazy(
        "Comes in, so that small municipalities get the share that is asked for."
    ),
    Reason.MAKES_ROOM: gettext_lazy("Falls out, to make room for the share of small municipalities."),
    Reason.NO_PARTS: gettext_lazy("Falls out: only a part was left for it, and parts are not allowed."),
    Reason.BELOW: gettext_lazy("Falls out: its score is below the least that is asked for."),
    Reason.FITS: gettext_lazy("Comes in: it fits into the money that another leaves."),
    Reason.OUTWEIGHED: gettext_lazy(
        "Falls out: for the same money, others that cost less score more together."
    ),
    Reason.AMOUNT: gettext_lazy("In both lists, with another amount."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One application: its place in the ranking, and what each list gives it, in øre."""

    rank: int
    one: Ranked
    is_small: bool
    ranking_ore: int
    under_ore: int
    best_ore: int
    difference: Difference | None

    @property
    def words(self) -> str:
        """Why the best list treats it otherwise than the ranking of today; "" where it does not."""
        return str(REASONS[self.difference.reason]) if self.difference else ""

    @property
    def size(self) -> str:
        return _("Yes") if self.is_small else ""

    @property
    def way(self) -> str:
        """``in``, ``out``, ``amount`` or ""."""
        if self.difference is None:
            return ""
        return "in" if self.difference.comes_in else "out" if self.difference.falls_out else "amount"


@dataclass(frozen=True, slots=True)
class Column:
    """One list, with whom it reaches."""

    outcome: Outcome
    effect: Effect


@dataclass(frozen=True, slots=True)
class View:
    """Three lists side by side, and each application in all three."""

    wish: Wish
    today: Column
    under: Column
    best: Column
    rows: tuple[Row, ...]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.difference]


def view(allotment: Allotment, wish: Wish) -> View:
    """The round as it is and as it could be."""
    ranked, facts = ranking.ranked(allotment), reach.country()
    options = options_of(ranked, facts)
    available = ranking.available_ore(allotment)
    today = portfolio.plain(options, available, LEAST_PARTIAL, Wish())
    under = portfolio.plain(options, available, LEAST_PARTIAL, wish)
    best = _best(tuple(options), available, wish)
    unlike = {one.application_id: one for one in portfolio.differences(today, best, wish)}
    rows = tuple(
        _row(rank, one, option, today, under, best, unlike)
        for rank, (one, option) in enumerate(zip(ranked, options, strict=True), start=1)
    )
    one, other, third = (_column(outcome, ranked, facts) for outcome in (today, under, best))
    return View(wish, one, other, third, rows)


@lru_cache(maxsize=64)
def _best(options: tuple[Option, ...], available_ore: int, wish: Wish) -> Outcome:
    """The programme's answer to the same question is the same: worked out once in a process."""
    return portfolio.best(options, available_ore, LEAST_PARTIAL, wish)


def _row(
    rank: int,
    one: Ranked,
    option: Option,
    today: Outcome,
    under: Outcome,
    best: Outcome,
    unlike: Mapping[int, Difference],
) -> Row:
    pk = option.application_id
    return Row(
        rank,
        one,
        option.is_small,
        today.amounts.get(pk, 0),
        under.amounts.get(pk, 0),
        best.amounts.get(pk, 0),
        unlike.get(pk),
    )


def _column(outcome: Outcome, ranked: Iterable[Ranked], facts: tuple[MunicipalityFacts, ...]) -> Column:
    given = [one.reached for one in ranked if outcome.amounts.get(one.application.pk)]
    return Column(outcome, reach.effect_of(given, outcome.total_ore, facts))


def options_of(ranked: Iterable[Ranked], facts: Iterable[MunicipalityFacts]) -> list[Option]:
    """The applications as they are weighed; a project is small when enough of its municipalities are."""
    few = parameter("small_municipality_inhabitants", clock.today())
    enough = parameter("small_project_share", clock.today())
    small = {one.organisation_id for one in facts if one.inhabitants < few}
    return [Option(one.candidate, _is_small(one.reached, small, enough)) for one in ranked]


def _is_small(reached: frozenset[int], small: set[int], enough: Decimal) -> bool:
    return bool(reached) and len(reached & small) >= enough * len(reached)


def note_on(row: Row, reason: str) -> str:
    """What the proposal says of one application that was not left to the ranking: why, and what moved it."""
    words = _("The list was chosen with these words: %(reason)s") % {"reason": reason}
    return f"{_plainly(row)}\n\n{words}"


def _plainly(row: Row) -> str:
    sums = {"before": money.show(row.ranking_ore), "after": money.show(row.best_ore)}
    if row.way == "in":
        return _("The plain ranking would have given nothing; the chosen list gives %(after)s.") % sums
    if row.way == "out":
        return _("The plain ranking would have given %(before)s; the chosen list gives nothing.") % sums
    return _("The plain ranking would have given %(before)s; the chosen list gives %(after)s.") % sums
