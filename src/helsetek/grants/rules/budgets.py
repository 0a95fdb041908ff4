"""Sums of a budget, in øre. Lines that are not filled in count as nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from helsetek.scheme.rules.terms import CallTerms

from .sections import Budget, CostLine, OwnKind

Key = TypeVar("Key")


def _sum(rows: Iterable[Any]) -> int:
    return sum(row.amount_ore or 0 for row in rows)


def _by(rows: Iterable[Any], key: Callable[[Any], Key]) -> dict[Key, int]:
    sums: dict[Key, int] = defaultdict(int)
    for row in rows:
        if row.amount_ore:
            sums[key(row)] += row.amount_ore
    return dict(sums)


def total_cost(budget: Budget) -> int:
    """All that the project costs, covered by the scheme or not."""
    return _sum(budget.lines)


def eligible_lines(budget: Budget, terms: CallTerms) -> tuple[CostLine, ...]:
    """The lines in categories that the call covers (report 4.1.1, 4.1.2)."""
    return tuple(line for line in budget.lines if line.category in terms.covered_codes)


def eligible_cost(budget: Budget, terms: CallTerms) -> int:
    return _sum(eligible_lines(budget, terms))


def requested(budget: Budget) -> int:
    """The grant asked for, all years together."""
    return _sum(budget.requested)


def own_contribution(budget: Budget, kind: OwnKind | None = None) -> int:
    """What the applicants bear themselves, in money and own work, or in one of them."""
    return _sum(line for line in budget.own if kind in (None, line.kind))


def own_share(budget: Budget) -> Decimal:
    """Own contribution as a share of the total cost, 0–1 with four decimals; 0 where nothing costs anything."""
    total = total_cost(budget)
    if not total:
        return Decimal(0)
    return (Decimal(own_contribution(budget)) / total).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def left_to_finance(budget: Budget, other_funding_ore: int = 0) -> int:
    """Total cost less grant, own contribution and other funding. Negative when more comes in than goes out."""
    return total_cost(budget) - requested(budget) - own_contribution(budget) - other_funding_ore


def years(budget: Budget) -> list[int]:
    """Every year that the budget speaks of, in order."""
    named = {line.year for line in budget.lines} | {line.year for line in budget.own}
    return sorted({year for year in named if year} | {row.year for row in budget.requested})


def cost_by_year(budget: Budget) -> dict[int, int]:
    return _by((line for line in budget.lines if line.year), lambda line: int(line.year))


def eligible_by_year(budget: Budget, terms: CallTerms) -> dict[int, int]:
    return _by((line for line in eligible_lines(budget, terms) if line.year), lambda line: int(line.year))


def requested_by_year(budget: Budget) -> dict[int, int]:
    return _by(budget.requested, lambda row: int(row.year))


def cost_by_partner(budget: Budget) -> dict[int, int]:
    return _by(
        (line for line in budget.lines if line.organisation_id), lambda line: int(line.organisation_id)
    )


def own_by_partner(budget: Budget) -> dict[int, int]:
    return _by((line for line in budget.own if line.organisation_id), lambda line: int(line.organisation_id))


def cost_by_category(budget: Budget) -> dict[str, int]:
    return _by((line for line in budget.lines if line.category), lambda line: str(line.category))


def largest_grant_by_year(budget: Budget, terms: CallTerms) -> dict[int, int]:
    """The most that can be asked for in each year: the year's share of that year's eligible cost, rounded down.

    The share steps down with the years, so that those who go first get most (report 6.1.1).
    """
    eligible = eligible_by_year(budget, terms)
    return {year: int(Decimal(cost) * terms.parameters.share_in(year)) for year, cost in eligible.items()}
