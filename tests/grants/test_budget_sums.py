"""Sums of a budget: whole øre, lines left open count as nothing, and the grant's ceiling steps down by year."""

from __future__ import annotations

from decimal import Decimal

from helsetek.common.money import kroner
from helsetek.grants.rules import budgets
from helsetek.grants.rules.sections import Budget, CostLine, OwnKind, OwnLine, Requested
from tests.grants.terms import some_terms

TERMS = some_terms()
BODO, FAUSKE = 1, 2


def line(organisation: int, category: str, year: int, amount: int) -> CostLine:
    return CostLine(organisation_id=organisation, category=category, year=year, amount_ore=kroner(amount))


BUDGET = Budget(
    lines=(
        line(BODO, "staff", 2026, 500_000),
        line(BODO, "consultants", 2027, 300_000),
        line(FAUSKE, "staff", 2026, 200_000),
        line(FAUSKE, "running", 2027, 100_000),  # not covered
        CostLine(category="staff"),  # begun, not filled in
    ),
    own=(
        OwnLine(organisation_id=BODO, year=2026, amount_ore=kroner(400_000)),
        OwnLine(organisation_id=FAUSKE, kind=OwnKind.WORK, year=2027, amount_ore=kroner(150_000)),
    ),
    requested=(
        Requested(year=2026, amount_ore=kroner(350_000)),
        Requested(year=2027, amount_ore=kroner(100_000)),
    ),
)


def test_total_and_eligible_cost_differ_by_what_is_not_covered() -> None:
    assert budgets.total_cost(BUDGET) == kroner(1_100_000)
    assert budgets.eligible_cost(BUDGET, TERMS) == kroner(1_000_000)


def test_requested_own_and_what_is_left() -> None:
    assert budgets.requested(BUDGET) == kroner(450_000)
    assert budgets.own_contribution(BUDGET) == kroner(550_000)
    assert budgets.own_contribution(BUDGET, OwnKind.WORK) == kroner(150_000)
    assert budgets.left_to_finance(BUDGET, kroner(60_000)) == kroner(40_000)


def test_own_share_of_the_total() -> None:
    assert budgets.own_share(BUDGET) == Decimal("0.5000")
    assert budgets.own_share(Budget()) == 0


def test_sums_by_year_partner_and_category() -> None:
    assert budgets.cost_by_year(BUDGET) == {2026: kroner(700_000), 2027: kroner(400_000)}
    assert budgets.cost_by_partner(BUDGET) == {BODO: kroner(800_000), FAUSKE: kroner(300_000)}
    assert budgets.cost_by_category(BUDGET)["running"] == kroner(100_000)
    assert budgets.own_by_partner(BUDGET)[FAUSKE] == kroner(150_000)
    assert budgets.requested_by_year(BUDGET)[2026] == kroner(350_000)
    assert budgets.years(BUDGET) == [2026, 2027]


def test_the_ceiling_steps_down_by_year_report_6_1_1() -> None:
    # 50 per cent in 2026, 40 per cent from 2027, of what is covered in the same year.
    ceiling = budgets.largest_grant_by_year(BUDGET, TERMS)
    assert ceiling == {2026: kroner(350_000), 2027: kroner(120_000)}


def test_a_share_is_rounded_down_to_whole_ore() -> None:
    odd = Budget(lines=(CostLine(category="staff", year=2026, amount_ore=3),))
    assert budgets.largest_grant_by_year(odd, TERMS) == {2026: 1}
