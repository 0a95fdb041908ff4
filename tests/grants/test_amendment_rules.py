"""What each kind of amendment must hold, how it comes to hold, and what it does to the agreement. No database.

The duties (docs/law.md): bestemmelser om økonomistyring i staten chapter 6.3.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from helsetek.grants.rules.agreements import Agreement, BudgetRow, Due, Part, Share, moved_ore
from helsetek.grants.rules.amendments import (
    KINDS,
    Figures,
    KindCode,
    Route,
    Side,
    after,
    checks,
    plan,
    route_of,
)
from helsetek.grants.rules.amendments import changes as c
from helsetek.grants.rules.amendments.kinds import RouteFigures, consents_needed
from tests.grants.terms import some_parameters

BODO, FAUSKE, SALTDAL, ALVER = 1, 2, 3, 4
LIMITS = RouteFigures(free_budget_share=Decimal("0.1"), short_extension_days=184)
FIGURES = Figures(date(2024, 9, 1), date(2024, 2, 20), report_month=2, report_day=15, settle_weeks=6)


def row(who: int, ore: int, year: int = 2024, category: str = "training") -> BudgetRow:
    return BudgetRow(organisation_id=who, category=category, year=year, amount_ore=ore)


def agreed(**changes: Any) -> Agreement:
    whole = Agreement(
        granted_ore=1000,
        lead_id=BODO,
        partners=(Share(organisation_id=BODO), Share(organisation_id=FAUSKE, tasks="Lærer opp")),
        ends=date(2025, 10, 1),
        budget=(row(BODO, 2000), row(FAUSKE, 1000)),
        account="86011117947",
        reports=(
            Due(id=1, number=1, kind="progress", due_on=date(2025, 2, 15)),
            Due(id=2, number=2, kind="final", due_on=date(2026, 2, 15)),
        ),
        instalments=(
            Part(id=1, number=1, envelope_id=7, amount_ore=600, due_on=date(2024, 2, 20), state="paid"),
            Part(id=2, number=2, envelope_id=7, amount_ore=250, waits_for=1, due_on=date(2025, 2, 15)),
            Part(id=3, number=3, envelope_id=8, amount_ore=150, waits_for=2, due_on=date(2026, 2, 15)),
        ),
    )
    return whole.model_copy(update=changes)


def facts(**changes: Any) -> checks.Facts:
    plain = checks.Facts(
        today=FIGURES.today,
        latest_end=date(2027, 12, 31),
        parameters=some_parameters(),
        covered=frozenset({"training"}),
        categories=frozenset({"training", "travel"}),
        requested_ore=1500,
        joinable=frozenset({BODO, FAUSKE, SALTDAL}),
    )
    return replace(plain, **changes)


def wrong(change: c.Change, agreement: Agreement | None = None, **known: Any) -> set[str]:
    return {one.path for one in checks.problems(change, agreement or agreed(), facts(**known))}


def test_every_kind_has_a_row_that_says_who_asks_and_who_decides() -> None:
    assert set(KINDS) == set(KindCode) == {KindCode(code) for code in c.CHANGES}
    assert KINDS[KindCode.ACCOUNT].route is Route.PAYMENT
    assert Side.DIRECTORATE in KINDS[KindCode.HOLD].sides
    assert {code for code, kind in KINDS.items() if kind.while_held} == {KindCode.RESUME, KindCode.END}
    against = {code for code, kind in KINDS.items() if kind.forewarn}
    assert against == {KindCode.LESS, KindCode.END, KindCode.PARTNER_OUT}  # fvl. § 16: heard first


def test_a_small_change_of_the_budget_is_only_told_of() -> None:
    kind = KINDS[KindCode.BUDGET]
    small = c.BudgetChange(lines=(row(BODO, 1700), row(FAUSKE, 1300)))
    large = c.BudgetChange(lines=(row(BODO, 1699), row(FAUSKE, 1301)))
    grows = c.BudgetChange(lines=(row(BODO, 2000), row(FAUSKE, 1001)))
    assert moved_ore(agreed().budget, small.rows) == 300
    assert route_of(kind, small, agreed(), LIMITS) is Route.TOLD
    assert route_of(kind, large, agreed(), LIMITS) is Route.TWO
    assert route_of(kind, grows, agreed(), LIMITS) is Route.TWO


def test_a_short_extension_and_a_merger_by_law_need_one_officer_only() -> None:
    half_a_year = c.TimeChange(new_end=date(2026, 4, 1))
    a_year = c.TimeChange(new_end=date(2026, 10, 1))
    shorter = c.TimeChange(new_end=date(2025, 9, 1))
    assert route_of(KINDS[KindCode.TIME], half_a_year, agreed(), LIMITS) is Route.OFFICER
    assert route_of(KINDS[KindCode.TIME], a_year, agreed(), LIMITS) is Route.TWO
    assert route_of(KINDS[KindCode.TIME], shorter, agreed(), LIMITS) is Route.TWO
    merger = c.PartnersMerged(predecessor_ids=(FAUSKE,), successor_id=SALTDAL, on=date(2024, 1, 1))
    assert route_of(KINDS[KindCode.MERGED], merger, agreed(), LIMITS, by_law=True) is Route.OFFICER
    assert route_of(KINDS[KindCode.MERGED], merger, agreed(), LIMITS) is Route.TWO


def test_who_comes_in_and_who_will_lead_must_consent() -> None:
    assert list(consents_needed(c.PartnerIn(organisation_id=SALTDAL))) == [SALTDAL]
    assert list(consents_needed(c.NewLead(organisation_id=FAUSKE))) == [FAUSKE]
    assert not list(consents_needed(c.PartnerOut(organisation_id=FAUSKE)))


@pytest.mark.parametrize("kind", c.CHANGES)
def test_an_empty_draft_is_not_enough_but_can_be_read(kind: str) -> None:
    change = c.read_change(kind, {})
    if kind not in ("hold", "resume"):
        assert wrong(change)


def test_what_is_asked_for_must_hold_together() -> None:
    assert wrong(c.TimeChange(new_end=date(2024, 8, 1))) == {"new_end"}
    assert wrong(c.TimeChange(new_end=date(2028, 1, 1))) == {"new_end"}
    assert not wrong(c.TimeChange(new_end=date(2026, 10, 1)))
    assert wrong(c.BudgetChange(lines=(row(ALVER, 3000),))) == {"lines"}  # no partner
    assert wrong(c.BudgetChange(lines=(row(BODO, 1),))) == {"lines"}  # carries no grant of 1000
    assert wrong(c.BudgetChange(lines=agreed().budget)) == {"lines"}  # nothing new
    assert wrong(c.PartnerIn(organisation_id=FAUSKE, tasks="x")) == {"organisation_id"}
    too_much = c.Moved(organisation_id=FAUSKE, category="training", year=2024, amount_ore=1001)
    assert wrong(c.PartnerIn(organisation_id=SALTDAL, tasks="x", moved=(too_much,))) == {"moved"}
    assert wrong(c.PartnerOut(organisation_id=BODO, takes_over_id=FAUSKE)) == {"organisation_id"}
    assert wrong(c.NewAccount(number="86011117947")) == {"number"}
    assert wrong(c.MoreMoney(amount_ore=501)) == {"amount_ore"}  # more than was applied for
    assert wrong(c.LessMoney(amount_ore=401)) == {"amount_ore"}  # 600 is paid
    assert wrong(c.MoreMoney(amount_ore=500, envelope_id=7), by_directorate=True, free_ore={7: 499}) == {
        "envelope_id"
    }
    assert not wrong(c.MoreMoney(amount_ore=500, envelope_id=7), by_directorate=True, free_ore={7: 500})
    assert wrong(c.Resume()) == {"reason"}
    assert not wrong(c.Resume(), agreed(on_hold=True))
    assert wrong(c.Hold(), agreed(on_hold=True)) == {"reason"}


def test_more_time_moves_the_final_report_adds_one_and_keeps_what_waits() -> None:
    then = after(agreed(), c.TimeChange(new_end=date(2026, 10, 1)), FIGURES)
    due = [(one.id, one.number, one.kind, one.due_on.year) for one in then.reports]
    assert due == [(1, 1, "progress", 2025), (0, 2, "progress", 2026), (2, 3, "final", 2027)]
    assert [part.waits_for for part in then.instalments] == [0, 1, 3]
    assert then.instalments[2].due_on == date(2027, 2, 15)
    assert then.instalments[0] == agreed().instalments[0]


def test_less_time_drops_the_report_that_has_no_year_left() -> None:
    then = after(agreed(), c.TimeChange(new_end=date(2024, 12, 1)), FIGURES)
    assert [(one.kind, one.state, one.due_on.year) for one in then.reports] == [
        ("progress", "dropped", 2025),
        ("final", "due", 2025),
    ]
    assert [part.waits_for for part in then.instalments] == [0, 2, 2]


def test_a_report_that_is_answered_stays_where_it_is() -> None:
    handed_in = Due(id=1, number=1, kind="progress", due_on=date(2025, 2, 15), state="approved")
    reports = (handed_in, agreed().reports[1])
    moved = plan.moved_reports(reports, [date(2025, 2, 15), date(2026, 2, 15), date(2027, 2, 15)])
    assert moved[0] == handed_in
    assert [(one.number, one.kind, one.due_on.year) for one in moved[1:]] == [
        (2, "progress", 2026),
        (3, "final", 2027),
    ]


def test_a_new_partner_takes_its_part_from_the_lines_named() -> None:
    moved = (c.Moved(organisation_id=FAUSKE, category="training", year=2024, amount_ore=400),)
    then = after(agreed(), c.PartnerIn(organisation_id=SALTDAL, tasks="Tester", moved=moved), FIGURES)
    assert then.budget == (row(BODO, 2000), row(FAUSKE, 600), row(SALTDAL, 400))
    assert SALTDAL in then.partner_ids


def test_who_leaves_hands_over_tasks_and_budget_or_they_fall_away() -> None:
    over = after(agreed(), c.PartnerOut(organisation_id=FAUSKE, takes_over_id=BODO), FIGURES)
    assert over.budget == (row(BODO, 3000),)
    assert over.partners == (Share(organisation_id=BODO, tasks="Lærer opp"),)
    away = after(agreed(), c.PartnerOut(organisation_id=FAUSKE), FIGURES)
    assert away.budget == (row(BODO, 2000),)


def test_a_merged_lead_is_followed_and_must_give_an_account_of_its_own() -> None:
    merger = c.PartnersMerged(predecessor_ids=(BODO, FAUSKE), successor_id=SALTDAL, on=date(2024, 1, 1))
    then = after(agreed(), merger, FIGURES)
    assert (then.lead_id, then.account, then.budget) == (SALTDAL, "", (row(SALTDAL, 3000),))
    assert then.partner_ids == {SALTDAL}


def test_payments_on_their_way_to_an_old_account_go_back_to_the_plan() -> None:
    attested = agreed().instalments[1].model_copy(update={"state": "attested"})
    before = agreed(instalments=(agreed().instalments[0], attested))
    then = after(before, c.NewAccount(number="12345678903"), FIGURES)
    assert [part.state for part in then.instalments] == ["paid", "planned"]


def test_less_money_is_cut_from_the_end_and_never_from_what_is_paid() -> None:
    then = after(agreed(), c.LessMoney(amount_ore=300), FIGURES)
    assert [(part.amount_ore, part.state) for part in then.instalments] == [
        (600, "paid"),
        (100, "planned"),
        (150, "cancelled"),
    ]
    assert then.granted_ore == 700
    assert plan.cut(agreed().instalments, 300).freed == {8: 150, 7: 150}
    with pytest.raises(ValueError, match="not that much"):
        after(agreed(), c.LessMoney(amount_ore=401), FIGURES)


def test_a_resumed_grant_can_move_its_dates_by_the_time_it_was_held() -> None:
    held = agreed(on_hold=True)
    figures = replace(FIGURES, today=date(2024, 10, 1), held_since=date(2024, 9, 1))
    moved = after(held, c.Resume(move_dates=True), figures)
    assert (moved.ends, moved.reports[0].due_on, moved.on_hold) == (
        date(2025, 10, 31),
        date(2025, 3, 17),
        False,
    )
    assert moved.instalments[0].due_on == date(2024, 2, 20)
    still = after(held, c.Resume(move_dates=False), figures)
    assert (still.ends, still.reports) == (held.ends, held.reports)


def test_an_end_before_time_lets_everything_wait_for_the_final_accounts() -> None:
    then = after(agreed(), c.End(end_on=date(2024, 9, 1)), FIGURES)
    assert then.final is not None
    assert then.final.due_on == date(2024, 10, 13)
    assert then.reports[0].state == "dropped"
    assert [part.waits_for for part in then.instalments] == [0, 2, 2]
