"""The pure rules of approval: status by date, papers, results, clocks of surveillance.

The duties (docs/law.md): EHDS art. 37 and Annex III; EHDS art. 42.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from helsetek.approval.parameters import limits
from helsetek.approval.rules import papers
from helsetek.approval.rules.papers import Kind
from helsetek.approval.rules.results import (
    Demand,
    NotARun,
    Outcome,
    is_tested_at,
    read_run,
    rolled_up,
    unmet,
    untested,
)
from helsetek.approval.rules.status import ENDED, Said, Status, last_day, may_follow, status_on
from helsetek.approval.rules.surveillance import (
    Dates,
    Flag,
    Overdue,
    due_on,
    flags_of_status,
    is_late_incident,
    overdue,
)

JAN, FEB, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
LIFE = [Said(Status.DECLARED, JAN), Said(Status.APPROVED, FEB), Said(Status.SUSPENDED, MARCH)]


def test_the_public_view_is_computed_for_any_day() -> None:
    said = [status_on(LIFE, day) for day in (date(2025, 12, 31), JAN, FEB, date(2026, 2, 28), MARCH)]
    assert said == [None, Status.DECLARED, Status.APPROVED, Status.APPROVED, Status.SUSPENDED]


def test_an_approval_expires_by_itself() -> None:
    until = date(2026, 2, 15)
    assert status_on(LIFE[:2], until, until) is Status.APPROVED
    assert status_on(LIFE[:2], until + timedelta(days=1), until) is Status.EXPIRED
    gone = [*LIFE[:2], Said(Status.WITHDRAWN_BY_VENDOR, date(2026, 2, 10))]
    assert status_on(gone, MARCH, until) is Status.WITHDRAWN_BY_VENDOR  # what has ended stays as it ended


def test_status_moves_only_forwards_and_what_has_ended_stays_ended() -> None:
    assert may_follow([], Said(Status.APPROVED, JAN))
    assert may_follow(LIFE, Said(Status.APPROVED, MARCH))  # lifted the same day
    assert not may_follow(LIFE, Said(Status.APPROVED, FEB))  # not before what was last said
    assert not may_follow([], Said(Status.SUSPENDED, JAN))
    for ended in ENDED:
        assert not any(may_follow([Said(ended, JAN)], Said(status, FEB)) for status in Status), ended


def test_months_of_validity_end_the_day_before() -> None:
    assert last_day(date(2026, 1, 15), 36) == date(2029, 1, 14)
    assert last_day(date(2026, 1, 31), 1) == date(2026, 2, 27)
    assert last_day(JAN, None) is None


def test_papers_follow_the_index_of_the_regulation() -> None:
    """EHDS Annex III, Article 38, Annex IV."""
    assert [point.number for point in papers.ANNEX_III][-5:] == ["2", "3", "4", "5", "6"]
    assert len(papers.ANNEX_III) == 15
    assert [point.number for point in papers.ANNEX_IV] == [str(n) for n in range(1, 9)]
    assert [point.number for point in papers.ARTICLE_38] == ["(a)", "(b)", "(c)", "(d)", "(e)"]
    given = {point.key: " x " for point in papers.ARTICLE_38} | {"intended": "  ", "stranger": "y"}
    assert [point.key for point in papers.missing(Kind.SHEET, given)] == ["intended"]
    assert papers.share_done(Kind.SHEET, given) == (4, 5)
    assert "stranger" not in papers.cleaned(Kind.SHEET, given)


DEMANDS = [
    Demand("1", "must", "b"),
    Demand("2", "should", "b"),
    Demand("3", "must", "c"),
    Demand("4", "must", ""),
]


def test_what_is_tested_follows_from_the_type() -> None:
    """Report 4.1.3: a documents, b selected functions, c everything."""
    assert [[one.code for one in DEMANDS if is_tested_at(one, kind)] for kind in "abc"] == [
        [],
        ["1", "2"],
        ["1", "2", "3"],
    ]
    assert untested(DEMANDS, {"1": "pass", "2": "error", "3": "skip"}, "c") == ["2", "3"]


def test_what_was_found_counts_before_what_was_declared() -> None:
    assert unmet(DEMANDS, {"1": "fail", "4": "fail"}, {"1": "pass", "2": "fail"}) == ["4"]


def test_an_error_of_the_tool_is_never_the_vendors_failure() -> None:
    assert rolled_up(["pass", "fail", "error"]) is Outcome.ERROR
    assert rolled_up(["pass", "fail", "skip"]) is Outcome.FAIL
    assert rolled_up([]) is Outcome.OMIT
    run = read_run({"kit": {"id": "k"}, "tests": [{"id": "1", "outcome": "boom", "verifies": ["R"]}]})
    assert run.by_requirement() == {"R": "error"}


@pytest.mark.parametrize(
    "bad", [[], {}, {"kit": "k"}, {"kit": {"id": 1}, "tests": [{}]}, {"kit": "k", "tests": [1]}]
)
def test_what_is_no_run_is_refused(bad: object) -> None:
    with pytest.raises(NotARun):
        read_run(bad)


def test_clocks_of_surveillance() -> None:
    """EHDS Article 44 (three days); the oversight rules of CHPL for plans."""
    held = limits(JAN)
    known = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert not is_late_incident(known, known + timedelta(days=3), held)
    assert is_late_incident(known, known + timedelta(days=3, seconds=1), held)
    found = Dates(found_on=JAN)
    assert due_on(found, held) == JAN + timedelta(days=75)
    assert overdue(found, JAN + timedelta(days=75), held) == []
    assert overdue(found, JAN + timedelta(days=76), held) == [Overdue.NO_PLAN]
    agreed = Dates(found_on=JAN, approved_on=FEB, due_on=MARCH)
    assert due_on(agreed, held) == FEB + timedelta(days=10)
    assert overdue(agreed, MARCH + timedelta(days=1), held) == [Overdue.NOT_STARTED, Overdue.NOT_CORRECTED]
    done = Dates(found_on=JAN, approved_on=FEB, due_on=MARCH, corrected_on=MARCH, suspended_on=JAN)
    assert overdue(done, MARCH + timedelta(days=46), held) == [Overdue.SUSPENDED_LONG, Overdue.NOT_CLOSED]
    assert overdue(Dates(found_on=JAN, closed_on=FEB), date(2027, 1, 1), held) == []


def test_questionable_dates_are_flagged() -> None:
    assert flags_of_status(FEB, FEB) == []
    assert flags_of_status(JAN, FEB) == [Flag.STATUS_BACKDATED]
    assert flags_of_status(FEB + timedelta(days=31), FEB) == [Flag.STATUS_FAR_AHEAD]
