"""What a report must hold, and what its accounts lead to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from helsetek.grants.rules.reports import (
    ACCOUNT_FOR_ALL,
    AUDITOR_MISSING,
    EXPLAIN,
    NO_PERCENT,
    RESULT_MISSING,
    WRITE,
    WRONG_PERIOD,
    BudgetLine,
    GoalResult,
    ReportData,
    SpentLine,
    needs_auditor,
    problems,
    settle,
)

BUDGET = [BudgetLine(1, "project_lead", 2024, 1000), BudgetLine(2, "training", 2024, 500)]
SPENT = (
    SpentLine(organisation_id=1, category="project_lead", year=2024, spent_ore=1000),
    SpentLine(organisation_id=2, category="training", year=2024, spent_ore=500),
)
RESULT = GoalResult(
    indicator="weeks_saved",
    before=Decimal(9),
    value=Decimal(4),
    method="time_study",
    how_measured="Timelister",
)
RESULTS = (RESULT,)
WHOLE = ReportData(spent=SPENT, results=RESULTS, progress="Ferdig.", experience="Begynn tidlig.")


def found(
    data: ReportData, *, final: bool = True, auditor: bool = True, percents: frozenset[str] = frozenset()
) -> set[tuple[str, str]]:
    return {
        (each.path, each.sentence.text)
        for each in problems(
            data,
            budget=BUDGET,
            indicators=["weeks_saved"],
            final=final,
            needs_auditor=True,
            has_auditor=auditor,
            unexplained_share=Decimal("0.1"),
            percents=percents,
        )
    }


def test_a_whole_report_has_no_problems() -> None:
    assert found(WHOLE) == set()


def test_every_budget_line_is_accounted_for() -> None:
    assert found(WHOLE.model_copy(update={"spent": SPENT[:1]})) >= {("spent", ACCOUNT_FOR_ALL)}


def test_every_indicator_is_answered() -> None:
    """Before, after, method and how: without one of them it is no observation."""
    for missing in ({"value": None}, {"before": None}, {"method": ""}, {"how_measured": " "}):
        unanswered = (RESULT.model_copy(update=missing),)
        assert found(WHOLE.model_copy(update={"results": unanswered})) == {("results", RESULT_MISSING)}


def test_a_percentage_lies_between_0_and_100_and_time_goes_forwards() -> None:
    many = WHOLE.model_copy(update={"results": (RESULT.model_copy(update={"value": Decimal(132)}),)})
    assert found(many) == set()
    assert found(many, percents=frozenset({"weeks_saved"})) == {("results", NO_PERCENT)}
    days = {"measured_from": date(2025, 6, 1), "measured_to": date(2025, 5, 1)}
    backwards = WHOLE.model_copy(update={"results": (RESULT.model_copy(update=days),)})
    assert found(backwards) == {("results", WRONG_PERIOD)}


def test_a_deviation_is_explained() -> None:
    more = (SPENT[0].model_copy(update={"spent_ore": 1101}), SPENT[1])
    data = WHOLE.model_copy(update={"spent": more})
    assert found(data) == {("deviations", EXPLAIN)}
    assert found(data.model_copy(update={"deviations": "Ny prosjektleder."})) == set()


def test_a_tenth_needs_no_explanation() -> None:
    more = (SPENT[0].model_copy(update={"spent_ore": 1100}), SPENT[1])
    assert found(WHOLE.model_copy(update={"spent": more})) == set()


def test_the_auditor_is_asked_for_only_at_the_end() -> None:
    assert found(WHOLE, auditor=False) == {("auditor", AUDITOR_MISSING)}
    assert found(WHOLE, auditor=False, final=False) == set()


def test_a_progress_report_needs_only_its_text() -> None:
    assert found(ReportData(progress="I rute."), final=False) == set()
    assert found(ReportData(), final=False) == {("progress", WRITE)}


@pytest.mark.parametrize(("granted", "needed"), [(19_999_999, False), (20_000_000, True)])
def test_an_auditor_confirms_from_the_threshold(granted: int, needed: bool) -> None:
    """The directorate's reporting text: confirmation is required from 200 000 kr."""
    assert needs_auditor(granted, 20_000_000) is needed


def settled(spent: int, *, granted: int = 600, paid: int = 400) -> tuple[int, int, int]:
    line = SpentLine(organisation_id=1, category="project_lead", year=2024, spent_ore=spent)
    result = settle(
        granted_ore=granted,
        paid_ore=paid,
        spent=[line],
        covered=frozenset({"project_lead"}),
        share_by_year={2024: Decimal("0.6")},
    )
    return result.allowed_ore, result.still_to_pay_ore, result.claim_back_ore


def test_all_spent_releases_the_rest() -> None:
    assert settled(1000) == (600, 200, 0)


def test_spending_more_than_budgeted_gives_no_more_than_granted() -> None:
    assert settled(5000) == (600, 200, 0)


def test_what_was_not_spent_is_claimed_back() -> None:
    assert settled(500) == (300, 0, 100)


def test_what_the_scheme_does_not_cover_earns_nothing() -> None:
    line = SpentLine(organisation_id=1, category="running", year=2024, spent_ore=1000)
    result = settle(
        granted_ore=600, paid_ore=0, spent=[line], covered=frozenset({"training"}), share_by_year={}
    )
    assert result.allowed_ore == 0
