"""A report that does not come: reminders, warning, stop, and a breach laid ready; it comes, and the stop is lifted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.casework.selectors import letters_of
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.grants.models import Grant, Report
from helsetek.grants.services import late_reports, reporting
from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant, pay_all_released, report_of, write_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> Report:
    """The first progress report, moved so that it is due on Friday 14 March 2025."""
    grant: Grant = an_accepted_grant(cast, amount_kr=1_000_000)
    pay_all_released(cast)
    grant.application.case.officer = cast.guri
    grant.application.case.save()
    found = (
        report_of(grant, "progress") if grant.reports.filter(kind="progress").exists() else report_of(grant)
    )
    grant.reports.filter(pk=found.pk).update(due_at=oslo(2025, 3, 15))
    grant.reports.exclude(pk=found.pk).update(due_at=oslo(2029, 1, 1))
    found.refresh_from_db()
    return found


def follow(month: int, day: int, hour: int = 9) -> None:
    with clock.at(oslo(2025, month, day, hour)):
        late_reports.follow_reports()
        late_reports.follow_reports()  # the worker may be started anew


def notices(cast: Cast) -> list[str]:
    return list(
        cast.anne.notices.filter(kind__startswith="grants.report_")
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_the_whole_chain_in_working_days(cast: Cast, report: Report) -> None:
    """Easter 2025 (17–21 April) and 1 May are not counted: each step falls on its Norwegian working day."""
    follow(2, 27)
    assert notices(cast) == []
    follow(2, 28)  # ten working days before
    follow(3, 11)  # three before
    assert notices(cast) == ["grants.report_soon_due"] * 2
    follow(3, 17)  # the first after
    follow(3, 21)
    assert notices(cast)[2:] == ["grants.report_overdue"] * 2
    follow(3, 27)
    report.refresh_from_db()
    assert report.warned_at is None
    follow(3, 28)  # the tenth working day after: the warning
    report.refresh_from_db()
    assert report.warned_at is not None
    assert not report.grant.payment_stops.exists()
    follow(4, 10)
    assert not report.grant.payment_stops.exists()
    follow(4, 11)  # the twentieth
    stop = report.grant.payment_stops.get()
    assert (stop.ground, stop.stopped_by) == ("late_report", None)
    follow(5, 14)
    assert not report.claims.exists()
    follow(5, 15)  # the fortieth: five holidays have passed
    claim = report.claims.get()
    assert (claim.state, claim.ground, claim.amount_ore) == ("found", "late_report", 60_000_000)
    assert cast.guri.notices.filter(kind="grants.breach_found").count() == 1
    sent = [letter.kind for letter in letters_of(report.grant.application.case, sent_only=True)]
    assert {"grants.stop", "grants.warning"} <= set(sent)
    with clock.at(oslo(2025, 6, 2, 9)):
        write_report(cast, report)
        reporting.hand_in(by=cast.bjorn, report=report)
    stop.refresh_from_db()
    assert stop.lifted_at is not None
    assert cast.anne.notices.filter(kind="grants.stop_lifted").exists()


def test_nobody_is_stopped_without_a_warning_before(cast: Cast, report: Report) -> None:
    """The worker has stood still for a year: first the warning, the stop no sooner than the day after."""
    follow(11, 3)
    report.refresh_from_db()
    assert report.warned_at is not None
    assert not report.grant.payment_stops.exists()
    with clock.at(oslo(2025, 11, 4, 9)):
        late_reports.follow_reports()
    assert report.grant.payment_stops.exists()


def test_a_report_that_is_handed_in_is_left_alone(cast: Cast, report: Report) -> None:
    with clock.at(oslo(2025, 3, 14, 12)):
        write_report(cast, report)
        reporting.hand_in(by=cast.bjorn, report=report)
    follow(12, 1)
    report.refresh_from_db()
    assert report.warned_at is None
    assert timedelta(0) < late_reports.LONGEST_AHEAD
