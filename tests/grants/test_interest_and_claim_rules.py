"""Interest on late repayment, payment plans, KID, and what a payment covers. No database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsetek.common.working_days import add_working_days
from helsetek.grants.rules.interest import Paid, Part, Rate, interest_ore, stretches
from helsetek.grants.rules.lateness import Act, Chain, due_steps, steps
from helsetek.grants.rules.recovery import (
    PLAN_LONG,
    PLAN_ORDER,
    PLAN_PAST,
    PLAN_SUM,
    budget_year_is_open,
    cover,
    equal_parts,
    is_kid,
    kid_of,
    plan_problem,
    set_off_limit,
    with_check_digit,
)

RATES = [Rate(date(2024, 1, 1), Decimal("12.5")), Rate(date(2025, 7, 1), Decimal("12.25"))]
DUE = date(2025, 6, 20)


def run(parts: list[Part], paid: list[Paid], until: date) -> int:
    return interest_ore(parts, paid, RATES, until, days_in_year=365)


def test_no_interest_runs_before_the_day_after_it_was_due() -> None:
    """Forsinkelsesrenteloven § 2: from the day it was due."""
    assert run([Part(DUE, 100_000_00)], [], DUE) == 0
    assert run([Part(DUE, 100_000_00)], [], DUE + timedelta(days=1)) == round(10_000_000 * 0.125 / 365)


def test_the_rate_of_each_half_year_holds_on_its_own_days() -> None:
    """Forsinkelsesrenteloven § 3: ten days at 12.5 percent and five at 12.25."""
    expected = 10_000_000 * (10 * Decimal("0.125") + 5 * Decimal("0.1225")) / 365
    assert run([Part(DUE, 10_000_000)], [], date(2025, 7, 5)) == round(expected)
    assert [one.days for one in stretches([Part(DUE, 10_000_000)], [], RATES, date(2025, 7, 5), days_in_year=365)] == [
        10, 5,
    ]  # fmt: skip


def test_part_payments_and_a_plan_lower_what_interest_runs_on() -> None:
    until = DUE + timedelta(days=10)
    half = run([Part(DUE, 5_000_000)], [], until)
    assert run([Part(DUE, 10_000_000)], [Paid(DUE, 5_000_000)], until) == half
    assert run([Part(DUE, 5_000_000), Part(until, 5_000_000)], [], until) == half
    assert run([Part(DUE, 10_000_000)], [Paid(DUE, 10_000_000)], until) == 0


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10**9)), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10**9)), max_size=5),
    st.integers(0, 500),
)
def test_interest_agrees_with_a_count_day_by_day(
    due: list[tuple[int, int]], paid: list[tuple[int, int]], last: int
) -> None:
    first = date(2025, 1, 1)
    parts = [Part(first + timedelta(days=day), ore) for day, ore in due]
    payments = [Paid(first + timedelta(days=day), ore) for day, ore in paid]
    total = Decimal(0)
    for number in range(last + 1):
        day = first + timedelta(days=number)
        overdue = sum(p.amount_ore for p in parts if p.due_on < day) - sum(
            p.amount_ore for p in payments if p.on < day
        )
        rate = Decimal("12.5") if day < date(2025, 7, 1) else Decimal("12.25")
        total += max(0, overdue) * rate / 36500
    assert abs(run(parts, payments, first + timedelta(days=last)) - total) <= 1


@given(st.integers(1, 10**12), st.integers(1, 40))
def test_equal_parts_add_up_and_make_a_plan(ore: int, count: int) -> None:
    today = date(2026, 1, 15)
    days = [today + timedelta(days=10 * n) for n in range(count)]
    parts = equal_parts(ore, days)
    assert sum(part.amount_ore for part in parts) == ore
    if ore >= count:
        assert plan_problem(parts, ore, today, 24) == ""


def test_a_plan_that_does_not_hold_says_why() -> None:
    today = date(2026, 1, 15)
    good = [Part(date(2026, 2, 1), 60), Part(date(2026, 3, 1), 40)]
    assert plan_problem(good, 100, today, 24) == ""
    assert plan_problem(good, 101, today, 24) == PLAN_SUM
    assert plan_problem(good[::-1], 100, today, 24) == PLAN_ORDER
    assert plan_problem(good, 100, date(2026, 2, 2), 24) == PLAN_PAST
    assert plan_problem([Part(date(2028, 2, 1), 100)], 100, today, 24) == PLAN_LONG


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12), st.booleans())
def test_what_a_payment_covers_adds_up(paid: int, principal: int, interest: int, first: bool) -> None:
    covered = cover(paid, principal_ore=principal, interest_ore=interest, interest_first=first)
    assert covered.principal_ore + covered.interest_ore + covered.over_ore == paid
    assert covered.principal_ore <= principal
    assert covered.interest_ore <= interest
    assert covered.over_ore == max(0, paid - principal - interest)


def test_what_can_be_set_off() -> None:
    assert set_off_limit(100, 30, 50) == 50
    assert set_off_limit(100, 80, 50) == 20
    assert set_off_limit(100, 120, 50) == 0


def test_a_budget_year_is_open_so_long_as_the_vote_holds() -> None:
    """Bevilgningsreglementet § 5: a vote holds for its budget year."""
    assert budget_year_is_open(2026, date(2026, 12, 31), 0)
    assert not budget_year_is_open(2026, date(2027, 1, 1), 0)
    assert budget_year_is_open(2026, date(2028, 12, 31), 2)


def test_a_kid_has_the_check_digit_that_banks_ask_for() -> None:
    assert with_check_digit("1234567") == "12345674"
    assert is_kid(kid_of("2024/117", 42))
    assert not is_kid("12345675")
    assert not is_kid("1²")


CHAIN = Chain((10, 3), (1, 5), 10, 20, 40)


def test_the_chain_of_a_late_report_counts_norwegian_working_days() -> None:
    """Due on Monday 30 March 2026; Easter's holidays (2–6 April) and 1 May, 14 May and 17 May are not counted."""
    found = {(step.act, step.number): step.on for step in steps(date(2026, 3, 30), CHAIN, add_working_days)}
    assert found[Act.REMIND, -3] == date(2026, 3, 25)
    assert found[Act.REMIND, 1] == date(2026, 3, 31)
    assert found[Act.REMIND, 5] == date(2026, 4, 9)  # 31 March, 1, 7, 8 and 9 April
    assert found[Act.WARN, 10] == date(2026, 4, 16)
    assert found[Act.STOP, 20] == date(2026, 4, 30)
    assert found[Act.FIND_BREACH, 40] == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("today", "acts"),
    [
        (date(2026, 3, 1), []),
        (date(2026, 3, 26), [(Act.REMIND, -3)]),
        (date(2026, 4, 17), [(Act.REMIND, 5), (Act.WARN, 10)]),
        (date(2026, 7, 1), [(Act.REMIND, 5), (Act.WARN, 10), (Act.STOP, 20), (Act.FIND_BREACH, 40)]),
    ],
)
def test_nobody_is_reminded_twice_in_one_day(today: date, acts: list[tuple[Act, int]]) -> None:
    found = due_steps(date(2026, 3, 30), today, CHAIN, add_working_days)
    assert [(step.act, step.number) for step in found] == acts
